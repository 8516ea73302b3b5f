"""Whether an office still has what it said it has: what shows it, when it is asked, and what follows where it has not.

What an office answers when something is handed over proves little: it may say so and lose it. What it says by itself
later, or when it is asked, comes from its own books. A case is over when nothing in it stands on a first answer alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from frontdoor.discovery import Registry
from frontdoor.handoffs.clock import working_days_after
from frontdoor.handoffs.events import Status, Step
from frontdoor.handoffs.ledger import Entry
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.promise import half
from frontdoor.handoffs.state import ASKS_AN_OFFICE, SUPPLY

MOST_LOSSES = 2  # the next time, a person asks the office what it does with it


def can_be_asked(handoff: Handoff, registry: Registry) -> bool:
    """Says whether an office can be asked whether it has something: by our key, or by its own reference."""
    by_reference = handoff.kind != SUPPLY and handoff.known_as is not None
    return by_reference or registry.adapters[handoff.target].asked_by_key


def unconfirmed(entry: Entry, registry: Registry) -> list[Handoff]:
    """Returns what offices said they have or have done, and have not shown to have since."""
    return [
        each
        for each in entry.handoffs.values()
        if each.kind in ASKS_AN_OFFICE
        and Status(each.status) is Status.COMPLETED
        and each.sent_at is not None
        and each.confirmed_at is None
        and can_be_asked(each, registry)
    ]


def look_later(entry: Entry, handoff: Handoff, registry: Registry, by: str = "") -> None:
    """Has an office asked within the promise time whether it has what it, or the service that carries it, took."""
    if handoff.confirmed_at is None and can_be_asked(handoff, registry):
        usually = int(registry.services[by or handoff.target].usually.on(entry.now.date()))
        handoff.follow_up_at = working_days_after(entry.now, half(usually))


def look_in_time(entry: Entry, registry: Registry) -> bool:
    """Has everything that is not confirmed asked about within its promise time; says whether there is any."""
    waiting = unconfirmed(entry, registry)
    for each in waiting:
        if each.follow_up_at is None:
            look_later(entry, each, registry)
    return bool(waiting)


def look_now(entry: Entry, registry: Registry) -> bool:
    """Has everything that is not confirmed asked about now: nothing else is left for which time would pass.

    Says whether there is any.
    """
    waiting = unconfirmed(entry, registry)
    for each in waiting:
        if each.follow_up_at is None or each.follow_up_at > entry.now:
            each.follow_up_at = entry.now
    return bool(waiting)


def confirm(entry: Entry, handoff: Handoff) -> None:
    """Notes that an office has shown to have something."""
    handoff.confirmed_at = entry.now
    if Status(handoff.status) is Status.COMPLETED:
        handoff.follow_up_at = None


def ended(entry: Entry, asked: Handoff) -> None:
    """Notes what an office's own decision shows: that it has the request, and what it could not decide without."""
    confirm(entry, asked)
    needed = {fact for read in entry.plan.service(asked.target).reads if not read.optional for fact in read.any_of}
    refused = Status(asked.status) is Status.DECLINED
    for each in _supplies(entry, asked.target):
        if refused or (each.facts and needed.issuperset(each.facts)):
            confirm(entry, each)


def doubt(entry: Entry, asked: Handoff, waiting: Iterable[str], registry: Registry) -> None:
    """Has an office asked about what it says it waits for, and has said it was given."""
    wanted = set(waiting)
    for each in _supplies(entry, asked.target):
        if wanted.intersection(each.facts) and can_be_asked(each, registry):
            each.confirmed_at, each.follow_up_at = None, entry.now


def lose(entry: Entry, handoff: Handoff) -> None:
    """Records that an office has lost what it said it had; it is handed over anew, but for the third time."""
    who = entry.record(handoff, Step.LOST, reason="They said that they had it, and have lost it.")
    handoff.losses += 1
    handoff.known_as = handoff.known_as if handoff.kind == SUPPLY else None
    handoff.received_at = handoff.confirmed_at = handoff.heard_at = handoff.expected_by = None
    handoff.follow_up_at = handoff.retry_at = handoff.unreachable_since = None
    handoff.waiting_for, handoff.asks, handoff.maybe_sent = [], [], False
    if handoff.kind != SUPPLY:
        # what was supplied goes along with the request when it is handed over anew
        for each in _supplies(entry, handoff.target):
            confirm(entry, each)
    if handoff.losses > MOST_LOSSES:
        _ = entry.record(handoff, Step.GAVE_UP, reason="They have lost it again and again.", cause=who)


def _supplies(entry: Entry, service: str) -> list[Handoff]:
    return [
        each
        for each in entry.handoffs.values()
        if each.kind == SUPPLY and each.target == service and Status(each.status) is Status.COMPLETED
    ]
