"""Circles of facts that rest on one another, and the ways out of them: searched on needs, fact by fact.

A fact rests on what its service needs to start and on what its `Write` says besides (`rests_on`). A need for any one of
several facts is met by the first in the ordinary way, and by the others where that leads round in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from life_events.model import Service, Timing

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Circle:
    """Facts of which each rests on the next and the last on the first, and by whom each is produced.

    `way_out` are the facts that will do instead of one of the circle's, and that can be had from outside it.
    """

    facts: tuple[str, ...]
    services: tuple[str, ...]
    way_out: tuple[str, ...] = ()

    @property
    def edges(self) -> frozenset[tuple[str, str, str]]:
        """Who provides what to whom, all round."""
        size = len(self.facts)
        return frozenset((self.services[at], self.facts[at], self.services[at - 1]) for at in range(size))


def circles(services: Iterable[Service]) -> tuple[Circle, ...]:
    """Returns the circles that the ordinary way leads into, each once; one without a way out stands still for good."""
    rests = _rests_on(services)
    had = _can_be_had(rests)
    found: list[Circle] = []
    seen: set[str] = set()
    for start in sorted(rests):
        round_ = _round(start, rests)
        if round_ and not seen.intersection(round_):
            seen |= set(round_)
            found.append(_circle(round_, rests, had))
    return tuple(found)


def _rests_on(services: Iterable[Service]) -> dict[str, tuple[str, Groups]]:
    """Returns each produced fact with who produces it and the groups of produced facts that it rests on."""
    every = list(services)
    produced = {fact for service in every for fact in service.writes_facts()}
    rests: dict[str, tuple[str, Groups]] = {}
    for service in every:
        to_start = [read.any_of for read in service.reads if read.when is Timing.TO_START]
        for write in service.writes:
            groups = [group for group in (*to_start, *write.rests_on) if produced.issuperset(group)]
            rests.setdefault(write.fact, (service.key, tuple(groups)))
    return rests


def _can_be_had(rests: Mapping[str, tuple[str, Groups]]) -> frozenset[str]:
    """Returns the facts that come into being when nobody waits for what waits for them."""
    had: set[str] = set()
    while True:
        more = {
            fact
            for fact, (_, groups) in rests.items()
            if fact not in had and all(had.intersection(group) for group in groups)
        }
        if not more:
            return frozenset(had)
        had |= more


def _round(start: str, rests: Mapping[str, tuple[str, Groups]]) -> list[str]:
    """Returns a way from a fact back to itself, going by the first of each group; empty where there is none."""
    paths, visited = [[start]], {start}
    while paths:
        path = paths.pop(0)
        for group in rests[path[-1]][1]:
            if group[0] == start:
                return path
            if group[0] not in visited:
                visited.add(group[0])
                paths.append([*path, group[0]])
    return []


def _circle(facts: list[str], rests: Mapping[str, tuple[str, Groups]], had: frozenset[str]) -> Circle:
    ways = [
        other
        for at, fact in enumerate(facts)
        for group in rests[fact][1]
        if group[0] == facts[(at + 1) % len(facts)] and set(facts) <= had
        for other in group[1:]
        if other in had
    ]
    # each fact rests on the next one: its own producer waits for the next one's
    return Circle(tuple(facts), tuple(rests[fact][0] for fact in facts), tuple(dict.fromkeys(ways)))
