"""Finds what is there: life events, services, facts and adapters, by looking into their folders; nothing is listed.

A name that stands twice is refused with both places, so that nobody's definition is silently shadowed.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import inspect
import pkgutil
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import backoffice_adapters.agencies
import life_events
import life_events.agencies
from backoffice_adapters.api import Adapter, DeclaredAdapter
from frontdoor.errors import DefinitionError
from life_events.facts import FactType
from life_events.model import Agency, Joins, LifeEvent, Service
from life_events.parameters import entries, hold, read_entries
from life_events.relations import Definitions
from life_events.scenario import Scenario, read_scenarios

T = TypeVar("T")


@dataclass(frozen=True)
class Registry:
    """Everything that definitions and adapters declare, by name; `origins` are the files of what has a name."""

    facts: Mapping[str, FactType]
    agencies: Mapping[str, Agency]
    services: Mapping[str, Service]
    life_events: Mapping[str, LifeEvent]
    adapters: Mapping[str, Adapter]
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def definitions(self) -> Definitions:
        """What scenarios are read against."""
        return Definitions(self.services, self.agencies, self.facts)

    @cached_property
    def version(self) -> str:
        """A short digest of all definitions: cases keep the one under which they were accepted."""
        said = repr((sorted(self.facts.items()), sorted(self.services.items()), sorted(self.life_events.items())))
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    def where(self, name: str) -> str:
        """Returns the file and line where something is declared: a fact, agency, service, life event or `adapter KEY`.

        What is known of no file is returned as it is.
        """
        path = self.origins.get(name)
        if not path:
            return name
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        at = next((number for number, line in enumerate(lines, 1) if f'"{name.split()[-1]}"' in line), 1)
        return f"{short(path)}:{at}"

    def example_files(self) -> dict[str, Path]:
        """Returns the example requests by name: the JSON files of the folder `examples` beside each life event."""
        folders = dict.fromkeys(
            Path(self.origins[key]).with_name("examples") for key in self.life_events if key in self.origins
        )
        return {path.stem: path for folder in folders for path in sorted(folder.glob("*.json"))}

    def become(self, other: Registry) -> None:
        """Becomes what another registry is, so that whoever holds this one has the new definitions."""
        for each in fields(self):
            object.__setattr__(self, each.name, getattr(other, each.name))
        vars(self).pop("version", None)

    def agency_of(self, service: str) -> Agency:
        """Returns the agency of a service, with who there answers for it and the way round it."""
        declared = self.services[service]
        agency = self.agencies[declared.agency]
        if not (declared.owner or declared.fallback):
            return agency
        return replace(agency, owner=declared.owner or agency.owner, fallback=declared.fallback or agency.fallback)

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
    """Returns what there is, found once per process. Raises DefinitionError where it cannot be read."""
    return find()


def find() -> Registry:
    """Returns what there is now: built-in definitions and those of installed packages, through the same door.

    Raises DefinitionError, with the file, where one cannot be read or a name stands twice.
    """
    agency_modules = [*_modules(life_events.agencies), *_installed("declarations")]
    event_modules = [*_modules(life_events), *_installed("life_events")]
    event_modules = [module for module in event_modules if hasattr(module, "LIFE_EVENT")]
    adapter_modules = [*_modules(backoffice_adapters.agencies), *_installed("adapters")]
    fact_modules = [_imported("life_events.facts"), *agency_modules, *event_modules]
    origins: dict[str, str] = {}

    def named(found: Iterable[tuple[str, T, ModuleType]]) -> dict[str, T]:
        return _by_name(found, origins)

    found = Registry(
        facts=named((fact.name, fact, module) for module in fact_modules for fact in getattr(module, "FACTS", ())),
        agencies=named(
            (module.AGENCY.key, module.AGENCY, module) for module in agency_modules if hasattr(module, "AGENCY")
        ),
        services=named(
            (service.key, service, module) for module in agency_modules for service in getattr(module, "SERVICES", ())
        ),
        life_events=named((module.LIFE_EVENT.key, module.LIFE_EVENT, module) for module in event_modules),
        adapters=_by_name(
            ((adapter.key, adapter(), module) for module in adapter_modules for adapter in _adapters_of(module)),
            origins,
            "adapter ",
        ),
        origins=origins,
    )
    try:
        _ = entries()
    except ValueError as error:
        raise DefinitionError(str(error)) from None
    found = replace(found, life_events=_joined(found.life_events, agency_modules))
    try:
        return replace(found, scenarios=read_scenarios(found.services, found.agencies))
    except ValueError as error:
        raise DefinitionError(f"life_events/scenarios/{error}") from None


def find_anew() -> Registry:
    """Returns what there is now, with every file of definitions and adapters read again.

    What was imported before stays imported where one cannot be read. Raises as `find`.
    """
    installed = {point.module for group in ("declarations", "life_events", "adapters") for point in _offered(group)}
    before = {
        name: module
        for name, module in sys.modules.items()
        if getattr(module, "__file__", None) and (name in installed or _is_definition(name, module))
    }
    for name, module in before.items():
        del sys.modules[name]
        # what was compiled in the same second would pass for the file as it is now
        Path(importlib.util.cache_from_source(str(module.__file__))).unlink(missing_ok=True)
    importlib.invalidate_caches()
    numbers = entries()
    try:
        hold(read_entries())
        return find()
    except Exception:  # whatever it was, it goes on to who asked, and all stays as it was
        sys.modules.update(before)
        hold(numbers)
        raise


def definition_files() -> list[Path]:
    """Returns every file that definitions, adapters and simulated offices stand in, those just added included."""
    folders = [Path(path) for package in (life_events, life_events.agencies) for path in package.__path__]
    folders += [Path(path) for path in backoffice_adapters.agencies.__path__]
    folders += [Path(path) / "scenarios" for path in life_events.__path__]
    folders += [Path(path).parent / "simulated" / "offices" for path in backoffice_adapters.agencies.__path__]
    found = [path for folder in folders for pattern in ("*.py", "*.toml") for path in folder.glob(pattern)]
    for group in ("declarations", "life_events", "adapters", "offices"):
        modules = (sys.modules.get(point.module) for point in _offered(group))
        found += [Path(module.__file__) for module in modules if module is not None and module.__file__]
    return sorted(set(found))


def _is_definition(name: str, module: ModuleType) -> bool:
    """Says whether a module may be read again: what gives definitions their words may not, or types would be two."""
    if name.startswith("backoffice_adapters.agencies."):
        return True
    if not name.startswith("life_events.") or hasattr(module, "__path__"):
        return False
    own = (each for each in vars(module).values() if inspect.isclass(each) or inspect.isfunction(each))
    return not any(each.__module__ == name for each in own)


def _joined(events: Mapping[str, LifeEvent], modules: Iterable[ModuleType]) -> dict[str, LifeEvent]:
    """Returns the life events with the services that join them from their own files."""
    found = dict(events)
    for module in modules:
        joins: tuple[Joins, ...] = getattr(module, "JOINS", ())
        for each in joins:
            event = found.get(each.life_event)
            if event is None:
                known = ", ".join(sorted(found))
                raise DefinitionError(f"{_place(module)} joins '{each.life_event}', which is none of: {known}.")
            sections, services = (*event.sections, *each.sections), (*event.services, each.concerns)
            found[event.key] = replace(event, sections=sections, services=services)
    return found


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        if not found.ispkg:
            yield _imported(f"{package.__name__}.{found.name}")


def _installed(group: str) -> Iterator[ModuleType]:
    """Yields the modules that installed packages offer under an entry point of the group `frontdoor.<group>`."""
    for point in _offered(group):
        module = _imported(point.module)
        yield from _modules(module) if hasattr(module, "__path__") else [module]


@cache
def _offered(group: str) -> tuple[EntryPoint, ...]:
    """Returns what installed packages offer; a package that is installed later is found by the next process."""
    return tuple(sorted(entry_points(group=f"frontdoor.{group}"), key=lambda each: each.name))


def _imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:  # whatever a definition's author got wrong is told to them, with its place
        raise DefinitionError(f"{_where(name, error)} cannot be read: {_said(error)}. Mend the file.") from error


def _where(name: str, error: Exception) -> str:
    """Returns the file and the line that an error in a module is about, as far as that is known."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{short(error.filename)}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith("<frozen")]
    if frames and frames[-1].filename != __file__:
        return f"{short(frames[-1].filename)}:{frames[-1].lineno}"
    return name


def _said(error: Exception) -> str:
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}, {said}" if said else type(error).__name__


def short(path: str) -> str:
    """Returns a file's path from the folder that holds the package that it is in, or as it is."""
    parts = Path(path).parts
    tops = [at for at, part in enumerate(parts) if part in ("life_events", "backoffice_adapters", "site-packages")]
    return "/".join(parts[tops[-1] + (parts[tops[-1]] == "site-packages") :]) if tops else path


def _place(module: ModuleType) -> str:
    return short(module.__file__ or module.__name__)


def _adapters_of(module: ModuleType) -> list[type[DeclaredAdapter]]:
    return [
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, DeclaredAdapter) and each.__module__ == module.__name__ and hasattr(each, "key")
    ]


def _by_name(
    found: Iterable[tuple[str, T, ModuleType]], origins: MutableMapping[str, str], prefix: str = ""
) -> dict[str, T]:
    named: dict[str, T] = {}
    where: dict[str, str] = {}
    for name, value, module in found:
        if name in named:
            raise DefinitionError(f"'{name}' is declared twice: in {where[name]} and in {_place(module)}.")
        named[name], where[name] = value, _place(module)
        origins[prefix + name] = module.__file__ or ""
    return named
