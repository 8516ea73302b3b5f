"""The daily digest: what the portal did in a day, office by office, on the page and as a file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from starlette.responses import Response

from frontdoor.handoffs.digest import OfficeDay, digest
from frontdoor.pages.desk.counter import Desk
from frontdoor.pages.evaluate.tables import Cell, as_csv, number, table

HEADS = ("Office", "Sent", "Tried again", "Done", "Said no", "Went wrong")


async def show_digest(desk: Desk) -> Response:
    """Shows one day, today unless another is asked for."""
    today = datetime.now(UTC).date()
    day = min(_asked_for(desk.query.get("day", "")) or today, today)
    found = await digest(day)
    made = table(
        f"digest-{day.isoformat()}",
        "What was sent to each office, and what became of what it has",
        HEADS,
        (_row(desk, each) for each in found.offices),
        note="In handoffs. A day is one of the clock on the wall, in UTC, whatever the simulated calendar says.",
    )
    if desk.query.get("format") == "csv":
        return as_csv(made)
    return desk.render(
        "digest.html",
        digest=found,
        table=made,
        csv=desk.address(format="csv"),
        before=desk.address(day=(day - timedelta(days=1)).isoformat()),
        after=desk.address(day=(day + timedelta(days=1)).isoformat()) if day < today else "",
    )


def _asked_for(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _row(desk: Desk, each: OfficeDay) -> tuple[Cell, ...]:
    counts = (each.sent, each.tried_again, each.completed, each.declined, each.went_wrong)
    return (Cell(desk.registry.agencies[each.agency].title), *(number(str(value), value) for value in counts))
