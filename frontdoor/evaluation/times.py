"""How long it took: the whole life event, each handoff, and what the time was made of (measurement T1 to T3).

Times are calendar time of the offices, weekends included. What is not over yet is not left out: it is cut off where
the log ends, and counted as that long at least.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from frontdoor.evaluation.critical_path import PARTS, critical_path, last_decision
from frontdoor.evaluation.evidence import Evidence
from frontdoor.evaluation.measure import Measure, Ratio, nothing, ratio
from frontdoor.evaluation.survival import kaplan_meier, quantile
from frontdoor.evaluation.transfers import DAY, HOUR

NOT_IN_SIGHT = "Too few are over for this to be known yet."
NOTHING_OVER = "No case is over yet."
NOTHING_SENT = "Nothing was handed over."


def completion_time(evidence: Evidence, share: float = 0.5) -> Measure:
    """When a share of cases is complete: last decision of a service − request.submitted. Unit: days. Measurement T1.

    Open cases count as cut off at the end of their scenario's log (Kaplan and Meier).

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> drawn.service("reg")
    >>> _ = drawn.ask("name"), drawn.decide("reg", 36), drawn.event("case.closed", 40)
    >>> completion_time(drawn.evidence()).value
    1.5
    """
    spans: list[tuple[float, bool]] = []
    events: list[str] = []
    end = evidence.log.end
    for each in evidence.cases:
        case = each.case
        last = last_decision(case)
        if case.closed and last is not None:
            spans.append(((last.at - case.begun) / DAY, True))
            events.append(last.id)
        else:
            spans.append(((end[case.scenario] - case.begun) / DAY, False))
    return _quantile(spans, share, "days", events)


def mean_completion_time(evidence: Evidence) -> Measure:
    """Mean completion time of the cases that are over; what `time_parts` sums to. Unit: days. Measurement T1, T3.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> drawn.service("reg")
    >>> _ = drawn.ask("name"), drawn.decide("reg", 36), drawn.event("case.closed", 40)
    >>> mean_completion_time(drawn.evidence()).value
    1.5
    """
    over = [(case.case, last) for case in evidence.cases if case.case.closed and (last := last_decision(case.case))]
    days = [(last.at - case.begun) / DAY for case, last in over]
    events = [last.id for _, last in over]
    return ratio([Ratio(days, [1.0] * len(days))], "days", len(days), events, NOTHING_OVER, share=False)


def time_parts(evidence: Evidence) -> Measure:
    """What completion time is made of, mean per case that is over: service + queue + handoff + citizen, exactly.

    Walks back from the last decision along the latest-arriving cause. Unit: days. Measurement T3.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> drawn.service("reg", reads=["name"])
    >>> _ = drawn.ask("name"), drawn.hand("front_door", "reg", "name", sent=12, received=24)
    >>> _ = drawn.decide("reg", 48), drawn.event("case.closed", 48)
    >>> time_parts(drawn.evidence()).value
    {'service': 1.0, 'queue': 0.5, 'handoff': 0.5, 'citizen': 0.0}
    """
    paths = [critical_path(case.case) for case in evidence.cases if case.case.closed and last_decision(case.case)]
    if not paths:
        return nothing("days", NOTHING_OVER)
    value = {
        part: math.fsum(leg.took for path in paths for leg in path if leg.part == part) / DAY / len(paths)
        for part in PARTS
    }
    return Measure(value, "days", len(paths), tuple(leg.event for path in paths for leg in path))


def handoff_latency(evidence: Evidence, share: float = 0.5) -> Measure:
    """When a share of handoffs has come: received − sent. Unit: hours. Measurement T2.

    A handoff that never came is not missing: it counts as cut off at the end of its case. No interval: the handoffs of
    one case hang together, so they are no sample.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> for hours in (1, 3, 20):
    ...     _ = drawn.hand("reg", "dwp", "cert", received=hours)
    >>> handoff_latency(drawn.evidence()).value
    3.0
    """
    spans: list[tuple[float, bool]] = []
    events: list[str] = []
    for case in evidence.cases:
        for each in case.case.transfers.values():
            over = each.received is not None
            until = each.received if each.received is not None else case.case.end
            spans.append(((until - each.sent) / HOUR, over))
            events += [each.received_event] if over else []
    return replace(_quantile(spans, share, "hours", events), low=None, high=None)


def latency_by_edge(evidence: Evidence) -> Measure:
    """Latency by sender, receiver and medium: number, how many never came, median and 9th decile in hours.

    Unit: hours. Measurement T2.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> _ = drawn.hand("reg", "dwp", "cert", medium="post", received=48)
    >>> latency_by_edge(drawn.evidence()).value
    {'reg': {'dwp': {'post': {'n': 1, 'lost': 0, 'median': 48.0, 'p90': 48.0}}}}
    """
    edges: dict[tuple[str, str, str], list[tuple[float, bool]]] = {}
    events: list[str] = []
    for case in evidence.cases:
        for each in case.case.transfers.values():
            until = each.received if each.received is not None else case.case.end
            span = ((until - each.sent) / HOUR, each.received is not None)
            edges.setdefault((each.sender, each.to, each.medium), []).append(span)
            events.append(each.received_event or each.sent_event)
    if not edges:
        return nothing("hours", NOTHING_SENT)
    value: dict[str, dict[str, dict[str, object]]] = {}
    for (sender, to, medium), spans in sorted(edges.items()):
        curve = kaplan_meier(spans)
        said = {"n": len(spans), "lost": sum(not over for _, over in spans)}
        middle, most = quantile(curve, 0.5).value, quantile(curve, 0.9).value
        value.setdefault(sender, {}).setdefault(to, {})[medium] = {**said, "median": middle, "p90": most}
    return Measure(value, "hours", len(events), tuple(events))


def _quantile(spans: Iterable[tuple[float, bool]], share: float, unit: str, events: Iterable[str]) -> Measure:
    every = list(spans)
    found = quantile(kaplan_meier(every), share)
    if found.value is None:
        return nothing(unit, NOT_IN_SIGHT if every else NOTHING_OVER, events)
    alone = len(every) == 1
    low, high = (None, None) if alone else (found.low, found.high)
    return Measure(found.value, unit, len(every), tuple(events), low, high)
