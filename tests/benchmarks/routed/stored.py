"""A database in which so many cases are stored: one that was routed and is over, copied row by row in SQL.

Every copy has all that the case has, ledger included, under names of its own, scattered over the indexes as those of
real cases are. Filling is not what is timed: it does not wait for the disk. No statistics are gathered (ANALYZE), as an
installation gathers none.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from frontdoor.handoffs.events import FINAL
from frontdoor.handoffs.intake import CaseRequest
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.portal import opened_portal
from frontdoor.settings import Settings
from tests.benchmarks.routed.plan import EVENT, GIVEN, SCENARIO, definitions
from tests.benchmarks.waiting import until

TABLES = ("case", "case_fact", "handoff", "ledger_event")
NUMBERS = ("seq", "id")  # given by the database, in the tables that count
NAMES = ("id", "case_id", "handoff_id", "event_id", "cause_event_id", "last_event", "source_handoff", "key", "callback")
AT_ONCE = 2_000  # cases written in one go
BYTES = 70_000  # of disk for one case, with room to spare


def scattered(column: str) -> str:
    """Returns SQL for a copy's own name: eight hexadecimal figures that no other copy has, before the rest of it."""
    return f"printf('%08x', (n * 2654435761) % 4294967296) || substr({column}, 9)"


async def first_case(settings: Settings) -> None:
    """Routes the one request that is copied, until every office has done its part."""
    async with opened_portal(settings, definitions()) as portal:
        _ = await portal.submit(CaseRequest(EVENT, GIVEN, SCENARIO))
        await until(lambda: Handoff.exclude(status__in=sorted(FINAL)).count())


def close_first(file: Path) -> None:
    """Closes the case as it is some days later, when every office has said that it still has it."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE handoff SET confirmed_at = follow_up_at, follow_up_at = NULL")
        database.execute('UPDATE "case" SET closed_at = submitted_at')
        database.commit()


def copy(file: Path, cases: int) -> None:
    """Copies the one case so often. Raises SystemExit where the disk is too small."""
    if (room := shutil.disk_usage(file.parent).free) < cases * BYTES:
        raise SystemExit(
            f"{cases} cases take about {cases * BYTES / 1e9:.0f} GB of disk; {room / 1e9:.0f} GB are free."
        )
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA cache_size = -500000")
        copies = [_copying(database, table) for table in TABLES]
        for table in TABLES:
            database.execute(f'CREATE TEMP TABLE "first_{table}" AS SELECT * FROM main."{table}"')  # noqa: S608 our own
        for begun in range(0, cases, AT_ONCE):
            database.execute("BEGIN")
            for statement in copies:
                database.execute(statement, (begun + 1, min(begun + AT_ONCE, cases)))
            database.execute("COMMIT")
            print(f"\r{min(begun + AT_ONCE, cases):>9} cases are stored", end="", file=sys.stderr)
        print(file=sys.stderr)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copying(database: sqlite3.Connection, table: str) -> str:
    """Returns the statement that copies a table's rows of the first case once for each number in a range."""
    columns = {}
    for _, column, kind, *_ in database.execute(f'PRAGMA table_info("{table}")'):
        if column in NUMBERS and "CHAR" not in kind and "UUID" not in kind:
            continue
        columns[column] = f'"{column}"'
        if column in NAMES:
            columns[column] = scattered(f'"{column}"')
        elif column == "reference":
            columns[column] = "printf('FD-%08x', n)"
    counted = "WITH RECURSIVE counted(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM counted WHERE n < ?)"
    into, values = f'INSERT INTO main."{table}" ({", ".join(columns)})', ", ".join(columns.values())
    return f'{counted} {into} SELECT {values} FROM counted, temp."first_{table}"'  # noqa: S608 our own names
