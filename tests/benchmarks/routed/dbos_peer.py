"""The same plan as a DBOS workflow: a step for each call, level by level, all of a level at once."""

from __future__ import annotations

import asyncio
import time
import uuid

from dbos import DBOS, DBOSConfig

from frontdoor.discovery import Registry
from frontdoor.handoffs.offices import Offices
from tests.benchmarks.routed import bare
from tests.benchmarks.routed.plan import GIVEN, LEVELS

_way: list[tuple[Registry, Offices]] = []


@DBOS.step()
async def ask(service: str, facts: dict[str, str], case: str) -> dict[str, str]:
    """Asks one office; DBOS keeps what it produced."""
    registry, offices = _way[0]
    return await bare.ask(service, facts, case, registry, offices)


@DBOS.workflow()
async def route(case: str) -> None:
    """Routes one request."""
    facts = dict(GIVEN)
    for level in LEVELS:
        for learned in await asyncio.gather(*(ask(each, facts, case) for each in level)):
            facts |= learned


async def run(cases: int, in_flight: int, registry: Registry, offices: Offices) -> float:
    """Routes so many requests, so many at a time; returns the seconds that it took."""
    _way[:] = [(registry, offices)]
    places = asyncio.Semaphore(in_flight)

    async def one() -> None:
        async with places:
            handle = await DBOS.start_workflow_async(route, uuid.uuid4().hex)
            await handle.get_result()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(cases)))
    return time.perf_counter() - began


def open_at(url: str) -> None:
    """Starts DBOS with its own database at an address."""
    config: DBOSConfig = {"name": "routed", "system_database_url": url, "log_level": "ERROR"}
    DBOS(config=config)
    DBOS.launch()
