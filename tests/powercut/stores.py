"""The two databases on a disk that forgets, and what of them is there after a cut."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import asyncpg

from tests.handoffs.processes import free_port
from tests.postgres import Postgres

STARTING, ENDING = 60, 5  # seconds for a server to recover, and for the children of one that was killed to end
CASES = 'SELECT "reference" FROM "case"'


class Lost(AssertionError):
    """What was accepted is not there, or the database cannot be read."""


class Store(Protocol):
    """A database: its address, its processes, and the references of the cases in it."""

    url: str

    def start(self) -> None: ...

    def kill(self) -> None: ...

    def references(self) -> set[str]: ...


class Sqlite:
    """A file, which has no process of its own."""

    def __init__(self, folder: Path, weak: str = "") -> None:
        self._file = folder / "var" / "frontdoor.sqlite3"
        self.url = f"sqlite://{self._file}" + (f"?{weak}" if weak else "")

    def start(self) -> None:
        """Nothing is to be started."""

    def kill(self) -> None:
        """Nothing is to be ended."""

    def references(self) -> set[str]:
        """Reads a copy, so that the portal finds what the cut has left, not what reading made of it. Raises Lost."""
        with TemporaryDirectory() as copy:
            for name in (self._file.name, f"{self._file.name}-wal"):
                if (file := self._file.with_name(name)).exists():
                    shutil.copy(file, copy)
            try:
                with closing(sqlite3.connect(Path(copy) / self._file.name)) as database:
                    if (found := database.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                        raise Lost(f"the database is damaged: {found}")
                    return {reference for (reference,) in database.execute(CASES)}
            except sqlite3.DatabaseError as error:
                raise Lost(f"the database cannot be read: {error}") from error


class Server:
    """A PostgreSQL server of its own with all its data in a folder, which can be killed and started again."""

    def __init__(self, folder: Path, postgres: Postgres, weak: str = "") -> None:
        self._postgres, self._port = postgres, free_port()
        self._data = folder / "data"
        self._more = ("-c", weak) if weak else ()
        self._running: subprocess.Popen[bytes] | None = None
        self.url = f"postgres://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Makes the data where there are none; returns when the server has recovered what there is. Raises Lost."""
        if not self._data.exists():
            options = ("--auth=trust", "--encoding=utf8", "-U", "postgres")
            subprocess.run(
                [self._postgres.programs / "initdb", *options, "-D", self._data],
                user=self._postgres.user,
                cwd="/",
                check=True,
                stdout=subprocess.DEVNULL,
            )
            folder = os.open(self._data.parent, os.O_RDONLY)  # initdb syncs all but this, which is whose machine it is
            os.fsync(folder)
            os.close(folder)
        began = time.monotonic()
        while True:
            if self._running is None or (self._running.poll() is not None and time.monotonic() < began + ENDING):
                self._running = self._launched()
            try:
                _ = asyncio.run(self._rows("SELECT 1"))
                return
            except (OSError, asyncpg.PostgresError) as error:
                passed = time.monotonic() - began
                if passed > STARTING or (passed > ENDING and self._running.poll() is not None):
                    raise Lost(f"the server does not start: {error}") from error
            time.sleep(0.05)

    def _launched(self) -> subprocess.Popen[bytes]:
        command = (self._postgres.programs / "postgres", "-D", self._data, "-h", "127.0.0.1", "-p", str(self._port))
        return subprocess.Popen(
            [*command, "-k", "", *self._more],
            user=self._postgres.user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """Ends the server. Its children end when they see it; until then no other can start on the same data."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None

    def references(self) -> set[str]:
        """Asks the server. Raises Lost."""
        try:
            return set(asyncio.run(self._rows(CASES)))
        except asyncpg.PostgresError as error:
            raise Lost(f"the database cannot be read: {error}") from error

    async def _rows(self, query: str) -> list[str]:
        connection = await asyncpg.connect(self.url)
        try:
            return [str(row[0]) for row in await connection.fetch(query)]
        finally:
            await connection.close()
