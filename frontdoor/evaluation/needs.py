"""What a case needs, from the log's `model` records alone (design 5.1, measurement a.2).

The plan for this purpose is every service that conditions left in at acceptance, those that the citizen withheld
included, so that what is required is the same under every scenario. A merged service's reads and writes have become
those of the service that it was merged into (design 5.3.6), and what the two needed of one another is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import Record
from life_events.coordination import CITIZEN, FRONT_DOOR, Need, needs
from life_events.model import Timing


@dataclass(frozen=True)
class Exchanges:
    """What a service reads and writes, as the log says it."""

    reads: frozenset[str]
    writes: frozenset[str]

    def reads_facts(self) -> frozenset[str]:
        """Returns every fact that the service may be sent."""
        return self.reads

    def writes_facts(self) -> frozenset[str]:
        """Returns every fact that the service produces."""
        return self.writes


class Step(NamedTuple):
    """What is looked up for one need: where its fact must come in, and whose word is the truth of it.

    `kind` tells apart what the carrier of a direct handoff depends on: the provider, where it is no service.
    """

    need: Need
    place: tuple[str, str]
    truth: tuple[str, str]
    kind: str
    afterwards: bool


@dataclass(frozen=True)
class Required:
    """What is required in cases of one plan.

    `front` are the needs for what the citizen supplied, `flow` and `fit` those between services (measurement a.3a).
    `afterwards` are the (consumer, fact) pairs that may come after the consumer's decision. `unmerged` is the weight
    of all needs had nothing been merged (R_0 of measurement C3).
    """

    front: tuple[Need, ...]
    flow: tuple[Need, ...]
    fit: tuple[Need, ...]
    afterwards: frozenset[tuple[str, str]]
    unmerged: float

    @cached_property
    def plan(self) -> tuple[Step, ...]:
        """What to look up for each need, in the order of `needs`."""
        return tuple(
            Step(
                need,
                (need.consumer, need.fact),
                (CITIZEN if need.front else need.provider, need.fact),
                need.provider if need.provider in (CITIZEN, FRONT_DOOR) else "",
                (need.consumer, need.fact) in self.afterwards,
            )
            for need in self.needs
        )

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Every need, front needs first."""
        return self.front + self.flow + self.fit

    @cached_property
    def back(self) -> tuple[Need, ...]:
        """The needs between services."""
        return self.flow + self.fit


class Requirements:
    """Works out what each case requires; cases of one plan share the answer."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, frozenset[str]], Required] = {}

    def of(self, case: Trace) -> Required:
        """Returns what a case requires."""
        key = (case.plan_key, frozenset(given_at_once(case)))
        if key not in self._known:
            self._known[key] = required(case.plan, key[1], case.merged, front_door=case.front_door)
        return self._known[key]


def given_at_once(case: Trace) -> tuple[str, ...]:
    """Returns the facts that were given with the request, and not later because an office asked."""
    return next((each.facts for each in case.events if each.activity == "request.submitted"), ())


def required(
    plan: Iterable[Record], given: frozenset[str], merged: Mapping[str, str], *, front_door: bool = True
) -> Required:
    """Returns what a plan requires.

    `plan` are `model` records, `given` the facts given with the request, `merged` maps a merged service to its new
    owner. Design 5.1.

    >>> plan = [
    ...     {"service_id": key, "needed": True, "reads": [{"any_of": [fact], "when": "to_start"}], "writes": made}
    ...     for key, fact, made in (("reg", "name", ["cert"]), ("pens", "cert", []))
    ... ]
    >>> [(need.provider, need.consumer, need.fact) for need in required(plan, frozenset({"name"}), {}).needs]
    [('front_door', 'reg', 'name'), ('reg', 'pens', 'cert')]
    >>> required(plan, frozenset({"name"}), {"pens": "reg"}).back
    ()
    """
    needed = [row for row in plan if row["needed"]]
    centre = FRONT_DOOR if front_door else CITIZEN
    services = _exchanges(needed, merged)
    found = needs(services, services, given, centre=centre)
    apart = _exchanges(needed, {})
    whose = {str(row["service_id"]): merged.get(str(row["service_id"]), str(row["service_id"])) for row in needed}
    afterwards = {
        (whose[str(row["service_id"])], fact)
        for row in needed
        for read in row["reads"]
        for fact in read["any_of"]
        if read["when"] == Timing.AFTERWARDS
    }
    return Required(
        front=tuple(need for need in found if need.front),
        flow=tuple(need for need in found if not need.front and need.weight == 1),
        fit=tuple(need for need in found if need.weight != 1),
        afterwards=frozenset(afterwards),
        unmerged=sum(need.weight for need in needs(apart, apart, given, centre=centre)),
    )


def _exchanges(plan: Iterable[Record], merged: Mapping[str, str]) -> dict[str, Exchanges]:
    found: dict[str, Exchanges] = {}
    for row in plan:
        key = merged.get(str(row["service_id"]), str(row["service_id"]))
        before = found.get(key, Exchanges(frozenset(), frozenset()))
        reads = before.reads.union(fact for read in row["reads"] for fact in read["any_of"])
        found[key] = Exchanges(reads, before.writes.union(row["writes"]))
    return found
