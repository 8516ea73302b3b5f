"""The wall clock is set forward and back by an hour while cases run: nothing is lost, done twice, or waits for it."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from typing import Any

import pytest

from frontdoor.cases.models import Case
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.portal import Portal
from frontdoor.handoffs.wallclock import LOOK
from frontdoor.testing.simulation import WORLD, Simulation, example, request_of

# they wait for offices to be tried again, by the wall clock
pytestmark = pytest.mark.slow

HOUR = timedelta(hours=1)
# the calendar goes on meanwhile: where there is a deadline, it would be over, and a person's turn
OFTEN_DOWN = ("dvla", "passport_office", "council", "pension_scheme", "bank")


class _Kind(type):
    """Takes every moment for one of ours."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, datetime)


class Stepping(datetime, metaclass=_Kind):
    """What the portal takes for the wall clock: as far off the machine's as it was set."""

    off = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.now(tz) + cls.off

    @classmethod
    def fromisoformat(cls, text: str) -> Any:
        return datetime.fromisoformat(text)


@pytest.fixture
def stepping(monkeypatch: pytest.MonkeyPatch) -> type[Stepping]:
    """Has the portal, and whoever signs what it hears, read a clock that can be set; no other does."""
    monkeypatch.setattr(Stepping, "off", timedelta(0))
    for name, module in list(sys.modules.items()):
        if name.startswith("frontdoor") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", Stepping)
    steady = time.time
    monkeypatch.setattr(time, "time", lambda: steady() + Stepping.off.total_seconds())
    return Stepping


async def until(reached: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not await reached():
        assert time.monotonic() < end, "it was not reached"
        await asyncio.sleep(0.02)


def waits_for_a_try(case: Case) -> Callable[[], Awaitable[bool]]:
    """Returns whether something of a case waits to be tried again."""
    return lambda: Handoff.filter(case_id=case.id, retry_at__gt=Stepping.now(UTC)).exists()


async def all_over(simulation: Simulation, portal: Portal, cases: list[Case]) -> bool:
    """Says whether cases end soon, with each request once on the books of its office, and nothing left for a person."""
    for case in cases:
        document = await simulation.finish(case, 45)
        assert {str(each.status) for each in document.acting} <= {"completed", "not_needed"}
        held = Counter(key for entries in simulation.books(case.world).values() for key, _ in entries)
        assert [key for key, times in held.items() if times > 1] == []
    return await portal.work_waiting() == []


@pytest.mark.both_databases
async def test_cases_run_while_the_clock_is_set_again_and_again(
    simulation: Simulation, stepping: type[Stepping]
) -> None:
    """Offices that fail now and then have handoffs wait for another try at every step of the clock."""
    chance = Random(3)
    for number, agency in enumerate(OFTEN_DOWN):
        simulation.fault(agency, "down", rate=0.4, seed=number)
    async with simulation.open_portal() as portal:
        cases = []
        for number, step in enumerate((HOUR, -HOUR, -HOUR, HOUR, HOUR, -2 * HOUR)):
            request = request_of(example("bereavement"), world=f"{WORLD}.{number}")
            cases.append((await portal.submit(request)).case)
            await asyncio.sleep(chance.uniform(0.05, 0.5))
            stepping.off += step
            await asyncio.sleep(1.5 * LOOK)  # nobody sets a clock twice in a second
        for agency in OFTEN_DOWN:
            simulation.fault(agency, None)
        assert await all_over(simulation, portal, cases)


@pytest.mark.both_databases
async def test_what_is_to_be_tried_again_does_not_wait_for_a_clock_that_was_set_back(
    simulation: Simulation, stepping: type[Stepping]
) -> None:
    simulation.fault("dvla", "down")
    async with simulation.open_portal() as portal:
        case = (await portal.submit(request_of(example("bereavement")))).case
        await until(waits_for_a_try(case))
        stepping.off -= HOUR
        simulation.fault("dvla", None)
        assert await all_over(simulation, portal, [case])


@pytest.mark.both_databases
async def test_nor_does_it_where_the_clock_was_set_back_while_nobody_worked(
    simulation: Simulation, stepping: type[Stepping]
) -> None:
    simulation.fault("dvla", "down")
    async with simulation.open_portal() as portal:
        case = (await portal.submit(request_of(example("bereavement")))).case
        await until(waits_for_a_try(case))
    stepping.off -= HOUR
    simulation.fault("dvla", None)
    async with simulation.open_portal(work=False) as portal:  # the newest on record is by the right clock again
        later = (await portal.submit(request_of(example("bereavement"), world=f"{WORLD}.later"))).case
    async with simulation.open_portal() as portal:
        assert await all_over(simulation, portal, [case, later])


@pytest.mark.both_databases
async def test_a_lease_of_whoever_died_does_not_last_until_a_clock_that_was_set_back(
    simulation: Simulation, stepping: type[Stepping]
) -> None:
    """The worker is cut off with a request under way, as by a kill: on PostgreSQL nobody knows that it is gone."""
    simulation.settings = replace(simulation.settings, lease_seconds=1)
    simulation.fault("register_office", "hangs")
    async with simulation.open_portal() as portal:
        case = (await portal.submit(request_of(example("bereavement")))).case
        await until(Handoff.filter(case_id=case.id, status=Status.SENT, lease_until__not_isnull=True).exists)
        held = await Handoff.filter(case_id=case.id, status=Status.SENT).values_list("id", "lease_until")
    async with simulation.open_portal(work=False):
        for number, lease in held:
            await Handoff.filter(id=number).update(status=Status.SENT, lease_until=lease)
    stepping.off -= HOUR
    simulation.fault("register_office", None)
    async with simulation.open_portal() as portal:
        assert await all_over(simulation, portal, [case])
