"""Numbers that change by law or come from a publication, each dated and sourced (see parameters.toml).

Whoever adds a service in a file of its own may keep its numbers beside it: in a file of `life_events/agencies` that
ends in `.toml`, or in the `parameters.toml` of an installed package, beside the module with its declarations.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

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


@cache
def entries() -> dict[str, Entry]:
    """Returns every parameter by its dotted key. Raises ValueError where one is kept twice."""
    found: dict[str, Entry] = {}
    for table in tables():
        for group, members in tomllib.loads(table.read_text(encoding="utf-8")).items():
            for name, row in members.items():
                key = f"{group}.{name}"
                if key in found:
                    raise ValueError(f"{table.name} has the parameter '{key}', which is kept elsewhere too.")
                values = [Value(item["since"], Decimal(str(item["value"]))) for item in row["values"]]
                ordered = tuple(sorted(values, key=lambda value: value.since))
                found[key] = Entry(key, row["unit"], row["mark"], row["source"], ordered)
    return found


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
