"""Which offices there are: those of the folder `offices` and of installed packages, each the sum of what names it.

A module declares an agency's office (`OFFICE`), or one more thing that an agency's office does (`DESK`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import entry_points
from types import ModuleType

from backoffice_adapters.simulated import offices
from backoffice_adapters.simulated.procedures import Desk, Office

GROUP = "frontdoor.offices"


def found_offices(only: str | None = None) -> dict[str, Office]:
    """Returns the offices by agency; `only` limits them to one agency. Raises LookupError, saying which there are."""
    every: dict[str, Office] = {}
    desks: list[tuple[Desk, ModuleType]] = []
    for module in _modules():
        office: Office | None = getattr(module, "OFFICE", None)
        if office is not None:
            if office.agency in every:
                raise LookupError(f"{module.__name__} is a second office of '{office.agency}'. Make it a DESK.")
            every[office.agency] = office
        desk: Desk | None = getattr(module, "DESK", None)
        if desk is not None:
            desks.append((desk, module))
    for desk, module in desks:
        if desk.agency not in every:
            raise LookupError(f"{module.__name__} is a desk of '{desk.agency}', which has no office. {_there(every)}")
        whole = every[desk.agency]
        every[desk.agency] = replace(whole, procedures=(*whole.procedures, *desk.procedures))
    if only is None:
        return every
    if only not in every:
        raise LookupError(f"There is no office of '{only}'. {_there(every)}")
    return {only: every[only]}


def _modules() -> Iterator[ModuleType]:
    yield from _in_folder(offices)
    for point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        module = importlib.import_module(point.module)
        yield from _in_folder(module) if hasattr(module, "__path__") else [module]


def _in_folder(package: ModuleType) -> Iterator[ModuleType]:
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        yield importlib.import_module(f"{package.__name__}.{found.name}")


def _there(every: dict[str, Office]) -> str:
    return f"There are: {', '.join(sorted(every))}."
