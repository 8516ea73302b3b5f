"""How each need was met (measurement a.3, a.3a): the one step from a log to everything that is measured of needs.

correct   what was taken in is what the provider held to be true at that moment
on time   it came before the consumer's own decision, or the consumer never decided, or may have it afterwards
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frontdoor.evaluation.chains import Carrier, Chain, Chains, Delivery, current, hand, longer, rung
from frontdoor.evaluation.needs import Required, Requirements
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import Item

NEVER = 1 << 62


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """How a need was met. Verdicts are shared: two needs that were met in the same way have the same one.

    `ladder` is the best rung over all chains, `good` the best over those that were correct and on time (0: none was).
    `office` and `relayed` are like `good`, over chains by the offices alone, and by them or the front door. `told`:
    the correct value came, whenever it did, and not by the citizen's hands. The rest is about the chain that counts:
    who carried it, whether it was correct and on time, and who stood between.
    """

    ladder: int
    good: int
    office: int
    relayed: int
    told: bool
    carrier: Carrier
    correct: bool
    on_time: bool
    between: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A case with what it required and how that was met.

    `verdicts` and `evidence` stand in the order of `required.needs`. An evidence is the id of the event that met the
    need, else of the decision that was taken without the fact, else empty.
    """

    case: Trace
    required: Required
    verdicts: tuple[Verdict, ...]
    evidence: tuple[str, ...]


_verdicts: dict[tuple[object, ...], Verdict] = {}


def _verdict(
    ladder: int,
    good: int,
    office: int,
    relayed: int,
    told: bool,
    carrier: Carrier,
    correct: bool,
    on_time: bool,
    between: tuple[str, ...],
) -> Verdict:
    key = (ladder, good, office, relayed, told, carrier, correct, on_time, between)
    found = _verdicts.get(key)
    if found is None:
        found = _verdicts[key] = Verdict(ladder, good, office, relayed, told, carrier, correct, on_time, between)
    return found


UNMET = _verdict(0, 0, 0, 0, False, Carrier.NOBODY, False, False, ())


def assess(cases: Iterable[Trace]) -> tuple[Assessed, ...]:
    """Returns each case with what it required and how that was met."""
    requirements = Requirements()
    return tuple(_assess(case, requirements.of(case)) for case in cases)


def _assess(case: Trace, required: Required) -> Assessed:
    """Looks at every need once. Nearly all are met by one handoff from the provider, or by one that carries on another.

    This loop is what measuring a large log spends its time on, so what can be looked up is not worked out again.
    """
    arrivals, written, hops, decided = case.arrivals, case.written, case.hops, case.decided
    verdicts: list[Verdict] = []
    evidence: list[str] = []
    chains = Chains(case)
    for sought in required.sought:
        need, places, holders, truths, kind, after = sought
        came = arrivals.get(places[0])
        until = decided.get(places[0][0])
        if len(places) > 1:
            came = came or arrivals.get(places[1])
            until = until or decided.get(places[1][0])
        if came is None:
            verdicts.append(UNMET)
            evidence.append(until[1] if until else "")
            continue
        truth = written.get(truths[0]) or written.get(truths[-1], ())
        by = NEVER if until is None or after else until[0]
        if len(came) == 1:
            item = came[0]
            at = item.received or 0
            correct = item.taken == (truth[0].hash if len(truth) == 1 else current(truth, at))
            prior: Item | None = None
            way: tuple[str, ...] = ()
            if item.sender in holders:
                way = (kind, item.medium)
            elif item.source:
                prior = hops.get((item.source, need.fact))
                if prior is not None and prior.sender in holders:
                    way = (kind, prior.medium, prior.to, item.sender, item.medium)
            if way:
                known = _ways.get(way)
                if known is None:
                    known = _ways[way] = _way(item, prior)
                verdicts.append(known[correct + correct + (at <= by)])
                evidence.append(item.event)
                continue
        verdict, event = _best(chains.to(sought, came, truth, by))
        verdicts.append(verdict)
        evidence.append(event or (until[1] if until else ""))
    return Assessed(case, required, tuple(verdicts), tuple(evidence))


# Verdicts by the way that a fact went, for the two simplest ways: late and wrong, in time, correct, both.
_ways: dict[tuple[str, ...], tuple[Verdict, Verdict, Verdict, Verdict]] = {}


def _way(item: Item, prior: Item | None) -> tuple[Verdict, Verdict, Verdict, Verdict]:
    chain = Chain(rung(item), hand(item), ())
    if prior is not None:
        chain = longer(Chain(rung(prior), hand(prior), ()), item)
    late, wrong, missed, good = (
        _best([Delivery(chain, correct, on_time, "")] if chain.ladder else [])[0]
        for correct in (False, True)
        for on_time in (False, True)
    )
    return late, wrong, missed, good


def _best(deliveries: Sequence[Delivery]) -> tuple[Verdict, str]:
    """Returns the verdict on a need, given every delivery of its fact, and the event of the one that counts.

    What the offices did counts before what the front door did for them, and both before anything that was wrong, late
    or done by the citizen; of those, the one of the highest rung (measurement a.3).
    """
    if not deliveries:
        return UNMET, ""
    good = [each for each in deliveries if each.correct and each.on_time]
    office = [each for each in good if each.chain.carrier is Carrier.OFFICE]
    relayed = [each for each in good if each.chain.carrier is not Carrier.CITIZEN]
    chosen = max(
        office or relayed or deliveries,
        key=lambda each: (
            each.chain.ladder,
            each.correct,
            each.on_time,
            -each.chain.carrier,
            -len(each.chain.between),
        ),
    )
    verdict = _verdict(
        max(each.chain.ladder for each in deliveries),
        max((each.chain.ladder for each in good), default=0),
        max((each.chain.ladder for each in office), default=0),
        max((each.chain.ladder for each in relayed), default=0),
        any(each.correct and each.chain.carrier is not Carrier.CITIZEN for each in deliveries),
        chosen.chain.carrier,
        chosen.correct,
        chosen.on_time,
        chosen.chain.between,
    )
    return verdict, chosen.event
