"""Numbers by which offices decide: taxes, rates and cycles, each with its mark and source in rules.toml."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path


@cache
def _rules() -> dict[str, Decimal]:
    table = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": Decimal(row["value"]) for group, rows in table.items() for name, row in rows.items()}


def rule(key: str) -> Decimal:
    """Returns the number of a rule."""
    return _rules()[key]
