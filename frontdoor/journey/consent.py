"""What is shared with whom, why, on what basis and for how long: computed from the plan, never written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frontdoor.journey.plan import Plan, PlannedService
from life_events.model import Agency, Basis, Service


@dataclass(frozen=True)
class Disclosure:
    """One office in this request: which facts go to it now, which come later, and the ground for it."""

    service: str
    agency: Agency
    title: str
    why: str
    basis: Basis
    law: str
    retention_days: int
    now: tuple[str, ...]
    later: tuple[str, ...]

    @property
    def refusable(self) -> bool:
        """Whether the citizen may say no: what the law demands is told, not asked (R24)."""
        return self.basis is Basis.CONSENT


def disclosures(
    plan: Plan, services: Mapping[str, Service], agencies: Mapping[str, Agency], facts: Mapping[str, str]
) -> tuple[Disclosure, ...]:
    """Returns one disclosure for each service that the case needs, those that the citizen withholds included."""
    return tuple(_disclosure(each, services, agencies[each.agency], facts) for each in plan.services if each.needed)


def _disclosure(
    planned: PlannedService, services: Mapping[str, Service], agency: Agency, facts: Mapping[str, str]
) -> Disclosure:
    service = services[planned.service]
    return Disclosure(
        service=service.key,
        agency=agency,
        title=service.title,
        why=service.purpose.why,
        basis=service.purpose.basis,
        law=service.purpose.law,
        retention_days=service.purpose.retention_days,
        now=tuple(sorted(fact for fact in service.reads_facts() if fact in facts)),
        later=tuple(
            sorted(
                fact
                for read in planned.reads
                for fact in read.any_of
                if fact not in facts and any(fact in services[each].writes_facts() for each in read.providers)
            )
        ),
    )


def refusable(services: Mapping[str, Service], keys: frozenset[str]) -> frozenset[str]:
    """Returns those of the services whose sharing rests on consent."""
    return frozenset(key for key in keys if key in services and services[key].purpose.basis is Basis.CONSENT)
