"""A database that an earlier version left is upgraded whole: no row, index or foreign key is lost, on either kind."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from frontdoor.__main__ import main
from frontdoor.cases.models import Case
from frontdoor.database import migrating
from frontdoor.database.address import DatabaseRefused
from frontdoor.database.copying import rows_of
from frontdoor.database.links import linked
from frontdoor.database.migrating import MOVED, VERSIONS, Migration, migrate, migrations, standing_of
from frontdoor.database.opening import database
from tests.database.test_schema import schema
from tests.postgres import Postgres
from tests.versions.unpacking import RECORDED, unpack


def upto(number: int) -> tuple[Migration, ...]:
    return tuple(each for each in migrations() if each.number <= number)


async def contents(url: str) -> dict[str, list[dict[str, object]]]:
    """Every row of every table but the versions, as column and value."""
    found = {}
    async with linked(url) as link:
        for table in await link.tables():
            if table.name not in (VERSIONS, MOVED):
                listed = ", ".join(f'"{each}"' for each in table.columns)
                rows: Sequence[Sequence[object]] = await link.rows(f'SELECT {listed} FROM "{table.name}"')
                found[table.name] = [dict(zip(table.columns, row, strict=True)) for row in sorted(rows, key=repr)]
    return found


def kept(before: dict[str, list[dict[str, object]]], after: dict[str, list[dict[str, object]]]) -> None:
    for table, rows in before.items():
        assert rows, f"the recorded database has rows in {table}"
        columns = rows[0].keys()
        assert [{name: row[name] for name in columns} for row in after[table]] == rows, table


@pytest.mark.parametrize("recorded", RECORDED)
async def test_a_recorded_sqlite_database_keeps_every_row_index_and_key(recorded: str, tmp_path: Path) -> None:
    url = f"sqlite://{unpack(recorded, tmp_path)}"
    before = await contents(url)
    standing, copy = await migrate(url)
    kept(before, await contents(url))
    if standing.due:
        assert copy
        assert await contents(f"sqlite://{copy}") == before
    fresh = f"sqlite://{tmp_path / 'fresh.sqlite3'}"
    async with database(fresh):
        pass
    assert await schema(url) == await schema(fresh)
    async with database(url):
        assert await Case.all().count() == len(before["case"])


@pytest.mark.parametrize("recorded", RECORDED)
async def test_a_recorded_postgres_database_keeps_every_row_index_and_key(
    recorded: str, tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There was no PostgreSQL before schema 2, so its rows come from the file, into the tables of that schema."""
    file, url = unpack(recorded, tmp_path), postgres.fresh(empty=True)
    async with linked(f"sqlite://{file}") as ours:
        version = (await standing_of(ours)).version
        with monkeypatch.context() as then:
            then.setattr(migrating, "migrations", lambda: upto(version))
            await migrate(url)
        async with linked(url) as theirs:
            for table in await theirs.tables():
                if table.name != VERSIONS:
                    await theirs.put(table, list(rows_of(ours, table)))  # type: ignore[arg-type, union-attr]
    before = await contents(url)
    await migrate(url)
    kept(before, await contents(url))
    fresh = postgres.fresh()
    assert await schema(url) == await schema(fresh)


def test_an_old_database_is_left_as_it_is_and_told_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = unpack("schema-1", tmp_path)
    before = file.read_bytes()
    monkeypatch.setenv("FRONTDOOR_DATABASE", f"sqlite://{file}")
    monkeypatch.setenv("FRONTDOOR_VAR", str(tmp_path))
    newer = (*migrations(), Migration(9999, "one more", 'CREATE TABLE "later" ("id" INT NOT NULL PRIMARY KEY);'))
    monkeypatch.setattr(migrating, "migrations", lambda: newer)
    assert main(["serve"]) == 1
    assert "run: frontdoor db migrate" in capsys.readouterr().err
    assert file.read_bytes() == before
    assert main(["evaluate"]) == 1
    assert "run: frontdoor db migrate" in capsys.readouterr().err
    assert main(["db", "status"]) == 0
    assert "one more" in capsys.readouterr().out
    assert main(["db", "migrate"]) == 0
    assert "No row was lost" in capsys.readouterr().out
    assert main(["db", "migrate"]) == 0
    assert "nothing to do" in capsys.readouterr().out
    monkeypatch.undo()
    monkeypatch.setenv("FRONTDOOR_DATABASE", f"sqlite://{file}")
    assert main(["serve"]) == 1
    assert "a newer one has used it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('DELETE FROM "session";', "number of rows of session"),
        ('DELETE FROM "case" WHERE "closed_at" IS NULL;', "number of rows of case"),
        ('-- changes rows of: case\nDELETE FROM "case" WHERE "closed_at" IS NULL;', "refer to nothing"),
    ],
)
async def test_a_migration_that_loses_rows_is_given_up_whole(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite://{unpack('schema-1', tmp_path)}"
    await migrate(url)
    before = await contents(url)
    more = Migration(9999, "careless", f'CREATE TABLE "later" ("id" INT NOT NULL PRIMARY KEY);\n{script}')
    monkeypatch.setattr(migrating, "migrations", lambda: (*migrations(), more))
    with pytest.raises(DatabaseRefused, match=said):
        await migrate(url)
    assert await contents(url) == before


def test_migrations_are_numbered_one_after_another() -> None:
    assert [each.number for each in migrations()] == [*range(1, len(migrations()) + 1)], "two have one number"


async def test_tables_of_somebody_else_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE notes (text)")
    with pytest.raises(DatabaseRefused, match="not those of any version"):
        await migrate(f"sqlite://{file}")
    with pytest.raises(DatabaseRefused, match="not those of any version"):
        async with database(f"sqlite://{file}"):
            pass
