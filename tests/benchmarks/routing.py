"""How fast requests are routed, beside others who route the same: `make bench PART=routing`.

Eight services of eight offices, three deep (`routed.plan`), asked over HTTP at one minimal office in a process of its
own, which answers at once. Each way runs in a process of its own, in turn, round after round; the medians are shown.

    bare             the same calls with the same client and adapters, nothing on record
    ours             this project, on SQLite (WAL, synchronous=FULL) and on PostgreSQL (fsync on)
    dbos             the same plan as a DBOS workflow with a step for each call, on either
    procrastinate    the same plan as Procrastinate jobs, one for each call, on PostgreSQL

Ratios are of cases a second at 16 in flight, ours on SQLite; against Procrastinate, ours on PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.routed.plan import NEEDS
from tests.postgres import Postgres

# way, database, and about how many cases a second it does: so that each run takes a few seconds
WAYS = (("bare", ""), ("ours", "sqlite"), ("ours", "postgres"), ("dbos", "sqlite"), ("dbos", "postgres"),
        ("procrastinate", "postgres"))  # fmt: skip
IN_FLIGHT = (1, 16, 64)
SHOWN_AT = 16
FIRST, LONGEST = 40, 1200  # cases
SECONDS = 4.0
SERVICES = len(NEEDS)


@contextmanager
def office(seconds: float = 0.0) -> Iterator[int]:
    """Opens the minimal office, which takes so many seconds for each answer, and gives its port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    command = [sys.executable, "-m", "tests.benchmarks.routed.office", str(port), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        try:
            yield port
        finally:
            running.terminate()


def seconds(way: str, port: int, cases: int, in_flight: int, database: str) -> float:
    """Returns the seconds that a way takes, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.routed", way, str(port), str(cases), str(in_flight), database]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way} did not come to its end:\n{done.stderr[-2000:]}")
    return float(done.stdout.split()[-1])


def fsync_ms() -> float:
    """Returns the median time of an fsync after 4 KiB, in milliseconds: what no durable way can go below."""
    took = []
    with tempfile.TemporaryFile(dir=".") as file:
        for _ in range(200):
            file.write(os.urandom(4096))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def machine() -> dict[str, Any]:
    """Returns what figures depend on beside the project: Python, processor, cores and the time of an fsync."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "fsync_ms": fsync_ms(),
    }


@contextmanager
def scratch() -> Iterator[Path]:
    """Makes a folder for one database, on the disk on which the figures are to hold, and leaves nothing behind."""
    var = Path("var")
    var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=var) as name:
        yield Path(name).absolute()


def write(file: Path, document: Mapping[str, Any]) -> None:
    """Writes what came of a benchmark as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(f"written to {file}")


@dataclass
class Timed:
    """One way at one number in flight: the cases and seconds of each round."""

    way: str
    database: str
    in_flight: int
    cases: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median of cases a second."""
        return statistics.median(cases / took for cases, took in zip(self.cases, self.seconds, strict=True))

    @property
    def called(self) -> str:
        """What it is called in the table."""
        return f"{self.way} {self.database}".strip()

    def document(self) -> dict[str, Any]:
        """Returns it as JSON, with all raw times."""
        return {**asdict(self), "cases_per_second": self.rate, "handoffs_per_second": self.rate * SERVICES}

    def time(self, port: int, postgres: Postgres) -> None:
        """Times it once more."""
        before = self.rate if self.seconds else 0.0
        cases = round(min(max(before * SECONDS, FIRST), LONGEST))
        database = postgres.fresh(empty=self.way != "ours") if self.database == "postgres" else ""
        took = seconds(self.way, port, cases, self.in_flight, database)
        self.cases.append(cases)
        self.seconds.append(took)
        print(f"{self.called:<26}{self.in_flight:>3} in flight{cases / took:>9.1f} cases/s", flush=True)


def measure(rounds: int) -> list[Timed]:
    """Times every way at every number in flight, round after round."""
    found = [Timed(way, kind, number) for number in IN_FLIGHT for way, kind in WAYS]
    postgres = Postgres()
    try:
        with office() as port:
            for _ in range(rounds):
                for each in found:
                    each.time(port, postgres)
    finally:
        postgres.close()
    return found


def ratios(found: list[Timed]) -> dict[str, float]:
    """Returns how many times as fast as each other way ours is."""
    rate = {(each.way, each.database): each.rate for each in found if each.in_flight == SHOWN_AT}
    return {
        "routing_vs_bare": rate["ours", "sqlite"] / rate["bare", ""],
        "routing_vs_dbos": rate["ours", "sqlite"] / rate["dbos", "sqlite"],
        "routing_vs_dbos_postgres": rate["ours", "postgres"] / rate["dbos", "postgres"],
        "routing_vs_procrastinate": rate["ours", "postgres"] / rate["procrastinate", "postgres"],
    }


def main() -> None:
    """Runs the benchmark and says what came of it."""
    parser = argparse.ArgumentParser(description="How fast requests are routed, beside others who route the same.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("var/bench/routing.json"))
    chosen = parser.parse_args()
    facts = machine()
    found = measure(chosen.rounds)
    print(f"\nmedians of {chosen.rounds} rounds; fsync {facts['fsync_ms']:.2f} ms, {facts['cores']} cores")
    for each in found:
        rates = f"{each.rate:>9.1f} cases/s{each.rate * SERVICES:>9.0f} handoffs/s"
        print(f"{each.called:<26}{each.in_flight:>3} in flight{rates}")
    shown = ratios(found)
    for name, ratio in shown.items():
        print(f"{name:<28}{ratio:>8.2f}")
    write(chosen.out, {"machine": facts, "routing": [each.document() for each in found], "ratios": shown})


if __name__ == "__main__":
    main()
