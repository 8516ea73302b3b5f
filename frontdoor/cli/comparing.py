"""The command that makes one request in several worlds and shows side by side how it went."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Callable

import httpx

from frontdoor.cli.calling import ask, call, follow, read_request
from frontdoor.handoffs.comparison import ComparedCase, ComparisonDocument

LABEL, COLUMN = 36, 18

ROWS: tuple[tuple[str, Callable[[ComparedCase], str]], ...] = (
    ("Front door", lambda one: "yes" if one.summary.front_door else "no"),
    ("Carried or told again", lambda one: str(one.summary.carried_or_told_again)),
    ("  carried from office to office", lambda one: str(one.summary.carried)),
    ("  told again", lambda one: str(one.summary.told_again)),
    ("Letters received", lambda one: str(one.summary.letters)),
    ("Tasks done", lambda one: str(one.summary.tasks)),
    ("Contacts", lambda one: str(one.summary.contacts)),
    ("Services completed", lambda one: f"{one.summary.services_completed} of {one.summary.services}"),
    ("Days", lambda one: str(one.summary.calendar_days) + ("" if one.summary.finished else " so far")),
    ("Reference", lambda one: one.case.reference),
)


def run(chosen: argparse.Namespace) -> int:
    """Runs `compare`."""
    return call(chosen, _compare)


def _compare(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    request = read_request(chosen.file)
    for name in ("scenario", "world"):
        request.pop(name, None)  # what the file says of a single case
    request["scenarios"] = [each.strip() for each in chosen.scenarios.split(",") if each.strip()]
    if chosen.citizen:
        request["citizen"] = chosen.citizen
    document = ask(portal, "POST", "/api/comparisons", json=request)
    document = follow(portal, f"/api/comparisons/{document['comparison']}", document, chosen.wait, {})
    if chosen.json:
        print(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        print(side_by_side(ComparisonDocument.model_validate(document)))
        print(f"\nIn a browser: {portal.base_url.join('/evaluate/compare/' + document['comparison'])}")
    if chosen.wait and not document["finished"]:
        print(f"frontdoor: not finished after {chosen.wait:g} seconds", file=sys.stderr)
        return 1
    return 0


def side_by_side(document: ComparisonDocument) -> str:
    """Returns a comparison as a table in plain text, a column for each world."""
    count = len(document.worlds)
    lines = [f"SIMULATION. One request ({document.life_event}), told on {document.as_of}, in {count} worlds.", ""]
    titles = [textwrap.wrap(each.title, COLUMN - 2) for each in document.worlds]
    for row in range(max(map(len, titles))):
        lines.append(_line("", [title[row] if row < len(title) else "" for title in titles]))
    lines.append(_line("", [each.scenario for each in document.worlds]))
    lines.append("-" * (LABEL + COLUMN * count))
    lines += [_line(label, [value(each) for each in document.worlds]) for label, value in ROWS]
    match document.confirmation_equal:
        case True:
            said = "Every world that has a front door gave the same confirmation, word for word."
        case False:
            said = "The confirmations differ between worlds."
        case None:
            said = "Fewer than two of these worlds have a front door, so there are no confirmations to compare."
    return "\n".join(line.rstrip() for line in [*lines, "", said])


def _line(label: str, cells: list[str]) -> str:
    return label.ljust(LABEL) + "".join(each.rjust(COLUMN) for each in cells)
