"""Where an adapter's contract test is, and what came of it when it was last run here (`frontdoor.testing.plugin`)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from frontdoor.rendering import PACKAGE, count

FOLDER = PACKAGE.parent / "tests" / "contract"
NAMED = re.compile(r"^\s+adapter = (\w+)$", re.MULTILINE)


def contract_test(adapter: str) -> str:
    """Returns the path of the test of an adapter's class within the project; empty where there is none."""
    return _found(FOLDER).get(adapter, "")


def _found(folder: Path) -> Mapping[str, str]:
    """Returns by adapter the test that names it. An installed portal has no tests beside it, and finds none."""
    return {
        adapter: f"tests/contract/{path.name}"
        for path in sorted(folder.glob("test_*.py"))
        for adapter in NAMED.findall(path.read_text(encoding="utf-8"))
    }


def results(var: Path) -> dict[str, str]:
    """Returns by service what its adapter's contract came to when it was last run beside this portal's data."""
    path = var / "contract.json"
    if not path.is_file():
        return {}
    return {key: _said(**each) for key, each in json.loads(path.read_text(encoding="utf-8")).items()}


def _said(kept: int, broken: int, on: str) -> str:
    day = date.fromisoformat(on)
    written = f"{day.day} {day:%B %Y}"
    if broken:
        return f"{count(broken, 'promise')} of {kept + broken} broken on {written}"
    return f"{count(kept, 'promise')} kept on {written}"
