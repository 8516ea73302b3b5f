"""What happened in a day: requests taken and ended, and by office what was sent, done, refused and went wrong.

A day is one of the wall clock (UTC): it is about what the portal did, not about what the offices' calendar says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from frontdoor.cases.models import Case
from frontdoor.handoffs.events import FINAL, Step
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.state import ACTING, ASKS_AN_OFFICE, PART

AT_ONCE = 500  # rows looked up by number in one question; SQLite takes 999 at most
WENT_WRONG = frozenset({Step.GAVE_UP, Step.MISBEHAVED, Step.BROKE, Step.UNCERTAIN})
COUNTED: dict[str, str] = {
    Step.SENT: "sent",
    Step.UNANSWERED: "tried_again",
    Step.COMPLETED: "completed",
    Step.DECLINED: "declined",
    **dict.fromkeys(WENT_WRONG, "went_wrong"),
}


@dataclass(frozen=True)
class OfficeDay:
    """One office's day, in handoffs: what it was sent, and what became of what it has."""

    agency: str
    sent: int = 0
    tried_again: int = 0
    completed: int = 0
    declined: int = 0
    went_wrong: int = 0


@dataclass(frozen=True)
class Digest:
    """One day: how many requests were taken and ended, how many are open now, and what each office did."""

    day: date
    taken: int
    ended: int
    open: int
    open_handoffs: int
    offices: tuple[OfficeDay, ...]


async def digest(day: date) -> Digest:
    """Returns what happened on a day.

    Requests end on the office calendar, which a simulation moves at will; so a request counts as ended on the day on
    which its end was written down.
    """
    begin = datetime.combine(day, time(0), UTC)
    end = begin + timedelta(days=1)
    written = LedgerEvent.filter(recorded_at__gte=begin, recorded_at__lt=end)
    steps = await written.filter(step__in=list(COUNTED)).values_list("handoff_id", "step")
    targets = await _targets({str(handoff) for handoff, _ in steps if handoff})
    counted: dict[str, Counter[str]] = {}
    for handoff, step in steps:
        agency = targets.get(str(handoff), "")
        if agency:
            counted.setdefault(agency, Counter())[COUNTED[step]] += 1
    asks = Handoff.filter(kind__in=[ACTING, PART])
    return Digest(
        day=day,
        taken=await Case.filter(recorded_at__gte=begin, recorded_at__lt=end).count(),
        ended=await written.filter(activity="case.closed").count(),
        open=await Case.filter(closed_at__isnull=True).count(),
        open_handoffs=await asks.exclude(status__in=sorted(FINAL)).count(),
        offices=tuple(OfficeDay(agency, **counts) for agency, counts in sorted(counted.items())),
    )


async def _targets(numbers: Iterable[str]) -> dict[str, str]:
    """Returns the agency of each handoff by which we ask an office; letters and notes are not ours and are left out."""
    found: dict[str, str] = {}
    wanted = sorted(numbers)
    for at in range(0, len(wanted), AT_ONCE):
        ours = Handoff.filter(id__in=wanted[at : at + AT_ONCE], kind__in=ASKS_AN_OFFICE)
        found |= {number: party.partition(".")[0] for number, party in await ours.values_list("id", "to_party")}
    return found
