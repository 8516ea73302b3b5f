"""What happened to each request at an office: when, what, from whom it learnt which of its fields. Its clerks read it.

It stands in the office's own file, and nothing is decided by it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

TABLES = """
CREATE TABLE IF NOT EXISTS diary (
    reference TEXT NOT NULL, at TEXT NOT NULL, what TEXT NOT NULL, who TEXT NOT NULL, fields TEXT NOT NULL,
    said TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS diary_of_request ON diary (reference);
"""


class Happened(StrEnum):
    """What can happen to a request."""

    CAME = "came"
    SUPPLIED = "supplied"
    TOLD = "told"
    BEGAN = "began"
    WAITS = "waits"
    GAVE_UP = "gave up"
    FINISHED = "finished"
    ASKED = "asked"
    KNOWN = "known"
    PERHAPS = "perhaps known"
    DOUBTED = "doubted"
    SAME = "same"
    ANOTHER = "another"
    CORRECTED = "corrected"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `who`: the service or person by whom; `fields`: the office's own; `said`: more words."""

    at: datetime
    what: Happened
    who: str = ""
    fields: tuple[str, ...] = ()
    said: str = ""


class Diary:
    """The diary of one office in one world."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def write(
        self, reference: str, at: datetime, what: Happened, fields: Iterable[str] = (), *, who: str = "", said: str = ""
    ) -> None:
        """Writes down what happened to a request."""
        row = (reference, at.isoformat(), what, who, json.dumps(list(fields)), said)
        self._db.execute("INSERT INTO diary VALUES (?, ?, ?, ?, ?, ?)", row)

    def of(self, reference: str) -> list[Entry]:
        """Returns what happened to a request, in that order."""
        rows = self._db.execute(
            "SELECT at, what, who, fields, said FROM diary WHERE reference = ? ORDER BY rowid", (reference,)
        )
        return [
            Entry(datetime.fromisoformat(at), Happened(what), who, tuple(json.loads(fields)), said)
            for at, what, who, fields, said in rows
        ]

    def last(self, what: Happened) -> dict[str, datetime]:
        """Returns by reference when something happened to a request for the last time."""
        rows = self._db.execute("SELECT reference, max(at) FROM diary WHERE what = ? GROUP BY reference", (what,))
        return {reference: datetime.fromisoformat(at) for reference, at in rows}
