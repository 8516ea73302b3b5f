"""Rules on promises: what pages say rests on somebody, on a law, on a number with a source (features D16).

Joined-up fronts promise what offices have to keep. A promise that nobody stands behind is a façade, and fails here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from frontdoor.checks.finding import Found, conditions
from frontdoor.discovery import Registry
from life_events.conditions import All, AtLeast, Condition, Not, Some
from life_events.model import LifeEvent
from life_events.parameters import MARKS, Parameter, entries


def promises_have_somebody_behind_them(registry: Registry) -> Iterator[Found]:
    """What a life event's pages promise has an adapter, a time, an owner and a way round behind it: no façade.

    "We pass it on to X" is promised for each service that it concerns; "until" is the time that it usually takes.
    """
    for event in registry.life_events.values():
        for part in event.services:
            service = registry.services.get(part.service)
            if service is None:
                continue
            agency = registry.agencies.get(service.agency)
            lacking = [
                *(["an adapter that can tell it"] if service.key not in registry.adapters else []),
                *(["an owner who answers for it"] if agency is None or not agency.owner else []),
                *(["a way round for when we cannot reach it"] if agency is None or not agency.fallback else []),
                *(["a time that it usually takes"] if not _has_value(service.usually) else []),
            ]
            if lacking:
                promise = f"The pages of {event.key} promise '{service.title}', and behind it there is not"
                yield service.key, f"{promise} {' nor '.join(lacking)}. Add that, or leave the service out."
        yield from _hollow_words(event)


def _hollow_words(event: LifeEvent) -> Iterator[Found]:
    """Says where an event's own text promises more than it does: that everybody is told though some are not named."""
    if not event.not_told:
        yield (
            event.key,
            f"{event.key} does not say who will not be told. Name them in `not_told`: nobody reaches everybody.",
        )
    if not event.services:
        yield event.key, f"{event.key} tells nobody: it concerns no service. Add one, or take the life event out."


def _has_value(parameter: Parameter) -> bool:
    try:
        return parameter.on(date.today()) >= 0  # noqa: DTZ011 a day is enough to see that there is a value
    except LookupError:
        return False


def purposes_are_complete(registry: Registry) -> Iterator[Found]:
    """Every service says why, on what law or consent, and for how long; every agency has an owner and a way round."""
    for service in registry.services.values():
        purpose = service.purpose
        if not (purpose.why and purpose.law and purpose.retention_days > 0):
            says = f"Service '{service.key}' does not say why, on what law, and for how many days it keeps what it gets"
            yield service.key, f"{says}. Complete its purpose."
    for agency in registry.agencies.values():
        if not (agency.owner and agency.fallback):
            needs = f"Agency '{agency.key}' needs an owner and a fallback"
            yield agency.key, f"{needs}: a promise on a page needs somebody behind it."


def what_may_not_concern_says_why(registry: Registry) -> Iterator[Found]:
    """A service that may not concern a person has a sentence that says why not."""
    for event in registry.life_events.values():
        for part in event.services:
            if part.when is not None and not part.otherwise:
                says = f"'{part.service}' in {event.key} has a condition and no `otherwise`"
                yield event.key, f"{says}: say why it is not needed."


def numbers_are_dated_and_sourced(registry: Registry) -> Iterator[Found]:
    """Every parameter exists, has a value today, a known evidence mark and a source."""
    for entry in entries().values():
        if entry.mark not in MARKS or not entry.source or not entry.values:
            needs = f"Parameter '{entry.key}' needs a mark ({', '.join(MARKS)}), a source and a dated value"
            yield entry.key, f"{needs}. Complete its row in parameters.toml."
    for service in registry.services.values():
        used = [service.usually, *([service.deadline.days] if service.deadline else [])]
        for parameter in used:
            yield from missing(parameter, service.key, f"Service '{service.key}'")


def thresholds_are_parameters(registry: Registry) -> Iterator[Found]:
    """No condition holds a number of its own: what changes by law is dated and sourced in one place."""
    for event in registry.life_events.values():
        for condition in conditions(event):
            for bare in _bare_numbers(condition):
                says = f"A condition of {event.key} compares '{bare.fact}' with the bare number {bare.bound}"
                yield event.key, f"{says}. Put it into parameters.toml, dated and with its source, and name it here."


def _bare_numbers(condition: Condition) -> Iterator[AtLeast]:
    match condition:
        case AtLeast(bound=int()):
            yield condition
        case Not(inner=inner):
            yield from _bare_numbers(inner)
        case All(parts=parts) | Some(parts=parts):
            for each in parts:
                yield from _bare_numbers(each)


def missing(parameter: Parameter, about: str, where: str) -> Iterator[Found]:
    """Yields a sentence where a parameter does not exist or has no value today."""
    try:
        parameter.on(date.today())  # noqa: DTZ011 a day is enough to see that there is a value
    except LookupError as error:
        yield about, f"{where}: {error}"
