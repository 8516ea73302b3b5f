"""The commands that ask a running portal over its API, with the operator's key."""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from typing import Any

import httpx

from frontdoor.cli.calling import Failed, ask, call, follow, read_request
from frontdoor.cli.offices import pause, reconcile, resume
from frontdoor.cli.relating import relate
from frontdoor.cli.resending import resend
from frontdoor.evaluation.report import HandoffReport, as_text
from frontdoor.handoffs.casedocument import CaseDocument

WITH_WAIT = "attentive"


def run(chosen: argparse.Namespace) -> int:
    """Runs a command."""
    commands = {
        "submit": _submit,
        "case": _case,
        "report": _report,
        "resend": resend,
        "fault": _fault,
        "relate": relate,
        "pause": pause,
        "resume": resume,
        "reconcile": reconcile,
    }
    return call(chosen, commands[chosen.command])


def _case(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    return _show(ask(portal, "GET", f"/api/cases/{chosen.reference}"), as_json=chosen.json)


def _submit(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    request = read_request(chosen.file)
    if chosen.scenario:
        request["scenario"] = chosen.scenario
    if chosen.citizen or (chosen.wait and "citizen" not in request):
        request["citizen"] = chosen.citizen or WITH_WAIT
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    document = ask(portal, "POST", "/api/cases", json=request, headers=headers)
    secret = document.pop("secret", None)
    own = {"Case-Secret": secret} if secret else {}
    document = follow(portal, f"/api/cases/{document['reference']}", document, chosen.wait, own)
    if secret:
        document["secret"] = secret
    _show(document, as_json=chosen.json)
    if chosen.wait and not document["finished"]:
        print(f"frontdoor: not finished after {chosen.wait:g} seconds", file=sys.stderr)
        return 1
    return 0


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
    document = ask(portal, "GET", address)
    print(json.dumps(document, indent=2) if chosen.json else as_text(HandoffReport.model_validate(document)))
    return 0


def _fault(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    if not chosen.clear and not chosen.kind:
        raise Failed("Say which kind of fault, or --clear. Example: frontdoor fault dvla down")
    wish = {
        "agency": chosen.agency,
        "kind": chosen.kind,
        "world": chosen.world,
        "rate": chosen.rate,
        "seed": chosen.seed,
        "clear": chosen.clear,
    }
    on = ask(portal, "POST", "/api/simulation/faults", json=wish)
    for each in on:
        print(f"{each['agency']}: {each['kind']} (world {each['world']}, rate {each['rate']:g})")
    if not on:
        print("No office has a fault.")
    return 0
