"""What was disclosed, on what basis, and how far errors went: shown beside the gap, always (measurement P1 to P3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from frontdoor.evaluation.evidence import Evidence
from frontdoor.evaluation.measure import Measure, Ratio, ratio
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import DAY
from life_events.coordination import CITIZEN, FRONT_DOOR

NO_CASE = "There is no case in this log."
NOTHING_DISCLOSED = "Nothing was disclosed to anybody."
NO_ERROR = "No wrong value was created."
NOT_CORRECTED = "No wrong value was corrected."

# How much a disclosure weighs, by the fact's sensitivity: a declared assumption (measurement P1 [D]).
WEIGHTS = {"ordinary": 1.0, "personal": 2.0, "sensitive": 4.0}


def disclosures(evidence: Evidence, *, weighted: bool = False) -> Measure:
    """Distinct (fact, recipient) pairs per case, the citizen not counted as a recipient; or weighted by sensitivity.

    Unit: disclosures per case. Measurement P1.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> disclosures(worked_example().evidence()).value
    6.0
    """
    numbers: list[float] = []
    events: list[str] = []
    for case in evidence.cases:
        seen = {(item.fact, item.to): item.event for item in case.case.items if item.to != CITIZEN}
        numbers.append(sum(_weight(evidence, fact) if weighted else 1.0 for fact, _ in seen))
        events += seen.values()
    unit = "weighted disclosures per case" if weighted else "disclosures per case"
    return ratio([Ratio(numbers, [1.0] * len(numbers))], unit, len(numbers), events, NO_CASE, share=False)


def copies(evidence: Evidence) -> Measure:
    """Distinct (fact, holder) pairs per case that were kept: looked up without storing (`retained` false) is no copy.

    Unit: copies per case. Measurement P1.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> _ = drawn.hand("reg", "dwp", "cert"), drawn.hand("reg", "hmrc", "cert", retained=False)
    >>> copies(drawn.evidence()).value
    1.0
    """
    numbers: list[float] = []
    events: list[str] = []
    for case in evidence.cases:
        passing = {each.handoff for each in case.case.events if each.handoff and each.row.get("retained") is False}
        kept = {(i.fact, i.to): i.event for i in case.case.items if i.to != CITIZEN and i.handoff not in passing}
        numbers.append(float(len(kept)))
        events += kept.values()
    ones = [1.0] * len(numbers)
    return ratio([Ratio(numbers, ones)], "copies per case", len(numbers), events, NO_CASE, share=False)


def _weight(evidence: Evidence, fact: str) -> float:
    return WEIGHTS.get(str(evidence.log.facts.get(fact, {}).get("sensitivity", "ordinary")), 1.0)


def lawful_basis(evidence: Evidence) -> Measure:
    """Disclosures to services on record with purpose, legal basis and consent or notice / all of them.

    It documents the record, not the law. Unit: share of disclosures. Measurement P2.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> _ = drawn.event("notice.given", to_service="dwp")
    >>> for to in ("dwp", "hmrc"):
    ...     _ = drawn.hand("front_door", to, "name", purpose="to stop benefits", legal_basis="an Act")
    >>> lawful_basis(drawn.evidence()).value
    0.5
    """
    covered: list[float] = []
    every: list[float] = []
    events: list[str] = []
    for case in evidence.cases:
        agreed = {
            str(each.row.get("to_service") or each.service)
            for each in case.case.events
            if each.activity in ("consent.given", "notice.given")
        }
        sent = [
            each
            for each in case.case.events
            if each.activity == "handoff.sent"
            and each.facts
            and each.row.get("to_service") not in (CITIZEN, FRONT_DOOR)
        ]
        found = [
            each
            for each in sent
            if each.row.get("purpose") and each.row.get("legal_basis") and each.row.get("to_service") in agreed
        ]
        covered.append(float(sum(len(each.facts) for each in found)))
        every.append(float(sum(len(each.facts) for each in sent)))
        events += [each.id for each in found]
    return ratio([Ratio(covered, every)], "share of disclosures", int(sum(every)), events, NOTHING_DISCLOSED)


class Wrong(NamedTuple):
    """A wrong value: whose it was first and since when, the receipts by other services, and when it was put right."""

    by: str
    since: int
    event: str
    spread: tuple[str, ...]
    corrected: int | None


def error_spread(evidence: Evidence) -> Measure:
    """Receipts of wrong values by other services / wrong values created. Unit: receipts per error. Measurement P3.

    A value is wrong if its writer corrected it later, or if it was taken in other than it was sent.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> _ = drawn.write("reg", "date", "wrong"), drawn.write("reg", "date", "right", at=48, corrected=True)
    >>> for to in ("dwp", "hmrc"):
    ...     _ = drawn.hand("reg", to, "date", value="wrong", sent=2, received=2)
    >>> error_spread(drawn.evidence()).value
    2.0
    """
    found = [tuple(wrong_values(case.case)) for case in evidence.cases]
    spread = [float(sum(len(each.spread) for each in case)) for case in found]
    created = [float(len(case)) for case in found]
    events = [number for case in found for each in case for number in (each.event, *each.spread)]
    parts = [Ratio(spread, created)]
    return ratio(parts, "receipts per wrong value", int(sum(created)), events, NO_ERROR, share=False)


def error_life(evidence: Evidence) -> Measure:
    """Mean time from a wrong value to its correction, over those corrected. Unit: days. Measurement P3.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> _ = drawn.write("reg", "date", "wrong"), drawn.write("reg", "date", "right", at=48, corrected=True)
    >>> error_life(drawn.evidence()).value
    2.0
    """
    found = [[each for each in wrong_values(case.case) if each.corrected is not None] for case in evidence.cases]
    days = [sum(((each.corrected or 0) - each.since) / DAY for each in case) for case in found]
    numbers = [float(len(case)) for case in found]
    events = [each.event for case in found for each in case]
    return ratio([Ratio(days, numbers)], "days", int(sum(numbers)), events, NOT_CORRECTED, share=False)


def wrong_values(case: Trace) -> Iterator[Wrong]:
    """Yields every wrong value of a case, with how far it went."""
    for (party, fact), written in sorted(case.written.items()):
        for number, value in enumerate(written[:-1]):
            if value.hash != written[-1].hash:
                spread = _spread(case, fact, value.hash, party, value.at)
                yield Wrong(party, value.at, value.event, spread, written[number + 1].at)
    misread: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for item in case.items:
        if item.received is not None and item.taken != item.given:
            misread[(item.to, item.fact, item.taken)].append(item.received)
    for (party, fact, value_hash), moments in sorted(misread.items()):
        since = min(moments)
        mine = case.arrivals.get((party, fact), ())
        first = next(item.event for item in mine if item.received == since and item.taken == value_hash)
        right = [item.received for item in mine if item.taken != value_hash and (item.received or 0) > since]
        corrected = min((at for at in right if at is not None), default=None)
        yield Wrong(party, since, first, _spread(case, fact, value_hash, party, since), corrected)


def _spread(case: Trace, fact: str, value_hash: str, by: str, since: int) -> tuple[str, ...]:
    """Returns the events by which other services first took a value in, after it was there."""
    reached: dict[str, str] = {}
    for item in case.by_fact.get(fact, ()):
        if item.taken == value_hash and item.to not in (by, CITIZEN, FRONT_DOOR) and (item.received or -1) >= since:
            reached.setdefault(item.to, item.event)
    return tuple(reached.values())
