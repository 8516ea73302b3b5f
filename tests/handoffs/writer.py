"""Running statements where the portal writes, and hearing what is run there."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from frontdoor.database.writer import writer


async def at_the_writer(statement: str) -> Any:
    """Runs a statement on the connection that writes to SQLite; returns the first value that comes back, if any."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()

    def run(connection: sqlite3.Connection) -> None:
        row = connection.execute(statement).fetchone()
        loop.call_soon_threadsafe(done.set_result, row and row[0])

    writer().give(run)
    return await asyncio.wait_for(done, 10)


@asynccontextmanager
async def held_up() -> AsyncIterator[None]:
    """Has the writer wait until the end, so that all changes that are handed in meanwhile wait for it."""
    goes_on = threading.Event()

    def wait(_: sqlite3.Connection) -> None:
        goes_on.wait(10)

    writer().give(wait)
    try:
        yield
    finally:
        goes_on.set()


@asynccontextmanager
async def counted_commits() -> AsyncIterator[list[str]]:
    """Counts the commits of changes."""
    made: list[str] = []

    def heard(statement: str) -> None:
        # heard once more for each step of the trigger behind it
        if statement.startswith("INSERT INTO change ") and made[-1:] != [statement]:
            made.append(statement)

    writer().give(lambda connection: connection.set_trace_callback(heard))
    yield made
    writer().give(lambda connection: connection.set_trace_callback(None))
    await at_the_writer("SELECT 1")
