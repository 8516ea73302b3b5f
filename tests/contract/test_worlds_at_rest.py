"""A town with many worlds keeps only some of them open, and a closed one goes on where it was."""

from datetime import date
from pathlib import Path

from backoffice_adapters.simulated.town import MOST_OPEN, Town, TownSettings


def test_worlds_that_nobody_uses_are_closed_and_opened_again(tmp_path: Path) -> None:
    town = Town(TownSettings(tmp_path, day=0))
    first = town.world("first")
    first.start(date(2026, 3, 5))
    for number in range(MOST_OPEN + 3):
        town.world(f"world-{number}")
    assert len(town.worlds) == MOST_OPEN
    assert "first" not in town.worlds
    again = town.world("first")
    assert again is not first
    assert again.now == first.now
    for world in town.worlds.values():
        world.close()
