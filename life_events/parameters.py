"""Numbers that change by law or come from a publication, each dated and sourced (see parameters.toml).

Whoever adds a service in a file of its own may keep its numbers beside it: in a file of `life_events/agencies` that
ends in `.toml`, or in the `parameters.toml` of an installed package, beside the module with its declarations.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

TABLE = Path(__file__).with_name("parameters.toml")
MARKS = {"P": "published", "S": "secondary source", "D": "derived", "U": "unverified", "A": "assumption"}


@dataclass(frozen=True)
class Value:
    """One value of a parameter and the day from which it holds."""

    since: date
    value: Decimal


@dataclass(frozen=True)
class Entry:
    """A parameter with its unit, its evidence mark (a key of MARKS), its source and its dated values."""

    key: str
    unit: str
    mark: str
    source: str
    values: tuple[Value, ...]


Entries: TypeAlias = Mapping[str, Entry]

_held: dict[str, Entries] = {}


def entries() -> Entries:
    """Returns every parameter by its dotted key; read once, until others are held in their place."""
    if "now" not in _held:
        _held["now"] = read_entries()
    return _held["now"]


def hold(found: Entries) -> None:
    """Holds these parameters from now on: those of files that were saved, or the last good ones again."""
    _held["now"] = found


def read_entries() -> Entries:
    """Reads every parameter. Raises ValueError, with the file, where one is kept twice or is not of the form."""
    found: dict[str, Entry] = {}
    for table in tables():
        try:
            rows = tomllib.loads(table.read_text(encoding="utf-8"))
            for key, entry in _entries_in(rows):
                if key in found:
                    raise ValueError(f"the parameter '{key}' is kept elsewhere too")
                found[key] = entry
        except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
            what = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise ValueError(f"{table.parent.name}/{table.name}: {what}.") from None
    return found


def _entries_in(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Entry]]:
    for group, members in rows.items():
        for name, row in members.items():
            key = f"{group}.{name}"
            values = [Value(item["since"], Decimal(str(item["value"]))) for item in row["values"]]
            ordered = tuple(sorted(values, key=lambda value: value.since))
            yield key, Entry(key, row["unit"], row["mark"], row["source"], ordered)


def tables() -> Iterator[Path]:
    """Yields the files in which numbers are kept."""
    yield TABLE
    yield from sorted(TABLE.with_name("agencies").glob("*.toml"))
    for point in sorted(entry_points(group="frontdoor.declarations"), key=lambda each: each.name):
        spec = find_spec(point.module)
        beside = Path(spec.origin).with_name("parameters.toml") if spec is not None and spec.origin else None
        if beside is not None and beside.is_file():
            yield beside


@dataclass(frozen=True)
class Parameter:
    """A reference to a dated number, by its dotted key in parameters.toml."""

    key: str

    @property
    def entry(self) -> Entry:
        """The row behind the key. Raises LookupError when there is none."""
        try:
            return entries()[self.key]
        except KeyError:
            raise LookupError(f"There is no parameter '{self.key}' in life_events/parameters.toml.") from None

    def on(self, day: date) -> Decimal:
        """Returns the value in force on a day; raises LookupError when the parameter starts later."""
        held = [value.value for value in self.entry.values if value.since <= day]
        if not held:
            raise LookupError(f"Parameter '{self.key}' has no value for {day.isoformat()}.")
        return held[-1]
