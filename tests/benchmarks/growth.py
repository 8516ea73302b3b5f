"""What stored cases cost: `make bench PART=growth`. A table, and raw times in var/bench.

The plan of `routed.plan`, on SQLite with synchronous=FULL. One request is routed and closed; its rows, ledger included,
are copied in SQL until so many cases are stored. On each database, in a process of its own and round after round:

    cases/s    requests routed, 16 in flight, against one minimal office in a process of its own
    page ms    the status page of stored cases, each seen for the first time: the server's own time for a request

The ratios are of the most to the fewest cases. `make bench PART=growth-long` has 1,000,000 cases too, which takes an
hour and 65 GB of disk.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import logging
import secrets
import statistics
import subprocess
import sys
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from frontdoor.app import create_app
from frontdoor.cases.models import Case
from frontdoor.database.address import file_of
from frontdoor.security.models import Session
from tests.benchmarks.routed import ours
from tests.benchmarks.routed.plan import definitions
from tests.benchmarks.routed.stored import close_first, copy, first_case
from tests.benchmarks.routed.worker import settings_of
from tests.benchmarks.routing import machine, office, scratch, write

STORED = (10_000, 100_000)
IN_FLIGHT = 16
WARM, CASES = 50, 300  # cases routed in a round
PAGES = 200  # in a round
STATUS = "/case"


@dataclass
class Found:
    """What was found with so many cases stored: of each round the cases a second, and every page's milliseconds."""

    cases: int
    bytes_on_disk: int
    rates: list[float] = field(default_factory=list)
    pages_ms: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median of cases a second."""
        return statistics.median(self.rates)

    @property
    def page(self) -> tuple[float, float]:
        """The median page, and the slowest in a hundred."""
        took = sorted(self.pages_ms)
        return statistics.median(took), took[int(len(took) * 0.99)]

    def line(self) -> str:
        """Returns it as a line of the table."""
        p50, p99 = self.page
        return f"{self.cases:>9}{self.bytes_on_disk / 1e9:>8.2f}{self.rate:>10.1f}{p50:>10.1f}{p99:>10.1f}"


class ServerTimes(logging.Handler):
    """Keeps what the portal's access log says of the status page: how long each request took there, in milliseconds."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.pages: list[float] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Takes in a line."""
        assert isinstance(record.args, tuple)
        _, _, route, status, took = record.args
        if route == STATUS:
            assert status == 200, status
            self.pages.append(float(str(took)))


async def opened_sessions(cases: int) -> list[str]:
    """Opens so many stored cases, drawn from all, in browsers of their own; returns the cookies."""
    cookies, now = [], datetime.now(UTC)
    for _ in range(cases):
        drawn = await Case.filter(closed_at__not_isnull=True, id__gte=uuid.uuid4()).order_by("id").first()
        if drawn is not None:
            cookies.append(secrets.token_urlsafe(32))
            digest = hashlib.sha256(cookies[-1].encode()).hexdigest()
            row = Session(token_hash=digest, data={"case": str(drawn.id)}, started_at=now, used_at=now)
            await row.save(force_create=True)
    return cookies


async def timed(folder: Path, port: int, rounds: int) -> tuple[list[float], list[float]]:
    """Opens the portal on what is stored; returns the cases a second of each round, and each page's milliseconds."""
    times, access = ServerTimes(), logging.getLogger("frontdoor.access")
    access.setLevel(logging.INFO)
    access.addHandler(times)
    app = create_app(settings_of(folder, port), definitions())
    rates = []
    async with app.router.lifespan_context(app):
        for _ in range(rounds):
            _ = await ours.run(WARM, IN_FLIGHT, app.state.portal)
            rates.append(CASES / await ours.run(CASES, IN_FLIGHT, app.state.portal))
            for cookie in await opened_sessions(PAGES):
                browser = httpx.ASGITransport(app)
                async with httpx.AsyncClient(transport=browser, base_url="http://127.0.0.1") as client:
                    _ = await client.get(STATUS, headers={"Cookie": f"frontdoor_session={cookie}"})
    return rates, times.pages


def measure(cases: int, rounds: int, port: int) -> Found:
    """Fills a database and opens it in a process of its own."""
    with scratch() as folder:
        settings = settings_of(folder, port)
        file = file_of(settings.database)
        asyncio.run(first_case(settings))
        close_first(file)
        copy(file, cases)
        found = Found(cases, file.stat().st_size)
        command = [sys.executable, "-m", "tests.benchmarks.growth", "--open", str(folder), str(port), str(rounds)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr[-2000:])
        found.rates, found.pages_ms = json.loads(done.stdout.splitlines()[-1])
        return found


def ratios(found: Sequence[Found]) -> dict[str, float]:
    """Returns how the most stored cases compare with the fewest."""
    few, most = found[0], found[-1]
    return {
        "growth_routing": most.rate / few.rate,
        "growth_page_p50": most.page[0] / few.page[0],
        "growth_page_p99": most.page[1] / few.page[1],
    }


def main(stored: Sequence[int] = STORED, out: str = "var/bench/growth.json") -> None:
    """Runs the benchmark and says what came of it."""
    parser = argparse.ArgumentParser(description="What stored cases cost.")
    parser.add_argument("--cases", type=int, nargs="+", default=stored)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path(out))
    parser.add_argument("--open", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.open:
        folder, port, rounds = chosen.open
        print(json.dumps(asyncio.run(timed(Path(folder), int(port), int(rounds)))))
        return
    facts, found = machine(), []
    print(f"fsync {facts['fsync_ms']:.2f} ms, {facts['cores']} cores")
    print(f"{'stored':>9}{'GB':>8}{'cases/s':>10}{'page p50':>10}{'p99 ms':>10}")
    with office() as port:
        for cases in chosen.cases:
            found.append(measure(cases, chosen.rounds, port))
            print(found[-1].line(), flush=True)
    shown = ratios(found)
    for name, ratio in shown.items():
        print(f"{name:<28}{ratio:>8.2f}")
    written = [{**asdict(each), "cases_per_second": each.rate, "page_ms": each.page} for each in found]
    write(chosen.out, {"machine": facts, "growth": written, "ratios": shown})


if __name__ == "__main__":
    main()
