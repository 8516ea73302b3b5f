"""kill -9 of real processes in the middle: every handoff still reaches its end, and no office has acted twice."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from frontdoor.testing.simulation import example

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Process:
    """A command that can be killed and started again; it is ready when an address answers."""

    def __init__(self, folder: Path, address: str, *command: str) -> None:
        self._folder, self._command, self._address = folder, command, address
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "FRONTDOOR_VAR": str(self._folder)}
        self._running = subprocess.Popen([sys.executable, "-m", *self._command], env=environ, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(self._address, timeout=1).status_code == 200:
                    return
            time.sleep(0.02)
        raise TimeoutError(self._address)

    def kill(self) -> None:
        if self._running is not None:
            self._running.send_signal(signal.SIGKILL)
            self._running.wait()
            self._running = None


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Process, Process, str, str]]:
    portal_url, town_url = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    town = Process(
        tmp_path, f"{town_url}/_town", "backoffice_adapters.simulated", "--port", town_url.rsplit(":", 1)[1],
        "--day", "0", "--folder", str(tmp_path / "town"),
    )  # fmt: skip
    portal = Process(
        tmp_path, f"{portal_url}/healthz", "frontdoor", "serve", "--port", portal_url.rsplit(":", 1)[1],
        "--town", town_url,
    )  # fmt: skip
    town.start()
    portal.start()
    yield portal, town, portal_url, town_url
    portal.kill()
    town.kill()


def submit(url: str, scenario: str, key: str = "crash") -> dict[str, Any]:
    request = {**example("bereavement"), "scenario": scenario, "world": f"{scenario}.{key}", "citizen": "attentive"}
    answer = httpx.post(f"{url}/api/cases", json=request, headers={"Idempotency-Key": key}, timeout=10)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def finished(url: str, case: dict[str, Any]) -> dict[str, Any]:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        answer = httpx.get(f"{url}/api/cases/{case['reference']}", headers={"Case-Secret": case["secret"]}, timeout=10)
        document: dict[str, Any] = answer.json()
        if document["finished"]:
            return document
        time.sleep(0.05)
    raise TimeoutError({each["service"]: each["status"] for each in document["handoffs"] if each["service"]})


def check_the_books(town_url: str, document: dict[str, Any]) -> None:
    """Every service that was asked stands once in its office's own store, under our key, decided."""
    asked = [each for each in document["handoffs"] if each["service"] and each["sent"]]
    assert len(asked) == 18
    agencies = {each["agency"] for each in asked}
    requests = 0
    for agency in agencies:
        books = httpx.get(f"{town_url}/_town/worlds/{document['world']}/offices/{agency}").json()
        keys = [each["key"] for each in books["requests"]]
        assert len(keys) == len(set(keys))
        assert {each["state"] for each in books["requests"]} <= {"done", "refused"}
        assert len(books["supplied"]) == len(set(books["supplied"]))
        requests += len(keys)
    assert requests == len(asked)


def outcome(document: dict[str, Any]) -> Counter[tuple[str, ...]]:
    """What a case came to: who handed what to whom, by which medium, and how each service ended."""
    return Counter(
        (each["kind"], each["from"], each["to"], each["medium"], each["status"], *each["facts"])
        for each in document["handoffs"]
    )


# Each in every run of `make chaos`; in every other run two for the portal and two for the town.
SCENARIOS = ("siloed", "as_is_2026", "dialogue", "joined_up")
EVERY = "FRONTDOOR_TRIALS" in os.environ


@pytest.mark.parametrize("scenario", SCENARIOS if EVERY else SCENARIOS[:2])
def test_the_portal_is_killed_again_and_again(pair: tuple[Process, Process, str, str], scenario: str) -> None:
    portal, _, url, town_url = pair
    case = submit(url, scenario)
    chance = Random(7)
    for _ in range(8):
        time.sleep(chance.uniform(0.02, 0.35))
        portal.kill()
        portal.start()
    document = finished(url, case)
    check_the_books(town_url, document)
    assert {each["status"] for each in document["handoffs"]} <= {"completed", "not_needed"}
    undisturbed = finished(url, submit(url, scenario, "undisturbed"))
    assert outcome(document) == outcome(undisturbed), "being killed changes nothing of what comes out"


@pytest.mark.parametrize("scenario", SCENARIOS if EVERY else SCENARIOS[2:])
def test_the_town_is_killed_again_and_again(pair: tuple[Process, Process, str, str], scenario: str) -> None:
    _, town, url, town_url = pair
    case = submit(url, scenario)
    chance = Random(11)
    for _ in range(5):
        time.sleep(chance.uniform(0.05, 0.4))
        town.kill()
        time.sleep(0.1)
        town.start()
    document = finished(url, case)
    check_the_books(town_url, document)
    assert {each["status"] for each in document["handoffs"]} <= {"completed", "not_needed"}
