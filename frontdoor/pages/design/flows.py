"""What services of a life event need of one another, from definitions and a scenario; and what the log shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from frontdoor.discovery import Registry
from frontdoor.evaluation.accounts import How, accounts
from frontdoor.pages.evaluate.onrecord import Group
from life_events.carrying import Bearer, bearers, standing
from life_events.circles import circles
from life_events.coordination import Relationship
from life_events.model import LifeEvent, Read, Recognition, Release, Timing
from life_events.relations import Relation, Table

Edge = tuple[str, str, str]
OWN = (How.OFFICES, How.WEAKLY)


@dataclass(frozen=True)
class Seen:
    """What the log shows of a need, or of all needs of a pair: how many there were, and how each was met."""

    ways: Mapping[How, int]

    @property
    def needs(self) -> int:
        """How many there were."""
        return sum(self.ways.values())

    @property
    def own(self) -> int:
        """How many the offices met themselves."""
        return sum(self.ways.get(how, 0) for how in OWN)

    @property
    def share(self) -> float:
        """Which share of them the offices met themselves."""
        return self.own / self.needs if self.needs else 0.0


@dataclass(frozen=True)
class Flow:
    """One need between two services: who provides which fact to whom, when it is needed, how the two stand.

    `in_circle`: each of some facts rests on the next, and this is one of them; `way_out`: this fact leads out of one.
    """

    provider: str
    fact: str
    consumer: str
    when: Timing
    optional: bool
    level: Relationship
    via: str
    released: Release
    recognised: Recognition
    bearer: Bearer
    in_circle: bool = False
    way_out: bool = False

    @property
    def edge(self) -> Edge:
        """What tells it from every other need."""
        return self.provider, self.fact, self.consumer

    @property
    def pair(self) -> tuple[str, str]:
        """Its two ends."""
        return self.provider, self.consumer


@dataclass(frozen=True)
class Round:
    """A circle of services that wait for one another, and the facts that lead out of it."""

    services: tuple[str, ...]
    facts: tuple[str, ...]
    way_out: tuple[str, ...]


def services_of(event: LifeEvent, registry: Registry) -> tuple[str, ...]:
    """Returns the services of a life event, in its own order; one that nobody declared is left out."""
    return tuple(part.service for part in event.services if part.service in registry.services)


def flows(event: LifeEvent, registry: Registry, table: Table, on: date) -> tuple[Flow, ...]:
    """Returns every need between services of a life event on a day, providers and consumers in its own order."""
    keys = services_of(event, registry)
    active = frozenset(keys)
    round_ = {edge for circle in circles(registry.services[key] for key in keys) for edge in circle.edges}
    out = {fact for circle in rounds(event, registry) for fact in circle.way_out}
    carried = bearers(table.rows, active, on, front_door=table.front_door)
    found = [
        _flow(row, carrier, registry, standing(row, active, on), active, round_, out)
        for row, carrier in carried.items()
    ]
    return tuple(sorted(found, key=lambda each: (keys.index(each.provider), keys.index(each.consumer), each.fact)))


def rounds(event: LifeEvent, registry: Registry) -> tuple[Round, ...]:
    """Returns the circles of a life event."""
    found = circles(registry.services[key] for key in services_of(event, registry))
    return tuple(Round(each.services, each.facts, each.way_out) for each in found)


def seen_in(group: Group | None) -> Mapping[Edge, Seen]:
    """Returns what the log shows of each need between services in a group of cases."""
    ways: dict[Edge, Counter[How]] = {}
    for each in accounts(group.evidence) if group else ():
        if not each.need.front:
            ways.setdefault((each.need.provider, each.need.fact, each.need.consumer), Counter())[each.how] += 1
    return {edge: Seen(counts) for edge, counts in ways.items()}


def together(seen: Iterable[Seen | None]) -> Seen:
    """Returns what the log shows of several needs as one."""
    total: Counter[How] = Counter()
    for each in seen:
        if each is not None:
            total.update(dict(each.ways))
    return Seen(total)


def _flow(
    row: Relation,
    carrier: Bearer,
    registry: Registry,
    level: Relationship,
    active: frozenset[str],
    round_: set[Edge],
    out: set[str],
) -> Flow:
    read = _read(registry, row.consumer, row.fact)
    edge = (row.provider, row.fact, row.consumer)
    return Flow(
        provider=row.provider,
        fact=row.fact,
        consumer=row.consumer,
        when=read.when,
        optional=read.optional or bool(read.alternatives),
        level=level,
        via=next((hub for hub in row.hubs if hub in active), ""),
        released=row.released,
        recognised=row.recognised,
        bearer=carrier,
        in_circle=edge in round_,
        way_out=row.fact in out,
    )


def _read(registry: Registry, consumer: str, fact: str) -> Read:
    return next(read for read in registry.services[consumer].reads if fact in read.any_of)
