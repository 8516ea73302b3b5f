"""What one dead office costs the others: `make bench PART=outage`. Prints a table, and writes JSON to var/bench.

The plan of `routed.plan`, on SQLite, eight offices, of which the last in one of its chains is alive, refuses every
connection, or takes every request and never answers. In each state, in turn and round after round, the same requests
are made, as many in flight; a request counts as over when the seven other offices have done their part. The ratios are
of medians: how much longer the others take with one of them dead, over all requests and for the slowest in a hundred.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import platform
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import UUID

from tortoise.functions import Count

from frontdoor.handoffs.events import Status
from frontdoor.handoffs.intake import CaseRequest
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.portal import Portal, opened_portal
from frontdoor.handoffs.state import ACTING
from frontdoor.settings import Settings
from tests.benchmarks.routed.plan import EVENT, GIVEN, NEEDS, SCENARIO, definitions
from tests.benchmarks.routing import office

DEAD = "c2.act"
IN_FLIGHT = 16
LOOK = 0.002  # seconds between two looks at what is over


@dataclass
class Timed:
    """The office in one state: of each round the requests a second, and the slowest in a hundred in seconds."""

    state: str
    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)

    async def time(self, urls: dict[str, str], cases: int) -> None:
        """Times it once more, with an empty database, after a tenth to warm up."""
        with tempfile.TemporaryDirectory() as folder:
            async with opened_portal(Settings(var=Path(folder), office_urls=urls), definitions()) as portal:
                await run(max(IN_FLIGHT, cases // 10), portal)
                began = time.perf_counter()
                took = sorted(await run(cases, portal))
                self.rates.append(cases / (time.perf_counter() - began))
        self.p50.append(statistics.median(took))
        self.p99.append(took[int(len(took) * 0.99)])
        print(f"{self.state:<10}{self.rates[-1]:>9.1f} requests/s  p50 {self.p50[-1]:.3f} s  p99 {self.p99[-1]:.3f} s")


async def run(cases: int, portal: Portal) -> list[float]:
    """Makes so many requests; returns for each the seconds until all offices but the one had done their part."""
    left, open_since, took = cases, dict[UUID, float](), []
    others = Handoff.filter(kind=ACTING, status=Status.COMPLETED).exclude(target=DEAD).annotate(done=Count("id"))
    while left or open_since:
        fresh = min(left, IN_FLIGHT - len(open_since))
        made = time.perf_counter()
        wanted = (CaseRequest(EVENT, GIVEN, SCENARIO) for _ in range(fresh))
        open_since |= {each.case.id: made for each in await asyncio.gather(*map(portal.submit, wanted))}
        left -= fresh
        await asyncio.sleep(LOOK)
        numbers = others.filter(case_id__in=list(open_since)).group_by("case_id").values_list("case_id", "done")
        for number, done in await numbers:
            if done == len(NEEDS) - 1:
                took.append(time.perf_counter() - open_since.pop(UUID(str(number))))
    return took


@asynccontextmanager
async def silent() -> AsyncIterator[int]:
    """Opens an office that takes every request and never answers; gives its port."""
    over = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        over.set()
        server.close()


async def measure(rounds: int, cases: int) -> list[Timed]:
    """Times every state, round after round."""
    found = [Timed("alive"), Timed("refuses"), Timed("hangs")]
    with office() as port:
        async with silent() as deaf:
            ports = {"alive": port, "refuses": 1, "hangs": deaf}  # nobody listens at port 1
            for _ in range(rounds):
                for each in found:
                    urls = {key.partition(".")[0]: f"http://127.0.0.1:{port}" for key in NEEDS}
                    urls[DEAD.partition(".")[0]] = f"http://127.0.0.1:{ports[each.state]}"
                    await each.time(urls, cases)
    return found


def ratios(found: list[Timed]) -> dict[str, float]:
    """Returns how many times as long the others take with one office dead."""
    alive, *dead = found
    shown: dict[str, float] = {}
    for each in dead:
        shown[f"outage_{each.state}_time"] = statistics.median(alive.rates) / statistics.median(each.rates)
        shown[f"outage_{each.state}_p99"] = statistics.median(each.p99) / statistics.median(alive.p99)
    return shown


def main() -> None:
    """Runs the benchmark and says what came of it."""
    parser = argparse.ArgumentParser(description="What one dead office costs the others.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", type=int, default=400)
    parser.add_argument("--out", type=Path, default=Path("var/bench/outage.json"))
    chosen = parser.parse_args()
    logging.getLogger("frontdoor").setLevel(logging.CRITICAL)  # that the office is dead is what is wanted
    found = asyncio.run(measure(chosen.rounds, chosen.cases))
    shown = ratios(found)
    print(f"\nmedians of {chosen.rounds} rounds, {IN_FLIGHT} in flight, {os.cpu_count()} cores")
    for name, ratio in shown.items():
        print(f"{name:<28}{ratio:>8.2f}")
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    document = {"machine": machine, "outage": [asdict(each) for each in found], "ratios": shown}
    chosen.out.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(f"written to {chosen.out}")


if __name__ == "__main__":
    main()
