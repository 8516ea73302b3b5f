"""The log's events as CSV, one row per event and fact, for a spreadsheet; other records do not fit one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from frontdoor.evaluation.transfers import Record

FIELDS = (
    "event_id", "case_id", "life_event", "scenario_id", "activity", "lifecycle", "timestamp", "seq", "recorded_at",
    "claimed_at", "service_id", "agency_id", "tier", "actor_type", "cause_event_id", "handoff_id", "handoff_kind",
    "from_service", "to_service", "medium", "carrier", "source_handoff_id", "status", "fact_key", "fact_version",
    "value_hash", "ask_type", "contact_id", "channel", "demand_type", "purpose", "legal_basis", "decision_code",
    "reason",
)  # fmt: skip
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(records: Iterable[Record]) -> Iterator[str]:
    """Yields the lines of the table, the head first.

    >>> rows = list(write_csv([{"record": "event", "event_id": "e1", "reason": "=1+1"}]))
    >>> rows[1].rstrip().endswith("'=1+1")
    True
    """
    yield line(FIELDS)
    for record in records:
        if record["record"] == "event":
            yield line([cell(record.get(field)) for field in FIELDS])


def line(cells: Iterable[str]) -> str:
    """Returns cells as one line of a table, with its line break."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def cell(value: Any) -> str:
    """Returns a value as a cell's text; what a spreadsheet would take for a formula is quoted, numbers are not."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
