"""A disk that is full, a database that cannot be written or that somebody has locked: nothing is half done."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import replace

import httpx
import pytest
from tortoise.connection import connections

from frontdoor.cases.models import Case
from frontdoor.database.address import SQLITE
from frontdoor.handoffs.events import Status
from frontdoor.testing.simulation import Simulation, example, request_of
from tests.handoffs.writer import at_the_writer

pytestmark = pytest.mark.slow

HIGHEST = 2**32 - 2  # pages: SQLite's own limit


Trouble = Callable[[Simulation], AbstractAsyncContextManager[None]]


async def everywhere(statement: str) -> None:
    """Runs a statement on both of the portal's connections to its database."""
    _ = await connections.get(SQLITE).execute_query(statement)
    await at_the_writer(statement)


@asynccontextmanager
async def full(simulation: Simulation) -> AsyncIterator[None]:
    """Lets the portal's database not grow by a single page, as when there is no room on the disk."""
    pages = await at_the_writer("PRAGMA page_count")
    await everywhere(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        await everywhere(f"PRAGMA max_page_count = {HIGHEST}")


@asynccontextmanager
async def read_only(simulation: Simulation) -> AsyncIterator[None]:
    """Lets the portal write nothing, as when the disk was mounted anew after an error."""
    await everywhere("PRAGMA query_only = ON")
    try:
        yield
    finally:
        await everywhere("PRAGMA query_only = OFF")


@asynccontextmanager
async def locked(simulation: Simulation) -> AsyncIterator[None]:
    """Holds the write lock of the database, as a backup by hand does that was left open."""
    with closing(sqlite3.connect(simulation.folder / "frontdoor.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


TROUBLES = pytest.mark.parametrize("trouble", [full, read_only, locked], ids=lambda each: each.__name__)


async def sent(web: httpx.AsyncClient, key: str) -> httpx.Response:
    request = {**example("bereavement"), "scenario": "joined_up", "citizen": "attentive"}
    return await web.post("/api/cases", json=request, headers={"Idempotency-Key": key})


@TROUBLES
async def test_a_request_that_cannot_be_kept_is_not_taken_and_can_be_sent_again(
    simulation: Simulation, web: httpx.AsyncClient, trouble: Trouble
) -> None:
    async with trouble(simulation):
        refused = await sent(web, "again")
        assert refused.status_code == 503, refused.text
        assert refused.headers["Retry-After"]
        assert "Nothing was kept and nothing was sent" in refused.json()["detail"]
        assert (await web.get("/")).status_code == 200, "what needs no writing is shown"
    assert not await Case.exists()
    taken = await sent(web, "again")
    assert taken.status_code == 201
    _ = await simulation.finish(await Case.get(reference=taken.json()["reference"]), 60)


@TROUBLES
async def test_a_case_in_the_middle_goes_on_when_it_can_be_written_again(
    simulation: Simulation, trouble: Trouble
) -> None:
    # what was under way when it began is taken up again when its lease is over
    simulation.settings = replace(simulation.settings, lease_seconds=3)
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        await simulation.until(accepted.case, lambda each: sum(one.final for one in each.acting) >= 2, 60)
        async with trouble(simulation):
            with pytest.raises(TimeoutError):
                await simulation.finish(accepted.case, 2)
        document = await simulation.finish(accepted.case, 60)
    assert {each.status for each in document.acting} <= {Status.COMPLETED, Status.NOT_NEEDED}
    for agency, requests in simulation.books().items():
        assert len(requests) == len({key for key, _ in requests}), agency
