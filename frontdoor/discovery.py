"""Finds what is there: life events, services, facts and adapters, by looking into their folders; nothing is listed.

A name that stands twice is refused with both places, so that nobody's definition is silently shadowed.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import ModuleType
from typing import TypeVar

import backoffice_adapters.agencies
import life_events
import life_events.agencies
from backoffice_adapters.api import Adapter, JsonAdapter
from frontdoor.errors import DefinitionError
from life_events.facts import FactType
from life_events.model import Agency, LifeEvent, Service
from life_events.relations import Definitions
from life_events.scenario import Scenario, read_scenarios

T = TypeVar("T")


@dataclass(frozen=True)
class Registry:
    """Everything that definitions and adapters declare, by name."""

    facts: Mapping[str, FactType]
    agencies: Mapping[str, Agency]
    services: Mapping[str, Service]
    life_events: Mapping[str, LifeEvent]
    adapters: Mapping[str, Adapter]
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)

    @property
    def definitions(self) -> Definitions:
        """What scenarios are read against."""
        return Definitions(self.services, self.agencies, self.facts)

    @property
    def version(self) -> str:
        """A short digest of all definitions: cases keep the one under which they were accepted."""
        said = repr((sorted(self.facts.items()), sorted(self.services.items()), sorted(self.life_events.items())))
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    def agency_of(self, service: str) -> Agency:
        """Returns the agency of a service."""
        return self.agencies[self.services[service].agency]

    def party(self, key: str) -> str:
        """Returns how a party of a handoff is called on a page: a service's agency, the front door, or you."""
        match key:
            case "front_door":
                return "this service"
            case "citizen":
                return "you"
        return self.agency_of(key).title if key in self.services else key


@cache
def registry() -> Registry:
    """Returns what there is, found once per process. Raises DefinitionError where a name stands twice."""
    agency_modules = list(_modules(life_events.agencies))
    event_modules = [module for module in _modules(life_events) if hasattr(module, "LIFE_EVENT")]
    fact_modules = [importlib.import_module("life_events.facts"), *agency_modules, *event_modules]
    found = Registry(
        facts=_by_name((fact.name, fact, module) for module in fact_modules for fact in getattr(module, "FACTS", ())),
        agencies=_by_name(
            (module.AGENCY.key, module.AGENCY, module) for module in agency_modules if hasattr(module, "AGENCY")
        ),
        services=_by_name(
            (service.key, service, module) for module in agency_modules for service in getattr(module, "SERVICES", ())
        ),
        life_events=_by_name((module.LIFE_EVENT.key, module.LIFE_EVENT, module) for module in event_modules),
        adapters=_by_name(
            (adapter.key, adapter(), module)
            for module in _modules(backoffice_adapters.agencies)
            for adapter in _adapters_of(module)
        ),
    )
    try:
        return replace(found, scenarios=read_scenarios(found.services, found.agencies))
    except ValueError as error:
        raise DefinitionError(f"life_events/scenarios/{error}") from None


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        if not found.ispkg:
            yield importlib.import_module(f"{package.__name__}.{found.name}")


def _adapters_of(module: ModuleType) -> list[type[JsonAdapter]]:
    return [
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, JsonAdapter) and each.__module__ == module.__name__ and hasattr(each, "key")
    ]


def _by_name(found: Iterator[tuple[str, T, ModuleType]]) -> dict[str, T]:
    named: dict[str, T] = {}
    where: dict[str, str] = {}
    for name, value, module in found:
        if name in named:
            raise DefinitionError(f"'{name}' is declared twice: in {where[name]} and in {module.__name__}.")
        named[name], where[name] = value, module.__name__
    return named
