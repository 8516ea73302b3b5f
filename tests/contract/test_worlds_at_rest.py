"""A town keeps only some of its worlds open, a closed one goes on where it was, and new offices open in all of them."""

import asyncio
from datetime import date
from pathlib import Path

import httpx

from backoffice_adapters.agencies.pension_scheme import PaySurvivor
from backoffice_adapters.simulated.store import Message
from backoffice_adapters.simulated.town import MOST_OPEN, Town, TownSettings
from frontdoor.testing import PracticeTown
from frontdoor.testing.town import Letterbox
from tests.contract.asking import ask


class Doorstep(Letterbox):
    """Takes a message only when it is let: whoever brings one stands there with the world's calendar in hand."""

    def __init__(self) -> None:
        super().__init__()
        self.someone_waits = asyncio.Event()
        self.open = asyncio.Event()

    async def deliver(self, message: Message) -> bool:
        """Lets whoever brings a message wait."""
        self.someone_waits.set()
        await self.open.wait()
        return await super().deliver(message)


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


async def test_offices_are_read_again_while_worlds_are_busy_asked_after_and_opened(tmp_path: Path) -> None:
    practice = PracticeTown(tmp_path, only="pension_scheme")
    town, doorstep = practice.town, Doorstep()
    await ask(PaySurvivor, practice, "busy")
    town.world("quiet")

    async def bring() -> None:
        while not doorstep.messages:
            await town.world("busy").advance(doorstep, None)

    bringing = asyncio.create_task(bring())
    await doorstep.someone_waits.wait()
    inside = httpx.AsyncClient(transport=httpx.ASGITransport(town.app), base_url="http://town.test")
    renewing = asyncio.create_task(inside.post("/_town/offices"))
    before = town.offices
    while town.offices is before:
        await asyncio.wait({renewing}, timeout=0.01)
    for name in ("quiet", "busy", "new"):
        town.world(name)
    doorstep.open.set()
    await bringing

    answer = await renewing
    assert (answer.status_code, answer.json()) == (200, {"offices": ["pension_scheme"]})
    await inside.aclose()
    await practice.close()
