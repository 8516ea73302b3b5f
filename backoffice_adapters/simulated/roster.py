"""Which offices there are: those of the folder `offices` and of installed packages, each the sum of what names it.

A module declares an agency's office (`OFFICE`), or one more thing that an agency's office does (`DESK`).
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import entry_points
from importlib.util import cache_from_source
from pathlib import Path
from types import ModuleType

from backoffice_adapters.simulated import offices
from backoffice_adapters.simulated.numbers import hold_numbers, numbers, paces, read_numbers
from backoffice_adapters.simulated.procedures import Desk, Office

GROUP = "frontdoor.offices"


def found_anew(only: str | None = None) -> dict[str, Office]:
    """Returns the offices, with every file of theirs read again; all stays as it is where one is broken."""
    kept, before = numbers(), _forget()
    try:
        hold_numbers(read_numbers())
        return found_offices(only)
    except BaseException:
        sys.modules.update(before)
        hold_numbers(kept)
        raise


def found_offices(only: str | None = None) -> dict[str, Office]:
    """Returns the offices by agency; `only` limits them to one agency. Raises LookupError, saying what there is not."""
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
    for office in every.values():
        unknown = {key for procedure in office.procedures for key in procedure.paces} - paces().keys()
        if unknown:
            raise LookupError(
                f"The office of '{office.agency}' uses the pace '{min(unknown)}', which is in no pace.toml."
            )
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


def _forget() -> dict[str, ModuleType]:
    """Forgets the modules of offices, so that they are read again; returns them as they were."""
    installed = {point.module for point in entry_points(group=GROUP)}
    before = {
        name: module
        for name, module in sys.modules.items()
        if (name.startswith(f"{offices.__name__}.") or name in installed) and getattr(module, "__file__", None)
    }
    for name, module in before.items():
        del sys.modules[name]
        # what was compiled in the same second would pass for the file as it is now
        Path(cache_from_source(str(module.__file__))).unlink(missing_ok=True)
    importlib.invalidate_caches()
    return before


def _in_folder(package: ModuleType) -> Iterator[ModuleType]:
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        yield importlib.import_module(f"{package.__name__}.{found.name}")


def _there(every: dict[str, Office]) -> str:
    return f"There are: {', '.join(sorted(every))}."
