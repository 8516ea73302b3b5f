"""Whether the offices' own books and our record agree, in words."""

from __future__ import annotations

from dataclasses import dataclass

from frontdoor.cases.models import Case
from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.handoffs.portal import Portal
from frontdoor.handoffs.reconciling import Reconciliation
from frontdoor.rendering import count

UNREAD = "The offices’ own books cannot be read at the moment, so nobody can say whether they agree with our record."
AHEAD = (
    "While offices are at work they may be ahead of us for a while. What is still here when all is settled is wrong."
)
WRONG = "Nothing is on its way any more, so somebody has to look into it."


@dataclass(frozen=True)
class Agreement:
    """What is said on top, each difference, and what to make of them."""

    said: str
    differences: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    meaning: str = ""


async def agreement(portal: Portal, case: Case) -> Agreement | None:
    """Returns how books and record compare; None where offices show nobody their books."""
    try:
        comparison = await portal.compare_books(case)
    except TownUnreachable:
        return Agreement(UNREAD)
    return worded(comparison, over=case.closed_at is not None) if comparison is not None else None


def worded(comparison: Reconciliation, *, over: bool) -> Agreement:
    """Returns a comparison in words; `over`: the case is closed."""
    compared = f"{count(comparison.compared, 'entry', 'entries')} in their own books compared with ours"
    if comparison.agrees:
        return Agreement(f"Offices and our record agree: {compared}.", repeated=comparison.repeated)
    places = count(len(comparison.differences), "place")
    return Agreement(
        f"Offices and our record differ in {places}: {compared}.",
        comparison.differences,
        comparison.repeated,
        WRONG if over else AHEAD,
    )
