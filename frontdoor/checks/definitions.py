"""Rules on definitions: what is named exists, what is asked is used, and what is needed comes from somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from frontdoor.checks.finding import Found, conditions, like, services_of
from frontdoor.checks.promises import missing
from frontdoor.discovery import Registry
from life_events.circles import circles
from life_events.relations import NAMES, NUMBERS
from life_events.scenario import read_scenarios

# What stands under /design beside the life events.
TAKEN = frozenset({"services"})


def services_are_declared(registry: Registry) -> Iterator[Found]:
    """Every service of a life event is declared by an agency."""
    for event in registry.life_events.values():
        for part in event.services:
            if part.service not in registry.services:
                hint = like(part.service, list(registry.services))
                yield event.key, f"{event.key} concerns '{part.service}', which no agency declares.{hint}"


def services_belong_to_their_agency(registry: Registry) -> Iterator[Found]:
    """A service's key begins with its agency, and the agency is declared."""
    for service in registry.services.values():
        if service.key.partition(".")[0] != service.agency:
            yield service.key, f"Service '{service.key}' names agency '{service.agency}': its key must begin with it."
        if service.agency not in registry.agencies:
            yield service.key, f"Service '{service.key}' names agency '{service.agency}', which is not declared."


def keys_are_free(registry: Registry) -> Iterator[Found]:
    """No life event has a key that is an address of ours: its own pages could not be reached."""
    for key in sorted(registry.life_events.keys() & TAKEN):
        yield key, f"A life event cannot be called '{key}': our own pages stand at that address. Choose another key."


def facts_are_known(registry: Registry) -> Iterator[Found]:
    """Every fact that is asked, read, written or judged is in the catalogue."""
    for about, where, name in _uses(registry):
        if name not in registry.facts:
            hint = like(name, list(registry.facts))
            yield about, f"{where} uses the fact '{name}', which is not in the catalogue.{hint}"


def _uses(registry: Registry) -> Iterator[tuple[str, str, str]]:
    for service in registry.services.values():
        for fact in sorted(service.reads_facts() | service.writes_facts() | set(service.asks_again)):
            yield service.key, f"Service '{service.key}'", fact
        if (deadline := service.deadline) is not None:
            for fact in sorted({deadline.counts_from} | (deadline.when.facts() if deadline.when else set())):
                yield service.key, f"The deadline of '{service.key}'", fact
    for event in registry.life_events.values():
        for question in event.questions:
            for fact in question.facts:
                yield event.key, f"Question '{question.key}' of {event.key}", fact
        for condition in conditions(event):
            for fact in sorted(condition.facts()):
                yield event.key, f"A condition of {event.key}", fact
        for friction in event.frictions:
            for fact in sorted(friction.facts):
                yield event.key, f"Friction {friction.code} of {event.key}", fact


def what_is_asked_is_used(registry: Registry) -> Iterator[Found]:
    """No question asks for a fact that no service reads and no condition judges (data minimisation)."""
    for event in registry.life_events.values():
        used = {fact for service in services_of(registry, event) for fact in service.reads_facts()}
        used |= {fact for condition in conditions(event) for fact in condition.facts()}
        for question in event.questions:
            for fact in question.facts:
                if fact not in used:
                    asked = f"Question '{question.key}' of {event.key} asks for '{fact}'"
                    yield event.key, f"{asked}, and nothing uses it. Take it out."


def what_is_used_is_asked_or_written(registry: Registry) -> Iterator[Found]:
    """Every fact that a service must have is asked for, or written by a service of the same life event."""
    for event in registry.life_events.values():
        services = services_of(registry, event)
        there = {fact for question in event.questions for fact in question.facts}
        there |= {fact for service in services for fact in service.writes_facts()}
        for service in services:
            for read in service.reads:
                if not read.optional and not there & set(read.any_of):
                    need = f"Service '{service.key}' needs '{read.fact}' in {event.key}"
                    yield service.key, f"{need}: ask for it, or let a service write it."


def questions_come_after_what_they_depend_on(registry: Registry) -> Iterator[Found]:
    """A question's condition looks only at facts that were asked before it."""
    for event in registry.life_events.values():
        before: set[str] = set()
        for question in event.questions:
            for fact in sorted(question.when.facts() - before) if question.when else ():
                asks = f"Question '{question.key}' of {event.key} depends on '{fact}'"
                yield event.key, f"{asks}, which is asked later or never. Ask for that before."
            before |= set(question.facts)


def people_can_be_told_apart(registry: Registry) -> Iterator[Found]:
    """A service that others bring something to knows a name and one thing more, to tell whom that is about."""
    for service in registry.services.values():
        others = (each for key, each in registry.services.items() if key != service.key)
        written = {fact for each in others for fact in each.writes_facts()}
        own = [registry.facts[fact].kind for fact in service.reads_facts() - written if fact in registry.facts]
        if not written.intersection(service.reads_facts()):
            continue
        if not (any(kind in NAMES for kind in own) and any(kind in NUMBERS for kind in own)):
            needs = f"Service '{service.key}' needs what other services write, and could not tell whom it is about"
            yield (
                service.key,
                f"{needs}. Let it read a name, and a date of birth, a postcode or a number of theirs too.",
            )


def cycles_have_a_way_out(registry: Registry) -> Iterator[Found]:
    """No facts rest on one another all round, unless another fact will do in the place of one of them."""
    for event in registry.life_events.values():
        for circle in circles(services_of(registry, event)):
            if not circle.way_out:
                parties = " waits for ".join((*circle.services, circle.services[0]))
                way = "let one of them need its fact only to finish, or take another fact"
                yield circle.services[0], f"In {event.key}, {parties}: {way}."


def lists_name_what_is_told(registry: Registry) -> Iterator[Found]:
    """Every entry of a published list is seen to by services of its life event, or says that nobody is told."""
    for event in registry.life_events.values():
        concerned = [part.service for part in event.services]
        for entry in event.published.entries if event.published else ():
            for key in entry.services:
                if key not in concerned:
                    says = f"'{entry.name}' of the published list of {event.key} names '{key}'"
                    yield event.key, f"{says}, which the life event does not concern.{like(key, concerned)}"


def frictions_name_what_exists(registry: Registry) -> Iterator[Found]:
    """Every friction is about services of its life event, says what can be found, and has a source and a remedy."""
    for event in registry.life_events.values():
        concerned = [part.service for part in event.services]
        for friction in event.frictions:
            where = f"Friction {friction.code} of {event.key}"
            for key in friction.services:
                if key not in concerned:
                    yield (
                        event.key,
                        f"{where} is about '{key}', which the life event does not concern.{like(key, concerned)}",
                    )
            for name in friction.unsayable():
                yield event.key, f"{where} says {{{name}}}, which nothing finds: say days, letters or offices."
            if not (friction.remedy and friction.source and friction.bears and friction.what):
                yield event.key, f"{where} needs what happens, who bears it, what removes it, and a source."
            for parameter in friction.numbers:
                yield from missing(parameter, event.key, where)


def scenarios_name_what_exists(registry: Registry) -> Iterator[Found]:
    """Every scenario file names services, agencies and relationships that there are."""
    try:
        read_scenarios(registry.services, registry.agencies)
    except ValueError as error:
        yield f"life_events/scenarios/{str(error).partition(':')[0]}", f"{error}"
