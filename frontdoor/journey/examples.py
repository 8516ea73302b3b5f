"""Facts to practise with: a life event's example file, and the catalogue's examples of what offices produce."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from datetime import date
from typing import Any

from frontdoor.discovery import Registry
from frontdoor.discovery import registry as found_registry
from frontdoor.journey.answers import parse
from life_events.model import Service, Timing


def example_facts(service: Service, registry: Registry | None = None) -> dict[str, str]:
    """Returns every fact that a service reads, in canonical form; of facts that replace one another, the first.

    A service that no life event with an example concerns is practised with samples.
    """
    known = registry or found_registry()
    facts, wanted = known.facts, {read.fact for read in service.reads}
    given = _told(service.key, wanted, known)
    untold = [facts[name] for name in wanted - given.keys() if name in facts]
    return given | {each.name: each.sample for each in untold if each.example or not given}


def later_facts(service: Service) -> frozenset[str]:
    """Returns the facts without which a service can be asked, because they may come later."""
    return frozenset(fact for read in service.reads if read.when is not Timing.TO_START for fact in read.any_of)


def optional_facts(service: Service) -> frozenset[str]:
    """Returns the facts that a service does without when nobody has them."""
    return frozenset(fact for read in service.reads if read.optional for fact in read.any_of)


def _told(service: str, wanted: Set[str], registry: Registry) -> dict[str, str]:
    """Returns what the citizen tells a service in the full example of the first life event that concerns it."""
    for event in registry.life_events.values():
        if any(concern.service == service for concern in event.services) and (example := _example(event.key, registry)):
            told, as_of = example["facts"], date.fromisoformat(example["as_of"])
            return {name: parse(registry.facts[name], raw, as_of) for name, raw in told.items() if name in wanted}
    return {}


def _example(event: str, registry: Registry) -> Mapping[str, Any]:
    """Returns the full example of a life event: its facts, and the day on which they are told; empty without one."""
    path = registry.example_files().get(event)
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path is not None else {}
    return found
