"""How each need was met (measurement a.3, a.3a): the one step from a log to everything that is measured of needs.

correct   what was taken in is what the provider held to be true at that moment
on time   it came before the consumer's own decision, or the consumer never decided, or may have it afterwards
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from frontdoor.evaluation.chains import Carrier, Chain, Chains, Delivery, current, hand, rung
from frontdoor.evaluation.needs import Required, Requirements
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import Item
from life_events.coordination import CITIZEN, Dependency

SHARING = Dependency.SHARING
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
    arrivals, written, decided = case.arrivals, case.written, _decisions(case)
    verdicts: list[Verdict] = []
    evidence: list[str] = []
    chains = Chains(case)
    for need in required.needs:
        place = (need.consumer, need.fact)
        came = arrivals.get(place)
        until = decided.get(need.consumer)
        if came is None:
            verdicts.append(UNMET)
            evidence.append(until[1] if until else "")
            continue
        by = NEVER if until is None or place in required.afterwards else until[0]
        truth = written.get((CITIZEN if need.dependency is SHARING else need.provider, need.fact), ())
        item = came[0]
        if len(came) == 1 and item.sender == need.provider:
            assert item.received is not None, "what arrived was received"
            correct, on_time = item.taken == current(truth, item.received), item.received <= by
            verdicts.append(
                _DIRECT.get((item.sender, item.medium, correct, on_time)) or _direct(item, correct, on_time)
            )
            evidence.append(item.event)
            continue
        verdict, event = _best(chains.to(need, came, truth, by))
        verdicts.append(verdict)
        evidence.append(event or (until[1] if until else ""))
    return Assessed(case, required, tuple(verdicts), tuple(evidence))


def _decisions(case: Trace) -> Mapping[str, tuple[int, str]]:
    """Returns when each service decided; one into which others were merged decided when the last of them did."""
    if not case.merged:
        return case.decided
    found: dict[str, tuple[int, str]] = {}
    for service, decision in case.decided.items():
        whose = case.merged.get(service, service)
        found[whose] = max(decision, found.get(whose, decision))
    return found


# Verdicts on needs met by one handoff from the provider itself, which nearly all are.
_DIRECT: dict[tuple[str, str, bool, bool], Verdict] = {}


def _direct(item: Item, correct: bool, on_time: bool) -> Verdict:
    chain = Chain(rung(item), hand(item), ())
    verdict, _ = _best([Delivery(chain, correct, on_time, item.event)])
    _DIRECT[(item.sender, item.medium, correct, on_time)] = verdict
    return verdict


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
