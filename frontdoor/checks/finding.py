"""What rules are made of: what is wrong, what it is about, and how what was meant is guessed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from typing import TypeAlias

from frontdoor.discovery import Registry
from life_events.conditions import Condition
from life_events.model import LifeEvent, Service

# The name of what a sentence is about, by which its file is found, and the sentence.
Found: TypeAlias = tuple[str, str]
Rule: TypeAlias = Callable[[Registry], Iterator[Found]]


def like(name: str, known: Iterator[str] | list[str]) -> str:
    """Returns a question after what was probably meant; nothing where nothing is near."""
    near = difflib.get_close_matches(name, list(known), 1)
    return f" Did you mean '{near[0]}'?" if near else ""


def services_of(registry: Registry, event: LifeEvent) -> list[Service]:
    """Returns the services of a life event that are declared."""
    return [registry.services[part.service] for part in event.services if part.service in registry.services]


def conditions(event: LifeEvent) -> Iterator[Condition]:
    """Yields every condition of a life event."""
    yield from (part.when for part in event.services if part.when is not None)
    yield from (question.when for question in event.questions if question.when is not None)
