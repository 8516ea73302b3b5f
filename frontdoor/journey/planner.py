"""Facts in, plan out: which questions are asked, which services are needed, and what may be done next. All pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from graphlib import TopologicalSorter
from typing import Generic, TypeVar

from frontdoor.journey.plan import Plan, PlannedRead, PlannedService
from life_events.model import Concerns, LifeEvent, Question, Read, Recognition, Release, Service, Timing
from life_events.relations import Table

T = TypeVar("T")

CITIZEN = "citizen"


def route(event: LifeEvent, facts: Mapping[str, str], on: date) -> tuple[Question, ...]:
    """Returns the questions that these answers lead through; one that cannot be judged yet is left out."""
    return tuple(each for each in event.questions if each.when is None or each.when.judge(facts, on) is True)


def answered(question: Question, facts: Mapping[str, str]) -> bool:
    """Says whether every fact of a question that must be given is given."""
    return all(fact in facts for fact in question.facts if fact not in question.optional)


def asked_facts(event: LifeEvent, facts: Mapping[str, str], on: date) -> dict[str, str]:
    """Returns the facts that belong to questions on the route: no other is kept, so nothing is held without a use."""
    wanted = {fact for question in route(event, facts, on) for fact in question.facts}
    kept = {name: value for name, value in facts.items() if name in wanted}
    # an answer that falls away may have kept another question on the route
    return kept if len(kept) == len(facts) else asked_facts(event, kept, on)


def missing_facts(event: LifeEvent, facts: Mapping[str, str], on: date) -> tuple[str, ...]:
    """Returns the facts that the questions on the route still want, in the order in which they are asked."""
    return tuple(
        fact
        for question in route(event, facts, on)
        for fact in question.facts
        if fact not in facts and fact not in question.optional
    )


def make_plan(
    event: LifeEvent,
    services: Mapping[str, Service],
    facts: Mapping[str, str],
    on: date,
    *,
    definitions: str,
    withheld: Set[str] = frozenset(),
    table: Table | None = None,
) -> Plan:
    """Returns the plan for complete facts; `table` says how the offices stand to one another.

    A read whose fact the citizen did not give and no service of the plan writes makes no need (design 5.1), unless it
    must be had: then the citizen will be asked for it. Raises ValueError when a condition cannot be judged.
    """
    needed = frozenset(each.service for each in event.services if _concerns(each, facts, on))
    planned = _planned(_Itself(event), _Itself(services), _Itself(table), needed, needed - withheld, frozenset(facts))
    return Plan(
        life_event=event.key,
        definitions=definitions,
        on=on,
        front_door=table.front_door if table else True,
        services=planned,
    )


class _Itself(Generic[T]):
    """Something by which one can look something up: it is equal to itself, whatever it holds."""

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


@lru_cache(maxsize=256)
def _planned(
    about: _Itself[LifeEvent],
    known: _Itself[Mapping[str, Service]],
    standing: _Itself[Table | None],
    needed: frozenset[str],
    active: frozenset[str],
    given: frozenset[str],
) -> tuple[PlannedService, ...]:
    """Returns the services in their order; the same for all who are concerned by the same services and said as much."""
    event, services, table = about.value, known.value, standing.value
    writers: dict[str, tuple[str, ...]] = {}
    for key in sorted(active):
        for fact in services[key].writes_facts():
            writers[fact] = (*writers.get(fact, ()), key)
    planned = {
        each.service: PlannedService(
            service=each.service,
            agency=services[each.service].agency,
            needed=each.service in needed,
            withheld=each.service in needed - active,
            reason="" if each.service in needed else each.otherwise,
            reads=_reads(services, each.service, given, writers) if each.service in needed else (),
            writes=tuple(write.fact for write in services[each.service].writes),
            hub=(hub := _hub(each.service, services, active, writers, table)),
            relays=table.relays[hub] if table and hub else (),
            merged_into=_merged_into(each.service, active, table),
        )
        for each in event.services
    }
    return tuple(planned[key] for key in _in_order(planned))


def _concerns(part: Concerns, facts: Mapping[str, str], on: date) -> bool:
    truth = True if part.when is None else part.when.judge(facts, on)
    if truth is None:
        raise ValueError(f"Whether {part.service} is needed cannot be judged from these answers.")
    return truth


def _hub(
    service: str,
    services: Mapping[str, Service],
    active: Set[str],
    writers: Mapping[str, tuple[str, ...]],
    table: Table | None,
) -> str:
    """Returns the hub through which a service is asked, if there is one that need not wait for the service itself."""
    hub = table.hub_of(service, active) if table else ""
    before, waits = {hub}, [hub] if hub else []
    while waits:
        for read in services[waits.pop()].reads:
            if read.when is Timing.TO_START:
                fresh = {writer for fact in read.any_of for writer in writers.get(fact, ())} - before
                before |= fresh
                waits += sorted(fresh)
    return "" if service in before else hub


def _merged_into(service: str, active: Set[str], table: Table | None) -> str:
    """Returns into which service of the plan a service was merged, if both are in it."""
    into = table.merged.get(service, "") if table else ""
    return into if {service, into} <= active else ""


def _reads(
    services: Mapping[str, Service], key: str, given: Set[str], writers: Mapping[str, tuple[str, ...]]
) -> tuple[PlannedRead, ...]:
    found = []
    for read in services[key].reads:
        by_fact = {fact: [each for each in writers.get(fact, ()) if each != key] for fact in read.any_of}
        providers = {each for some in by_fact.values() for each in some}
        if providers or not read.optional or not given.isdisjoint(read.any_of):
            found.append(
                PlannedRead(
                    any_of=read.any_of,
                    when=read.when,
                    optional=read.optional,
                    providers=tuple(sorted(providers)),
                    passed_on=tuple(
                        fact
                        for fact in read.any_of
                        if all(_passed_on(services[provider], fact, read) for provider in by_fact[fact])
                    ),
                )
            )
    return tuple(found)


def _passed_on(provider: Service, fact: str, read: Read) -> bool:
    """Says whether the portal may pass a fact on: given out in the reply, and taken from the portal (design 5.3.1)."""
    released = next(write.release for write in provider.writes if write.fact == fact)
    return released is Release.REPLY and read.recognises is Recognition.PORTAL


def _in_order(planned: Mapping[str, PlannedService]) -> Iterable[str]:
    """Orders services by what they need to start; what comes later makes no order, and so no cycle."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for key, each in planned.items():
        first = {provider for read in each.reads if read.when is Timing.TO_START for provider in read.providers}
        sorter.add(key, *sorted(first))
    return sorter.static_order()


@dataclass(frozen=True)
class Wait:
    """Somebody waits: for which facts (any of them), and who could provide them (services, or the citizen)."""

    any_of: tuple[str, ...]
    providers: tuple[str, ...]


@dataclass(frozen=True)
class Readiness:
    """Whether a service can be asked now. Neither waiting nor impossible: it can."""

    waits: tuple[Wait, ...] = ()
    impossible: Wait | None = None

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.waits and self.impossible is None


@dataclass(frozen=True)
class Known:
    """What is known of a case at a moment.

    facts   held by whoever asks the offices, who may pass them on
    ended   services that are final
    out     facts that an office has produced, and that reach the others in another way: by letter, or office to office
    """

    facts: Set[str] = field(default_factory=frozenset)
    ended: Set[str] = field(default_factory=frozenset)
    out: Set[str] = field(default_factory=frozenset)

    def met(self, read: PlannedRead) -> bool:
        """Says whether a fact is held that may be passed on, or is on its way without us."""
        return not (self.facts.isdisjoint(read.passed_on) and self.out.isdisjoint(read.elsewhere))

    def wait(self, read: PlannedRead) -> Wait | None:
        """Returns what a read waits for: None when it is met, or when nobody will meet it and it is optional."""
        if self.met(read):
            return None
        coming = tuple(provider for provider in read.providers if provider not in self.ended)
        if coming:
            return Wait(read.any_of, coming)
        if read.optional:
            return None
        return Wait(read.any_of, () if read.providers else (CITIZEN,))

    def lost(self, read: PlannedRead) -> bool:
        """Says whether a fact that a service was to provide will not come any more."""
        return (
            bool(read.providers) and not self.met(read) and all(provider in self.ended for provider in read.providers)
        )


def readiness(service: PlannedService, known: Known) -> Readiness:
    """Says whether a service can be asked: only what it needs to start holds it back (design 5.9)."""
    waits = tuple(wait for read in service.to_start if (wait := known.wait(read)) is not None)
    hopeless = next((wait for wait in waits if not wait.providers), None)
    return Readiness(impossible=hopeless) if hopeless else Readiness(waits=waits)


def waiting_for(service: PlannedService, known: Known) -> tuple[Wait, ...]:
    """Returns all that a service still waits for, to start or to finish."""
    return tuple(
        wait for read in service.reads if read.when is not Timing.AFTERWARDS and (wait := known.wait(read)) is not None
    )


def expected_later(service: PlannedService, known: Known) -> frozenset[str]:
    """Returns the facts that the service does not have when it is asked and that will come, so that it waits for them.

    Those that it needs to start are among them where they come without us.
    """
    expected: set[str] = set()
    for read in service.reads:
        if read.when is Timing.AFTERWARDS or not known.facts.isdisjoint(read.passed_on):
            continue
        if out := known.out & set(read.elsewhere):
            expected |= out
        elif (wait := known.wait(read)) and wait.providers and (read.when is Timing.TO_FINISH or read.providers):
            expected |= set(read.any_of)
    return frozenset(expected)


def never_coming(service: PlannedService, known: Known) -> frozenset[str]:
    """Returns the facts that the service was told to expect and that will not come any more."""
    return frozenset(
        fact
        for read in service.reads
        if read.when is not Timing.AFTERWARDS and known.lost(read)
        for fact in read.any_of
    )
