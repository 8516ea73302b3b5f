"""Moves a SQLite installation to PostgreSQL while it runs: with its keys, and not a row more or less.

First everything is copied beside the running portal. Then the SQLite file is held for the moment that it takes to copy
what has changed since, to compare both row by row, and to close the file to writing: whoever still serves it can take
nothing in that would be left behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from frontdoor.database.address import POSTGRES, SQLITE, DatabaseRefused, kind_of, spoken
from frontdoor.database.links import PostgresLink, Row, SqliteLink, Table, linked
from frontdoor.database.migrating import MOVED, VERSIONS, check_schema, standing_of

AT_ONCE = 2_000
Convert = Callable[[Any], Any]
Marks = dict[Row, bytes]


def _moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


FROM_SQLITE: Mapping[str, Convert] = {
    "uuid": UUID,
    "timestamptz": _moment,
    "date": date.fromisoformat,
    "bool": bool,
}


async def copy(source: str, target: str) -> dict[str, int]:
    """Copies a SQLite database into an empty PostgreSQL database, and closes it; returns the rows of each table.

    Raises DatabaseRefused; then the source serves on, and the target is as it was.
    """
    if (kind_of(source), kind_of(target)) != (SQLITE, POSTGRES):
        raise DatabaseRefused("Copying goes from a SQLite file to a PostgreSQL database: name one with --to.")
    await check_schema(source)
    await check_schema(target)
    async with linked(source) as ours, linked(target) as theirs:
        assert isinstance(ours, SqliteLink)
        assert isinstance(theirs, PostgresLink)
        if (await standing_of(ours)).version != (await standing_of(theirs)).version:
            raise DatabaseRefused("The two databases have different schemas. Run frontdoor db migrate on both.")
        tables = [each for each in await theirs.tables() if each.name not in (VERSIONS, MOVED)]
        async with AsyncExitStack() as both:
            _ = await both.enter_async_context(theirs.alone())
            await _refuse_filled(theirs, tables, target)
            marks = {each.name: await _copy_all(ours, theirs, each) for each in tables}
            async with ours.alone():
                counts = await _catch_up(ours, theirs, tables, marks)
                await _start_numbers(theirs, tables)
                # theirs is on disk before ours is closed: a crash in between leaves two copies, and never none
                await both.aclose()
                await _close_to_writing(ours, tables, spoken(target))
    return counts


async def _refuse_filled(theirs: PostgresLink, tables: Sequence[Table], target: str) -> None:
    for table in tables:
        if await theirs.rows(f'SELECT 1 FROM "{table.name}" LIMIT 1'):
            raise DatabaseRefused(
                f"The {spoken(target)} is not empty, and nothing in it is overwritten. Name an empty one."
            )


async def _copy_all(ours: SqliteLink, theirs: PostgresLink, table: Table) -> Marks:
    """Copies a table as it is now; returns what was copied of each row, by its key."""
    marks: Marks = {}
    rows = rows_of(ours, table)
    while batch := list(islice(rows, AT_ONCE)):
        await theirs.put(table, batch)
        marks |= {_key(table, row): _mark(row) for row in batch}
    return marks


async def _catch_up(
    ours: SqliteLink, theirs: PostgresLink, tables: Sequence[Table], marks: Mapping[str, Marks]
) -> dict[str, int]:
    """Copies what has changed since, and compares both. Raises DatabaseRefused where they differ."""
    counts = {}
    for table in tables:
        before = marks[table.name]
        now: Marks = {}
        changed = []
        for row in rows_of(ours, table):
            key, mark = _key(table, row), _mark(row)
            now[key] = mark
            if before.get(key) != mark:
                changed.append(row)
        await theirs.replace(table, changed)
        await theirs.remove(table, [key for key in before if key not in now])
        counts[table.name] = len(now)
    for table in tables:
        found = [row async for row in theirs.stream(table)]
        if len(found) != counts[table.name] or _sum(found) != _sum(rows_of(ours, table)):
            raise DatabaseRefused(f"The rows of {table.name} did not arrive as they are. Nothing was moved.")
    return counts


async def _start_numbers(theirs: PostgresLink, tables: Iterable[Table]) -> None:
    """Lets numbers that the database gives itself go on after the highest that is there."""
    for table in tables:
        for column in table.key:
            await theirs.run(
                f'SELECT setval(s, greatest((SELECT max("{column}") FROM "{table.name}")::bigint, 1))'
                f" FROM pg_get_serial_sequence('\"{table.name}\"', '{column}') AS s WHERE s IS NOT NULL"
                if table.columns[column].startswith("int")
                else "SELECT 1"
            )


async def _close_to_writing(ours: SqliteLink, tables: Iterable[Table], where: str) -> None:
    """Leaves word where everything is now, and has SQLite itself refuse every change, by whichever process."""
    told = where.replace("'", "''")
    await ours.run(f'CREATE TABLE "{MOVED}" ("moved_to" TEXT NOT NULL, "moved_at" TEXT NOT NULL)')
    await ours.run(f"INSERT INTO \"{MOVED}\" VALUES ('{told}', '{datetime.now(UTC).isoformat(timespec='seconds')}')")
    for table in tables:
        for change in ("INSERT", "UPDATE", "DELETE"):
            await ours.run(
                f'CREATE TRIGGER "moved_{table.name}_{change.lower()}" BEFORE {change} ON "{table.name}"'
                f" BEGIN SELECT RAISE(ABORT, 'This database was moved.') ; END"
            )


def rows_of(ours: SqliteLink, table: Table) -> Iterator[Row]:
    """Yields a SQLite table's rows in the order and in the types of a PostgreSQL table's columns."""
    turn = [FROM_SQLITE.get(kind, _same) for kind in table.columns.values()]
    for row in ours.stream(table):
        yield tuple(None if value is None else convert(value) for convert, value in zip(turn, row, strict=True))


def _same(value: Any) -> Any:
    return value


def _key(table: Table, row: Row) -> Row:
    return tuple(value for name, value in zip(table.columns, row, strict=True) if name in table.key)


def _mark(row: Row) -> bytes:
    return hashlib.blake2b(repr(row).encode(), digest_size=16).digest()


def _sum(rows: Iterable[Row]) -> int:
    """Returns what rows add up to, in whatever order they come."""
    return sum(int.from_bytes(_mark(tuple(row))) for row in rows)
