"""The power is cut, again and again, while cases keep coming: what was accepted is there, no office acts twice (R5).

Only `make chaos` runs these (pytest does not collect a file of this name by itself), because they mount a file system
by FUSE: the portal's folder lies on a disk that forgets what was not synced, the town's on an ordinary one. At the end
stands the proof that the disk does forget: the same portal on a database that is told to sync less fails the same test.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam
from random import Random
from typing import Any

import httpx
import pytest

from frontdoor.security.operator import operator_key
from frontdoor.testing.simulation import example
from tests.handoffs import processes
from tests.handoffs.processes import Process, check_the_books, finished, finished_as, free_port, outcome, submit
from tests.handoffs.tally import Tally
from tests.postgres import Postgres
from tests.powercut.machine import Machine, missing
from tests.powercut.stores import Lost, Server, Sqlite, Store

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

CUTS = int(os.environ.get("FRONTDOOR_POWERCUTS", "5"))
AT_ONCE = 3  # cases that are handed in at the same time
OPEN = 5  # cases that are left open while the power is cut
SCENARIOS = ("joined_up", "as_is_2026", "siloed", "dialogue")
MOMENTS = ("as soon as some are accepted", "while some are handed in", "while offices act", "while it starts")


class Installation:
    """A portal that keeps everything on a disk that forgets, its database as well, and a town on an ordinary one."""

    def __init__(self, folder: Path, postgres: Postgres | None, weak: str = "") -> None:
        owner = getpwnam(postgres.user).pw_uid if postgres and postgres.user else None
        self.machine = Machine(owner)
        var = self.machine.folder / "var"
        self.store: Store = (
            Server(self.machine.folder, postgres, weak) if postgres else Sqlite(self.machine.folder, weak)
        )
        self.url, self.town_url = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        self.town = processes.town(folder, self.town_url)
        environ = {"FRONTDOOR_LEASE_SECONDS": "3", "FRONTDOOR_PUBLIC_URL": self.url, "FRONTDOOR_VAR": str(var)}
        program = "tests.handoffs.careless" if weak else "frontdoor"
        command = (program, "serve", "--port", self.url.rpartition(":")[2], "--town", self.town_url)
        address = f"{self.url}/healthz"
        self.portal = Process(folder, address, *command, **environ, FRONTDOOR_DATABASE=self.store.url)

    @property
    def operator(self) -> dict[str, str]:
        """The operator's header, by the key that the portal made."""
        return {"Authorization": f"Bearer {operator_key(self.machine.folder / 'var' / 'operator.key')}"}

    def cut(self) -> None:
        """Cuts the power of the portal's machine."""
        self.machine.cut(self.portal, self.store)


@contextmanager
def installed(folder: Path, postgres: Postgres | None, weak: str = "") -> Iterator[Installation]:
    made = Installation(folder, postgres, weak)
    made.town.start()
    try:
        yield made
    finally:
        made.town.kill()
        made.machine.close(made.portal, made.store)


@pytest.fixture(params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest) -> Postgres | None:
    """Whose PostgreSQL is used, and None for SQLite."""
    found: Postgres | None = request.getfixturevalue("postgres") if request.param == "postgres" else None
    return found


def hand_in(url: str, scenario: str, key: str) -> str:
    """Hands a case in, once, and returns its reference if it was accepted."""
    request = {**example("bereavement"), "scenario": scenario, "world": f"{scenario}.{key}", "citizen": "attentive"}
    try:
        answer = httpx.post(f"{url}/api/cases", json=request, headers={"Idempotency-Key": key}, timeout=10)
    except httpx.TransportError:
        return ""
    assert answer.status_code in (200, 201, 503), answer.text
    return str(answer.json()["reference"]) if answer.status_code != 503 else ""


def services(document: dict[str, Any]) -> Counter[tuple[str, ...]]:
    """What each service came to. By which letters is left out: that depends on who comes first, undisturbed as well."""
    return outcome({"handoffs": [each for each in document["handoffs"] if each["service"]]})


class Life:
    """Cases that are handed in and cuts of the power, until there were enough of them."""

    def __init__(self, site: Installation, ledger: Tally, torn: bool, seed: int) -> None:
        self._site, self._ledger, self._torn, self._chance = site, ledger, torn, Random(seed)
        self._open: dict[str, str] = {}  # scenario by reference
        self._accepted: set[str] = set()
        self._ended: dict[str, list[Counter[tuple[str, ...]]]] = {each: [] for each in SCENARIOS}
        self._power_on()
        self._site.portal.start()
        self._operator = site.operator

    def run(self, cuts: int) -> None:
        for number in range(cuts):
            moment = MOMENTS[number % len(MOMENTS)]
            unanswered = self._until_the_cut(moment, number)
            self._ledger.done[moment] += 1
            self._power_on()
            if gone := self._accepted - self._site.store.references():
                raise Lost(f"{len(gone)} of {len(self._accepted)} accepted cases are gone after cut {number + 1}")
            self._site.portal.start()
            for key, scenario in unanswered.items():
                reference = hand_in(self._site.url, scenario, key)
                assert reference, "nothing is in its way now"
                self._ledger.sent_again += 1
                self._open[reference] = scenario
            while len(self._open) > OPEN:
                self._finish(next(iter(self._open)))
        for reference in list(self._open):
            self._finish(reference)

    def compare(self) -> None:
        """Compares how each case ended with how one ended whose power was never cut."""
        for scenario, ended in self._ended.items():
            undisturbed = finished(self._site.url, submit(self._site.url, scenario, f"undisturbed-{scenario}"))
            for each in ended:
                assert each == services(undisturbed), "a power cut changes nothing of what comes out"

    def _power_on(self) -> None:
        self._site.machine.power_on(self._chance.randrange(10**6) if self._torn else None)
        self._site.store.start()

    def _until_the_cut(self, moment: str, number: int) -> dict[str, str]:
        """Hands cases in until the power goes, and returns what had no answer by then: scenario by key."""
        if moment == "while it starts":
            self._site.cut()
            self._power_on()
            self._site.portal.launch()
            time.sleep(self._chance.uniform(0.1, 1.5))
            self._site.cut()
            return {}
        asked = {f"{number}-{each}": self._chance.choice(SCENARIOS) for each in range(AT_ONCE)}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers: dict[str, Future[str]] = {
                key: pool.submit(hand_in, self._site.url, scenario, key) for key, scenario in asked.items()
            }
            if moment == "while some are handed in":
                time.sleep(self._chance.uniform(0.02, 1.0))
            else:
                enough = AT_ONCE if moment == "while offices act" else self._chance.randint(1, AT_ONCE)
                for _ in zip(range(enough), as_completed(answers.values()), strict=False):
                    pass
                time.sleep(self._chance.uniform(0.02, 1.0) if moment == "while offices act" else 0)
            self._site.cut()
        taken = {key: reference for key, each in answers.items() if (reference := each.result())}
        self._ledger.cases += len(taken)
        self._accepted |= set(taken.values())
        self._open |= {reference: asked[key] for key, reference in taken.items()}
        return {key: scenario for key, scenario in asked.items() if key not in taken}

    def _finish(self, reference: str) -> None:
        """Waits for the end of a case, as the operator of before the cuts, and looks into the offices' books."""
        scenario = self._open.pop(reference)
        document: dict[str, Any] = finished_as(self._site.url, reference, self._operator, patience=300)
        check_the_books(self._site.town_url, document)
        self._ended[scenario].append(services(document))
        self._ledger.handoffs += len(document["handoffs"])


def test_the_disk_keeps_what_was_synced_and_forgets_the_rest() -> None:
    """By system calls through the mount; what Disk does with them is held to a model in tests/powercut."""
    machine = Machine()
    machine.power_on()
    try:
        for name, synced in (("kept", True), ("forgotten", False)):
            with (machine.folder / name).open("wb", buffering=0) as out:
                out.write(b"first")
                if synced:
                    os.fsync(out.fileno())
                    out.write(b" and last")
        folder = os.open(machine.folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        (machine.folder / "nameless").write_bytes(b"its folder was not synced")
        (machine.folder / "kept").rename(machine.folder / "renamed")
        assert (machine.folder / "renamed").read_bytes() == b"first and last"
        machine.cut()
        machine.power_on()
        assert {each.name: each.read_bytes() for each in machine.folder.iterdir()} == {
            "kept": b"first",
            "forgotten": b"",
        }
    finally:
        machine.close()


@pytest.mark.parametrize("disk", ["whole", "torn"])
def test_what_was_accepted_outlives_the_power(
    tmp_path: Path, server: Postgres | None, disk: str, record_property: Callable[[str, object], None]
) -> None:
    """Whole: all that was not synced is gone. Torn: of that some pages, and names of files, had been written."""
    ledger, began = Tally(f"{'postgres' if server else 'sqlite'}, {disk}", "power cuts"), time.monotonic()
    try:
        with installed(tmp_path, server) as site:
            life = Life(site, ledger, disk == "torn", seed=1999)
            life.run(CUTS)
            life.compare()
        assert ledger.done.total() == CUTS
        assert ledger.cases >= CUTS, "something was accepted before the cuts"
        ledger.verdict = "none lost, none done twice, all ended as undisturbed"
    finally:
        ledger.seconds = time.monotonic() - began
        record_property("ledger", str(ledger))


@pytest.mark.parametrize(
    ("server", "weak"),
    [("sqlite", "synchronous=NORMAL"), ("sqlite", "synchronous=OFF"), ("postgres", "fsync=off")],
    indirect=["server"],
)
def test_a_database_that_does_not_sync_its_commits_is_found_out(
    tmp_path: Path, server: Postgres | None, weak: str, record_property: Callable[[str, object], None]
) -> None:
    ledger = Tally(f"{weak}, by force", "power cuts")
    with installed(tmp_path, server, weak) as site, pytest.raises(Lost) as lost:
        Life(site, ledger, torn=False, seed=1999).run(CUTS)
    ledger.verdict = f"found out: {lost.value}"
    record_property("ledger", str(ledger))
