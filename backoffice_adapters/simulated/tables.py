"""The tables of a simulated office's own file, and how a file of an earlier version gets what was added since."""

from __future__ import annotations

import sqlite3


def add_column(db: sqlite3.Connection, table: str, name: str, kind: str) -> None:
    """Adds a column to a table that was made before there was one; `kind` is its type and what stands in it."""
    if name not in {row[1] for row in db.execute(f"PRAGMA table_info({table})")}:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
