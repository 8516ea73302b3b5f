"""What worker processes bring on PostgreSQL: `make bench PART=workers`. A table, and raw times in var/bench.

The plan of `routed.plan`. One process accepts, by itself or beside one or two that only work (`frontdoor worker`), on
one database, with one minimal office in a process of its own. Round after round, medians are shown.

    inside    the process that accepts also works, as `frontdoor serve` does
    1, 2      it only accepts (`frontdoor serve --no-worker`), and so many processes work

Where there are no more cores than processes, the office, the database and the workers share them.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from frontdoor.handoffs.portal import opened_portal
from tests.benchmarks.routed import ours
from tests.benchmarks.routed.plan import definitions
from tests.benchmarks.routed.worker import settings_of
from tests.benchmarks.routing import machine, office, write
from tests.postgres import Postgres

WORKERS = (0, 1, 2)
IN_FLIGHT = (16, 64)
SHOWN_AT = 16
FIRST = 60  # cases
SECONDS = 5.0


@contextmanager
def working(workers: int, port: int, database: str) -> Iterator[None]:
    """Has so many worker processes work on a database."""
    command = [sys.executable, "-m", "tests.benchmarks.routed.worker", str(port), database]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(workers)]
    try:
        for each in running:
            assert each.stdout is not None
            _ = each.stdout.readline()
        yield
    finally:
        for each in running:
            each.terminate()
        for each in running:
            _ = each.communicate()


async def accepted(port: int, cases: int, in_flight: int, database: str, *, work: bool) -> float:
    """Makes so many requests, so many at a time, after a tenth to warm up; returns the seconds until all are over."""
    with tempfile.TemporaryDirectory() as name:
        settings = settings_of(Path(name), port, database)
        async with opened_portal(settings, definitions(), work=work) as portal:
            _ = await ours.run(max(in_flight, cases // 10), in_flight, portal)
            return await ours.run(cases, in_flight, portal)


@dataclass
class Timed:
    """So many workers at one number in flight: the cases and seconds of each round."""

    workers: int
    in_flight: int
    cases: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median of cases a second."""
        return statistics.median(cases / took for cases, took in zip(self.cases, self.seconds, strict=True))

    def line(self) -> str:
        """Returns it as a line of the table."""
        return f"{self.workers or 'inside':>8}{self.in_flight:>10}{self.rate:>10.1f}"

    def time(self, port: int, postgres: Postgres) -> None:
        """Times it once more, with an empty database, in a process of its own."""
        cases, database = round(self.rate * SECONDS) if self.seconds else FIRST, postgres.fresh()
        command = [sys.executable, "-m", "tests.benchmarks.workers", "--accept"]
        command += [str(port), str(cases), str(self.in_flight), database, "" if self.workers else "work"]
        with working(self.workers, port, database):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"It did not come to its end:\n{done.stderr[-2000:]}")
        self.cases.append(cases)
        self.seconds.append(float(done.stdout.split()[-1]))


def measure(rounds: int) -> list[Timed]:
    """Times every number of workers, round after round."""
    found = [Timed(workers, number) for number in IN_FLIGHT for workers in WORKERS]
    postgres = Postgres()
    try:
        with office() as port:
            for _ in range(rounds):
                for each in found:
                    each.time(port, postgres)
                    print(f"{each.line()}  so far", flush=True)
    finally:
        postgres.close()
    return found


def ratios(found: list[Timed]) -> dict[str, float]:
    """Returns how many times as fast two workers are as one, and one as the process that accepts."""
    rate = {each.workers: each.rate for each in found if each.in_flight == SHOWN_AT}
    return {"workers_two_vs_one": rate[2] / rate[1], "workers_one_vs_inside": rate[1] / rate[0]}


def main() -> None:
    """Runs the benchmark and says what came of it."""
    parser = argparse.ArgumentParser(description="What worker processes bring on PostgreSQL.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("var/bench/workers.json"))
    parser.add_argument("--accept", nargs=5, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.accept:
        port, cases, in_flight, database, work = chosen.accept
        print(asyncio.run(accepted(int(port), int(cases), int(in_flight), database, work=bool(work))))
        return
    facts = machine()
    found = measure(chosen.rounds)
    print(f"\nmedians of {chosen.rounds} rounds; fsync {facts['fsync_ms']:.2f} ms, {facts['cores']} cores")
    print(f"{'workers':>8}{'in flight':>10}{'cases/s':>10}")
    for each in found:
        print(each.line())
    shown = ratios(found)
    for name, ratio in shown.items():
        print(f"{name:<28}{ratio:>8.2f}")
    timed = [{**asdict(each), "cases_per_second": each.rate} for each in found]
    write(chosen.out, {"machine": facts, "workers": timed, "ratios": shown})


if __name__ == "__main__":
    main()
