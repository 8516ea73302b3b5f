"""Which schema a database has, and how it gets the one that this version needs without losing a row.

Migrations are SQL files with numbers, in PostgreSQL's words (`links.SQLITE_WORDS`). All that are due run in one
transaction, which is given up when a table has lost or gained a row by it. A migration adds tables, columns and
indexes; one that adds or takes rows says so by a line `-- changes rows of: table`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from frontdoor.database.address import SQLITE, DatabaseRefused, file_of, kind_of, spoken
from frontdoor.database.lasting import make_folder
from frontdoor.database.links import PostgresLink, SqliteLink, Table, linked

NAME = re.compile(r"(\d{4})_(\w+)\.sql")
CHANGES = re.compile(r"^-- changes rows of: (.+)$", re.MULTILINE)
VERSIONS, MOVED = "schema_version", "moved"
MAKE_VERSIONS = f'CREATE TABLE "{VERSIONS}" ("version" INT NOT NULL PRIMARY KEY, "name" TEXT, "applied_at" TEXT)'

Connection = SqliteLink | PostgresLink


@dataclass(frozen=True)
class Migration:
    """One step from a schema to the next. `changes` are the tables whose rows it may add or take away."""

    number: int
    name: str
    script: str

    @property
    def changes(self) -> frozenset[str]:
        """The tables whose number of rows it may change."""
        found = CHANGES.search(self.script)
        return frozenset(re.split(r",\s*", found[1])) if found else frozenset()


@dataclass(frozen=True)
class Standing:
    """The version of a database's schema (0: it is empty), the one that is needed, and whether it is written down."""

    version: int
    needed: int
    numbered: bool = True
    moved_to: str = ""

    @property
    def due(self) -> tuple[Migration, ...]:
        """The migrations that are still to be run."""
        return tuple(each for each in migrations() if each.number > self.version)


@cache
def migrations() -> tuple[Migration, ...]:
    """Returns all migrations in their order."""
    found = []
    for file in (files(__package__) / "migrations").iterdir():
        if match := NAME.fullmatch(file.name):
            found.append(Migration(int(match[1]), match[2].replace("_", " "), file.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda each: each.number))


async def standing_of(link: Connection) -> Standing:
    """Returns which schema a database has. Raises DatabaseRefused where it is none of ours."""
    tables = {each.name: each for each in await link.tables()}
    needed = migrations()[-1].number
    if VERSIONS in tables:
        (version,) = (await link.rows(f'SELECT max("version") FROM "{VERSIONS}"'))[0]
        moved = await link.rows(f'SELECT "moved_to" FROM "{MOVED}"') if MOVED in tables else []
        return Standing(int(version), needed, moved_to=str(moved[0][0]) if moved else "")
    if not tables:
        return Standing(0, needed, numbered=False)
    if link.kind == SQLITE and _columns(tables) == _columns_of_first():
        return Standing(1, needed, numbered=False)  # made before schemas had numbers
    raise DatabaseRefused(
        "The database has tables, but not those of any version that can be upgraded. It is left as it is. Name another "
        "one in FRONTDOOR_DATABASE, or move this one away and start anew."
    )


async def check_schema(url: str) -> None:
    """Makes the tables of an empty database; of another one, sees that it is as this version needs it.

    Raises DatabaseRefused with what to do.
    """
    _make_folder(url)
    async with linked(url) as link:
        standing = await standing_of(link)
        if standing.moved_to:
            raise DatabaseRefused(
                f"This database was moved: everything is in the {standing.moved_to}. Name that in FRONTDOOR_DATABASE."
            )
        if standing.version > standing.needed:
            raise DatabaseRefused(
                f"The database has schema {standing.version} and this version of frontdoor knows {standing.needed}: a "
                "newer one has used it. Run that version, or restore a copy from before."
            )
        if standing.version and standing.due:
            raise DatabaseRefused(
                f"The database has schema {standing.version} and this version of frontdoor needs {standing.needed}. "
                "Nothing was changed. Stop every frontdoor that uses it, and run: frontdoor db migrate"
            )
        await _run(link, standing)


async def migrate(url: str) -> tuple[Standing, Path | None]:
    """Brings a database up to the schema that is needed; returns how it stood before, and where its copy lies.

    A SQLite file is copied first; of PostgreSQL, `pg_dump` makes copies. Raises DatabaseRefused; then nothing changed.
    """
    _make_folder(url)
    async with linked(url) as link:
        standing = await standing_of(link)
        if standing.moved_to or standing.version > standing.needed:
            await check_schema(url)
        copy = None
        if standing.version and standing.due and kind_of(url) == SQLITE:
            copy = _copied(file_of(url), standing.version)
        await _run(link, standing)
        return standing, copy


def _make_folder(url: str) -> None:
    if kind_of(url) == SQLITE:
        make_folder(file_of(url).parent)


async def _run(link: Connection, standing: Standing) -> None:
    if standing.numbered and not standing.due:
        return
    async with link.alone():
        standing = await standing_of(link)  # somebody else may have been quicker
        before = await _counts(link)
        if not standing.numbered:
            await link.run(MAKE_VERSIONS)
            for each in migrations()[: standing.version]:
                await _note(link, each)
        for each in standing.due:
            await link.run(each.script)
            await _note(link, each)
        after = await _counts(link)
        free = frozenset({VERSIONS}).union(*(each.changes for each in standing.due))
        lost = sorted(name for name, count in before.items() if name not in free and after.get(name) != count)
        if lost:
            raise DatabaseRefused(
                f"The upgrade would have changed the number of rows of {', '.join(lost)}. Nothing was changed."
            )


async def _note(link: Connection, migration: Migration) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    await link.run(f"INSERT INTO \"{VERSIONS}\" VALUES ({migration.number}, '{migration.name}', '{now}')")


async def _counts(link: Connection) -> dict[str, int]:
    counts = {}
    for table in await link.tables():
        ((count,),) = await link.rows(f'SELECT count(*) FROM "{table.name}"')
        counts[table.name] = int(count)
    return counts


def _copied(file: Path, version: int) -> Path:
    """Copies a SQLite file, whatever writes to it meanwhile; returns the copy. Raises DatabaseRefused."""
    copy = file.with_name(f"{file.name}.schema-{version}-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    try:
        with sqlite3.connect(file) as source, sqlite3.connect(copy) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise DatabaseRefused(f"No copy of the database could be made first ({error}). Nothing was changed.") from None
    return copy


def _columns(tables: Mapping[str, Table]) -> dict[str, frozenset[str]]:
    return {name: frozenset(table.columns) for name, table in tables.items()}


def _columns_of_first() -> dict[str, frozenset[str]]:
    """Returns the tables and columns that the first migration makes."""
    found: dict[str, frozenset[str]] = {}
    for name, body in re.findall(r'CREATE TABLE "(\w+)" \((.*?)\n\);', migrations()[0].script, re.DOTALL):
        found[name] = frozenset(re.findall(r'^\s+"(\w+)"', body, re.MULTILINE))
    return found


async def describe(url: str) -> str:
    """Returns in sentences which schema a database has and what there is to do. Raises DatabaseRefused."""
    async with linked(url) as link:
        standing = await standing_of(link)
        counts = await _counts(link)
    lines = [f"{spoken(url)}: schema {standing.version}, needed {standing.needed}."]
    lines += [f"  {name:<20} {count}" for name, count in sorted(counts.items())]
    if standing.moved_to:
        lines.append(f"It was moved: everything is in the {standing.moved_to}.")
    elif standing.version > standing.needed:
        lines.append("A newer version of frontdoor has used it: run that one.")
    elif standing.due:
        lines.append("To be run with frontdoor db migrate: " + ", ".join(each.name for each in standing.due) + ".")
    else:
        lines.append("There is nothing to do.")
    return "\n".join(lines)
