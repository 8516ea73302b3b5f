"""Events, listed: what a measure counted, event by event, from the record itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.responses import Response

from frontdoor.errors import NotFound
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import Event
from frontdoor.pages.citizen.history import MEDIA
from frontdoor.pages.evaluate.looking import Look, worked_out
from frontdoor.pages.evaluate.needs import DAYS, paged
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.shown import show
from frontdoor.pages.evaluate.tables import Cell, Table, table
from frontdoor.pages.evaluate.words import MEASURE_NAMES, fact, party

# By these a list of events can be narrowed down.
ENDS = ("from_service", "to_service", "medium")
HEADS = ("Case", "When", "What happened", "Who", "From", "To", "By", "About")


async def show_events(look: Look) -> Response:
    """Lists the events that a measure counted."""
    group = look.group()
    if group is None:
        return look.nothing()
    key = look.query.get("measure", "")
    if key not in MEASURE_NAMES:
        raise NotFound("There is no such measure on these pages.")
    shown = await worked_out(lambda: show(group, key))
    made = await worked_out(lambda: _table(look, group, key))
    if look.wants_csv:
        return look.answer("events.html", group, made)
    rows, pages = paged(look, len(made.rows))
    part = table(made.name, made.caption, made.heads, made.rows[rows])
    return look.render("events.html", group, table=part, number=len(made.rows), shown=shown, pages=pages)


def _table(look: Look, group: Group, key: str) -> Table:
    wanted = [*dict.fromkeys(group.measure(key).events)]
    only = look.query.get("case", "")
    whose: dict[str, tuple[Trace, Event]] = {}
    for case in group.cases:
        if only in ("", look.record.reference(case.case_id)):
            whose |= {number: (case, event) for number, event in case.by_id.items() if _between(look, event)}
    rows = [[*_row(look, *whose[own], number)] for number in wanted if (own := number.partition(".")[0]) in whose]
    return table(f"events-{key}-{group.scenario}", f"Events behind {MEASURE_NAMES[key].title}", HEADS, rows)


def _between(look: Look, event: Event) -> bool:
    """Says whether an event is of the sender, receiver and medium that were asked for."""
    asked = ((look.query.get(name, ""), name) for name in ENDS)
    return all(wanted in ("", str(event.row.get(name) or "")) for wanted, name in asked)


def _row(look: Look, case: Trace, event: Event, number: str) -> Iterator[Cell]:
    known, row = look.registry, event.row
    reference = look.record.reference(case.case_id)
    moment = datetime.fromtimestamp(event.at / 1000, UTC)
    yield Cell(reference, f"{DAYS}?{urlencode({'case': reference})}")
    yield Cell(f"{moment.day} {moment:%b %Y, %H:%M}", value=moment.isoformat())
    yield Cell(event.activity.replace(".", " ").replace("_", " "), value=event.activity)
    yield Cell(str(party(known, event.service)) if event.service else "–", value=event.service)
    for end in ENDS[:2]:
        who = str(row.get(end) or "")
        yield Cell(str(party(known, who)) if who else "–", value=who)
    medium = str(row.get("medium") or "")
    yield Cell(MEDIA.get(medium, medium).replace("by you", "by the citizen") or "–", value=medium)
    # an event about several facts has one id with a number behind it for each of them after the first
    about = event.facts
    at = number.partition(".")[2]
    if at.isdigit() and int(at) < len(about):
        about = (about[int(at)],)
    yield Cell(", ".join(fact(known, each) for each in about) or "–", value=" ".join(about))
