"""The calendar over HTTP: one town, offices that run apart, and the wall clock."""

from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest

from backoffice_adapters.simulated.town import Town, TownSettings
from frontdoor.handoffs.clock import TownClock, TownUnreachable, WallClock, working_days_after

MORNING = datetime(2026, 3, 5, 9, tzinfo=UTC)


def client(town: Town) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(town.app), base_url="http://town")


def silent() -> httpx.AsyncClient:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    return httpx.AsyncClient(transport=httpx.MockTransport(refuse), base_url="http://town")


async def test_a_step_goes_to_the_portals_own_moment_when_nothing_else_is_due(tmp_path: Path) -> None:
    clock = TownClock(client(Town(TownSettings(tmp_path, day=0))))
    assert await clock.start("w", date(2026, 3, 5)) == MORNING
    later = datetime(2026, 3, 9, 11, tzinfo=UTC)
    assert (await clock.advance("w", later)).now == later
    assert clock.now("w") == later
    assert (await clock.advance("w", None)).now == later, "nothing is due, so nothing moves"


async def test_an_office_that_runs_apart_keeps_the_same_moment(tmp_path: Path) -> None:
    town, apart = Town(TownSettings(tmp_path / "a", day=0)), Town(TownSettings(tmp_path / "b", day=0, only="dvla"))
    clock = TownClock(client(town), [client(apart)])
    await clock.start("w", date(2026, 3, 5))
    later = datetime(2026, 3, 9, 11, tzinfo=UTC)
    await clock.advance("w", later)
    assert town.world("w").now == apart.world("w").now == later


async def test_an_office_apart_that_is_dead_holds_up_nobody(tmp_path: Path) -> None:
    clock = TownClock(client(Town(TownSettings(tmp_path, day=0))), [silent()])
    await clock.start("w", date(2026, 3, 5))
    later = datetime(2026, 3, 9, 11, tzinfo=UTC)
    assert (await clock.advance("w", later)).now == later


async def test_a_dead_town_is_said_to_be_unreachable() -> None:
    with pytest.raises(TownUnreachable):
        await TownClock(silent()).advance("w", None)


async def test_after_a_restart_the_calendar_is_where_it_was(tmp_path: Path) -> None:
    town = Town(TownSettings(tmp_path, day=0))
    await TownClock(client(town)).start("w", date(2026, 3, 5))
    again = TownClock(client(town))
    await again.recall("w", None)
    assert again.now("w") == MORNING
    dead = TownClock(silent())
    await dead.recall("w", MORNING)
    assert dead.now("w") == MORNING, "the last moment on record, when the town is silent"


async def test_in_a_real_installation_time_passes_by_itself() -> None:
    clock = WallClock()
    before = datetime.now(UTC)
    assert await clock.start("w", date(1999, 1, 1)) >= before
    assert (await clock.advance("w", None)).now >= before
    assert not clock.moves


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (datetime(2026, 3, 5, 9, tzinfo=UTC), 1, date(2026, 3, 6)),
        (datetime(2026, 3, 6, 9, tzinfo=UTC), 1, date(2026, 3, 9)),
        (datetime(2026, 4, 2, 9, tzinfo=UTC), 1, date(2026, 4, 7)),  # over Good Friday and Easter Monday
        (datetime(2026, 12, 24, 9, tzinfo=UTC), 1, date(2026, 12, 29)),  # 28 December stands in for Boxing Day
        (datetime(2026, 3, 5, 9, tzinfo=UTC), 0, date(2026, 3, 5)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start: datetime, days: int, end: date) -> None:
    assert working_days_after(start, days).date() == end
