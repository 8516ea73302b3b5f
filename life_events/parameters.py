"""Numbers that change by law or come from a publication, each dated and sourced (see parameters.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
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
    """Returns every parameter of parameters.toml by its dotted key."""
    found: dict[str, Entry] = {}
    for group, members in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        for name, row in members.items():
            values = tuple(
                sorted(
                    (Value(item["since"], Decimal(str(item["value"]))) for item in row["values"]),
                    key=lambda value: value.since,
                )
            )
            key = f"{group}.{name}"
            found[key] = Entry(key, row["unit"], row["mark"], row["source"], values)
    return found


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
