"""Whatever mix of faults: each case ends or has a named owner; nothing is done twice, lost in silence or said untruly.

A few cases in every run; `make chaos` runs two hundred.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.handoffs.chaos import run

TOGETHER = 6  # towns that live at the same time
TRIALS = int(os.environ.get("FRONTDOOR_CASES", "12"))

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("group", range(-(-TRIALS // TOGETHER)))
async def test_every_case_ends_or_has_a_named_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int, record_property: Callable[[str, object], None]
) -> None:
    count = await run(tmp_path, 1999 + group, min(TOGETHER, TRIALS - group * TOGETHER), monkeypatch)
    record_property("ledger", str(count))
    assert count.nobodys == []
    assert count.acted_twice == [], "an office that honours keys acts once"
    assert count.missed == [], "what was accepted and lost is found"
    assert count.late == [], "within its promise time"
    assert count.wrongly_accused == 0
    assert count.untrue == [], "they have it is said only while they have"
