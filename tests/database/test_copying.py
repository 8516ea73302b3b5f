"""A SQLite installation moves to PostgreSQL while it serves, with its keys, and not a row more or less."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from tortoise.exceptions import BaseORMException

from frontdoor.__main__ import main
from frontdoor.cases.models import Case
from frontdoor.cases.store import start_draft
from frontdoor.database import copying
from frontdoor.database.address import DatabaseRefused
from frontdoor.database.copying import copy, rows_of
from frontdoor.database.links import SqliteLink, linked
from frontdoor.database.migrating import MOVED, VERSIONS, migrate
from frontdoor.database.opening import database
from frontdoor.handoffs.models import Handoff
from frontdoor.testing.simulation import Simulation, example, request_of
from tests.postgres import Postgres
from tests.versions.unpacking import unpack


async def difference(ours: str, theirs: str) -> list[str]:
    """The tables in which two databases differ in a row or a value."""
    found = []
    async with linked(ours) as one, linked(theirs) as two:
        assert isinstance(one, SqliteLink)
        for table in await two.tables():
            if table.name in (VERSIONS, MOVED):
                continue
            listed = ", ".join(f'"{each}"' for each in table.columns)
            rows = await two.rows(f'SELECT {listed} FROM "{table.name}"')
            if sorted(map(repr, rows)) != sorted(map(repr, rows_of(one, table))):
                found.append(table.name)
    return found


@pytest.fixture
async def old(tmp_path: Path) -> str:
    """An installation with rows in every table, those included that came with a newer version."""
    url = f"sqlite://{unpack('schema-1', tmp_path)}"
    await migrate(url)
    with sqlite3.connect(url.removeprefix("sqlite://")) as portal:
        row = ("dvla", "2026-11-26 09:00:00+00:00", "moving house", "Grace Hopper")
        portal.execute('INSERT INTO "paused_office" VALUES (?, ?, ?, ?)', row)
    return url


async def test_every_row_arrives_and_new_numbers_go_on_after_the_old(old: str, postgres: Postgres) -> None:
    target = postgres.fresh(empty=True)
    counts = await copy(old, target)
    assert {name for name, count in counts.items() if not count} <= {"world"}, "which no single process fills"
    assert await difference(old, target) == []
    async with database(target):
        keys = {each.key for each in await Handoff.all()}
        assert len(keys) == counts["handoff"]


async def test_what_is_written_while_it_runs_is_moved_too(old: str, postgres: Postgres) -> None:
    """Between the first copy and the last, rows are added, changed and deleted by another process."""
    file, target = old.removeprefix("sqlite://"), postgres.fresh(empty=True)
    first = copying._copy_all

    async def meanwhile(*arguments: object) -> object:
        marks = await first(*arguments)  # type: ignore[arg-type]
        with sqlite3.connect(file) as portal:
            portal.execute('UPDATE "case" SET "revision" = "revision" + 1, "world" = \'w\'')
            portal.execute('DELETE FROM "session"')
            portal.execute(
                'INSERT INTO "obstacle" SELECT "id" + 1, "scenario", "provider", "consumer", "code",'
                ' "note", "recorded_by", "recorded_at" FROM "obstacle" WHERE "id" = (SELECT max("id") FROM "obstacle")'
            )
        return marks

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copying, "_copy_all", meanwhile)
        counts = await copy(old, target)
    assert counts["session"] == 0
    assert counts["obstacle"] > 2
    assert await difference(old, target) == []


async def test_the_old_installation_takes_nothing_in_any_more(
    simulation: Simulation, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The portal runs on while it is moved; afterwards the case goes on from PostgreSQL and ends."""
    simulation.differing = True
    target = postgres.fresh(empty=True)
    async with simulation.open_portal(work=False) as portal:
        accepted = await portal.submit(request_of(example("bereavement_partial")))
        await copy(simulation.settings.database, target)
        with pytest.raises(BaseORMException, match="was moved"):
            await portal.submit(request_of(example("bereavement_partial")))
        with pytest.raises(BaseORMException, match="was moved"):
            await start_draft("bereavement")
        assert await Case.all().count() == 1, "it can still be read"
    with pytest.raises(DatabaseRefused, match="was moved"):
        async with simulation.open_portal():
            pass
    simulation.differing = False
    moved = Simulation(simulation.folder, database=target)
    async with moved.open_portal():
        document = await moved.finish(accepted.case)
    assert document.finished


async def test_nothing_is_moved_over_anything(old: str, postgres: Postgres) -> None:
    target = postgres.fresh()
    async with database(target):
        await start_draft("bereavement")
    with pytest.raises(DatabaseRefused, match="not empty"):
        await copy(old, target)
    async with database(old):
        await start_draft("bereavement")


async def test_a_copy_that_fails_leaves_both_as_they_were(old: str, postgres: Postgres) -> None:
    target = postgres.fresh(empty=True)

    async def fail(*arguments: object) -> None:
        raise ZeroDivisionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copying, "_start_numbers", fail)
        with pytest.raises(ZeroDivisionError):
            await copy(old, target)
    async with database(old):
        await start_draft("bereavement")
    assert (await copy(old, target))["draft"] == 2


def test_the_command_says_what_it_did_and_what_to_do_now(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite://{unpack('schema-1', tmp_path)}"
    monkeypatch.setenv("FRONTDOOR_DATABASE", url)
    assert main(["db", "migrate"]) == 0
    assert main(["db", "copy"]) == 1
    assert "--to postgres://" in capsys.readouterr().err
    assert main(["db", "copy", "--to", f"sqlite://{tmp_path / 'two'}"]) == 1
    target = postgres.fresh(empty=True)
    assert main(["db", "copy", "--to", target]) == 0
    assert "Set FRONTDOOR_DATABASE to the new address" in capsys.readouterr().out
    assert main(["serve"]) == 1
    assert "was moved" in capsys.readouterr().err
    assert main(["db", "status"]) == 0
    assert "It was moved" in capsys.readouterr().out
    monkeypatch.setenv("FRONTDOOR_DATABASE", target)
    assert main(["db", "status"]) == 0
    said = capsys.readouterr().out
    assert "nothing to do" in said
    assert asyncio.run(difference(url, target)) == []
