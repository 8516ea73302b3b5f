"""Times one way of routing, in a process of its own; prints the seconds that it took, after a tenth to warm up.

python -m tests.benchmarks.routed WAY PORT CASES IN_FLIGHT DATABASE
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from frontdoor.garbage import collect_seldom
from frontdoor.handoffs.offices import Offices
from frontdoor.handoffs.portal import opened_portal
from frontdoor.settings import Settings
from tests.benchmarks.routed import bare, ours
from tests.benchmarks.routed.plan import definitions


async def timed(way: str, settings: Settings, database: str, cases: int, in_flight: int) -> float:
    """Returns the seconds that a way took."""
    registry, offices = definitions(), Offices(settings)

    async def warmed(run: Callable[[int], Awaitable[float]]) -> float:
        await run(max(in_flight, cases // 10))
        collect_seldom()  # whoever it is, as a process that serves does
        return await run(cases)

    try:
        match way:
            case "bare":
                return await warmed(lambda number: bare.run(number, in_flight, registry, offices))
            case "ours":
                async with opened_portal(settings, registry) as portal:
                    return await warmed(lambda number: ours.run(number, in_flight, portal))
            case "dbos":
                from tests.benchmarks.routed import dbos_peer

                dbos_peer.open_at(database)
                return await warmed(lambda number: dbos_peer.run(number, in_flight, registry, offices))
            case "procrastinate":
                from tests.benchmarks.routed.procrastinate_peer import Jobs

                jobs = Jobs(database, registry, offices)
                async with jobs.opened(concurrency=in_flight * 3):
                    return await warmed(lambda number: jobs.run(number, in_flight))
        raise ValueError(f"There is no way {way}.")
    finally:
        await offices.close()


def main(way: str, port: str, cases: str, in_flight: str, database: str = "") -> None:
    """Times one way."""
    with tempfile.TemporaryDirectory() as folder:
        urls = {each.agency: f"http://127.0.0.1:{port}" for each in definitions().services.values()}
        ours_at = database if way == "ours" else ""
        settings = Settings(var=Path(folder), office_urls=urls, database=ours_at)
        theirs_at = database or f"sqlite:///{folder}/dbos.sqlite3"
        print(asyncio.run(timed(way, settings, theirs_at, int(cases), int(in_flight))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
