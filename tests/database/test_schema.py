"""The schema that migrations make is the one that the models declare, on both databases."""

import re
from pathlib import Path

import pytest
from tortoise import Tortoise
from tortoise.connection import connections
from tortoise.utils import get_schema_sql

from frontdoor.database.address import SQLITE, kind_of
from frontdoor.database.links import linked
from frontdoor.database.migrating import MOVED, VERSIONS
from frontdoor.database.opening import MODELS, database

pytestmark = pytest.mark.both_databases

LISTED = {
    "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgres": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
}
UNIQUE = {
    "sqlite": "SELECT m.name, l.name, i.name FROM sqlite_master m, pragma_index_list(m.name) l,"
    " pragma_index_info(l.name) i WHERE m.type = 'table' AND l.\"unique\" ORDER BY i.seqno",
    "postgres": "SELECT c.conrelid::regclass::text, c.conname, a.attname::text FROM pg_constraint c"
    " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey) WHERE c.contype IN ('u', 'p')",
}


async def schema(url: str) -> dict[str, object]:
    """Every column with its type and whether it may be empty, every index, unique set and foreign key."""
    async with linked(url) as link:
        tables = [each for each in await link.tables() if each.name not in (VERSIONS, MOVED)]
        # documents are JSON on PostgreSQL too: the order of their keys means something
        columns = {
            (one.name, name, kind.replace("jsonb", "json")) for one in tables for name, kind in one.columns.items()
        }
        keys = {(one.name, one.key) for one in tables}
        indexes = {
            (table.strip('"'), tuple(re.findall(r"\w+", sql.rpartition("(")[2])), "UNIQUE" in sql)
            for table, sql in await link.rows(LISTED[link.kind])
            if table not in (VERSIONS, MOVED)
        }
        unique: dict[tuple[str, str], set[str]] = {}
        for table, name, column in await link.rows(UNIQUE[link.kind]):
            unique.setdefault((table.strip('"'), name), set()).add(column)
        uniques = {(table, frozenset(names)) for (table, _), names in unique.items() if table not in (VERSIONS, MOVED)}
        if link.kind == SQLITE:
            empty = [
                (one.name, row[1])
                for one in tables
                for row in await link.rows(f'PRAGMA table_info("{one.name}")')
                if not row[3]
            ]
            foreign = [
                (one.name, tuple(row[2:7]))
                for one in tables
                for row in await link.rows(f'PRAGMA foreign_key_list("{one.name}")')
            ]
        else:
            empty = [
                (row[0], row[1])
                for row in await link.rows(
                    "SELECT table_name, column_name FROM information_schema.columns"
                    " WHERE table_schema = current_schema() AND is_nullable = 'YES'"
                )
                if row[0] not in (VERSIONS, MOVED)
            ]
            foreign = [
                (row[0], (row[1],))
                for row in await link.rows(
                    "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"
                )
            ]
    return {
        "columns": columns,
        "keys": keys,
        "indexes": indexes,
        "uniques": uniques,
        "empty": set(empty),
        "foreign keys": set(foreign),
    }


async def declared(url: str) -> None:
    """Makes the tables as the models declare them."""
    kind = kind_of(url)
    apps = {"models": {"models": list(MODELS), "default_connection": kind}}
    await Tortoise.init(config={"connections": {kind: url}, "apps": apps, "use_tz": True})
    await connections.get(kind).execute_script(get_schema_sql(connections.get(kind), safe=False))
    await Tortoise.close_connections()


async def test_migrations_make_what_the_models_declare(
    database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    other = f"sqlite://{tmp_path / 'declared.sqlite3'}"
    if kind_of(database_url) != SQLITE:
        other = request.getfixturevalue("postgres").fresh(empty=True)
    async with database(database_url):
        pass
    await declared(other)
    made, wanted = await schema(database_url), await schema(other)
    for what, those in wanted.items():
        assert made[what] == those, f"{what}: write a migration in frontdoor/database/migrations"
