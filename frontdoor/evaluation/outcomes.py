"""What came of it for the citizen. Outcomes are joint results: they belong to a case, never to one agency (O1, O2).

Whether a case came out right needs a truth to compare with: `eligibility` records, which a simulation has (what the
request says is so there) and a live log has only from an audited sample. Without them there is no number.

A service is right once it has done what was due, and what it has been told is what its provider holds now: a pension
stopped from a day that was mistyped is not right, nor is one that was due and never asked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from frontdoor.errors import FrontdoorError
from frontdoor.evaluation.evidence import Evidence
from frontdoor.evaluation.measure import Measure, Ratio, nothing, proportion, ratio
from frontdoor.evaluation.reading import Log
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import DAY, Event, Item, Record, milliseconds
from frontdoor.evaluation.verdicts import Assessed

NO_TRUTH = "The log holds no truth about who was entitled to what, so nobody can say whether a case came out right."
NO_DATES = "The log does not say since when anybody was entitled to anything."
GROUPS = ("scenario", "life_event")


class NotGrouped(FrontdoorError):
    """The log cannot be divided that way, and the sentence says why."""

    status = 422
    title = "Outcomes belong to a case"


def grouped(log: Log, by: str) -> dict[str, Log]:
    """Returns the log divided by scenario or by life event, in order of their names.

    Raises NotGrouped for anything else: outcomes are what offices bring about together, and a table of agencies would
    be a league table of what none of them did alone (measurement O1, "tin openers, not dials").

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> list(grouped(worked_example().log(), "life_event"))
    ['moving_house']
    >>> grouped(worked_example().log(), "agency")
    Traceback (most recent call last):
    ...
    frontdoor.evaluation.outcomes.NotGrouped: Outcomes are joint results of all offices of a case, so they are not \
grouped by agency. They can be grouped by scenario or by life_event.
    """
    if by not in GROUPS:
        raise NotGrouped(
            f"Outcomes are joint results of all offices of a case, so they are not grouped by {by}. "
            f"They can be grouped by {' or by '.join(GROUPS)}."
        )
    found: dict[str, list[Trace]] = {}
    for case in log.cases:
        found.setdefault(getattr(case, by), []).append(case)
    return {name: log.only(cases) for name, cases in sorted(found.items())}


def settled_right(evidence: Evidence) -> Measure:
    """Cases in which every entitlement and obligation came out right / cases whose truth is known. Wilson's interval.

    Unit: share of cases. Measurement O1.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> drawn.service("dwp")
    >>> drawn.records.append({"record": "eligibility", "case_id": "case", "service_id": "dwp", "eligible": True})
    >>> _ = drawn.decide("dwp", 3)
    >>> settled_right(drawn.evidence()).value
    1.0
    """
    known = [each for each in evidence.cases if each.case.eligibility]
    since = [[_right(each, truth) for truth in each.case.eligibility] for each in known]
    right = [found for found in since if None not in found]
    events = [event.id for found in right for event in found if event is not None]
    return proportion(len(right), len(known), "share of cases", events, NO_TRUTH)


def wrong_state(evidence: Evidence) -> Measure:
    """Days in a wrong state, summed over services: from when each was due (`since`) until right, or the case's end.

    Unit: days per case. Measurement O2; amounts are not in the log.

    >>> from frontdoor.evaluation.sketch import START, Sketch
    >>> drawn = Sketch()
    >>> truth = {"record": "eligibility", "case_id": "case", "service_id": "dwp", "eligible": True}
    >>> drawn.records.append({**truth, "since": START.isoformat()})
    >>> _ = drawn.ask("name"), drawn.decide("dwp", 72)
    >>> wrong_state(drawn.evidence()).value
    3.0
    """
    days: list[float] = []
    events: list[str] = []
    for assessed in evidence.cases:
        case = assessed.case
        dated = [truth for truth in case.eligibility if truth.get("since") and truth["eligible"]]
        if not dated:
            continue
        spans = []
        for truth in dated:
            right = _right(assessed, truth)
            until = right.at if right is not None else case.end
            spans.append(max(0, until - milliseconds(truth["since"])) / DAY)
            events += [right.id] if right is not None else []
        days.append(math.fsum(spans))
    if not days:
        truth_known = any(case.case.eligibility for case in evidence.cases)
        return nothing("days per case", NO_DATES if truth_known else NO_TRUTH)
    return ratio([Ratio(days, [1.0] * len(days))], "days per case", len(days), events, NO_DATES, share=False)


def _right(assessed: Assessed, truth: Record) -> Event | None:
    """Returns the event since when a service's part of a case is right; None while it is not.

    Who is entitled was given it, on what is so (with the right decision, where the truth names one); others were not.
    """
    case, service = assessed.case, str(truth["service_id"])
    given = [
        event
        for event in case.events
        if event.activity == "decision.made"
        and event.service == service
        and event.row.get("status", "completed") == "completed"
    ]
    if not truth["eligible"]:
        return case.events[-1] if case.events and not given else None
    code = truth.get("decision_code")
    due = next((event for event in given if code is None or event.row.get("decision_code") == code), None)
    told = [*_put_right(assessed, service)]
    if due is None or None in told:
        return None
    return max([due, *(case.by_id[item.event] for item in told if item is not None)], key=lambda event: event.at)


def _put_right(assessed: Assessed, service: str) -> Iterator[Item | None]:
    """Yields, for each fact that a service was told otherwise at first, what put it right; None where nothing has."""
    case = assessed.case
    for sought in assessed.required.sought:
        if service != sought.places[0][0]:
            continue
        came = sorted((item for place in sought.places for item in case.arrivals.get(place, ())), key=_received)
        holds = next((case.written[each] for each in sought.truths if each in case.written), ())
        wrong = [number for number, item in enumerate(came) if holds and item.taken != holds[-1].hash]
        if wrong:
            yield came[wrong[-1] + 1] if wrong[-1] + 1 < len(came) else None


def _received(item: Item) -> int:
    return item.received or 0
