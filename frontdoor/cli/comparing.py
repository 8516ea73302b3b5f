"""The command that makes one request in several worlds and shows side by side how it went."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any

import httpx

from frontdoor.cli.calling import ask, call, follow, read_request
from frontdoor.handoffs.comparison import ComparedCase, ComparisonDocument

LABEL, COLUMN = 36, 18

NUMBERS: tuple[tuple[str, Callable[[ComparedCase], int]], ...] = (
    ("Carried or told again", lambda one: one.summary.carried_or_told_again),
    ("Letters received", lambda one: one.summary.letters),
    ("Tasks done", lambda one: one.summary.tasks),
    ("Contacts", lambda one: one.summary.contacts),
    ("Services completed", lambda one: one.summary.services_completed),
    ("Days", lambda one: one.summary.calendar_days),
)
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
    found = [_made(file, seed, chosen, portal) for file in chosen.file for seed in range(chosen.seeds)]
    documents = [ComparisonDocument.model_validate(each) for each in found]
    if chosen.json:
        print(json.dumps(found[0] if len(found) == 1 else {"comparisons": found}, indent=2, ensure_ascii=False))
    elif len(documents) == 1:
        print(side_by_side(documents[0]))
        print(f"\nIn a browser: {portal.base_url.join('/evaluate/compare/' + documents[0].comparison)}")
    else:
        print(on_average(documents))
        print(f"\nWith intervals: {portal.base_url.join('/evaluate/report?scenarios=' + chosen.scenarios)}")
    if chosen.wait and not all(each.finished for each in documents):
        print(f"frontdoor: not finished after {chosen.wait:g} seconds", file=sys.stderr)
        return 1
    return 0


def _made(file: str, seed: int, chosen: argparse.Namespace, portal: httpx.Client) -> dict[str, Any]:
    """Makes one request in the worlds, with one chance, and returns the comparison when it is over."""
    request = read_request(file)
    for name in ("scenario", "world"):
        request.pop(name, None)  # what the file says of a single case
    request["scenarios"] = [each.strip() for each in chosen.scenarios.split(",") if each.strip()]
    request |= {"seed": seed} if seed else {}
    if chosen.citizen:
        request["citizen"] = chosen.citizen
    if len(chosen.file) * chosen.seeds > 1:
        print(f"{file}, chance {seed + 1} of {chosen.seeds} ...", file=sys.stderr)
    document: dict[str, Any] = ask(portal, "POST", "/api/comparisons", json=request)
    return follow(portal, f"/api/comparisons/{document['comparison']}", document, chosen.wait, {})


def on_average(documents: Sequence[ComparisonDocument]) -> str:
    """Returns several comparisons in the same worlds as one table: means, and from the least to the most."""
    first = documents[0].worlds
    by_scenario = [
        [world for each in documents for world in each.worlds if world.scenario == one.scenario] for one in first
    ]
    lines = [
        f"SIMULATION. {len(documents)} requests, each made in {len(first)} worlds with the same chance. Means.",
        "",
    ]
    lines += [_line("", [each.scenario for each in first]), "-" * (LABEL + COLUMN * len(first))]
    lines += [_line(label, [_spread([value(one) for one in some]) for some in by_scenario]) for label, value in NUMBERS]
    return "\n".join(line.rstrip() for line in lines)


def _spread(numbers: Sequence[int]) -> str:
    return f"{fmean(numbers):.1f} ({min(numbers)}–{max(numbers)})"


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
