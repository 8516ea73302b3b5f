"""The desk's first page: what needs a person, narrowed as one likes; one of them with its history; sending again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from starlette.responses import Response

from frontdoor.errors import NotFound, Problem, Refused
from frontdoor.handoffs.models import LedgerEvent
from frontdoor.handoffs.workqueue import CAN_BE_RESENT, Item, Trouble, Wanted
from frontdoor.pages.desk.counter import BASE, Desk
from frontdoor.pages.desk.words import STEPS, TROUBLES
from frontdoor.pages.evaluate.tables import Cell, as_csv, table
from frontdoor.rendering import count

NARROWS = ("trouble", "agency", "world")
HEADS = ("Service", "Trouble", "Since", "Looked after by", "Case", "World", "Tries")


@dataclass(frozen=True)
class Happened:
    """One event of a handoff: on its world's calendar and on the clock on the wall."""

    what: str
    reason: str
    when: datetime
    written: datetime


async def show_work(desk: Desk) -> Response:
    """Lists what needs a person."""
    wanted = _wanted(dict(desk.query))
    every = await desk.portal.work_waiting()
    items = await desk.portal.work_waiting(wanted)
    made = table("work", "What needs a person", HEADS, (_row(desk, each) for each in items))
    if desk.query.get("format") == "csv":
        return as_csv(made)
    return desk.render(
        "work.html",
        items=items,
        groups=[(each, *TROUBLES[each], [item for item in items if item.trouble is each]) for each in Trouble],
        choices=_choices(desk, every, wanted),
        wanted=wanted,
        narrowed=any(getattr(wanted, name) for name in NARROWS),
        can_be_resent=sum(each.trouble in CAN_BE_RESENT for each in items),
        csv=desk.address(format="csv"),
    )


async def show_one(desk: Desk) -> Response:
    """Shows one handoff that needs a person: what happened to it, whose it is, and the way to send it again."""
    number = desk.visit.named("handoff")
    item = next(iter(await desk.portal.work_waiting(Wanted(handoff=number[:32]))), None)
    events = await LedgerEvent.filter(handoff_id=number[:32]).exclude(step="").order_by("seq")
    if not events:
        raise NotFound("There is no such handoff here.")
    happened = [
        Happened(STEPS.get(each.step, each.step), str(each.data.get("reason", "")), each.timestamp, each.recorded_at)
        for each in events
    ]
    trouble = TROUBLES[item.trouble] if item else ("", "")
    resendable = item is not None and item.trouble in CAN_BE_RESENT
    return desk.render("handoff.html", item=item, number=number, happened=happened, trouble=trouble, can_be=resendable)


async def before_resending(desk: Desk) -> Response:
    """Lists what would be sent again, before anything is: the dry run of the button. Raises Refused."""
    items = await desk.portal.resend_all(_wanted(dict(desk.query)), dry_run=True)
    offices = Counter(desk.registry.agencies[each.agency].title for each in items)
    return desk.render("resend.html", items=items, offices=sorted(offices.items()), wanted=_wanted(dict(desk.query)))


async def send_again(desk: Desk) -> Response:
    """Sends again what the form names. Raises Refused where nothing fits any more."""
    fields = {name: desk.visit.form.get(name, "") for name in ("handoff", *NARROWS)}
    items = await desk.portal.resend_all(_wanted(fields), dry_run=False)
    return desk.render("sent.html", said=count(len(items), "handoff"), items=items)


def _wanted(fields: dict[str, str]) -> Wanted:
    """Returns what was asked for. Raises Refused."""
    known = {name: value for name, value in fields.items() if name in Wanted.model_fields and value}
    try:
        return Wanted.model_validate(known)
    except ValidationError as error:
        raise Refused(
            [Problem(str(each["loc"][0]), "There is no such choice here.") for each in error.errors()]
        ) from None


def _choices(desk: Desk, every: list[Item], wanted: Wanted) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Returns each select of the filter: its name, its label, and its options with how many each would show."""
    found = []
    for name, label in (("trouble", "Trouble"), ("agency", "Office"), ("world", "World")):
        counted = Counter(str(getattr(each, name)) for each in every)
        options = [("", "All", not getattr(wanted, name))]
        options += [
            (value, f"{_called(desk, name, value)} ({number})", value == getattr(wanted, name))
            for value, number in sorted(counted.items())
        ]
        found.append((name, label, options))
    return found


def _called(desk: Desk, name: str, value: str) -> str:
    match name:
        case "trouble":
            return TROUBLES[Trouble(value)][0]
        case "agency":
            return desk.registry.agencies[value].title
        case _:
            return value


def _row(desk: Desk, each: Item) -> tuple[Cell, ...]:
    service = desk.registry.services[each.service].title
    return (
        Cell(f"{desk.registry.agencies[each.agency].title}: {service}", f"{BASE}/handoffs/{each.handoff_id}"),
        Cell(TROUBLES[each.trouble][0], note=each.reason),
        Cell(each.since.date().isoformat(), note=count(each.days, "day")),
        Cell(each.owner),
        Cell(each.case),
        Cell(each.world),
        Cell(str(each.tries), value=each.tries, number=True),
    )
