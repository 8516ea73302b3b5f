"""Facts to practise with: a life event's example file, and the catalogue's examples of what offices produce."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

from frontdoor.discovery import Registry
from frontdoor.discovery import registry as found_registry
from frontdoor.journey.answers import parse
from life_events.model import Service, Timing


def example_facts(service: Service, registry: Registry | None = None) -> dict[str, str]:
    """Returns every fact that a service reads, in canonical form; of facts that replace one another, the first.

    A service that no life event with an example concerns is practised with samples.
    """
    known = registry or found_registry()
    given, facts = _told(service.key, known), known.facts
    wanted = {read.fact for read in service.reads}
    samples = {name: facts[name].sample for name in wanted - given.keys() if facts[name].example or not given}
    return {name: value for name, value in (given | samples).items() if name in wanted}


def later_facts(service: Service) -> frozenset[str]:
    """Returns the facts without which a service can be asked, because they may come later."""
    return frozenset(fact for read in service.reads if read.when is not Timing.TO_START for fact in read.any_of)


def optional_facts(service: Service) -> frozenset[str]:
    """Returns the facts that a service does without when nobody has them."""
    return frozenset(fact for read in service.reads if read.optional for fact in read.any_of)


def _told(service: str, registry: Registry) -> dict[str, str]:
    """Returns what the citizen tells in the full example of the first life event that concerns a service."""
    for event in registry.life_events.values():
        example = files("life_events") / "examples" / f"{event.key}.json"
        if any(concern.service == service for concern in event.services) and example.is_file():
            return _canonical(json.loads(example.read_text(encoding="utf-8")), registry)
    return {}


def _canonical(example: Mapping[str, object], registry: Registry) -> dict[str, str]:
    told, as_of = example["facts"], example["as_of"]
    assert isinstance(told, dict), "an example has facts"
    assert isinstance(as_of, str), "an example says on what day it is told"
    return {name: parse(registry.facts[name], raw, date.fromisoformat(as_of)) for name, raw in told.items()}
