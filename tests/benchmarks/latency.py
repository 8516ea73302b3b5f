"""What routing adds to the time that the offices take: `make bench PART=latency`. A table, and raw times in var/bench.

The plan of `routed.plan`, whose longest path is three offices, each of which takes 20 ms. Open loop: the moments at
which requests are made are drawn beforehand (Poisson, the same for every way), and a request's time runs from its
moment on, so that whoever cannot keep up is seen to be late. A request is over when all eight offices have done their
part; from the moment at which that can be, it is looked for every 2 ms, and up to so much is in the figures too.

    no load       about one request a second
    quarter, half of what routing does with 16 in flight on the slower of the two databases, timed first

`bare` are the same calls at the same moments, with the same client and nothing on record: what HTTP, the offices'
timers and this machine add by themselves. The ratios are of whole times, ours to bare.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from frontdoor.garbage import collect_seldom
from frontdoor.handoffs.events import Step
from frontdoor.handoffs.intake import CaseRequest
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.offices import Offices
from frontdoor.handoffs.portal import Portal, opened_portal
from frontdoor.handoffs.state import ACTING
from frontdoor.settings import Settings
from tests.benchmarks.routed import bare
from tests.benchmarks.routed.plan import EVENT, GIVEN, LEVELS, NEEDS, SCENARIO, definitions
from tests.benchmarks.routed.watching import watching
from tests.benchmarks.routing import machine, office, scratch, seconds, write
from tests.postgres import Postgres

OFFICE = 0.02  # seconds for each answer
PATH = len(LEVELS) * OFFICE
WAYS = (("bare", ""), ("ours", "sqlite"), ("ours", "postgres"))
NO_LOAD = 1.0  # requests a second
SHARES = {"quarter": 0.25, "half": 0.5}
LOADED = 10.0  # seconds at each of these
WARM = 20  # requests before
BARS = {"p50": 10.0, "p99": 50.0}  # milliseconds added at no load


def moments(cases: int, rate: float, seed: int) -> list[float]:
    """Returns so many moments, in seconds from the start, at which requests are made at a mean rate."""
    chance, at, found = Random(seed), 0.0, []
    for _ in range(cases):
        at += chance.expovariate(rate)
        found.append(at)
    return found


async def timed(at: Sequence[float], route: Callable[[float], Awaitable[None]]) -> list[float]:
    """Makes a request at each moment, whatever became of those before; returns the seconds from its moment on.

    `route` is told when, by `time.perf_counter`, it can be over.
    """
    began = time.perf_counter() + 0.05

    async def one(moment: float) -> float:
        await asyncio.sleep(began + moment - time.perf_counter())
        await route(began + moment + PATH)
        return time.perf_counter() - began - moment

    return await asyncio.gather(*map(one, at))


@dataclass(frozen=True)
class Ran:
    """What each request took from its moment on, in seconds, and the milliseconds that each stage adds."""

    took: list[float]
    stages: dict[str, float]


async def ours(at: Sequence[float], portal: Portal) -> Ran:
    """Times this project."""
    passed: dict[UUID, tuple[float, float]] = {}
    # what the ledger says is the wall clock
    wall = time.time() - time.perf_counter()
    async with watching(portal.settings.database) as watcher:

        async def route(soonest: float) -> None:
            accepted = await portal.submit(CaseRequest(EVENT, GIVEN, SCENARIO))
            await asyncio.sleep(soonest - time.perf_counter())
            await watcher.over(accepted.case.id)
            passed[accepted.case.id] = (soonest - PATH + wall, time.perf_counter() + wall)

        _ = await timed([0.0] * WARM, route)
        collect_seldom()
        passed.clear()
        return Ran(await timed(at, route), await stages(passed))


async def stages(passed: Mapping[UUID, tuple[float, float]]) -> dict[str, float]:
    """Returns the milliseconds that are added at each stage, medians of all cases, along the path that was over last.

    accepting    from a request's moment until its first handoff is sent
    offices      between an office's being asked and its answer's being put on record, over what the office takes
    going on     from one office's answer until the next one is asked
    seen         from the last answer until it was seen to be over
    """
    found: dict[str, list[float]] = {}
    for case, (began, seen) in passed.items():
        targets = dict(await Handoff.filter(case_id=case, kind=ACTING).values_list("id", "target"))
        events = LedgerEvent.filter(case_id=case, handoff_id__in=list(targets))
        when = {
            (targets[handoff], step): at.timestamp()
            for handoff, step, at in await events.values_list("handoff_id", "step", "recorded_at")
        }
        sent = {each: when[each, Step.SENT] for each in NEEDS}
        done = {each: when[each, Step.COMPLETED] for each in NEEDS}
        path = [max(done, key=done.__getitem__)]
        while NEEDS[path[0]]:
            path.insert(0, NEEDS[path[0]])
        for stage, seconds_there in {
            "accepting": sent[path[0]] - began,
            "offices": sum(done[each] - sent[each] for each in path) - PATH,
            "going on": sum(sent[after] - done[before] for before, after in pairwise(path)),
            "seen": seen - done[path[-1]],
        }.items():
            found.setdefault(stage, []).append(seconds_there * 1000)
    return {stage: statistics.median(times) for stage, times in found.items()}


async def fan_out(at: Sequence[float], settings: Settings) -> Ran:
    """Times the same calls alone."""
    registry, offices = definitions(), Offices(settings)

    async def route(_: float) -> None:
        await bare.route(registry, offices)

    try:
        _ = await timed([0.0] * WARM, route)
        collect_seldom()
        return Ran(await timed(at, route), {})
    finally:
        await offices.close()


async def run(way: str, port: int, database: str, at: Sequence[float]) -> Ran:
    """Times one way at one rate, with an empty database."""
    with scratch() as folder:
        urls = {each.agency: f"http://127.0.0.1:{port}" for each in definitions().services.values()}
        settings = Settings(var=folder, office_urls=urls, database=database)
        if way == "bare":
            return await fan_out(at, settings)
        async with opened_portal(settings, definitions()) as portal:
            return await ours(at, portal)


@dataclass
class Timed:
    """One way at one rate."""

    load: str
    rate: float
    way: str
    database: str
    took: list[float]
    stages: dict[str, float]

    def added(self) -> dict[str, float]:
        """Returns the median, the slowest in a hundred and the slowest, in milliseconds over the longest path."""
        over = sorted((took - PATH) * 1000 for took in self.took)
        return {"p50": statistics.median(over), "p99": over[int(len(over) * 0.99)], "max": over[-1]}

    def line(self) -> str:
        """Returns it as a line of the table."""
        shown = "".join(f"{value:>9.1f}" for value in self.added().values())
        return f"{self.load:<9}{self.rate:>7.1f}/s{f'{self.way} {self.database}':>15}{len(self.took):>7}{shown}"


def measure(cases: int) -> list[Timed]:
    """Times every way at every rate, each in a process of its own."""
    postgres, found = Postgres(), []
    try:
        with office() as at_once:
            does = [200 / seconds("ours", at_once, 200, 16, at) for at in ("", postgres.fresh())]
        loads = {"no load": (NO_LOAD, cases)}
        loads |= {name: (share * min(does), int(share * min(does) * LOADED)) for name, share in SHARES.items()}
        with office(OFFICE) as port:
            for load, (rate, number) in loads.items():
                for way, kind in WAYS:
                    told = {"way": way, "port": port, "at": moments(number, rate, seed=1)}
                    told["database"] = postgres.fresh() if kind == "postgres" else ""
                    found.append(Timed(load, rate, way, kind, **apart(told)))
                    print(found[-1].line(), flush=True)
    finally:
        postgres.close()
    return found


def apart(told: dict[str, Any]) -> dict[str, Any]:
    """Runs one way at one rate in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.latency", "--one"]
    done = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{told['way']} did not come to its end:\n{done.stderr[-2000:]}")
    ran: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return ran


def ratios(found: Sequence[Timed]) -> dict[str, float]:
    """Returns how many times as long as the bare calls ours takes from a request's moment on."""
    bare_ones = {each.load: each for each in found if each.way == "bare"}
    shown: dict[str, float] = {}
    for each in found:
        if each.way == "ours":
            beside = bare_ones[each.load]
            name = f"latency_vs_bare_{each.database}_{each.load.replace(' ', '_')}"
            shown[name] = statistics.median(each.took) / statistics.median(beside.took)
    return shown


def main() -> None:
    """Runs the benchmark and says what came of it."""
    parser = argparse.ArgumentParser(description="What routing adds to the time that the offices take.")
    parser.add_argument("--cases", type=int, default=100, help="at no load, where they take as many seconds")
    parser.add_argument("--out", type=Path, default=Path("var/bench/latency.json"))
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(asdict(asyncio.run(run(**json.load(sys.stdin))))))
        return
    facts = machine()
    print(
        f"added ms over {PATH * 1000:.0f} ms of office time; fsync {facts['fsync_ms']:.2f} ms, {facts['cores']} cores"
    )
    print(f"{'load':<9}{'rate':>9}{'way':>15}{'cases':>7}{'p50':>9}{'p99':>9}{'max':>9}")
    found = measure(chosen.cases)
    for each in found:
        if each.load == "no load" and each.way == "ours":
            missed = [f"{name} over {bar:.0f} ms" for name, bar in BARS.items() if each.added()[name] > bar]
            spent = ", ".join(f"{stage} {added:.1f}" for stage, added in each.stages.items())
            print(f"{each.database} at no load: {', '.join(missed) or 'within the bars'}; ms at each stage: {spent}")
    shown = ratios(found)
    for name, ratio in shown.items():
        print(f"{name:<36}{ratio:>8.2f}")
    timed_ones = [{**asdict(each), "added_ms": each.added()} for each in found]
    write(chosen.out, {"machine": facts, "office_seconds": OFFICE, "latency": timed_ones, "ratios": shown})


if __name__ == "__main__":
    main()
