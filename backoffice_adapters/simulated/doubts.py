"""Doubtful matches of an office: what it was told may be about one of its cases, and its clerk has to say whether.

Nothing is done with what is in doubt. Both sides of a decision are kept: what was found to be about another person is
not put before the clerk once more.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

TABLES = """
CREATE TABLE IF NOT EXISTS doubts (
    message_id TEXT NOT NULL, reference TEXT NOT NULL, raised_at TEXT NOT NULL, due_at TEXT NOT NULL,
    verdict TEXT NOT NULL, PRIMARY KEY (message_id, reference));
CREATE INDEX IF NOT EXISTS doubts_open ON doubts (due_at) WHERE verdict = '';
CREATE INDEX IF NOT EXISTS doubts_of_request ON doubts (reference) WHERE verdict = '';
"""
UNDECIDED, SAME, ANOTHER = "", "same", "another"


@dataclass(frozen=True)
class Doubt:
    """One doubtful match: a note, a request, since when, and when the simulated clerk comes to it."""

    message_id: str
    reference: str
    raised_at: datetime
    due_at: datetime


class Doubts:
    """The doubtful matches of one office in one world."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, message_id: str, reference: str, raised_at: datetime, due_at: datetime) -> None:
        """Puts a doubtful match before the clerk."""
        row = (message_id, reference, raised_at.isoformat(), due_at.isoformat(), UNDECIDED)
        self._db.execute("INSERT OR IGNORE INTO doubts VALUES (?, ?, ?, ?, ?)", row)

    def open(self) -> list[Doubt]:
        """Returns what is undecided, the oldest first."""
        return self._doubts("verdict = '' ORDER BY raised_at, rowid")

    def due(self, at: datetime) -> list[Doubt]:
        """Returns what the simulated clerk comes to now."""
        return self._doubts("verdict = '' AND due_at <= ? ORDER BY due_at, rowid", at.isoformat())

    def of_note(self, message_id: str) -> Doubt | None:
        """Returns the undecided doubt about a note, if there is one."""
        return next(iter(self._doubts("verdict = '' AND message_id = ?", message_id)), None)

    def of_request(self, reference: str) -> list[Doubt]:
        """Returns the undecided doubts about a request."""
        return self._doubts("verdict = '' AND reference = ? ORDER BY raised_at, rowid", reference)

    def ruled_out(self, message_id: str) -> frozenset[str]:
        """Returns the requests that a note is not about, as the clerk has said."""
        rows = self._db.execute(
            "SELECT reference FROM doubts WHERE message_id = ? AND verdict = ?", (message_id, ANOTHER)
        )
        return frozenset(row[0] for row in rows)

    def postpone(self, doubt: Doubt, until: datetime) -> None:
        """Leaves a doubt for later."""
        self._db.execute(
            "UPDATE doubts SET due_at = ? WHERE message_id = ? AND reference = ?",
            (until.isoformat(), doubt.message_id, doubt.reference),
        )

    def decide(self, doubt: Doubt, verdict: str) -> None:
        """Keeps what was decided."""
        self._db.execute(
            "UPDATE doubts SET verdict = ? WHERE message_id = ? AND reference = ?",
            (verdict, doubt.message_id, doubt.reference),
        )

    def _doubts(self, which: str, *values: str) -> list[Doubt]:
        rows = self._db.execute(
            f"SELECT message_id, reference, raised_at, due_at FROM doubts WHERE {which}",  # noqa: S608 our own text
            values,
        )
        return [Doubt(row[0], row[1], *map(datetime.fromisoformat, row[2:])) for row in rows]
