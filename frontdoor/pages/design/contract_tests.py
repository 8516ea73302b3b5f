"""Where an adapter's contract test is, if there is one: found in the folder of tests beside the package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from frontdoor.rendering import PACKAGE

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
