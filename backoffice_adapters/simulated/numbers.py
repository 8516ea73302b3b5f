"""The numbers by which offices work: how long things take, and what decides. Each has its mark and its source.

    [dwp.state_pension]                a pace: working days, from and to
    from = 6
    to = 10

    [state_pension.full]               a rule: a number that decides, by the day from which it holds
    unit = "pounds a week"
    values = [{ since = 2025-04-06, value = 230.25 }]

Whoever adds an office may keep its own beside it, of both kinds: in a file of `offices` that ends in `.toml`, or in the
`pace.toml` and `rules.toml` of an installed package, beside the module with its office.

mark: P published, S secondary source, D derived, U unverified, A assumption; two of them where what is joined differs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Numbers:
    """Every pace, (from, to) in working days, and every rule, its values by the day from which each holds."""

    paces: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    rules: Mapping[str, tuple[tuple[date, Decimal], ...]] = field(default_factory=dict)


_held: dict[str, Numbers] = {}
_consulted: ContextVar[dict[str, Decimal] | None] = ContextVar("consulted", default=None)


def numbers() -> Numbers:
    """Returns every number; read once, until others are held in their place."""
    if "now" not in _held:
        _held["now"] = read_numbers()
    return _held["now"]


def hold_numbers(found: Numbers) -> None:
    """Holds these numbers from now on: those of files that were saved, or the last good ones again."""
    _held["now"] = found


def paces() -> Mapping[str, tuple[int, int]]:
    """Returns how long things take in this town: working days, from and to, by key."""
    return numbers().paces


def rule(key: str, day: date) -> Decimal:
    """Returns the number of a rule on a day; the first that is known holds for the time before it too.

    Raises LookupError where there is no such rule.
    """
    try:
        values = numbers().rules[key]
    except KeyError:
        raise LookupError(f"There is no rule '{key}' in rules.toml, or beside an office.") from None
    found = next((value for since, value in reversed(values) if since <= day), values[0][1])
    if (looked_up := _consulted.get()) is not None:
        looked_up[key] = found
    return found


@contextmanager
def consulted() -> Iterator[dict[str, Decimal]]:
    """Gives the rules that are looked up inside, with the number that each came to."""
    looked_up: dict[str, Decimal] = {}
    mark = _consulted.set(looked_up)
    try:
        yield looked_up
    finally:
        _consulted.reset(mark)


def read_numbers() -> Numbers:
    """Reads every number. Raises ValueError, with the file, where one is kept twice or is not of the form."""
    found: dict[str, dict[str, Any]] = {"pace": {}, "rule": {}}
    for path in number_files():
        try:
            for key, row in rows_in(path):
                kind = "rule" if "values" in row else "pace"
                if key in found[kind]:
                    raise ValueError(f"the {kind} '{key}' is kept elsewhere too")
                found[kind][key] = _values(row) if kind == "rule" else (row["from"], row["to"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            what = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise ValueError(f"{path.parent.name}/{path.name}: {what}.") from None
    return Numbers(found["pace"], found["rule"])


def rows_in(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yields the rows of one file by their dotted keys."""
    for group, rows in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal).items():
        for name, row in rows.items():
            yield f"{group}.{name}", row


def number_files() -> Iterator[Path]:
    """Yields the files in which numbers are kept."""
    yield FOLDER / "pace.toml"
    yield FOLDER / "rules.toml"
    yield from sorted((FOLDER / "offices").glob("*.toml"))
    for point in sorted(entry_points(group="frontdoor.offices"), key=lambda each: each.name):
        spec = find_spec(point.module)
        folder = Path(spec.origin).parent if spec is not None and spec.origin else None
        for name in ("pace.toml", "rules.toml"):
            if folder is not None and (folder / name).is_file():
                yield folder / name


def _values(row: Mapping[str, Any]) -> tuple[tuple[date, Decimal], ...]:
    if not row["values"]:
        raise ValueError("a rule has no value")
    return tuple(sorted((item["since"], Decimal(item["value"])) for item in row["values"]))
