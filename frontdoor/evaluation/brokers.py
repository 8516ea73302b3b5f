"""Who stands between, and how the gap lies across tiers and agencies (measurement C8, C9)."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import NamedTuple

from frontdoor.evaluation.evidence import LINEAR, Evidence
from frontdoor.evaluation.matrix import NO_ITEM, came, handovers
from frontdoor.evaluation.measure import Measure, Ratio, nothing, ratio
from frontdoor.evaluation.verdicts import Verdict
from life_events.coordination import FRONT_DOOR

NOTHING_MET = "No need was met by an office or the front door."


def broker_dependence(evidence: Evidence, *, portal: bool = True) -> Measure:
    """Met needs whose chain passes somebody in between / met needs. Unit: share of met needs. Measurement C8.

    `portal` False leaves the front door out of those in between: it is between nearly all, and would hide the rest.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> drawn.service("reg", writes=["cert"])
    >>> drawn.service("dvla", reads=["cert"])
    >>> first = drawn.hand("reg", "hub", "cert")
    >>> _ = drawn.hand("hub", "dvla", "cert", source=first)
    >>> broker_dependence(drawn.evidence()).value
    1.0
    """

    def passes(verdict: Verdict) -> bool:
        return LINEAR[verdict.good] > 0 and any(portal or each != FRONT_DOOR for each in verdict.between)

    met: list[float] = []
    passed: list[float] = []
    for tallies in evidence.all:
        met.append(sum(each.weight for each in tallies if LINEAR[each.verdict.good] > 0))
        passed.append(sum(each.weight for each in tallies if passes(each.verdict)))
    return ratio([Ratio(passed, met)], "share of met needs", int(sum(met)), evidence.events(passes), NOTHING_MET)


def betweenness(evidence: Evidence) -> Measure:
    """How many shortest ways between two parties lead through each party, in the network of handoffs.

    Unit: pairs. Measurement C8; algorithm: Brandes 2001, directed, unweighted. With the front door and the citizen:
    read it beside `broker_dependence` without the portal.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> _ = drawn.hand("reg", "hub", "cert"), drawn.hand("hub", "dvla", "cert")
    >>> betweenness(drawn.evidence()).value
    {'dvla': 0.0, 'hub': 1.0, 'reg': 0.0}
    """
    counted = handovers(case.case for case in evidence.cases)
    after: dict[str, list[str]] = {}
    for one, other in sorted(counted):
        after.setdefault(one, [])
        after.setdefault(other, [])
        if one != other:
            after[one].append(other)
    if not after:
        return nothing("pairs", NO_ITEM)
    between = dict.fromkeys(sorted(after), 0.0)
    for start in after:
        _count_from(start, after, between)
    return Measure(between, "pairs", len(after), came(evidence))


def _count_from(start: str, after: Mapping[str, list[str]], between: dict[str, float]) -> None:
    """Adds what the shortest ways from one party say of all others."""
    ways, far = Counter({start: 1.0}), {start: 0}
    before: dict[str, list[str]] = {party: [] for party in after}
    order: list[str] = []
    ahead = deque([start])
    while ahead:
        party = ahead.popleft()
        order.append(party)
        for other in after[party]:
            if other not in far:
                far[other] = far[party] + 1
                ahead.append(other)
            if far[other] == far[party] + 1:
                ways[other] += ways[party]
                before[other].append(party)
    leans = dict.fromkeys(after, 0.0)
    for party in reversed(order):
        for each in before[party]:
            leans[each] += ways[each] / ways[party] * (1 + leans[party])
        if party != start:
            between[party] += leans[party]


class Ends(NamedTuple):
    """What the two ends of a need are: their tiers and their agencies."""

    tiers: tuple[str, str]
    agencies: tuple[str, str]


def gap_within(evidence: Evidence, counts: Callable[[Ends], bool]) -> Measure:
    """G over the needs between services whose ends are as asked. Unit: share of needs. Measurement C9.

    Needs with the front door or the citizen at an end lie in no tier and count in neither.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> found = worked_example().evidence()
    >>> gap_within(found, same_tier).value, gap_within(found, across_tiers).value
    (0.0, 1.0)
    """
    known: dict[tuple[str, str], bool] = {}
    lacking: list[float] = []
    of: list[float] = []
    events: list[str] = []
    number = 0
    for case in evidence.cases:
        lacked, needed = 0.0, 0.0
        first = len(case.required.front)
        for need, verdict, event in zip(case.required.back, case.verdicts[first:], case.evidence[first:], strict=True):
            pair = (need.provider, need.consumer)
            if pair not in known:
                ends = _ends(evidence, *pair)
                known[pair] = ends is not None and counts(ends)
            if known[pair]:
                number += 1
                needed += need.weight
                lacked += need.weight * (1 - LINEAR[verdict.good])
                events += [event] if event else []
        lacking.append(lacked)
        of.append(needed)
    return ratio([Ratio(lacking, of)], "share of needs", number, events, "No need of these cases lies there.")


def same_tier(ends: Ends) -> bool:
    """Horizontal: both ends are of one tier."""
    return ends.tiers[0] == ends.tiers[1]


def across_tiers(ends: Ends) -> bool:
    """Vertical: the ends are of two tiers."""
    return not same_tier(ends)


def same_agency(ends: Ends) -> bool:
    """Within one organisation."""
    return ends.agencies[0] == ends.agencies[1]


def across_agencies(ends: Ends) -> bool:
    """Between two organisations."""
    return not same_agency(ends)


def _ends(evidence: Evidence, one: str, other: str) -> Ends | None:
    first, second = evidence.log.services.get(one), evidence.log.services.get(other)
    if first is None or second is None:
        return None
    return Ends(
        (str(first.get("tier", "")), str(second.get("tier", ""))),
        (str(first.get("agency_id", "")), str(second.get("agency_id", ""))),
    )
