"""kill -9 at random moments, again and again, while cases keep coming: none is lost, and no office acts twice.

A few kills in every run; `make chaos` has five hundred on each database, and prints a ledger of them.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Protocol

import httpx
import pytest

from frontdoor.security.operator import operator_key
from frontdoor.testing.simulation import example
from tests.handoffs import processes
from tests.handoffs.processes import Process, check_the_books, finished_as, free_port
from tests.handoffs.tally import Tally
from tests.powercut.stores import Server

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("FRONTDOOR_KILLS", "4"))
AT_ONCE = 3  # cases that are open at the same time
SCENARIOS = ("joined_up", "as_is_2026", "siloed", "dialogue")
LEASE = 3.0  # seconds


class Mortal(Protocol):
    """What can be killed at any moment, and started again."""

    def start(self) -> None: ...

    def kill(self) -> None: ...


class Site:
    """A town and whatever works on it, the database's server too; each can die at any moment."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self.url, self.town_url = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        environ = {"FRONTDOOR_LEASE_SECONDS": str(LEASE), "FRONTDOOR_PUBLIC_URL": self.url}
        self.processes: dict[str, Mortal] = {"town": processes.town(folder, self.town_url)}
        if server is None:
            self.processes["portal"] = processes.portal(folder, self.url, self.town_url, **environ)
        else:
            environ["FRONTDOOR_DATABASE"] = server.url
            self.processes["database"] = server
            self.processes["portal"] = processes.portal(folder, self.url, self.town_url, "--no-worker", **environ)
            for number in (1, 2):
                command = ("frontdoor", "worker", "--town", self.town_url)
                self.processes[f"worker {number}"] = Process(folder, "", *command, **environ)
        for name, each in self.processes.items():
            if name != "database":
                each.start()
        self.operator = {"Authorization": f"Bearer {operator_key(folder / 'operator.key')}"}

    def close(self) -> None:
        for each in reversed(self.processes.values()):
            each.kill()


@pytest.fixture(params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, request.getfixturevalue("server") if request.param == "postgres" else None)
    yield made
    made.close()


def accepted(site: Site, scenario: str, key: str, ledger: Tally) -> str:
    """Hands a case in, until it is taken, and returns its reference: what got no answer is sent again, as it was."""
    request = {**example("bereavement"), "scenario": scenario, "world": f"{scenario}.{key}", "citizen": "attentive"}
    headers = {"Idempotency-Key": key}
    end, tries = time.monotonic() + 60, 0
    while time.monotonic() < end:
        tries += 1
        with contextlib.suppress(httpx.TransportError):
            answer = httpx.post(f"{site.url}/api/cases", json=request, headers=headers, timeout=10)
            if answer.status_code in (200, 201):
                ledger.cases += 1
                ledger.sent_again += tries > 1
                # whoever got no answer the first time never saw the secret; the operator sees the case all the same
                return str(answer.json()["reference"])
        time.sleep(0.1)
    raise TimeoutError(key)


def test_nothing_is_lost_or_done_twice(
    site: Site, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    kind = request.node.callspec.params["site"]
    ledger, chance, began = Tally(kind, "kills"), Random(1999), time.monotonic()
    open_cases: list[str] = []
    try:
        while ledger.done.total() < KILLS:
            while len(open_cases) < AT_ONCE:
                open_cases.append(accepted(site, chance.choice(SCENARIOS), f"{kind}-{ledger.cases}", ledger))
            for _ in range(min(4, KILLS - ledger.done.total())):
                time.sleep(chance.uniform(0.02, 0.5))
                name = chance.choice(sorted(site.processes))
                site.processes[name].kill()
                site.processes[name].start()
                ledger.done[name] += 1
            check(site, open_cases.pop(0), ledger)
        for each in open_cases:
            check(site, each, ledger)
        ledger.verdict = "none lost, none done twice"
    finally:
        ledger.seconds = time.monotonic() - began
        record_property("ledger", str(ledger))


def check(site: Site, reference: str, ledger: Tally) -> None:
    """Waits for the end of a case and compares the offices' own books."""
    document = finished_as(site.url, reference, site.operator, patience=300)
    check_the_books(site.town_url, document)
    assert {each["status"] for each in document["handoffs"]} <= {"completed", "not_needed"}
    ledger.handoffs += len(document["handoffs"])
