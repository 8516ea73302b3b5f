"""The promise that an office's usual time makes: when it is asked whether it still has what it took, and when a person
should look because it takes far too long. Pure; times are on the office calendar.

    taken ──half the usual time──> asked ──the other half──> late: asked, ever more seldom ──> overdue: a person looks
"""

from __future__ import annotations

from datetime import datetime, timedelta

from frontdoor.handoffs.clock import working_days_after

SHOULD_HAVE_COME = timedelta(days=30)  # assumption: by then a clerk's note or a letter has come, or is lost
LEAST_OVERDUE = timedelta(days=180)  # assumption: longer than any office of the town takes after what is usual


def half(usually: int) -> int:
    """Returns the working days after which an office is first asked: half of what it usually takes, one at least.

    So what it has lost is found within its promise time, and there is time left to hand it over anew.
    """
    return max(1, -(-usually // 2))


def next_look(now: datetime, usually: int, every: int | None, expected_by: datetime | None) -> datetime:
    """Returns when an office that works on something is asked how far it is.

    usually      the working days that it usually takes
    every        the working days between two questions to an office that never calls back; None where it does
    expected_by  by when it is expected to end; once that is over, one that calls back is asked ever more seldom
    """
    if every:
        return working_days_after(now, every)
    late = (now - expected_by).days if expected_by is not None and now > expected_by else 0
    return working_days_after(now, max(half(usually), late))


def is_overdue(now: datetime, usually: int, expected_by: datetime | None) -> bool:
    """Says whether an office takes so long that asking again is no use: ten times the usual, half a year at least."""
    if expected_by is None:
        return False
    return now - expected_by > max(timedelta(days=10 * usually), LEAST_OVERDUE)
