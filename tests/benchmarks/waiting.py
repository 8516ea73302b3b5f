"""What waiting costs, and a restart with much that is open: `make bench PART=waiting`. A table, and JSON in var/bench.

The plan of `routed.plan`, in a real installation (no town), on SQLite with synchronous=FULL. One request is routed to
offices that answer that they have it and will say more in a week; its rows are then copied until so many handoffs wait.
The portal is opened on them in a process of its own:

    ready      seconds until it can be asked
    resumed    seconds until what is due is with its office: one handoff that was ready, one that has to be followed up
    cpu        processor time while nothing is due, per cent of one core
    rss        memory, in megabytes, and that of the same portal with one case
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from frontdoor.handoffs.events import WITH_OFFICE, Status
from frontdoor.handoffs.intake import CaseRequest
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.portal import opened_portal
from frontdoor.settings import Settings
from tests.benchmarks.routed.plan import EVENT, GIVEN, NEEDS, SCENARIO, definitions
from tests.benchmarks.routing import scratch

IDLE = 20.0  # seconds
AT_ONCE = 2_000  # cases written in one commit
UNIQUE = ("id", "key", "callback", "case_id", "last_event", "reference", "idempotency_key")


@dataclass(frozen=True)
class Found:
    """What was found with so many handoffs that wait."""

    handoffs: int
    ready: float
    resumed: float
    cpu: float
    rss: float


def settings_of(folder: Path) -> Settings:
    """Returns the settings of an installation whose offices are at addresses of their own."""
    urls = {each.agency: f"http://{each.agency}.example" for each in definitions().services.values()}
    return Settings(var=folder, office_urls=urls)


def waits() -> httpx.AsyncBaseTransport:
    """Returns the way to offices that have everything, and will say more later."""

    def answer(request: httpx.Request) -> httpx.Response:
        known_as = f"R-{request.headers.get('Idempotency-Key', request.url.path)[-12:]}"
        return httpx.Response(202, json={"state": "received", "reference": known_as})

    return httpx.MockTransport(answer)


async def until(left: Callable[[], Awaitable[int]]) -> None:
    """Returns when nothing of something is left."""
    for _ in range(50 * 600):
        if not await left():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError("it is not over after ten minutes")


async def first_case(folder: Path) -> None:
    """Routes the one request that is copied."""
    async with opened_portal(settings_of(folder), definitions(), waits) as portal:
        await portal.submit(CaseRequest(EVENT, GIVEN, SCENARIO))
        await until(lambda: Handoff.filter(status__in=[Status.READY, Status.SENT]).count())


def copy(file: Path, cases: int) -> None:
    """Copies the one case so often, with numbers and keys of its own each."""
    far = (datetime.now(UTC) + timedelta(days=30)).isoformat(" ")
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.row_factory = sqlite3.Row
        tables = {
            name: database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 our own names
            for name in ("case", "case_fact", "handoff")
        }
        for begun in range(0, cases, AT_ONCE):
            database.execute("BEGIN")
            for _ in range(begun, min(begun + AT_ONCE, cases)):
                number = str(uuid.uuid4())
                for name, rows in tables.items():
                    for row in rows:
                        values = dict(row)
                        for column in UNIQUE:
                            if values.get(column):
                                values[column] = uuid.uuid4().hex
                        values["id" if name == "case" else "case_id"] = number
                        if name == "case_fact":
                            del values["id"]
                        if name == "handoff" and values["follow_up_at"]:
                            values["follow_up_at"] = far
                        places = ", ".join("?" * len(values))
                        names = ", ".join(f'"{each}"' for each in values)
                        database.execute(
                            f'INSERT INTO "{name}" ({names}) VALUES ({places})',  # noqa: S608 our own names
                            list(values.values()),
                        )
            database.execute("COMMIT")
            print(f"\r{min(begun + AT_ONCE, cases) * len(NEEDS):>9} handoffs wait", end="", file=sys.stderr)
        print(file=sys.stderr)


async def opened(folder: Path) -> Found:
    """Opens the portal on what waits. Two handoffs are due: one ready, one to be followed up."""
    with closing(sqlite3.connect(settings_of(folder).database.removeprefix("sqlite://"))) as database:
        count = database.execute("SELECT count(*) FROM handoff").fetchone()[0]
        open_ones = "SELECT id FROM handoff WHERE status = 'in_progress' ORDER BY rowid DESC LIMIT 1"
        (followed,) = database.execute(open_ones).fetchone()
        blocked = "SELECT id FROM handoff WHERE status = 'blocked' ORDER BY rowid DESC LIMIT 1"
        (ready,) = database.execute(blocked).fetchone()
        past = (datetime.now(UTC) - timedelta(hours=1)).isoformat(" ")
        database.execute("UPDATE handoff SET follow_up_at = ? WHERE id = ?", (past, followed))
        database.execute("UPDATE handoff SET status = 'ready' WHERE id = ?", (ready,))
        database.commit()
    began = time.perf_counter()
    async with opened_portal(settings_of(folder), definitions(), waits) as portal:
        await portal.submit(CaseRequest(EVENT, GIVEN, SCENARIO, idempotency_key="it can be asked"))
        is_ready = time.perf_counter() - began
        await until(lambda: Handoff.filter(id=ready).exclude(status__in=WITH_OFFICE).count())
        await until(lambda: Handoff.filter(id=followed, follow_up_at__lte=datetime.now(UTC)).count())
        resumed = time.perf_counter() - began
        await asyncio.sleep(3)
        used, since = time.process_time(), time.perf_counter()
        await asyncio.sleep(IDLE)
        cpu = (time.process_time() - used) / (time.perf_counter() - since) * 100
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Found(count, is_ready, resumed, cpu, rss)


def measure(cases: int) -> Found:
    """Fills a database and opens it in a process of its own."""
    with scratch() as folder:
        asyncio.run(first_case(folder))
        copy(Path(settings_of(folder).database.removeprefix("sqlite://")), cases)
        command = [sys.executable, "-m", "tests.benchmarks.waiting", "--open", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr[-2000:])
        return Found(**json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Runs the benchmark and says what came of it."""
    parser = argparse.ArgumentParser(description="What waiting costs, and a restart with much that is open.")
    parser.add_argument("--handoffs", type=int, nargs="+", default=[8, 100_000, 1_000_000])
    parser.add_argument("--out", type=Path, default=Path("var/bench/waiting.json"))
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.open:
        print(json.dumps(asdict(asyncio.run(opened(chosen.open)))))
        return
    found = [measure(max(number // len(NEEDS), 1)) for number in chosen.handoffs]
    print(f"{'handoffs':>9}{'ready s':>9}{'resumed s':>11}{'cpu %':>8}{'rss MB':>8}")
    for each in found:
        print(f"{each.handoffs:>9}{each.ready:>9.2f}{each.resumed:>11.2f}{each.cpu:>8.2f}{each.rss:>8.0f}")
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(
        json.dumps({"waiting": [asdict(each) for each in found], "ratios": {}}, indent=2) + "\n", encoding="utf-8"
    )
    print(f"written to {chosen.out}")


if __name__ == "__main__":
    main()
