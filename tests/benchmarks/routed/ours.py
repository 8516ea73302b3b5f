"""The project's own way: a case is accepted, planned, handed over and settled, all of it on record before and after."""

from __future__ import annotations

import asyncio
import time

from frontdoor.handoffs.intake import CaseRequest
from frontdoor.handoffs.portal import Portal
from tests.benchmarks.routed.plan import EVENT, GIVEN, SCENARIO
from tests.benchmarks.routed.watching import LOOK, watching

SELDOM = 0.01  # seconds: looking takes the time of the process that is timed


async def run(cases: int, in_flight: int, portal: Portal) -> float:
    """Routes so many requests, so many at a time; returns the seconds that it took.

    Over is what every office has done its part of; that it still has it is asked days later.
    """
    places = asyncio.Semaphore(in_flight)
    async with watching(portal.settings.database, every=min(LOOK * in_flight, SELDOM)) as watcher:

        async def one() -> None:
            async with places:
                accepted = await portal.submit(CaseRequest(EVENT, GIVEN, SCENARIO))
                await watcher.over(accepted.case.id)

        began = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(cases)))
        return time.perf_counter() - began
