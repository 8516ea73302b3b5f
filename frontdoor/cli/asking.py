"""The commands that ask a running portal over its API, with the operator's key."""

from __future__ import annotations

import argparse
import json
import sys
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from frontdoor.evaluation.report import HandoffReport, as_text
from frontdoor.handoffs.casefile import CaseDocument
from frontdoor.settings import read_settings

LONGEST_FILE = 10 * 1024 * 1024


class Failed(Exception):
    """The command cannot go on; the message is for the person at the terminal."""

    def __init__(self, message: str, document: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.document = document


def run(chosen: argparse.Namespace) -> int:
    """Runs a command; a refusal is printed (as JSON where that was asked for) and gives 1."""
    key = read_settings().operator_key_file
    headers = {"Authorization": f"Bearer {key.read_text().strip()}"} if key.exists() else {}
    try:
        with httpx.Client(base_url=chosen.url, headers=headers, timeout=30, trust_env=False) as portal:
            match chosen.command:
                case "submit":
                    return _submit(chosen, portal)
                case "case":
                    return _show(_ask(portal, "GET", f"/api/cases/{chosen.reference}"), as_json=chosen.json)
                case "report":
                    return _report(chosen, portal)
                case "resend":
                    _ask(portal, "POST", f"/api/handoffs/{chosen.handoff}/resend")
                    print("It will be tried again.")
                    return 0
                case _:
                    return _fault(chosen, portal)
    except Failed as failure:
        if failure.document is not None and getattr(chosen, "json", False):
            print(json.dumps(failure.document, indent=2))
        print(f"frontdoor: {failure}", file=sys.stderr)
        return 1


def _ask(portal: httpx.Client, method: str, path: str, **more: Any) -> Any:
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


def _submit(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    request = _read(chosen.file)
    if chosen.scenario:
        request["scenario"] = chosen.scenario
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    document = _ask(portal, "POST", "/api/cases", json=request, headers=headers)
    secret = document.pop("secret", None)
    end = time.monotonic() + chosen.wait
    while not document["finished"] and time.monotonic() < end:
        time.sleep(0.1)
        own = {"Case-Secret": secret} if secret else {}
        document = _ask(portal, "GET", f"/api/cases/{document['reference']}", headers=own)
    if secret:
        document["secret"] = secret
    _show(document, as_json=chosen.json)
    if chosen.wait and not document["finished"]:
        print(f"frontdoor: not finished after {chosen.wait:g} seconds", file=sys.stderr)
        return 1
    return 0


def _read(file: str) -> dict[str, Any]:
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
        raise Failed("A request is one JSON object: {life_event, facts, as_of?}.")
    return request


def _show(document: dict[str, Any], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(document, indent=2, ensure_ascii=False))
        return 0
    case = CaseDocument.model_validate(document)
    secret = document.get("secret")
    print(f"SIMULATION. Case {case.reference}: {case.life_event}, {case.scenario}, {case.calendar_days} days so far.")
    if secret:
        print(f"Secret {secret} (shown this once; the reference alone opens nothing).")
    for each in case.acting:
        waits = "; ".join(f"waits for {', '.join(wait.facts)} from {', '.join(wait.providers)}" for wait in each.waits)
        said = waits or each.reason
        print(f"  {each.status:<14} {each.service}" + (f"  ({said})" if said else ""))
    if case.standing_still:
        print(case.standing_still)
    return 0


def _report(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    address = f"/api/cases/{chosen.reference}/report" if chosen.reference else "/api/report"
    document = _ask(portal, "GET", address)
    print(json.dumps(document, indent=2) if chosen.json else as_text(HandoffReport.model_validate(document)))
    return 0


def _fault(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    if chosen.clear == bool(chosen.kind):
        raise Failed("Say either the kind of fault or --clear. Example: frontdoor fault dvla down")
    wish = {
        "agency": chosen.agency,
        "kind": chosen.kind,
        "world": chosen.world,
        "rate": chosen.rate,
        "seed": chosen.seed,
        "clear": chosen.clear,
    }
    on = _ask(portal, "POST", "/api/simulation/faults", json=wish)
    for each in on:
        print(f"{each['agency']}: {each['kind']} (world {each['world']}, rate {each['rate']:g})")
    if not on:
        print("No office has a fault.")
    return 0
