"""What the ledger of a portal that runs says, read beside it in its SQLite file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from frontdoor.handoffs.events import FINAL, Status


class Books:
    """The ledger, for reading only."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        self._unsettled = ", ".join(f"'{each}'" for each in Status if each not in FINAL)

    def open_handoffs(self) -> int:
        """Returns how many handoffs are not over."""
        return self._count("", ())

    def backlog(self, target: str, until: str) -> int:
        """Returns how many handoffs of requests made before a moment one service has still to do."""
        case = '(SELECT "recorded_at" FROM "case" WHERE "case"."id" = "handoff"."case_id") < ?'
        return self._count(f"AND target = ? AND {case}", (target, until))

    def now(self) -> str:
        """Returns the moment at which the newest request was made, as the database writes it."""
        newest = 'SELECT "recorded_at" FROM ledger_event ORDER BY seq DESC LIMIT 1'
        return str(self._database.execute(newest).fetchone()[0])

    def close(self) -> None:
        """Closes the books."""
        self._database.close()

    def _count(self, more: str, values: tuple[str, ...]) -> int:
        statement = f"SELECT count(*) FROM handoff WHERE status IN ({self._unsettled}) {more}"  # noqa: S608 our own
        return int(self._database.execute(statement, values).fetchone()[0])
