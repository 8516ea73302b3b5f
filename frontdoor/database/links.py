"""A plain connection to either database, for what is done to whole tables: upgrading and copying. No model is needed.

A script is written once, in PostgreSQL's words; `SQLITE_WORDS` are what SQLite calls the same.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from frontdoor.database.address import POSTGRES, SQLITE, DatabaseRefused, file_of, kind_of, spoken

Row = Sequence[Any]

SQLITE_WORDS = {
    "SERIAL NOT NULL PRIMARY KEY": "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
    "TIMESTAMPTZ": "TIMESTAMP",
    "UUID": "CHAR(36)",
    "BOOL": "INT",
}
PATIENCE = 10_000  # milliseconds that a SQLite file may be busy
# Any number will do: whoever upgrades a PostgreSQL database takes it first.
UPGRADING = 7_264_411


@dataclass(frozen=True)
class Table:
    """A table: its columns with their types as the database writes them, and those that its key is made of."""

    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]


def statements(script: str) -> list[str]:
    """Returns the statements of a script whose statements end with a semicolon at the end of a line."""
    plain = re.sub(r"^--.*\n", "", script, flags=re.MULTILINE)
    return [each.strip() for each in re.split(r";\s*(?:\n|$)", plain) if each.strip()]


def for_sqlite(statement: str) -> str:
    """Returns a statement in SQLite's words."""
    for ours, theirs in SQLITE_WORDS.items():
        statement = re.sub(rf"\b{ours}\b", theirs, statement)
    return statement


class SqliteLink:
    """A connection to a SQLite file; foreign keys are looked after at the end and not at each step."""

    kind = SQLITE

    def __init__(self, url: str) -> None:
        self._db = sqlite3.connect(file_of(url), isolation_level=None, timeout=PATIENCE / 1000)
        _ = self._db.execute("PRAGMA synchronous=FULL")

    def close(self) -> None:
        """Closes the connection."""
        self._db.close()

    async def run(self, script: str) -> None:
        """Runs the statements of a script."""
        for statement in statements(script):
            _ = self._db.execute(for_sqlite(statement))

    async def rows(self, query: str) -> list[Row]:
        """Returns the rows of a query."""
        return self._db.execute(query).fetchall()

    def stream(self, table: Table) -> Iterator[Row]:
        """Yields the rows of a table, of which only the columns' names need be the same here."""
        yield from self._db.execute(f'SELECT {_columns(table)} FROM "{table.name}"')

    async def tables(self) -> list[Table]:
        """Returns all tables, those first that others refer to."""
        names = [row[0] for row in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for name in sorted(each for each in names if not each.startswith("sqlite_")):
            about = self._db.execute(f'PRAGMA table_info("{name}")').fetchall()
            key = sorted((each[5], each[1]) for each in about if each[5])
            found[name] = Table(name, {each[1]: each[2] for each in about}, tuple(column for _, column in key))
        needs = {
            name: {row[2] for row in self._db.execute(f'PRAGMA foreign_key_list("{name}")')} & set(found) - {name}
            for name in found
        }
        return [found[name] for name in in_order(needs)]

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Opens a transaction beside which nobody else writes.

        Raises DatabaseRefused where another process does not let go of the file, or where a row would refer to nothing.
        """
        # within a transaction this would be ignored, and a table that is made anew would take its children along
        _ = self._db.execute("PRAGMA foreign_keys=OFF")
        try:
            _ = self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            raise DatabaseRefused(
                "Another process writes to the database and does not let go of it. Stop it and try again."
            ) from None
        try:
            yield
            broken = self._db.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise DatabaseRefused(f"{len(broken)} rows would refer to nothing. Nothing was changed.")
            _ = self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                _ = self._db.execute("ROLLBACK")


class PostgresLink:
    """A connection to a PostgreSQL database."""

    kind = POSTGRES

    def __init__(self, connection: Any) -> None:
        self._db = connection

    async def run(self, script: str) -> None:
        """Runs the statements of a script."""
        for statement in statements(script):
            await self._db.execute(statement)

    async def rows(self, query: str) -> list[Row]:
        """Returns the rows of a query."""
        found: list[Row] = [tuple(each) for each in await self._db.fetch(query)]
        return found

    async def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Adds rows to a table, their values in the order of its columns."""
        await self._db.copy_records_to_table(table.name, records=rows, columns=list(table.columns))

    async def replace(self, table: Table, rows: Sequence[Row]) -> None:
        """Adds rows to a table, or puts them in the place of those with the same key."""
        places = ", ".join(f"${number}" for number, _ in enumerate(table.columns, 1))
        news = ", ".join(f'"{each}" = excluded."{each}"' for each in table.columns if each not in table.key)
        keys = ", ".join(f'"{each}"' for each in table.key)
        await self._db.executemany(
            f'INSERT INTO "{table.name}" ({_columns(table)}) VALUES ({places})'
            f" ON CONFLICT ({keys}) DO UPDATE SET {news}",
            rows,
        )

    async def remove(self, table: Table, keys: Sequence[Row]) -> None:
        """Takes the rows with these keys out of a table."""
        where = " AND ".join(f'"{name}" = ${number}' for number, name in enumerate(table.key, 1))
        await self._db.executemany(f'DELETE FROM "{table.name}" WHERE {where}', keys)

    async def stream(self, table: Table) -> AsyncIterator[Row]:
        """Yields the rows of a table; a transaction must be open."""
        async for row in self._db.cursor(f'SELECT {_columns(table)} FROM "{table.name}"', prefetch=2_000):
            yield tuple(row)

    async def tables(self) -> list[Table]:
        """Returns all tables, those first that others refer to."""
        columns = await self._db.fetch(
            "SELECT table_name, column_name, udt_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        )
        keys = await self._db.fetch(
            "SELECT c.conname, c.contype::text, c.conrelid::regclass::text, c.confrelid::regclass::text,"
            " ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k(n, place)"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.place)"
            " FROM pg_constraint c WHERE c.contype IN ('p', 'f') AND c.connamespace = current_schema()::regnamespace"
        )
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in columns:
            found.setdefault(table, {})[column] = kind
        primary = {table.strip('"'): tuple(names) for _, what, table, _, names in keys if what == "p"}
        needs: dict[str, set[str]] = {name: set() for name in found}
        for _, what, table, other, _ in keys:
            if what == "f" and other != table:
                needs[table.strip('"')].add(other.strip('"'))
        return [Table(name, found[name], primary.get(name, ())) for name in in_order(needs)]

    async def listen(self, channel: str, heard: Callable[[str], None], lost: Callable[[], None]) -> None:
        """Calls `heard` with what comes on a channel, and `lost` when the connection has ended."""
        self._db.add_termination_listener(lambda _: lost())
        await self._db.add_listener(channel, lambda *about: heard(about[-1]))

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Opens a transaction beside which nobody else upgrades."""
        async with self._db.transaction():
            await self._db.execute(f"SELECT pg_advisory_xact_lock({UPGRADING})")
            yield


def _columns(table: Table) -> str:
    return ", ".join(f'"{column}"' for column in table.columns)


def in_order(needs: Mapping[str, set[str]]) -> list[str]:
    """Returns names so that each comes after those that it needs.

    >>> in_order({"fact": {"case"}, "case": set(), "draft": set()})
    ['case', 'draft', 'fact']
    """
    done: list[str] = []
    while len(done) < len(needs):
        done += sorted(name for name, others in needs.items() if name not in done and others <= set(done))
    return done


@asynccontextmanager
async def linked(url: str) -> AsyncIterator[SqliteLink | PostgresLink]:
    """Opens a plain connection. Raises DatabaseRefused where there is no such database, or no driver for it."""
    if kind_of(url) == SQLITE:
        link = SqliteLink(url)
        try:
            yield link
        finally:
            link.close()
        return
    try:
        import asyncpg
    except ImportError:
        raise DatabaseRefused(
            "PostgreSQL needs its driver, which is not installed. Install it: pip install 'frontdoor[postgres]'."
        ) from None
    try:
        connection = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError) as error:
        raise DatabaseRefused(
            f"The {spoken(url)} cannot be reached ({type(error).__name__}). Check FRONTDOOR_DATABASE, and whether the "
            "server runs and lets you in."
        ) from None
    try:
        yield PostgresLink(connection)
    finally:
        await connection.close()


@asynccontextmanager
async def listened(url: str, channel: str, heard: Callable[[str], None]) -> AsyncIterator[asyncio.Event]:
    """Listens to a channel of a PostgreSQL database; gives what is set when the connection is lost.

    `heard` is called with what each NOTIFY carries. Raises DatabaseRefused, OSError.
    """
    lost = asyncio.Event()
    async with linked(url) as link:
        assert isinstance(link, PostgresLink), "SQLite has one process and no channels"
        await link.listen(channel, heard, lost.set)
        yield lost
