"""Changes of many cases go to the disk together; each is whole or never was, and told of when it is there."""

import asyncio
import sqlite3
import uuid
from collections.abc import Coroutine, Iterable
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.exceptions import IntegrityError, OperationalError

from frontdoor.cases.models import Case
from frontdoor.database.address import DatabaseRefused
from frontdoor.database.opening import database
from frontdoor.handoffs.commits import group, settled
from frontdoor.handoffs.ledger import opened
from frontdoor.handoffs.models import Handoff, InboxMessage, LedgerEvent
from frontdoor.handoffs.numbers import handoff_key
from frontdoor.handoffs.portal import Portal
from frontdoor.testing.simulation import Simulation, example, request_of
from tests.handoffs.writer import at_the_writer, counted_commits, held_up
from tests.postgres import Postgres

SOME = 30


async def some_cases(portal: Portal, number: int = SOME) -> list[Case]:
    request = request_of(example("bereavement_partial"))
    return [(await portal.submit(request)).case for _ in range(number)]


async def change(case: Case, note: str = "test.noted") -> None:
    async with opened(case.id, case.submitted_at) as entry:
        entry.note(note)


async def together(cases: list[Case], changes: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Makes changes of some cases while the commit before them is being written."""
    commits = group()
    assert commits is not None
    async with held_up():
        made = [asyncio.create_task(each) for each in changes]
        while sum(entry.pending for case in cases if (entry := commits.find(case.id))) < len(made):
            await asyncio.wait(made, timeout=0.01)
    await asyncio.gather(*made)


async def noted(note: str = "test.noted") -> int:
    return await LedgerEvent.filter(activity=note).count()


async def test_changes_that_are_made_together_are_committed_together(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        cases = await some_cases(portal)
        async with counted_commits() as commits:
            await together(cases, map(change, cases))
        assert len(commits) == 1
        assert await noted() == SOME


async def test_changes_of_one_case_are_committed_together_and_in_their_order(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        (case,) = await some_cases(portal, 1)
        async with counted_commits() as commits:
            await together([case], [change(case, f"test.{number}") for number in range(SOME)])
        assert len(commits) == 1
        found = await LedgerEvent.filter(activity__startswith="test.").order_by("seq")
        assert [each.activity for each in found] == [f"test.{number}" for number in range(SOME)]
        assert (await Case.get(id=case.id)).revision == case.revision + SOME


async def test_a_change_that_is_given_up_takes_nothing_along(simulation: Simulation) -> None:
    """The change before it is made and not on disk yet; the one after it builds on that one."""
    async with simulation.open_portal(work=False) as portal:
        (case,) = await some_cases(portal, 1)
        before = {each["id"]: each for each in await Handoff.filter(case_id=case.id).values()}

        async def give_up() -> None:
            async with opened(case.id, case.submitted_at) as entry:
                for each in entry.handoffs.values():
                    each.attempts, each.reason = 9, "never"
                entry.learn({"deceased.first_names": "Nobody"}, "citizen", None, None)
                entry.hear("office", "message")
                raise ZeroDivisionError

        first, given_up, last = await asyncio.gather(
            change(case), give_up(), change(case, "test.after"), return_exceptions=True
        )
        assert (first, last) == (None, None)
        assert isinstance(given_up, ZeroDivisionError)
        assert (await noted(), await noted("test.after")) == (1, 1)
        assert {each["id"]: each for each in await Handoff.filter(case_id=case.id).values()} == before
        assert await InboxMessage.all().count() == 0
        async with opened(case.id, case.submitted_at) as entry:
            assert entry.facts["deceased.first_names"].value != "Nobody"


async def test_a_commit_that_fails_is_told_to_everybody_and_what_is_on_disk_counts(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        cases = await some_cases(portal, 3)
        await at_the_writer("PRAGMA query_only = ON")
        results = await asyncio.gather(*map(change, [*cases, *cases]), return_exceptions=True)
        await at_the_writer("PRAGMA query_only = OFF")
        assert all(isinstance(each, OperationalError) for each in results)
        assert await noted() == 0
        await asyncio.gather(*map(change, cases))
        assert await noted() == 3, "when it can be written again it goes on by itself"


async def test_one_change_that_the_database_refuses_does_not_harm_the_others(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        cases = await some_cases(portal, 5)
        _ = await InboxMessage.create(sender="office", message_id="one", received_at=cases[0].submitted_at, digest="")

        async def wrong() -> None:
            async with opened(cases[0].id, cases[0].submitted_at) as entry:
                entry.hear("office", "one")
                entry.note("test.noted")

        results = await asyncio.gather(wrong(), *map(change, cases[1:]), return_exceptions=True)
        assert isinstance(results[0], IntegrityError)
        assert results[1:] == [None] * 4
        assert await noted() == 4


async def test_a_change_is_made_though_whoever_waits_for_it_is_cancelled(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        (case,) = await some_cases(portal, 1)
        waits = asyncio.create_task(change(case))
        await asyncio.sleep(0)
        _ = waits.cancel()
        await asyncio.gather(waits, return_exceptions=True)
        assert waits.cancelled()
        await settled()
        assert await noted() == 1
        await change(case)
        assert await noted() == 2


@pytest.mark.both_databases
async def test_nobody_is_told_of_a_change_before_it_is_on_disk(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        cases = await some_cases(portal, 5)

        async def told(case: Case) -> int:
            await change(case)
            return await LedgerEvent.filter(case_id=case.id, activity="test.noted").count()

        assert await asyncio.gather(*map(told, cases)) == [1] * 5


@pytest.mark.parametrize("weak", ["OFF", "NORMAL"])
async def test_sqlite_that_would_lose_commits_is_refused(weak: str, database_url: str) -> None:
    """The negative control of R5: what is promised is read back, not hoped for."""
    async with database(database_url):
        pass
    with pytest.raises(DatabaseRefused, match="power cut"):
        async with database(f"{database_url}?synchronous={weak}"):
            pass


async def test_sqlite_that_is_too_old_is_refused(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 26, 0))
    with pytest.raises(DatabaseRefused, match=r"takes 3\.33 or later"):
        async with database(database_url):
            pass


@pytest.mark.parametrize("setting", ["synchronous_commit"])
async def test_postgres_that_would_lose_commits_is_refused(setting: str, postgres: Postgres) -> None:
    url = postgres.fresh()
    async with database(url):
        pass
    await postgres.run(f"ALTER DATABASE {urlsplit(url).path[1:]} SET {setting} = off")
    with pytest.raises(DatabaseRefused, match=f"{setting} is off"):
        async with database(url):
            pass


@given(case=st.uuids(), handoff=st.uuids(), revision=st.integers(1, 99))
def test_the_key_of_a_handoff_is_the_same_for_every_try_and_no_other(
    case: uuid.UUID, handoff: uuid.UUID, revision: int
) -> None:
    key = handoff_key(case, handoff.hex, revision)
    assert key == handoff_key(case, handoff.hex, revision)
    assert len({key, handoff_key(case, handoff.hex, revision + 1), handoff_key(handoff, case.hex, revision)}) >= 2


def test_keys_are_what_they_were_in_every_version_before() -> None:
    """Offices know them: a key that changed would be acted on twice (R4)."""
    case = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
    assert handoff_key(case, "ab" * 16) == "e73ef31a4337098608efc38786430f4e8247e44a"
