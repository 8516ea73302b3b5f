"""Looking for what is over, past the project's own way to the database, so that looking takes next to nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from typing import Any
from uuid import UUID

import asyncpg

from frontdoor.database.address import SQLITE, file_of, kind_of
from frontdoor.handoffs.events import FINAL

LOOK = 0.002  # seconds between two looks


class Watcher:
    """Looks now and then for the cases that are over. Get one by `watching`."""

    def __init__(self) -> None:
        self._open: dict[str, asyncio.Future[None]] = {}

    async def over(self, case: UUID) -> None:
        """Returns when every office has done its part of a case."""
        over = self._open[str(case)] = asyncio.get_running_loop().create_future()
        await over

    async def run(self, url: str, every: float) -> None:
        """Looks until it is cancelled."""
        final = ", ".join(f"'{each}'" for each in sorted(FINAL))
        async with opened_reader(url) as read:
            while True:
                await asyncio.sleep(every)
                if looked_for := list(self._open):
                    numbers = ", ".join(f"'{each}'" for each in looked_for)
                    still = await read(
                        "SELECT DISTINCT case_id FROM handoff"  # noqa: S608 our own
                        f" WHERE case_id IN ({numbers}) AND status NOT IN ({final})"
                    )
                    for case in set(looked_for) - {str(number) for (number,) in still}:
                        self._open.pop(case).set_result(None)


@asynccontextmanager
async def watching(url: str, every: float = LOOK) -> AsyncIterator[Watcher]:
    """Looks for what is over in the database at an address, every so many seconds."""
    watcher = Watcher()
    looking = asyncio.create_task(watcher.run(url, every))
    try:
        yield watcher
    finally:
        looking.cancel()


@asynccontextmanager
async def opened_reader(url: str) -> AsyncIterator[Callable[[str], Awaitable[list[Any]]]]:
    """Opens a connection of its own for reading, and gives what runs a statement on it."""
    if kind_of(url) == SQLITE:
        with closing(sqlite3.connect(file_of(url))) as file:

            async def read(statement: str) -> list[Any]:
                return file.execute(statement).fetchall()

            yield read
    else:
        connection = await asyncpg.connect(url)
        try:
            yield connection.fetch
        finally:
            await connection.close()
