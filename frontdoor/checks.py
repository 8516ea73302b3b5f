"""The rules that every definition and adapter keeps, each as a function that yields sentences about what breaks it.

A sentence names what is wrong, where it stands and how to put it right.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from frontdoor.discovery import Registry
from life_events.circles import circles
from life_events.conditions import Condition
from life_events.model import LifeEvent, Service, Timing
from life_events.parameters import MARKS, Parameter, entries
from life_events.scenario import read_scenarios


@dataclass(frozen=True)
class Broken:
    """A rule that is broken: the rule's name and a sentence."""

    rule: str
    sentence: str


Rule = Callable[[Registry], Iterator[str]]


def run_checks(registry: Registry) -> list[Broken]:
    """Returns everything that breaks a rule; an empty list is what one wants."""
    return [Broken(rule.__name__, sentence) for rule in RULES for sentence in rule(registry)]


def _like(name: str, known: Iterator[str] | list[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f" Did you mean '{near[0]}'?" if near else ""


def services_are_declared(registry: Registry) -> Iterator[str]:
    """Every service of a life event is declared by an agency."""
    for event in registry.life_events.values():
        for part in event.services:
            if part.service not in registry.services:
                hint = _like(part.service, list(registry.services))
                yield f"life_events/{event.key}.py concerns '{part.service}', which no agency declares.{hint}"


def services_belong_to_their_agency(registry: Registry) -> Iterator[str]:
    """A service's key begins with its agency, and the agency is declared."""
    for service in registry.services.values():
        if service.key.partition(".")[0] != service.agency:
            yield f"Service '{service.key}' names agency '{service.agency}': its key must begin with it."
        if service.agency not in registry.agencies:
            yield f"Service '{service.key}' names agency '{service.agency}', which is not declared."


def facts_are_known(registry: Registry) -> Iterator[str]:
    """Every fact that is asked, read, written or judged is in the catalogue."""
    for where, name in _uses(registry):
        if name not in registry.facts:
            yield f"{where} uses the fact '{name}', which is not in the catalogue.{_like(name, list(registry.facts))}"


def _uses(registry: Registry) -> Iterator[tuple[str, str]]:
    for service in registry.services.values():
        for fact in sorted(service.reads_facts() | service.writes_facts() | set(service.asks_again)):
            yield f"Service '{service.key}'", fact
    for event in registry.life_events.values():
        for question in event.questions:
            for fact in question.facts:
                yield f"Question '{question.key}' of {event.key}", fact
        for condition in _conditions(event):
            for fact in sorted(condition.facts()):
                yield f"A condition of {event.key}", fact
        for friction in event.frictions:
            for fact in sorted(friction.facts):
                yield f"Friction {friction.code} of {event.key}", fact


def _conditions(event: LifeEvent) -> Iterator[Condition]:
    yield from (part.when for part in event.services if part.when is not None)
    yield from (question.when for question in event.questions if question.when is not None)


def _services_of(registry: Registry, event: LifeEvent) -> list[Service]:
    return [registry.services[part.service] for part in event.services if part.service in registry.services]


def what_is_asked_is_used(registry: Registry) -> Iterator[str]:
    """No question asks for a fact that no service reads and no condition judges (data minimisation)."""
    for event in registry.life_events.values():
        used = {fact for service in _services_of(registry, event) for fact in service.reads_facts()}
        used |= {fact for condition in _conditions(event) for fact in condition.facts()}
        for question in event.questions:
            for fact in question.facts:
                if fact not in used:
                    asked = f"Question '{question.key}' of {event.key} asks for '{fact}'"
                    yield f"{asked}, and nothing uses it. Take it out."


def what_is_used_is_asked_or_written(registry: Registry) -> Iterator[str]:
    """Every fact that a service must have is asked for, or written by a service of the same life event."""
    for event in registry.life_events.values():
        services = _services_of(registry, event)
        there = {fact for question in event.questions for fact in question.facts}
        there |= {fact for service in services for fact in service.writes_facts()}
        for service in services:
            for read in service.reads:
                if not read.optional and not there & set(read.any_of):
                    need = f"Service '{service.key}' needs '{read.fact}' in {event.key}"
                    yield f"{need}: ask for it, or let a service write it."


def questions_come_after_what_they_depend_on(registry: Registry) -> Iterator[str]:
    """A question's condition looks only at facts that were asked before it."""
    for event in registry.life_events.values():
        before: set[str] = set()
        for question in event.questions:
            for fact in sorted(question.when.facts() - before) if question.when else ():
                yield f"Question '{question.key}' of {event.key} depends on '{fact}', which is asked later or never."
            before |= set(question.facts)


def services_have_an_adapter(registry: Registry) -> Iterator[str]:
    """Every service has an adapter, and every adapter a service."""
    for key in sorted(set(registry.services) - set(registry.adapters)):
        yield f"Service '{key}' ({registry.where(key)}) has no adapter. Write one: frontdoor scaffold adapter {key}"
    for key in sorted(set(registry.adapters) - set(registry.services)):
        yield f"Adapter '{key}' reaches a service that no agency declares.{_like(key, list(registry.services))}"


def adapters_send_what_is_read(registry: Registry) -> Iterator[str]:
    """An adapter can send what its service reads, and nothing else."""
    for key, adapter in registry.adapters.items():
        if key in registry.services:
            reads = registry.services[key].reads_facts()
            for fact in sorted(reads - adapter.needs):
                yield f"Adapter '{key}' does not send '{fact}', which its service reads. Add it to `sends`."
            for fact in sorted(adapter.needs - reads):
                yield f"Adapter '{key}' sends '{fact}', which its service does not read. Take it out of `sends`."


def adapters_learn_what_is_written(registry: Registry) -> Iterator[str]:
    """An adapter learns what its service writes, and nothing else."""
    for key, adapter in registry.adapters.items():
        if key in registry.services:
            writes = registry.services[key].writes_facts()
            for fact in sorted(writes ^ adapter.gives):
                where = "does not learn" if fact in writes else "learns"
                yield f"Adapter '{key}' {where} '{fact}': `learns` and the service's `writes` must be the same facts."


def cycles_have_a_way_out(registry: Registry) -> Iterator[str]:
    """No facts rest on one another all round, unless another fact will do in the place of one of them."""
    for event in registry.life_events.values():
        for circle in circles(_services_of(registry, event)):
            if not circle.way_out:
                parties = " waits for ".join((*circle.services, circle.services[0]))
                yield f"In {event.key}, {parties}: let one of them need its fact only to finish, or take another fact."


def purposes_are_complete(registry: Registry) -> Iterator[str]:
    """Every service says why, on what law or consent, and for how long; every agency has an owner and a way round."""
    for service in registry.services.values():
        purpose = service.purpose
        if not (purpose.why and purpose.law and purpose.retention_days > 0):
            yield f"Service '{service.key}' does not say why, on what law, and for how many days it keeps what it gets."
    for agency in registry.agencies.values():
        if not (agency.owner and agency.fallback):
            yield f"Agency '{agency.key}' needs an owner and a fallback: a promise on a page needs somebody behind it."


def what_may_not_concern_says_why(registry: Registry) -> Iterator[str]:
    """A service that may not concern a person has a sentence that says why not."""
    for event in registry.life_events.values():
        for part in event.services:
            if part.when is not None and not part.otherwise:
                yield f"'{part.service}' in {event.key} has a condition and no `otherwise`: say why it is not needed."


def numbers_are_dated_and_sourced(registry: Registry) -> Iterator[str]:
    """Every parameter exists, has a value today, a known evidence mark and a source."""
    for entry in entries().values():
        if entry.mark not in MARKS or not entry.source or not entry.values:
            yield f"Parameter '{entry.key}' needs a mark ({', '.join(MARKS)}), a source and a dated value."
    for service in registry.services.values():
        used = [service.usually, *([service.deadline.days] if service.deadline else [])]
        for parameter in used:
            yield from _missing(parameter, f"Service '{service.key}'")


def _missing(parameter: Parameter, where: str) -> Iterator[str]:
    try:
        parameter.on(date.today())  # noqa: DTZ011 a day is enough to see that there is a value
    except LookupError as error:
        yield f"{where}: {error}"


def frictions_name_what_exists(registry: Registry) -> Iterator[str]:
    """Every friction is about services of its life event, says what can be found, and has a source and a remedy."""
    for event in registry.life_events.values():
        concerned = [part.service for part in event.services]
        for friction in event.frictions:
            where = f"Friction {friction.code} of {event.key}"
            for key in friction.services:
                if key not in concerned:
                    yield f"{where} is about '{key}', which the life event does not concern.{_like(key, concerned)}"
            for name in friction.unsayable():
                yield f"{where} says {{{name}}}, which nothing finds: say days, letters or offices."
            if not (friction.remedy and friction.source and friction.bears and friction.what):
                yield f"{where} needs what happens, who bears it, what removes it, and a source."
            for parameter in friction.numbers:
                yield from _missing(parameter, where)


def scenarios_name_what_exists(registry: Registry) -> Iterator[str]:
    """Every scenario file names services, agencies and relationships that there are."""
    try:
        read_scenarios(registry.services, registry.agencies)
    except ValueError as error:
        yield f"life_events/scenarios/{error}"


RULES: tuple[Rule, ...] = (
    services_are_declared,
    services_belong_to_their_agency,
    facts_are_known,
    what_is_asked_is_used,
    what_is_used_is_asked_or_written,
    questions_come_after_what_they_depend_on,
    services_have_an_adapter,
    adapters_send_what_is_read,
    adapters_learn_what_is_written,
    cycles_have_a_way_out,
    purposes_are_complete,
    what_may_not_concern_says_why,
    numbers_are_dated_and_sourced,
    frictions_name_what_exists,
    scenarios_name_what_exists,
)


def draw(registry: Registry, event: str) -> str:
    """Returns a life event's services and what flows between them, as a Mermaid flow chart.

    A circle is drawn with thick arrows, and the way out of it is named.
    """
    services = _services_of(registry, registry.life_events[event])
    writers = {fact: service.key for service in services for fact in service.writes_facts()}
    found = circles(services)
    round_ = {edge for circle in found for edge in circle.edges}
    ways_out = {fact for circle in found for fact in circle.way_out}
    lines = ["flowchart LR"]
    for circle in found:
        labels = [registry.facts[fact].label for fact in (*reversed(circle.facts), circle.facts[-1])]
        out = " or ".join(registry.facts[fact].label for fact in circle.way_out) or "none"
        lines.append(f"  %% a circle: {' -> '.join(labels)}; the way out: {out}")
    for service in services:
        lines.append(f'  {service.key}["{service.title}<br/>{registry.agencies[service.agency].title}"]')
    for service in services:
        for read in service.reads:
            for fact in read.any_of:
                if fact in writers:
                    thick = (writers[fact], fact, service.key) in round_
                    arrow = "==>" if thick else "-->" if read.when is Timing.TO_START else "-.->"
                    way_out = " (the way out)" if fact in ways_out else ""
                    lines.append(f"  {writers[fact]} {arrow}|{registry.facts[fact].label}{way_out}| {service.key}")
    return "\n".join(lines)
