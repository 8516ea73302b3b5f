"""Where the days went: the critical path of a case, from its last decision back to its request (measurement T3).

From each event one walks back to the latest-arriving of its causes: the cause that was logged, and what its performer
had received by then. The way up to an event is of one part:

    handoff   from sending to receipt
    citizen   until the citizen did something
    service   from what a service had received to what it did with it
    queue     the rest: waiting to be asked, to be sent, to be picked up

A `wait_reason` that was logged and names a part wins.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from frontdoor.evaluation.traces import NOT_ITS_OWN, Trace
from frontdoor.evaluation.transfers import Event
from life_events.coordination import CITIZEN, FRONT_DOOR

PARTS = ("service", "queue", "handoff", "citizen")
ENDS = ("decision.made", "step.completed")


class Leg(NamedTuple):
    """One piece of the path: the event that it leads to, what it was spent on, and how long (milliseconds)."""

    event: str
    part: str
    took: int


def last_decision(case: Trace) -> Event | None:
    """Returns the last decision that a service of the case took itself."""
    return next(
        (
            event
            for event in reversed(case.events)
            if event.activity in ENDS and event.row.get("status") not in NOT_ITS_OWN
        ),
        None,
    )


def critical_path(case: Trace) -> tuple[Leg, ...]:
    """Returns the legs from the request to the last decision; they add up to the completion time exactly."""
    event = last_decision(case)
    root = next((each for each in case.events if each.activity == "request.submitted"), None)
    if event is None or root is None:
        return ()
    places = {each.id: number for number, each in enumerate(case.events)}
    at_hand = _at_hand(case)
    legs: list[Leg] = []
    while event is not root and event.at > root.at:
        before = _before(case, event, places, at_hand)
        if before is None or places[before.id] < places[root.id]:
            before = root
        legs.append(Leg(event.id, _part(event, before), event.at - before.at))
        event = before
    return tuple(reversed(legs))


def _at_hand(case: Trace) -> dict[str, list[tuple[int, int, Event]]]:
    """Returns, for each party, what it received and what it did, in order."""
    found: dict[str, list[tuple[int, int, Event]]] = {}
    for number, event in enumerate(case.events):
        party = event.row.get("to_service") if event.activity == "handoff.received" else event.service
        if event.activity in ("handoff.received", "fact.written", "fact.corrected", "request.submitted", *ENDS):
            found.setdefault(str(party or ""), []).append((event.at, number, event))
    return found


def _before(
    case: Trace, event: Event, places: dict[str, int], at_hand: dict[str, list[tuple[int, int, Event]]]
) -> Event | None:
    """Returns the latest-arriving cause of an event: of its logged cause and of what its performer had by then."""
    place = places[event.id]
    if event.activity == "handoff.received":
        sent = case.transfers.get(event.handoff)
        if sent is not None and places.get(sent.sent_event, place) < place:
            return case.by_id[sent.sent_event]
    causes = [cause] if (cause := case.by_id.get(event.cause)) is not None and places[cause.id] < place else []
    if event.service not in ("", CITIZEN, FRONT_DOOR):
        mine = at_hand.get(event.service, [])
        came = bisect_left(mine, (event.at, place), key=lambda each: each[:2])
        causes += [mine[came - 1][2]] if came else []
    if causes:
        return max(causes, key=lambda each: places[each.id])
    same = [each for each in case.events[:place] if each.handoff and each.handoff == event.handoff]
    return same[-1] if same else None


def _part(event: Event, before: Event) -> str:
    reason = event.row.get("wait_reason")
    if reason in PARTS:
        return str(reason)
    if event.activity == "handoff.received":
        return "handoff"
    if CITIZEN in (event.service, event.row.get("from_service")):
        return "citizen"
    asked = event.service not in ("", FRONT_DOOR)
    here = before.row.get("to_service") if before.activity == "handoff.received" else before.service
    return "service" if asked and here == event.service else "queue"
