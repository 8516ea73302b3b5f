"""The project's own way: a case is accepted, planned, handed over and settled, all of it on record before and after."""

from __future__ import annotations

import asyncio
import time
from uuid import UUID

from frontdoor.handoffs.events import FINAL
from frontdoor.handoffs.intake import CaseRequest
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.portal import Portal
from tests.benchmarks.routed.plan import EVENT, GIVEN, SCENARIO

LOOK = 0.002  # seconds between two looks at what is over


async def run(cases: int, in_flight: int, portal: Portal) -> float:
    """Routes so many requests, so many at a time; returns the seconds that it took."""
    began = time.perf_counter()
    left, open_cases = cases, set[UUID]()
    while left or open_cases:
        fresh = min(left, in_flight - len(open_cases))
        wanted = (CaseRequest(EVENT, GIVEN, SCENARIO) for _ in range(fresh))
        open_cases |= {each.case.id for each in await asyncio.gather(*map(portal.submit, wanted))}
        left -= fresh
        await asyncio.sleep(LOOK)
        # over is what every office has done its part of; that it still has it is asked days later
        left_over = Handoff.filter(case_id__in=open_cases).exclude(status__in=sorted(FINAL)).distinct()
        open_cases = {number for (number,) in await left_over.values_list("case_id")}
    return time.perf_counter() - began
