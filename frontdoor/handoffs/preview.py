"""Exactly what each office will receive, in its own field names and its own way of writing, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from frontdoor.discovery import Registry
from frontdoor.journey.consent import Disclosure, disclosures
from frontdoor.journey.plan import Plan


@dataclass(frozen=True)
class OfficePreview:
    """What one office will receive: the ground for it, and each of its fields as it will be written."""

    disclosure: Disclosure
    fields: Mapping[str, object] = field(repr=False)


def preview(plan: Plan, registry: Registry, facts: Mapping[str, str]) -> tuple[OfficePreview, ...]:
    """Returns one preview for each service that the case needs, made by the adapter that will do the sending."""
    return tuple(
        OfficePreview(
            disclosure=each,
            fields=registry.adapters[each.service].preview({name: facts[name] for name in each.now}),
        )
        for each in disclosures(plan, registry.services, registry.agencies, facts)
    )
