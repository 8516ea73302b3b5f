"""Where the days go: the longest way through a case, and how long each handoff took (measurement T2, T3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound
from frontdoor.evaluation.critical_path import PARTS, Leg, critical_path, last_decision
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import DAY
from frontdoor.pages.citizen.history import MEDIA
from frontdoor.pages.evaluate.looking import Look, worked_out
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.shown import EVENTS, NEEDS, address, show_all, written
from frontdoor.pages.evaluate.tables import Cell, Table, as_csv, number, table
from frontdoor.pages.evaluate.words import fact, party

ABOUT = ("T1", "T2", "E1")
# What the days of each part were spent on.
PART_WORDS: Mapping[str, str] = {
    "service": "an office at work, or its own waiting time",
    "queue": "waiting to be asked, sent or picked up",
    "handoff": "on the way from one to another",
    "citizen": "waiting for the citizen",
}
# A leg shorter than this many days is no bar that anybody could see.
VISIBLE = 0.02
HOURS_A_DAY = 24


@dataclass(frozen=True)
class Step:
    """One leg of the longest way: when it began and how long it took, in days, of which part, and what it led to."""

    start: float
    days: float
    part: str
    what: str
    x: float
    width: float
    event: str


@dataclass(frozen=True)
class Share:
    """How many days of the mean case went into one part."""

    part: str
    words: str
    days: float
    start: float
    width: float


@dataclass(frozen=True)
class Wait:
    """How long a way between two parties takes: half came within `middle`, nine in ten within `most`, in percent."""

    what: str
    way: str
    middle: float
    most: float
    says: str
    href: str


async def show_days(look: Look) -> Response:
    """Shows where the days went in a group of cases, and in one of them."""
    reference = look.query.get("case", "")
    found = look.record.find(reference) if reference else None
    if reference and found is None:
        raise NotFound("There is no case with this reference on record.")
    group = found[0] if found else look.group()
    if group is None:
        return look.nothing()
    case = found[1] if found else await worked_out(lambda: _middle(group))
    steps = await worked_out(lambda: _steps(case, look.registry) if case else [])
    path = _path_table(steps, look.record.reference(case.case_id) if case else "")
    edges = await worked_out(lambda: _edge_table(group, look.registry))
    if look.wants_csv:
        return as_csv(edges if look.query.get("table") == "edges" else path)
    context: dict[str, Any] = {
        "steps": [step for step in steps if step.days >= VISIBLE],
        "brief": sum(step.days < VISIBLE for step in steps),
        "total": sum(step.days for step in steps),
        "ticks": _ticks(sum(step.days for step in steps)),
        "reference": look.record.reference(case.case_id) if case else "",
        "needs": address(NEEDS, group, case=look.record.reference(case.case_id)) if case else "",
        "path_events": address(EVENTS, group, measure="T3", case=look.record.reference(case.case_id)) if case else "",
        "mean_events": address(EVENTS, group, measure="T3"),
        "path": path,
        "edges": edges,
        "csv_path": f"{look.path}?{urlencode({'case': look.record.reference(case.case_id), 'format': 'csv'})}"
        if case
        else "",
        "csv_edges": address(look.path, group, table="edges", format="csv"),
        "shares": _shares(group),
        "waits": _waits(group, look.registry),
        "parts": PART_WORDS,
        "about": await worked_out(lambda: show_all(group, ABOUT)),
        "others": [(look.record.reference(each.case_id), each is case) for each in group.cases[:12]],
        "more": max(0, len(group.cases) - 12),
    }
    return look.render("days.html", group, **context)


def _middle(group: Group) -> Trace | None:
    """Returns the case that took the middle time of those that are over: neither the best nor the worst."""
    over = [(last.at - case.begun, case.case_id, case) for case in group.cases if (last := last_decision(case))]
    return sorted(over, key=lambda each: each[:2])[len(over) // 2][2] if over else None


def _steps(case: Trace, registry: Registry) -> list[Step]:
    legs = critical_path(case)
    whole = sum(leg.took for leg in legs) or 1
    found, gone = [], 0
    for leg in legs:
        found.append(
            Step(
                gone / DAY,
                leg.took / DAY,
                leg.part,
                _what(case, leg, registry),
                100 * gone / whole,
                100 * leg.took / whole,
                leg.event,
            )
        )
        gone += leg.took
    return found


def _what(case: Trace, leg: Leg, registry: Registry) -> str:
    """Says what a leg led to: who did what."""
    event = case.by_id[leg.event]
    who = party(registry, event.service)
    about = ", ".join(fact(registry, each) for each in event.facts[:2]) + (" and more" if len(event.facts) > 2 else "")
    sender = party(registry, str(event.row.get("from_service") or ""))
    to = party(registry, str(event.row.get("to_service") or ""))
    match event.activity:
        case "handoff.received":
            return f"{to} gets {about or 'the request'} from {sender.who}"
        case "handoff.sent":
            return f"{sender} sends {about or 'the request'} to {to.who}"
        case "decision.made":
            return f"{who} decides"
        case "fact.written":
            return f"{who} finds out {about}"
        case "fact.corrected":
            return f"{who} puts right {about}"
        case "ask.issued":
            return f"{who} asks the citizen for {about}"
        case "ask.answered":
            return f"The citizen answers {who}"
    return f"{who}: {event.activity.replace('.', ' ').replace('_', ' ')}"


def _ticks(days: float) -> list[tuple[float, str]]:
    """Returns where the time axis is marked, in percent, and with which day."""
    step = next((each for each in (1, 2, 5, 10, 20, 50, 100, 200) if days / each <= 6), 500)
    return [(100 * day / days, str(day)) for day in range(0, int(days) + 1, step)] if days else []


def _shares(group: Group) -> list[Share]:
    value = group.measure("T3").value
    if not isinstance(value, Mapping):
        return []
    whole, gone, found = sum(value.values()) or 1.0, 0.0, []
    for part in PARTS:
        width = 100 * value[part] / whole
        found.append(Share(part, PART_WORDS[part], value[part], gone, width))
        gone += width
    return found


def _path_table(steps: list[Step], reference: str) -> Table:
    rows = [
        [
            Cell(step.what),
            Cell(PART_WORDS[step.part], value=step.part),
            number(written(step.start), step.start),
            number(written(step.days), step.days),
        ]
        for step in steps
    ]
    caption = f"The longest way through case {reference}, from the request to the last decision"
    return table(f"days-{reference}", caption, ("What it led to", "Spent on", "From day", "Days"), rows)


def _edge_table(group: Group, registry: Registry) -> Table:
    heads = ("From", "To", "By", "Handoffs", "Never came", "Half came within, days", "Nine in ten within, days")
    rows = [[*_edge(group, *each, registry)] for each in _edges(group)]
    note = (
        "Office hours and days off included. What never came counts as under way until its case ends. What is not on "
        "the longest way did not make the case longer."
    )
    made = table(f"waiting-{group.scenario}", "How long each handoff took, by sender, receiver and way", heads, rows)
    return Table(made.name, made.caption, made.heads, made.rows, note, made.numbers)


def _edges(group: Group) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    value = group.measure("T2_edges").value
    for sender, receivers in (value or {}).items() if isinstance(value, Mapping) else ():
        for to, media in receivers.items():
            for medium, said in media.items():
                yield sender, to, medium, said


def _waits(group: Group, registry: Registry) -> list[Wait]:
    """Returns the ways that take time to speak of, in the table's order and on one scale."""
    days = [
        (sender, to, medium, said, said["median"] / HOURS_A_DAY, (said["p90"] or said["median"]) / HOURS_A_DAY)
        for sender, to, medium, said in _edges(group)
        if said["median"] is not None and said["median"] / HOURS_A_DAY >= VISIBLE
    ]
    longest = max((most for *_, most in days), default=1.0)
    return [
        Wait(
            f"{party(registry, sender)} → {party(registry, to)}",
            _by(medium),
            100 * middle / longest,
            100 * most / longest,
            f"{written(middle)} days, nine in ten within {written(most)}",
            _edge_href(group, sender, to, medium),
        )
        for sender, to, medium, _, middle, most in days
    ]


def _by(medium: str) -> str:
    return MEDIA.get(medium, medium).replace("by you", "by the citizen")


def _edge_href(group: Group, sender: str, to: str, medium: str) -> str:
    return address(EVENTS, group, measure="T2_edges", from_service=sender, to_service=to, medium=medium)


def _edge(
    group: Group, sender: str, to: str, medium: str, said: Mapping[str, Any], registry: Registry
) -> Iterator[Cell]:
    yield Cell(str(party(registry, sender)), value=sender)
    yield Cell(str(party(registry, to)), value=to)
    yield Cell(_by(medium), value=medium)
    yield number(str(said["n"]), said["n"], _edge_href(group, sender, to, medium))
    yield number(str(said["lost"]), said["lost"])
    for key in ("median", "p90"):
        hours = said[key]
        yield Cell("not in sight") if hours is None else number(written(hours / HOURS_A_DAY), hours / HOURS_A_DAY)
