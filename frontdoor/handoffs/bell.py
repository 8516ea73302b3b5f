"""The bell that wakes workers when something may have become ready: in this process, or wherever one runs.

It only saves waiting: whoever misses it looks by itself a second later.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from contextlib import suppress
from typing import Protocol

from tortoise.connection import connections

from frontdoor.database.address import POSTGRES, DatabaseRefused
from frontdoor.database.links import listened
from frontdoor.handoffs.steadfast import turn_by_turn

CHANNEL = "frontdoor"
AGAIN_AFTER = 1.0

log = logging.getLogger("frontdoor.bell")


class Bell(Protocol):
    """A bell that is rung after a commit, and waited for."""

    def ring(self) -> None:
        """Wakes whoever waits."""
        ...

    def hush(self) -> None:
        """Forgets that it was rung."""
        ...

    async def wait(self, seconds: float) -> None:
        """Returns when it is rung, or was since it was hushed, or after so many seconds."""
        ...

    async def run(self) -> None:
        """Listens until it is cancelled."""
        ...


class OwnBell:
    """The bell of the only process that works on a database."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """See Bell.ring."""
        self._rung.set()

    def hush(self) -> None:
        """See Bell.hush."""
        self._rung.clear()

    async def wait(self, seconds: float) -> None:
        """See Bell.wait."""
        # not wait_for: when it is woken and cancelled at once, Python 3.11's forgets the cancelling
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()

    async def run(self) -> None:
        """See Bell.run; nobody else rings."""


class SharedBell(OwnBell):
    """A bell that is heard in every process on the same PostgreSQL database: LISTEN and NOTIFY.

    Many rings at once are passed on as one: a NOTIFY is a commit of its own.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._name = uuid.uuid4().hex
        self._telling: asyncio.Task[None] | None = None
        self._again = False

    def ring(self) -> None:
        """See Bell.ring."""
        super().ring()
        self._again = True
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def run(self) -> None:
        """See Bell.run; a connection that is lost is made anew, and whatever was missed is looked for."""
        await turn_by_turn("the bell", self._listen)

    async def _listen(self) -> None:
        with suppress(DatabaseRefused, OSError):
            async with listened(self._url, CHANNEL, self._heard) as lost:
                super().ring()
                _ = await lost.wait()
        log.warning("the bell's connection was lost; it is made anew")
        await asyncio.sleep(AGAIN_AFTER)

    def _heard(self, who: str) -> None:
        if who != self._name:
            super().ring()

    async def _tell(self) -> None:
        while self._again:
            self._again = False
            try:
                await connections.get(POSTGRES).execute_query_dict("SELECT pg_notify($1, $2)", [CHANNEL, self._name])
            except Exception as error:  # others look by themselves a second later
                log.warning("the bell could not be rung: %s", type(error).__name__)
