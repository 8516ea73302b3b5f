"""The cracks: who exports work to whom, where the state disagrees with itself, what is refused (measurement F1 to F6).

Dumping needs a rule for what is unplanned work, else it becomes blame. The rules, and no others:

    1. an event that says so (`planned` is false): its cost falls on its performer;
    2. a contact that failure caused (measurement E5): it falls on the citizen;
    3. what an office produced and the citizen had to carry on: it falls on the citizen.

The root cause is the performer of the first planned event on the way back; of 3, the office that produced the fact.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import NamedTuple

from frontdoor.evaluation.chains import Carrier
from frontdoor.evaluation.effort import contacts, failed
from frontdoor.evaluation.evidence import Evidence
from frontdoor.evaluation.matrix import table
from frontdoor.evaluation.measure import Measure, Ratio, nothing, ratio
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import DAY, Event
from frontdoor.evaluation.verdicts import Assessed
from life_events.coordination import CITIZEN, FRONT_DOOR

NO_CASE = "There is no case in this log."
NOTHING_SENT = "Nothing was handed over."
NOT_TIMED = "The log does not say how long any of it took."
BOUNCED = frozenset({"handoff.rejected", "handoff.timeout", "handoff.misbehaved", "handoff.gave_up"})


class Dumped(NamedTuple):
    """One piece of unplanned work: whose act or omission caused it, on whom it fell, the event, its minutes."""

    by: str
    on: str
    event: str
    minutes: float | None


def dumping(evidence: Evidence) -> Measure:
    """Dump[i, j] = unplanned events in j that i caused; balance of i = row − column. Balances sum to 0.

    Unit: events. Measurement F1: `matrix` from who caused to who bore, `balance` positive for who exports.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> dumping(worked_example().evidence()).value
    {'matrix': {'reg': {'citizen': 1.0}}, 'balance': {'citizen': -1.0, 'reg': 1.0}}
    """
    found = [each for case in evidence.cases for each in dumped(case)]
    if not evidence.cases:
        return nothing("events", NO_CASE)
    return _balanced([(each, 1.0) for each in found], "events")


def dumped_minutes(evidence: Evidence) -> Measure:
    """As `dumping`, in minutes of work; null where the log does not time any of it. Unit: minutes. Measurement F1.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> dumped_minutes(worked_example().evidence()).reason
    'The log does not say how long any of it took.'
    """
    found = [each for case in evidence.cases for each in dumped(case) if each.minutes is not None]
    if not found:
        return nothing("minutes", NOT_TIMED)
    return _balanced([(each, each.minutes or 0.0) for each in found], "minutes")


def _balanced(found: list[tuple[Dumped, float]], unit: str) -> Measure:
    pairs: defaultdict[tuple[str, str], float] = defaultdict(float)
    balance: defaultdict[str, float] = defaultdict(float)
    for each, cost in found:
        pairs[(each.by, each.on)] += cost
        balance[each.by] += cost
        balance[each.on] -= cost
    value = {"matrix": table(pairs), "balance": dict(sorted(balance.items()))}
    return Measure(value, unit, len(found), tuple(each.event for each, _ in found))


def dumped(assessed: Assessed) -> tuple[Dumped, ...]:
    """Returns the unplanned work of one case, by the rules above; each event once, nobody's on themselves."""
    case = assessed.case
    found: dict[str, Dumped] = {}
    for event in case.events:
        if event.row.get("planned") is False and event.service:
            _add(found, Dumped(_root(case, event), event.service, event.id, _minutes(event)))
    for contact in contacts(case):
        if failed(case, contact.event):
            _add(found, Dumped(_root(case, contact.event), CITIZEN, contact.event.id, _minutes(contact.event)))
    for need, verdict, number in zip(assessed.required.needs, assessed.verdicts, assessed.evidence, strict=True):
        if not need.front and verdict.carrier is Carrier.CITIZEN:
            came = case.by_id.get(number.partition(".")[0])
            _add(found, Dumped(need.provider, CITIZEN, number, _minutes(came) if came else None))
    return tuple(found.values())


def _add(found: dict[str, Dumped], each: Dumped) -> None:
    if each.by and each.by != each.on:
        found.setdefault(each.event, each)


def _root(case: Trace, event: Event) -> str:
    """Returns who did the first planned thing on the way back from an event; nobody where that is not logged."""
    cause = case.by_id.get(event.cause)
    while cause is not None and cause.row.get("planned") is False:
        cause = case.by_id.get(cause.cause)
    return cause.service if cause is not None else ""


def _minutes(event: Event) -> float | None:
    seconds = event.row.get("effort_s")
    return float(seconds) / 60 if isinstance(seconds, int | float) else None


def conflict(evidence: Evidence) -> Measure:
    """Days for which two services held different values of one fact, summed over pairs, per case.

    Until they agree again or the case's last event. Unit: days per case. Measurement F3 (a).

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> _ = drawn.hand("front_door", "dwp", "name"), drawn.hand("front_door", "hmrc", "name", taken="misread")
    >>> _ = drawn.event("case.closed", 48)
    >>> conflict(drawn.evidence()).value
    2.0
    """
    days: list[float] = []
    events: list[str] = []
    for assessed in evidence.cases:
        found = tuple(_disagreements(assessed.case))
        days.append(math.fsum(took / DAY for took, _ in found))
        events += [number for _, each in found for number in each]
    return ratio([Ratio(days, [1.0] * len(days))], "days per case", len(days), events, NO_CASE, share=False)


def _disagreements(case: Trace) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yields how long two services disagreed, and the events by which they came to."""
    held: defaultdict[str, defaultdict[str, list[tuple[int, str, str]]]] = defaultdict(lambda: defaultdict(list))
    for (party, fact), written in case.written.items():
        held[fact][party] += [(each.at, each.hash, each.event) for each in written]
    for (party, fact), items in case.arrivals.items():
        held[fact][party] += [(item.received or 0, item.taken, item.event) for item in items]
    for _, parties in sorted(held.items()):
        services = sorted(each for each in parties if each not in (CITIZEN, FRONT_DOOR))
        if len({value for each in services for _, value, _ in parties[each]}) < 2:
            continue
        for one, other in combinations(services, 2):
            yield from _apart(sorted(parties[one]), sorted(parties[other]), case.end)


def _apart(
    one: list[tuple[int, str, str]], other: list[tuple[int, str, str]], end: int
) -> Iterator[tuple[int, tuple[str, str]]]:
    moments = sorted({at for at, _, _ in (*one, *other)} | {end})
    for since, until in pairwise(moments):
        first = [each for each in one if each[0] <= since]
        second = [each for each in other if each[0] <= since]
        if first and second and first[-1][1] != second[-1][1]:
            yield until - since, (first[-1][2], second[-1][2])


def contradictions(evidence: Evidence) -> Measure:
    """Decisions of one case under one rule (`rule_id`) that differ, beyond the first. Unit: count. Measurement F3 (b).

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> for key, code in (("council", "single"), ("dwp", "couple")):
    ...     _ = drawn.decide(key, 3, rule_id="household", decision_code=code)
    >>> contradictions(drawn.evidence()).value
    1.0
    """
    found, rules = 0, 0
    events: list[str] = []
    for case in evidence.cases:
        said: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for event in case.case.events:
            if event.activity == "decision.made" and event.row.get("rule_id"):
                said[str(event.row["rule_id"])].setdefault(str(event.row.get("decision_code")), event.id)
        rules += len(said)
        found += sum(len(codes) - 1 for codes in said.values())
        events += [number for codes in said.values() if len(codes) > 1 for number in codes.values()]
    if not rules:
        return nothing("count", "No decision of this log names the rule that it was taken under.")
    return Measure(float(found), "count", rules, tuple(events))


def bounces(evidence: Evidence) -> Measure:
    """Handoffs that were rejected, or never answered in time / handoffs sent. Unit: share. Measurement F6.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> first, second = drawn.hand("reg", "dwp", "cert"), drawn.hand("reg", "hmrc", "cert", received=None)
    >>> _ = drawn.event("handoff.timeout", 72, handoff_id=second)
    >>> bounces(drawn.evidence()).value
    0.5
    """
    bounced: list[float] = []
    sent: list[float] = []
    events: list[str] = []
    for case in evidence.cases:
        found = {each.handoff: each.id for each in case.case.events if each.activity in BOUNCED and each.handoff}
        bounced.append(float(len(found)))
        sent.append(float(len({*case.case.transfers, *found})))
        events += found.values()
    return ratio([Ratio(bounced, sent)], "share of handoffs", int(sum(sent)), events, NOTHING_SENT)


def ping_pong(evidence: Evidence) -> Measure:
    """Facts that went from one party to another and came straight back. Unit: count. Measurement F6.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> _ = drawn.hand("reg", "dwp", "cert", received=2), drawn.hand("dwp", "reg", "cert", sent=5, received=9)
    >>> ping_pong(drawn.evidence()).value
    1.0
    """
    events = []
    number = 0
    for case in evidence.cases:
        number += len(case.case.items)
        for back in case.case.items:
            there = case.case.arrivals.get((back.sender, back.fact), ())
            if any(each.sender == back.to and (each.received or 0) <= back.sent for each in there):
                events.append(back.event)
    if not number:
        return nothing("count", NOTHING_SENT)
    return Measure(float(len(events)), "count", number, tuple(events))
