"""Who needed whom, who coordinated with whom, who handed over to whom: services by services (measurement C1 to C5).

A matrix is a table from provider to consumer: `{provider: {consumer: weight}}`, zeros left out.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

from frontdoor.evaluation.evidence import LINEAR, Evidence, Score
from frontdoor.evaluation.measure import Measure, Value, nothing
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import Item
from frontdoor.evaluation.verdicts import Assessed, Verdict

# Sender and receiver of a handoff, for counting without looking at anything else.
_ENDS = attrgetter("sender", "to")
Matrix = dict[str, dict[str, float]]
NO_PAIR = "No service of these cases needed anything of another."
NO_ITEM = "Nothing was handed over."


class Arc(NamedTuple):
    """A piece of work that follows another, how often (measurement a.2)."""

    before: str
    after: str
    weight: float


def handover_matrix(performs: Mapping[str, Mapping[str, float]], arcs: Iterable[Arc]) -> Matrix:
    """C_R = A D Aᵀ: who must hand over to whom, given who performs which step and which step follows which.

    `performs` maps each performer to their share of every step (A), `arcs` are the dependencies of steps (D). The
    diagonal, work handed to oneself, is included. Measurement a.2 (Cataldo 2006), f.1 (van der Aalst's Table 8.5).

    >>> handover_matrix({"reg": {"register": 1}, "pens": {"stop": 1}}, [Arc("register", "stop", 2)])
    {'reg': {'pens': 2.0}}
    """
    found: Matrix = {}
    for one, shares in performs.items():
        for other, others in performs.items():
            total = math.fsum(shares.get(arc.before, 0) * arc.weight * others.get(arc.after, 0) for arc in arcs)
            if total:
                found.setdefault(one, {})[other] = total
    return found


def required_matrix(evidence: Evidence) -> Measure:
    """C_R[i, j] = sum of w over needs of j from i. Unit: weighted needs. Measurement C1.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> required_matrix(worked_example().evidence()).value["reg"]
    {'ctax': 1.0, 'pens': 1.0, 'prob': 1.0}
    """
    return _measured(_by_pair(evidence, lambda verdict: 1.0), evidence, lambda verdict: True)


def actual_matrix(evidence: Evidence) -> Measure:
    """C_A[i, j] = sum of w phi over needs of j from i. Unit: weighted needs. Measurement C2.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> actual_matrix(worked_example().evidence()).value["reg"]
    {'ctax': 1.0}
    """
    score: Score = lambda verdict: LINEAR[verdict.good]  # noqa: E731 a score, named to be read
    return _measured(_by_pair(evidence, score), evidence, lambda verdict: score(verdict) > 0)


def handoff_matrix(evidence: Evidence) -> Measure:
    """H[i, j] = number of handoffs from i to j that came. Unit: handoffs. Measurement C2.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> handoff_matrix(worked_example().evidence()).value["front_door"]
    {'ctax': 1.0, 'pens': 1.0, 'reg': 1.0}
    """
    counted = handovers(case.case for case in evidence.cases)
    if not counted:
        return nothing("handoffs", NO_ITEM)
    return Measure(table(counted), "handoffs", counted.total(), came(evidence))


def came(evidence: Evidence) -> tuple[str, ...]:
    """Returns the events by which handoffs came."""
    transfers = (each for case in evidence.cases for each in case.case.transfers.values())
    return tuple(each.received_event for each in transfers if each.received is not None)


def handovers(cases: Iterable[Trace]) -> Counter[tuple[str, str]]:
    """Returns how many handoffs came from each party to each other.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> handovers(worked_example().log().cases)["reg", "ctax"]
    1
    """
    counted: Counter[tuple[str, str]] = Counter()
    for case in cases:
        came = [each for each in case.transfers.values() if each.received is not None]
        counted.update(map(_ENDS, came))
    return counted


def congruence(evidence: Evidence) -> Measure:
    """Pairs with a need and any contact of the offices (rung 2 or more) / pairs with a need. Measurement C4, Cataldo.

    Whether what came was right and in time does not count here. Unit: share of pairs.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> congruence(worked_example().evidence()).value
    0.625
    """
    needed = _by_pair(evidence, lambda verdict: 1.0)
    had = _by_pair(evidence, lambda verdict: float(verdict.ladder >= 2))
    events = evidence.events(lambda verdict: verdict.ladder >= 2)
    if not needed:
        return nothing("share of pairs", NO_PAIR)
    return Measure(sum(had[pair] > 0 for pair in needed) / len(needed), "share of pairs", len(needed), events)


def weighted_congruence(evidence: Evidence) -> Measure:
    """Sum of min(C_R, C_A) / sum of C_R. Unit: share of weighted needs. Measurement C4.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> weighted_congruence(worked_example().evidence()).value
    0.3125
    """
    needed = _by_pair(evidence, lambda verdict: 1.0)
    had = _by_pair(evidence, lambda verdict: LINEAR[verdict.good])
    if not needed:
        return nothing("share of needs", NO_PAIR)
    share = math.fsum(min(needed[pair], had[pair]) for pair in needed) / math.fsum(needed.values())
    return Measure(share, "share of needs", len(needed), evidence.events(lambda verdict: LINEAR[verdict.good] > 0))


def excess(evidence: Evidence) -> Measure:
    """Facts handed over that no need asked for / all facts handed over. Unit: share of items. Measurement C5.

    A fact on its way through somebody to a service that needs it is asked for.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> drawn = worked_example()
    >>> _ = drawn.hand("pens", "prob", "nino")
    >>> round(excess(drawn.evidence()).value, 4)
    0.1429
    """
    beyond, every = 0, 0
    events: list[str] = []
    for assessed in evidence.cases:
        every += len(assessed.case.items)
        found = unasked(assessed)
        beyond += len(found)
        events += [item.event for item in found]
    if not every:
        return nothing("share of items", NO_ITEM)
    return Measure(beyond / every, "share of items", every, tuple(events))


def unasked(assessed: Assessed) -> tuple[Item, ...]:
    """Returns the facts of a case that were handed over and that no need asked for."""
    wanted = {place for sought in assessed.required.sought for place in sought.places}
    through = _on_their_way(assessed.case, wanted)
    return tuple(
        item
        for item in assessed.case.items
        if (item.to, item.fact) not in wanted and (item.handoff, item.fact) not in through
    )


def overlap(evidence: Evidence) -> Measure:
    """Jaccard: sum of min(C_R, items) / sum of max(C_R, items) over pairs. Unit: 0 to 1. Measurement C5.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> overlap(worked_example().evidence()).value
    0.75
    """
    needed = _by_pair(evidence, lambda verdict: 1.0)
    handed: Counter[tuple[str, str]] = Counter()
    for case in evidence.cases:
        handed.update((item.sender, item.to) for item in case.case.items)
    pairs = sorted({*needed, *handed})
    if not pairs:
        return nothing("0 to 1", NO_ITEM)
    least = math.fsum(min(needed[pair], handed[pair]) for pair in pairs)
    return Measure(least / math.fsum(max(needed[pair], handed[pair]) for pair in pairs), "0 to 1", len(pairs))


def _on_their_way(case: Trace, wanted: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Returns the (handoff, fact) hops that led on to somebody who needed the fact."""
    reached: set[tuple[str, str]] = set()
    ahead = [item for place in wanted for item in case.arrivals.get(place, ())]
    while ahead:
        item = ahead.pop()
        source = case.hops.get((item.source, item.fact)) if item.source else None
        earlier = case.arrivals.get((item.sender, item.fact), ())
        before = [source] if source else [each for each in earlier if (each.received or 0) <= item.sent]
        for each in before:
            if (each.handoff, each.fact) not in reached:
                reached.add((each.handoff, each.fact))
                ahead.append(each)
    return reached


def _by_pair(evidence: Evidence, score: Score) -> defaultdict[tuple[str, str], float]:
    """Returns the weighted sum of a score over needs, by provider and consumer."""
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    known: dict[Verdict, float] = {}
    for case in evidence.cases:
        for need, verdict in zip(case.required.needs, case.verdicts, strict=True):
            if verdict not in known:
                known[verdict] = score(verdict)
            found[(need.provider, need.consumer)] += need.weight * known[verdict]
    return found


def table(pairs: Mapping[tuple[str, str], float]) -> Matrix:
    """Returns pairs as a matrix, rows and columns in order of their names."""
    found: Matrix = {}
    for (one, other), weight in sorted(pairs.items()):
        if weight:
            found.setdefault(one, {})[other] = float(weight)
    return found


def _measured(
    pairs: Mapping[tuple[str, str], float], evidence: Evidence, counted: Callable[[Verdict], bool]
) -> Measure:
    value: Value = table(pairs)
    if not pairs:
        return nothing("weighted needs", NO_PAIR)
    return Measure(value, "weighted needs", evidence.needs, evidence.events(counted))
