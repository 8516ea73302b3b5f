"""The offices as the portal meets them: how each stands, and the page on which one is paused and resumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from starlette.responses import Response

from frontdoor.errors import Problem, Refused
from frontdoor.handoffs.breaker import State
from frontdoor.handoffs.pausing import PAUSED, PauseWish, known_agency, pauses
from frontdoor.handoffs.rollcall import OfficeStanding
from frontdoor.handoffs.stocktaking import Stock
from frontdoor.pages.desk.counter import BASE, Desk
from frontdoor.pages.desk.faults import simulated
from frontdoor.pages.evaluate.tables import Cell, Table, as_csv, number, table
from frontdoor.rendering import count

OFFICES = f"{BASE}/offices"
HEADS = ("Office", "State", "Waits for it", "It has", "Needs a person", "Not as agreed", "Oldest (days)")
STOCK_HEADS = ("Office", "Asked about", "Found", "Missing", "Not reached", "Cannot be compared")
BREAKERS = {
    State.CLOSED: "As usual",
    State.HALF_OPEN: "Being tried",
    State.OPEN: "Left alone for a moment",
}
MISSING_NAME = "Enter your name"


@dataclass(frozen=True)
class Pause:
    """A pause or a resumption that is on record. `when` is the clock on the wall, in UTC."""

    what: str
    by: str
    reason: str
    when: datetime


async def show_offices(desk: Desk) -> Response:
    """Lists every office with its state, those first at which something is amiss."""
    offices = sorted(await desk.portal.roll_call(), key=lambda each: (not _amiss(each), each.title))
    made = table("offices", "How each office stands", HEADS, (_row(each) for each in offices), note=_note(offices))
    if desk.query.get("format") == "csv":
        return as_csv(made)
    return desk.render(
        "offices.html",
        table=made,
        csv=desk.address(format="csv"),
        paused=[each for each in offices if each.paused],
        amiss=sum(_amiss(each) for each in offices),
    )


async def show_office(desk: Desk) -> Response:
    """Shows one office: its state, the form that pauses or resumes it, and who did so before. Raises NotFound."""
    return await _office(desk)


async def change_office(desk: Desk) -> Response:
    """Pauses or resumes an office, whichever the button says. Raises NotFound, Refused."""
    agency, form = desk.visit.named("agency"), desk.visit.form
    try:
        wish = PauseWish(by=form.get("by", ""), reason=form.get("reason", ""))
    except ValidationError as error:
        where = {str(each["loc"][0]) for each in error.errors()}
        return await _office(desk, MISSING_NAME if "by" in where else "", "reason" in where)
    match form.get("act"):
        case "pause":
            await desk.portal.pause(agency, wish)
        case "resume":
            await desk.portal.resume(agency, wish)
        case _:
            raise Refused([Problem("act", "An office is paused or resumed.")])
    return desk.visit.go(f"{OFFICES}/{agency}")


async def before_taking_stock(desk: Desk) -> Response:
    """Says what the button does."""
    return desk.render("stock.html", stock=None)


async def take_stock(desk: Desk) -> Response:
    """Asks every office what it has, and shows what each said."""
    stock = await desk.portal.take_stock()
    return desk.render("stock.html", stock=stock, table=_stock(stock))


async def _office(desk: Desk, no_name: str = "", too_long: bool = False) -> Response:
    agency = known_agency(desk.visit.named("agency"), desk.registry)
    standing = next(each for each in await desk.portal.roll_call() if each.agency == agency.key)
    past = [
        Pause(
            "Paused" if each.activity == PAUSED else "Resumed",
            str(each.data["by"]),
            str(each.data["reason"]),
            each.recorded_at,
        )
        for each in await pauses(agency.key)
    ]
    errors = [{"text": no_name, "href": "#by"}] if no_name else []
    if too_long:
        errors.append({"text": "Give the reason in 500 characters or fewer", "href": "#reason"})
    return desk.render(
        "office.html",
        422 if errors else 200,
        agency=agency,
        standing=standing,
        state=state_of(standing),
        past=past,
        errors=errors,
        no_name=no_name,
        typed=desk.visit.form,
        simulated=await simulated(desk, agency.key),
    )


def state_of(each: OfficeStanding) -> str:
    """Returns how an office stands, in words."""
    return "Paused" if each.paused else BREAKERS[each.breaker]


def _amiss(each: OfficeStanding) -> bool:
    return each.paused or each.breaker is not State.CLOSED or bool(each.needs_person)


def _row(each: OfficeStanding) -> tuple[Cell, ...]:
    counts = (each.waiting, each.with_it, each.needs_person, each.drifting)
    return (
        Cell(each.title, f"{OFFICES}/{each.agency}"),
        Cell(state_of(each), note=f"by {each.paused_by}" if each.paused else ""),
        *(number(str(value), value) for value in counts),
        number("" if each.oldest_days is None else str(each.oldest_days), each.oldest_days),
    )


def _note(offices: Sequence[OfficeStanding]) -> str:
    handoffs = count(sum(each.open for each in offices), "handoff")
    return f"{handoffs} in all that have not ended, over all worlds. Days are those of each world's calendar."


def _stock(stock: Stock) -> Table:
    rows = (
        (
            Cell(each.title, f"{OFFICES}/{each.agency}"),
            *(
                number(str(value), value)
                for value in (each.asked, each.found, each.missing, each.unreached, each.not_comparable)
            ),
        )
        for each in stock.offices
    )
    note = f"In handoffs. {count(stock.left_out, 'older one')} left out." if stock.left_out else "In handoffs."
    return table("reconciliation", "Our record beside what each office says", STOCK_HEADS, rows, note=note)
