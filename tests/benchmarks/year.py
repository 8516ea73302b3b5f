"""A year of deaths in England and Wales through the embedded default: `make bench PART=year`, only when it is named.

As many requests as deaths were registered in 2023 (`deaths.*` in parameters.toml, with their sources), each of the plan
of `routed.plan`, are made over HTTP at `frontdoor serve`'s application in a process of its own, on SQLite with
synchronous=FULL. There is no town: the calendar is the wall clock. So this is what is compressed, and how:

    the year     has 2023's working days in England, with January's peak and July's trough and a cosine in between
    a day        is its opening hours, in which moments are drawn evenly; nights, weekends and holidays, in which nobody
                 comes and a backlog would go on draining, are left out
    an hour      is so short that on the busiest day `--rate` requests a second are made: all other times follow
    trying       an unreachable office is tried at the latest after an hour of the town (30 seconds in life), and given
                 up after three days (72 hours in life); offices take 20 real milliseconds for an answer

With fewer `--cases` the same year is thinned, and its days are as much shorter: what takes real seconds, as a queue to
drain, takes more of them. Open loop: moments are drawn beforehand, and a late request is a slow one.

One office refuses every connection from 1 March on for seven working days. When it is back, an operator sends again all
that was given up, and looks again each morning. Found are

    backlog      handoffs that wait for the office when it is back, and how long it takes until none of them is left
    the office   most requests in a second and at once, before and after, and requests that it had more than once
    page         the server's own time of the status page of recent requests, before, during, while draining and after
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import statistics
import subprocess
import sys
import time
from bisect import bisect
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

import httpx

from frontdoor.database.address import file_of
from frontdoor.pages.citizen.case import STATUS
from frontdoor.security.csrf import FIELD, form_token
from frontdoor.security.operator import operator_key
from frontdoor.settings import Settings
from tests.benchmarks.routed.books import Books
from tests.benchmarks.routed.plan import EVENT, GIVEN, NEEDS, SCENARIO
from tests.benchmarks.routed.yearly import YEAR, Year, drawn_year, opening_hours, registered
from tests.benchmarks.routing import machine, scratch, write
from tests.handoffs.processes import free_port

DOWN, DOWN_FROM, DOWN_DAYS = "c2.act", date(YEAR, 3, 1), 7
OFFICE = 0.02  # seconds for each answer
GIVE_UP_DAYS = 3
LOOK = 0.5  # seconds between two looks at a status page, and at the backlog
SAID = 15.0  # seconds between two lines of progress
RECENT = 500  # requests among which one is drawn whose page is looked at
PHASES = ("before", "down", "draining", "after")


@contextmanager
def counted_office(port: int) -> Iterator[None]:
    """Opens an office that counts."""
    command = [sys.executable, "-m", "tests.benchmarks.routed.counted", str(port), str(OFFICE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        _ = running.stdout.readline()
        try:
            yield
        finally:
            running.terminate()


async def counted(port: int) -> dict[str, int]:
    """Returns what an office has counted."""
    async with httpx.AsyncClient() as client:
        found: dict[str, int] = (await client.get(f"http://127.0.0.1:{port}/counted")).json()
        return found


@contextmanager
def served(settings: Settings) -> Iterator[None]:
    """Serves the portal in a process of its own."""
    names = ("port", "office_urls", "retry_first", "retry_longest", "give_up_hours")
    told = json.dumps({name: getattr(settings, name) for name in names})
    command = [sys.executable, "-m", "tests.benchmarks.routed.serving", str(settings.var)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        running.stdin.write(told)
        running.stdin.close()
        try:
            _wait_for(f"{settings.public_url}/readyz")
            yield
        finally:
            running.terminate()


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            httpx.get(address).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


@dataclass
class Lived:
    """What was found. Times are seconds unless they say otherwise."""

    cases: int
    rate: float
    day_seconds: float
    accepted_ms: list[float] = field(default_factory=list)
    phases: dict[str, float] = field(default_factory=dict)  # the Unix time at which each began
    backlog: int = 0
    drained: float = 0.0
    sent_again: int = 0
    office_before: dict[str, int] = field(default_factory=dict)
    office_after: dict[str, int] = field(default_factory=dict)
    pages_ms: dict[str, list[float]] = field(default_factory=dict)
    left_open: int = 0


class Runner:
    """Makes the requests, looks at pages, takes the office away and brings it back."""

    def __init__(self, year: Year, rate: float, settings: Settings, office_port: int) -> None:
        self._year = year
        self._settings = settings
        self._port = office_port
        self._recent: deque[tuple[str, str]] = deque(maxlen=RECENT)
        self._client = httpx.AsyncClient(base_url=settings.public_url, timeout=60)
        self._books = Books(file_of(settings.database))
        self._began = 0.0
        self.lived = Lived(len(year.moments), rate, year.day_seconds)

    async def run(self) -> Lived:
        """Lives the year."""
        with closing(self._books):
            self._began = time.perf_counter()
            async with asyncio.TaskGroup() as beside:
                watching = [beside.create_task(work) for work in (self._visit(), self._say())]
                async with asyncio.TaskGroup() as making:
                    making.create_task(self._outage())
                    for moment in self._year.moments:
                        await self._sleep_until(moment)
                        making.create_task(self._submit(moment))
                for each in watching:
                    each.cancel()
            self.lived.left_open = await self._settled()
        await self._client.aclose()
        return self.lived

    async def _submit(self, moment: float) -> None:
        wish = {"life_event": EVENT, "facts": GIVEN, "scenario": SCENARIO}
        answer = await self._client.post("/api/cases", json=wish, headers={"Idempotency-Key": f"year-{moment}"})
        answer.raise_for_status()
        self.lived.accepted_ms.append((self._now() - moment) * 1000)
        document = answer.json()
        self._recent.append((document["reference"], document["secret"]))

    async def _outage(self) -> None:
        """Has the office work, refuse for some days, and work again until nothing of what waited is left."""
        down = self._year.at(DOWN_FROM)
        back = down + DOWN_DAYS * self._year.day_seconds
        with counted_office(self._port):
            self._begin("before")
            await self._sleep_until(down)
            self.lived.office_before = await counted(self._port)
        self._begin("down")
        await self._sleep_until(back)
        with counted_office(self._port):
            self._begin("draining")
            until = self._books.now()
            self.lived.backlog = self._books.backlog(DOWN, until)
            began, mornings = self._now(), 0
            while self._books.backlog(DOWN, until):
                if self._now() >= back + mornings * self._year.day_seconds:
                    mornings += 1
                    await self._send_again()
                await asyncio.sleep(min(LOOK, self._year.hour_seconds))
            self.lived.drained = self._now() - began
            self._begin("after")
            await self._sleep_until(self._year.moments[-1])
            _ = await self._settled()
            self.lived.office_after = await counted(self._port)

    async def _send_again(self) -> None:
        key = operator_key(self._settings.operator_key_file)
        wish = {"wanted": {"agency": DOWN.partition(".")[0]}}
        headers = {"Authorization": f"Bearer {key}"}
        answer = await self._client.post("/api/desk/resend", json=wish, headers=headers, timeout=600)
        if answer.status_code == httpx.codes.ACCEPTED:
            self.lived.sent_again += len(answer.json()["work"])

    async def _visit(self) -> None:
        """Has citizens look at their pages, one after the other."""
        chance = Random(YEAR)
        while True:
            await asyncio.sleep(LOOK)
            if self._recent:
                reference, secret = chance.choice(self._recent)
                async with httpx.AsyncClient(base_url=self._settings.public_url, timeout=60) as browser:
                    _ = await browser.get("/return")
                    (cookie,) = browser.cookies.values()
                    form = {"reference": reference, "secret": secret, FIELD: form_token(cookie)}
                    page = await browser.post("/return", data=form, follow_redirects=True)
                    assert page.url.path == STATUS, f"{page.status_code} {page.url.path}"

    async def _say(self) -> None:
        """Says how far it is."""
        moments = self._year.moments
        while True:
            at = self._now()
            day = self._year.days[min(int(at / self._year.day_seconds), len(self._year.days) - 1)]
            left = max(moments[-1] - at, 0.0)
            done = bisect(moments, at)
            said = f"{day:%d %B}: {done} of {len(moments)} requests, {self._books.open_handoffs()} handoffs open"
            print(f"{said}; about {left / 60:.1f} minutes left", file=sys.stderr, flush=True)
            await asyncio.sleep(SAID)

    async def _settled(self) -> int:
        """Waits until nothing is open; returns what is after a minute in which nothing was done."""
        before, since = -1, time.monotonic()
        while (left := self._books.open_handoffs()) and time.monotonic() - since < 60:
            if left != before:
                before, since = left, time.monotonic()
            await asyncio.sleep(LOOK)
        return left

    def _begin(self, phase: str) -> None:
        self.lived.phases[phase] = time.time()

    def _now(self) -> float:
        return time.perf_counter() - self._began

    async def _sleep_until(self, moment: float) -> None:
        await asyncio.sleep(max(0.0, moment - self._now()))


def pages(file: Path, phases: dict[str, float]) -> dict[str, list[float]]:
    """Returns the milliseconds of each status page by phase."""
    found: dict[str, list[float]] = {phase: [] for phase in PHASES}
    begins = [phases[phase] for phase in PHASES]
    for line in file.read_text(encoding="utf-8").splitlines():
        at, took = map(float, line.split())
        found[PHASES[max(bisect(begins, at) - 1, 0)]].append(took)
    return found


def live(cases: int, rate: float) -> Lived:
    """Lives the year with everything in processes of its own."""
    year = drawn_year(cases, rate)
    print(f"{cases} requests, a day of {opening_hours():.0f} hours in {year.day_seconds:.2f} s", end="; ")
    print(f"about {year.moments[-1] / 3600:.2f} hours", flush=True)
    with scratch() as folder:
        down, others, own = free_port(), free_port(), free_port()
        urls = {key.partition(".")[0]: f"http://127.0.0.1:{down if key == DOWN else others}" for key in NEEDS}
        settings = Settings(
            var=folder,
            port=own,
            office_urls=urls,
            retry_longest=min(Settings.retry_longest, year.hour_seconds),
            retry_first=min(Settings.retry_first, year.hour_seconds / 30),
            give_up_hours=GIVE_UP_DAYS * year.day_seconds / 3600,
        )
        with counted_office(others), served(settings):
            lived = asyncio.run(Runner(year, rate, settings, down).run())
        lived.pages_ms = pages(settings.var / "pages.log", lived.phases)
        return lived


def p99(took: Sequence[float]) -> float:
    """Returns the slowest in a hundred."""
    return sorted(took)[int(len(took) * 0.99)] if took else math.nan


def main() -> None:
    """Lives the year and says what came of it."""
    parser = argparse.ArgumentParser(description="A year of deaths in England and Wales, with one office down.")
    parser.add_argument("--cases", type=int, default=registered())
    parser.add_argument("--rate", type=float, default=30.0, help="requests a second on the busiest day")
    parser.add_argument("--out", type=Path, default=Path("var/bench/year.json"))
    chosen = parser.parse_args()
    facts = machine()
    lived = live(chosen.cases, chosen.rate)
    in_days = lived.drained / lived.day_seconds
    print(
        f"requests accepted within {statistics.median(lived.accepted_ms):.1f} ms, p99 {p99(lived.accepted_ms):.1f} ms"
    )
    print(f"handoffs left open at the end: {lived.left_open}")
    print(f"{lived.backlog} handoffs waited for the office; none did after {lived.drained:.1f} s, {in_days:.2f} days")
    print(f"of these an operator sent again {lived.sent_again}, which had been given up")
    for name, office in (("before", lived.office_before), ("after", lived.office_after)):
        again = office["requests"] - office["different"]
        print(
            f"the office {name}: at most {office['most_a_second']} requests/s, {office['most_at_once']} at once; "
            f"{office['requests']} requests, {again} of them again"
        )
    print(f"{'status page':<12}{'looks':>7}{'p50 ms':>9}{'p99 ms':>9}")
    for phase, took in lived.pages_ms.items():
        middle = statistics.median(took) if took else math.nan
        print(f"{phase:<12}{len(took):>7}{middle:>9.1f}{p99(took):>9.1f}")
    write(chosen.out, {"machine": facts, "year": {**vars(lived), "drained_days": in_days}, "ratios": {}})


if __name__ == "__main__":
    main()
