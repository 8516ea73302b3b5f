"""Several processes on one PostgreSQL database: each due handoff is one's at a time, whichever dies or stalls."""

import logging
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from frontdoor.__main__ import main
from frontdoor.security.operator import operator_key
from tests.handoffs import processes
from tests.handoffs.processes import Process, check_the_books, finished, free_port, outcome, submit
from tests.postgres import Postgres

pytestmark = pytest.mark.slow

SHORT, LONG = 2.0, 60.0  # seconds of a lease
TAKEN_OVER = re.compile(r"handoff \w+ to (\S+) is taken up again")
log = logging.getLogger(__name__)
TOO_LATE = "another process has taken it over"


class Site:
    """A town, two portals that only serve, and as many workers as are started."""

    def __init__(self, folder: Path, database: str, lease: float) -> None:
        self.folder = folder
        self.url, self.other_url, self.town_url = (f"http://127.0.0.1:{free_port()}" for _ in range(3))
        # offices call the second portal back, and citizens use the first
        self._environ = {
            "FRONTDOOR_DATABASE": database,
            "FRONTDOOR_PUBLIC_URL": self.other_url,
            "FRONTDOOR_LEASE_SECONDS": str(lease),
        }
        self.town = processes.town(folder, self.town_url)
        self.portals = [
            processes.portal(folder, url, self.town_url, "--no-worker", **self._environ)
            for url in (self.url, self.other_url)
        ]
        self.workers: list[Process] = []
        for each in (self.town, *self.portals):
            each.launch()
        for each in (self.town, *self.portals):
            each.wait()

    def worker(self) -> Process:
        worker = Process(self.folder, "", "frontdoor", "worker", "--town", self.town_url, **self._environ)
        worker.start()
        self.workers.append(worker)
        return worker

    def fault(self, agency: str, kind: str) -> None:
        key = operator_key(self.folder / "operator.key")
        wish = {"agency": agency, "kind": kind, "clear": not kind}
        answer = httpx.post(
            f"{self.url}/api/simulation/faults", json=wish, headers={"Authorization": f"Bearer {key}"}, timeout=10
        )
        assert answer.status_code == 200, answer.text

    def close(self) -> None:
        for each in (*self.workers, *self.portals, self.town):
            each.kill()
            log.warning(each.log.read_text())  # pytest shows it where a test failed


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> Iterator[Site]:
    site = Site(tmp_path, postgres.fresh(), getattr(request, "param", SHORT))
    yield site
    site.close()


def state(site: Site, case: dict[str, Any], service: str) -> dict[str, Any]:
    answer = httpx.get(f"{site.url}/api/cases/{case['reference']}", headers={"Case-Secret": case["secret"]}, timeout=10)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = next(each for each in answer.json()["handoffs"] if each["service"] == service)
    return found


def until(reached: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it was not reached"
        time.sleep(0.05)


@pytest.mark.parametrize("site", [LONG], indirect=True)
def test_each_due_handoff_is_claimed_once(site: Site) -> None:
    for _ in range(2):
        site.worker()
    cases = [submit(site.url, *each) for each in (("joined_up", "a"), ("joined_up", "b"), ("as_is_2026", "c"))]
    for case in cases:
        document = finished(site.url, case)
        check_the_books(site.town_url, document)
        assert [each["service"] for each in document["handoffs"] if each["attempts"] > 1] == []
    assert not any(TOO_LATE in each.log.read_text() for each in site.workers)


def test_workers_are_killed_again_and_again(site: Site) -> None:
    for _ in range(2):
        site.worker()
    case = submit(site.url, "as_is_2026")
    chance = Random(5)
    for turn in range(6):
        time.sleep(chance.uniform(0.1, 0.6))
        site.workers[turn % 2].kill()
        site.workers[turn % 2].start()
    document = finished(site.url, case)
    check_the_books(site.town_url, document)
    undisturbed = finished(site.url, submit(site.url, "as_is_2026", "undisturbed"))
    assert outcome(document) == outcome(undisturbed), "being killed changes nothing of what comes out"


def test_a_worker_that_stalls_for_longer_than_its_lease_is_refused(site: Site) -> None:
    """It holds a request while its office hangs; another sends the same with the same key; then the first wakes up."""
    site.fault("register_office", "hangs")
    stalled = site.worker()
    case = submit(site.url, "joined_up")
    service = "register_office.register_death"
    until(lambda: state(site, case, service)["status"] == "sent")
    stalled.signal(signal.SIGSTOP)
    site.fault("register_office", "")
    other = site.worker()
    until(lambda: state(site, case, service)["status"] not in ("sent", "ready"))
    stalled.signal(signal.SIGCONT)
    document = finished(site.url, case)
    check_the_books(site.town_url, document)
    until(lambda: TOO_LATE in stalled.log.read_text())
    assert service in TAKEN_OVER.findall(other.log.read_text())
    assert next(each for each in document["handoffs"] if each["service"] == service)["attempts"] == 2


def test_on_sqlite_a_worker_of_its_own_is_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRONTDOOR_VAR", str(tmp_path))
    monkeypatch.setenv("FRONTDOOR_DATABASE", "")
    assert main(["worker"]) == 1
    assert "frontdoor serve works in it" in capsys.readouterr().err
    assert main(["serve", "--no-worker"]) == 1
    assert "leave out --no-worker" in capsys.readouterr().err


def test_a_second_portal_on_one_sqlite_file_is_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    first = processes.portal(tmp_path, url, "")
    first.start()
    try:
        monkeypatch.setenv("FRONTDOOR_VAR", str(tmp_path))
        assert main(["serve", "--port", str(free_port())]) == 1
        assert "Another frontdoor serves" in capsys.readouterr().err
    finally:
        first.kill()
