"""The thread that writes to SQLite, with a connection of its own: so those who read and those who write do not wait for
each other.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, TypeAlias

Work: TypeAlias = Callable[[sqlite3.Connection], None]


class Writer:
    """Does what it is given in its own thread, one after another, each with the connection.

    file     the SQLite file
    pragmas  what is set on the connection; `synchronous` is what SQLite made of that
    """

    def __init__(self, file: str, pragmas: Mapping[str, Any]) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        for pragma, value in pragmas.items():
            self._connection.execute(f"PRAGMA {pragma}={value}")
        self.synchronous: int = self._connection.execute("PRAGMA synchronous").fetchone()[0]
        self._given: SimpleQueue[Work | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def give(self, work: Work) -> None:
        """Has something done that raises nothing."""
        self._given.put(work)

    def end(self) -> None:
        """Returns when all that was given is done, and the connection is closed."""
        self._given.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while (work := self._given.get()) is not None:
            work(self._connection)


_opened: list[Writer] = []


@contextmanager
def writing(file: str, pragmas: Mapping[str, Any]) -> Iterator[Writer]:
    """Keeps the writer of a SQLite file for as long as the file is open."""
    opened = Writer(file, pragmas)
    _opened.append(opened)
    try:
        yield opened
    finally:
        _opened.remove(opened)
        opened.end()


def writer() -> Writer:
    """Returns the writer of the SQLite file that is open."""
    assert _opened, "no SQLite database is open"
    return _opened[-1]
