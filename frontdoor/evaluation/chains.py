"""The ways that a fact went: chains of handoffs from a holder to a receiver (measurement a.3, a.3a).

A chain is as good as its weakest hop, and its carrier is the worst of its carriers: the citizen, else the front door,
else the offices. One hop by the citizen makes it rung 1 of the ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from frontdoor.evaluation.needs import Sought
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import Item, Written
from life_events.coordination import CITIZEN, FRONT_DOOR, Need


class Carrier(IntEnum):
    """Who carried a chain, its worst hop deciding; NOBODY where there is none."""

    NOBODY = 0
    OFFICE = 1
    FRONT_DOOR = 2
    CITIZEN = 3


class Chain(NamedTuple):
    """One way from a holder of a fact to a receiver: its weakest rung, worst carrier and who stood between."""

    ladder: int
    carrier: Carrier
    between: tuple[str, ...]


class Delivery(NamedTuple):
    """A chain with its last hop: whether what came was correct, whether in time, and the event of its coming."""

    chain: Chain
    correct: bool
    on_time: bool
    event: str


def current(truth: Sequence[Written], at: int) -> str | None:
    """Returns the hash of what the provider held to be true at a moment; its first value, where that came later."""
    current = None
    for each in truth:
        if current is not None and each.at > at:
            break
        current = each.hash
    return current


def hand(item: Item) -> Carrier:
    """Returns who carried one hop."""
    if CITIZEN in (item.sender, item.to) or item.medium.startswith(CITIZEN):
        return Carrier.CITIZEN
    return Carrier.FRONT_DOOR if FRONT_DOOR in (item.sender, item.to) else Carrier.OFFICE


def rung(item: Item) -> int:
    """Returns the rung of one hop: 1 at most where the citizen had a hand in it."""
    return min(1, item.ladder) if hand(item) is Carrier.CITIZEN else item.ladder


def longer(chain: Chain, item: Item) -> Chain:
    """Returns a chain with one hop more."""
    carrier = max(chain.carrier, hand(item))
    weakest = min(chain.ladder, rung(item), 1 if carrier is Carrier.CITIZEN else chain.ladder)
    return Chain(weakest, carrier, (*chain.between, item.sender))


class Chains:
    """The chains of one case, worked out once for each fact and holder.

    A chain follows the handoff that an item says it carries on (`source_handoff_id`), else whatever its sender had
    received of the fact by the time of sending. For each item and carrier the chain of the highest rung is kept, and of
    these the shortest.
    """

    def __init__(self, case: Trace) -> None:
        self._case = case
        self._known: dict[tuple[str, str], dict[str, dict[Carrier, Chain]]] = {}

    def to(self, sought: Sought, came: Iterable[Item], truth: Sequence[Written], by: int) -> list[Delivery]:
        """Returns every delivery of a need's fact to its consumer that began at a holder of it."""
        key = (sought.holders[0], sought.need.fact)
        if key not in self._known:
            self._known[key] = self._work_out(sought.need, sought.holders)
        return [
            Delivery(chain, item.taken == current(truth, item.received), item.received <= by, item.event)
            for item in came
            if item.received is not None
            for chain in self._known[key].get(item.handoff, {}).values()
        ]

    def _work_out(self, need: Need, held: tuple[str, ...]) -> dict[str, dict[Carrier, Chain]]:
        holders = (*held, CITIZEN) if need.front else held
        items = self._with_sources(need.fact)
        found: dict[str, dict[Carrier, Chain]] = {number: {} for number in items}
        later: list[tuple[Item, list[str]]] = []
        for item in items.values():
            if item.sender in holders:
                _keep(found[item.handoff], Chain(rung(item), hand(item), ()))
            elif prior := self._prior(item, items):
                later.append((item, prior))
            elif not need.front and (by_hand := self._byhand(item)):
                _keep(found[item.handoff], Chain(min(1, item.ladder), Carrier.CITIZEN, by_hand))
        changed = True
        while changed:
            changed = False
            for item, prior in later:
                for chain in [chain for number in prior for chain in found[number].values()]:
                    changed = _keep(found[item.handoff], longer(chain, item)) or changed
        return found

    def _with_sources(self, fact: str) -> dict[str, Item]:
        """Returns the items of a fact, with the handoffs that they carry on where those do not name the fact."""
        items = {item.handoff: item for item in self._case.by_fact.get(fact, ())}
        for item in list(items.values()):
            source = self._case.transfers.get(item.source)
            if source is not None and source.id not in items:
                ends = (source.sender, source.to, fact, source.medium, source.sent, source.received)
                items[source.id] = Item(source.id, *ends, item.given, item.given, "", source.received_event)
        return items

    def _prior(self, item: Item, items: Mapping[str, Item]) -> list[str]:
        if item.source in items:
            return [item.source]
        earlier = self._case.arrivals.get((item.sender, item.fact), ())
        return [each.handoff for each in earlier if each.received is not None and each.received <= item.sent]

    def _byhand(self, item: Item) -> tuple[str, ...]:
        """Says through whose hands a fact came that an office produced and that nobody logged as handed on.

        What the citizen has of it can only come from the office, by a letter or over a counter.
        """
        if item.sender == CITIZEN:
            return (CITIZEN,)
        told = self._case.written.get((CITIZEN, item.fact), ())
        if item.sender == FRONT_DOOR and any(each.at <= item.sent for each in told):
            return (CITIZEN, FRONT_DOOR)
        return ()


def _keep(kept: dict[Carrier, Chain], chain: Chain) -> bool:
    """Keeps a chain if it is the best of its carrier so far; says whether it is."""
    if not chain.ladder:
        return False
    before = kept.get(chain.carrier)
    if before is not None and (before.ladder, -len(before.between)) >= (chain.ladder, -len(chain.between)):
        return False
    kept[chain.carrier] = chain
    return True
