"""Who sits at an office's desk, the simulated clerk or a person, and how that desk is set up; kept on disk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

TABLES = """
CREATE TABLE IF NOT EXISTS staffing (name TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS first_entries (message_id TEXT PRIMARY KEY, typed TEXT NOT NULL);
"""
BY_PERSON = "by_person"
TYPED_TWICE = "typed_twice"


class Staffing:
    """The switches of one desk. By default a simulated clerk works there, and types once what is to be typed."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @property
    def by_person(self) -> bool:
        """Whether a person has taken over the desk, so that what needs a clerk waits for that person."""
        return self._is_on(BY_PERSON)

    @property
    def typed_twice(self) -> bool:
        """Whether what is keyed in by hand is typed twice, and has to agree."""
        return self._is_on(TYPED_TWICE)

    def switch(self, name: str, *, on: bool) -> None:
        """Switches something on or off."""
        self._db.execute(
            "INSERT OR IGNORE INTO staffing VALUES (?)" if on else "DELETE FROM staffing WHERE name = ?", (name,)
        )

    def _is_on(self, name: str) -> bool:
        return self._db.execute("SELECT 1 FROM staffing WHERE name = ?", (name,)).fetchone() is not None

    def first_entry(self, message_id: str) -> dict[str, str] | None:
        """Returns what was typed the first time of something that has to be typed twice, if it was."""
        row = self._db.execute("SELECT typed FROM first_entries WHERE message_id = ?", (message_id,)).fetchone()
        return dict(json.loads(row[0])) if row else None

    def keep_first_entry(self, message_id: str, typed: Mapping[str, str]) -> None:
        """Keeps what was typed the first time."""
        self._db.execute("INSERT OR REPLACE INTO first_entries VALUES (?, ?)", (message_id, json.dumps(dict(typed))))

    def forget_first_entry(self, message_id: str) -> None:
        """Forgets what was typed the first time."""
        self._db.execute("DELETE FROM first_entries WHERE message_id = ?", (message_id,))
