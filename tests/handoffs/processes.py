"""Real processes that can be killed, stopped and started again, and what must be true of a case afterwards."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from frontdoor.testing.simulation import example


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Process:
    """A command that can be killed, stopped and started again; ready when an address answers, at once if it has none.

    What it writes to standard error is kept in `log`.
    """

    def __init__(self, folder: Path, address: str, *command: str, **environ: str) -> None:
        self._address, self._command = address, command
        root = str(Path(__file__).parents[2])
        self._environ = {**os.environ, "PYTHONPATH": root, "FRONTDOOR_VAR": str(folder), **environ}
        self._running: subprocess.Popen[bytes] | None = None
        self.log = folder / f"{uuid.uuid4().hex}.log"

    def start(self) -> None:
        self.launch()
        self.wait()

    def launch(self) -> None:
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", *self._command], env=self._environ, stdout=subprocess.DEVNULL, stderr=log
            )

    def wait(self) -> None:
        end = time.monotonic() + 60
        while self._address and not self._answers():
            if time.monotonic() > end:
                raise TimeoutError(self._address)
            time.sleep(0.02)

    def signal(self, number: signal.Signals) -> None:
        assert self._running is not None, "it was started"
        self._running.send_signal(number)

    def kill(self) -> None:
        if self._running is not None:
            self.signal(signal.SIGKILL)
            self._running.wait()
            self._running = None

    def _answers(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(self._address, timeout=1).status_code == 200
        return False


def town(folder: Path, url: str) -> Process:
    """A town that jumps from event to event."""
    port = url.rpartition(":")[2]
    command = ("backoffice_adapters.simulated", "--port", port, "--day", "0", "--folder", str(folder / "town"))
    return Process(folder, f"{url}/_town", *command)


def portal(folder: Path, url: str, town_url: str, *more: str, **environ: str) -> Process:
    """A portal at an address."""
    command = ("frontdoor", "serve", "--port", url.rpartition(":")[2], "--town", town_url, *more)
    return Process(folder, f"{url}/healthz", *command, **environ)


def submit(url: str, scenario: str, key: str = "crash") -> dict[str, Any]:
    request = {**example("bereavement"), "scenario": scenario, "world": f"{scenario}.{key}", "citizen": "attentive"}
    answer = httpx.post(f"{url}/api/cases", json=request, headers={"Idempotency-Key": key}, timeout=10)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def finished(url: str, case: dict[str, Any]) -> dict[str, Any]:
    return finished_as(url, case["reference"], {"Case-Secret": case["secret"]})


def finished_as(url: str, reference: str, who: dict[str, str], patience: float = 120) -> dict[str, Any]:
    """Waits for the end of a case, looking as whoever holds its secret or as the operator."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = httpx.get(f"{url}/api/cases/{reference}", headers=who, timeout=10)
        if answer.status_code != 503:  # its database has just come back
            document: dict[str, Any] = answer.json()
            if document["finished"]:
                return document
        time.sleep(0.05)
    statuses = {each["service"]: each["status"] for each in document["handoffs"] if each["service"]}
    raise TimeoutError(f"{document['standing_still']} {statuses}")


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
