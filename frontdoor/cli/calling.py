"""How commands call a running portal: over its API, with the operator's key, and with sentences where it says no."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

from frontdoor.settings import read_settings

LONGEST_FILE = 10 * 1024 * 1024
LONGEST_HELD = 5.0  # seconds for which an answer is held back; less than the portal takes to shut down
SOONEST_AGAIN = 0.3  # seconds between two looks where an answer is not held back


class Failed(Exception):
    """The command cannot go on; the message is for the person at the terminal."""

    def __init__(self, message: str, document: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.document = document


def call(chosen: argparse.Namespace, command: Callable[[argparse.Namespace, httpx.Client], int]) -> int:
    """Runs a command that asks the portal; a refusal is printed (as JSON where that was asked for) and gives 1."""
    key = read_settings().operator_key_file
    headers = {"Authorization": f"Bearer {key.read_text().strip()}"} if key.exists() else {}
    try:
        with httpx.Client(base_url=chosen.url, headers=headers, timeout=30, trust_env=False) as portal:
            return command(chosen, portal)
    except Failed as failure:
        if failure.document is not None and getattr(chosen, "json", False):
            print(json.dumps(failure.document, indent=2))
        print(f"frontdoor: {failure}", file=sys.stderr)
        return 1


def ask(portal: httpx.Client, method: str, path: str, **more: Any) -> Any:
    """Asks the portal. Raises Failed with what it says where it refuses."""
    try:
        response = portal.request(method, path, **more)
    except httpx.TransportError:
        raise Failed(f"No portal answers at {portal.base_url}. Start one with: frontdoor demo") from None
    if response.status_code < 400:
        return response.json() if response.content else None
    try:
        problem = response.json()
        lines = [problem["title"] + (f": {problem['detail']}" if problem.get("detail") else "")]
        lines += [f"  {each['where']}: {each['detail']}" for each in problem.get("errors", ())]
    except (ValueError, KeyError, TypeError):
        problem, lines = {"status": response.status_code}, [f"The portal answered {response.status_code}."]
    raise Failed("\n".join(lines), problem)


def follow(
    portal: httpx.Client, path: str, document: dict[str, Any], seconds: float, headers: Mapping[str, str]
) -> dict[str, Any]:
    """Asks for a document until it is finished or so many seconds are over; returns it as it was last seen."""
    end = time.monotonic() + seconds
    while not document["finished"] and (left := end - time.monotonic()) > 0:
        # the portal holds its answer back, so nobody asks over and over
        wish = {"Prefer": f"wait={math.ceil(min(left, LONGEST_HELD))}"}
        asked = time.monotonic()
        document = ask(portal, "GET", path, headers={**headers, **wish})
        if not document["finished"]:
            time.sleep(max(0.0, min(SOONEST_AGAIN - (time.monotonic() - asked), left)))
    return document


def read_request(file: str) -> dict[str, Any]:
    """Reads a request from a file, or (`-`) from standard input. Raises Failed."""
    try:
        if file != "-" and Path(file).stat().st_size > LONGEST_FILE:
            raise Failed(f"{file} is too large for a request.")
        content = sys.stdin.read(LONGEST_FILE) if file == "-" else Path(file).read_text(encoding="utf-8")
        request = json.loads(content)
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise Failed(f"{'Standard input' if file == '-' else file} is not JSON.") from None
    if not isinstance(request, dict):
        raise Failed("A request is one JSON object: {life_event, facts, as_of?, citizen?}.")
    return request
