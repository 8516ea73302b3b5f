"""The commands for offices: pause and resume one, see how each stands, and ask all what they have."""

from __future__ import annotations

import argparse
import getpass
import json

import httpx

from frontdoor.cli.calling import ask
from frontdoor.handoffs.rollcall import OfficeStanding
from frontdoor.handoffs.stocktaking import Stock


def pause(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    """Pauses an office, or lists how each stands. Raises Failed."""
    return _change("pause", chosen, portal)


def resume(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    """Resumes an office, or lists how each stands. Raises Failed."""
    return _change("resume", chosen, portal)


def reconcile(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    """Asks offices for what our record says they have; 1 where something is missing. Raises Failed."""
    params = {"agency": chosen.agency} if chosen.agency else {}
    document = ask(portal, "POST", "/api/reconciliation", params=params)
    stock = Stock.model_validate(document)
    if chosen.json:
        print(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        print("\n".join(_stock(stock)))
    return 1 if stock.missing else 0


def _change(act: str, chosen: argparse.Namespace, portal: httpx.Client) -> int:
    if chosen.agency:
        wish = {"by": chosen.by or getpass.getuser(), "reason": chosen.reason}
        document = ask(portal, "POST", f"/api/offices/{chosen.agency}/{act}", json=wish)
    else:
        document = ask(portal, "GET", "/api/offices")
    if chosen.json:
        print(json.dumps(document, indent=2, ensure_ascii=False))
        return 0
    offices = [OfficeStanding.model_validate(each) for each in document["offices"]]
    print("\n".join(_line(each) for each in offices if chosen.agency in (None, each.agency)))
    return 0


def _line(each: OfficeStanding) -> str:
    why = f": {each.paused_because}" if each.paused_because else ""
    state = f"paused by {each.paused_by}{why}" if each.paused else str(each.breaker)
    return f"{each.agency}: {state} ({each.waiting} wait, {each.with_it} there, {each.needs_person} need a person)"


def _stock(stock: Stock) -> list[str]:
    lines = [
        f"{each.agency}: {each.asked} asked about, {each.found} found, {each.missing} missing, "
        f"{each.unreached} not reached, {each.not_comparable} not comparable"
        for each in stock.offices
    ]
    lines += [f"  missing: {each.handoff_id}  {each.case}  {each.service}" for each in stock.missing]
    if stock.left_out:
        lines.append(f"{stock.left_out} older handoffs were left out.")
    return lines or ["Our record does not say of any office that it has something."]
