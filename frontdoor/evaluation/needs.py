"""What a case needs, from the log's `model` records alone (design 5.1, measurement a.2).

The plan for this purpose is every service that conditions left in at acceptance, those that the citizen withheld
included, so that what is required is the same under every scenario. A merged service's needs have become those of the
service that it was merged into (design 5.3.6), and what the two needed of one another is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import Record
from life_events.coordination import CITIZEN, FRONT_DOOR, Dependency, Need, needs
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


class Sought(NamedTuple):
    """A need, and what is looked up to see how it was met.

    The need's ends are those it has now; a service that was merged into another keeps places of its own, because what
    still came to itself came to nobody else. `places`: where the fact must come in, the first that anything came to.
    `holders` may hand it over at first hand; `truths` name whose word is the truth of it, the first that wrote it.
    `kind` is the provider where it is no service: the carrier of a direct handoff depends on it.
    """

    need: Need
    places: tuple[tuple[str, str], ...]
    holders: tuple[str, ...]
    truths: tuple[tuple[str, str], ...]
    kind: str
    afterwards: bool


@dataclass(frozen=True)
class Required:
    """What is required in cases of one plan.

    `front` are the needs for what the citizen supplied, `flow` and `fit` those between services (measurement a.3a).
    `unmerged` is the weight of all needs had nothing been merged (R_0 of measurement C3).
    """

    front: tuple[Sought, ...]
    flow: tuple[Sought, ...]
    fit: tuple[Sought, ...]
    unmerged: float

    @cached_property
    def sought(self) -> tuple[Sought, ...]:
        """Every need with what is looked up for it: front, flow, fit."""
        return self.front + self.flow + self.fit

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Every need, front needs first."""
        return tuple(each.need for each in self.sought)

    @cached_property
    def back(self) -> tuple[Need, ...]:
        """The needs between services."""
        return self.needs[len(self.front) :]


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
    services = {
        str(row["service_id"]): Exchanges(
            frozenset(fact for read in row["reads"] for fact in read["any_of"]), frozenset(row["writes"])
        )
        for row in needed
    }
    afterwards = {
        (str(row["service_id"]), fact)
        for row in needed
        for read in row["reads"]
        for fact in read["any_of"]
        if read["when"] == Timing.AFTERWARDS
    }
    found = needs(services, services, given, centre=centre)
    kept = [
        _sought(need, merged, (need.consumer, need.fact) in afterwards)
        for need in found
        if merged.get(need.provider, need.provider) != merged.get(need.consumer, need.consumer)
    ]
    return Required(
        front=tuple(each for each in kept if each.need.dependency is Dependency.SHARING),
        flow=tuple(each for each in kept if each.need.dependency is Dependency.FLOW),
        fit=tuple(each for each in kept if each.need.dependency is Dependency.FIT),
        unmerged=sum(need.weight for need in found),
    )


def _sought(need: Need, merged: Mapping[str, str], afterwards: bool) -> Sought:
    consumers = tuple(dict.fromkeys((need.consumer, merged.get(need.consumer, need.consumer))))
    providers = tuple(dict.fromkeys((need.provider, merged.get(need.provider, need.provider))))
    return Sought(
        need=replace(need, provider=providers[-1], consumer=consumers[-1]),
        places=tuple((consumer, need.fact) for consumer in consumers),
        holders=providers,
        truths=tuple((party, need.fact) for party in ((CITIZEN,) if need.front else providers)),
        kind=need.provider if need.front else "",
        afterwards=afterwards,
    )
