"""Several statements as one commit on SQLite, in one visit to the thread that has the connection.

Each visit costs the processor more than most statements do: it wakes a thread, and the thread wakes the event loop.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TypeAlias

from tortoise.connection import connections
from tortoise.exceptions import IntegrityError, OperationalError

from frontdoor.database.address import SQLITE

# with the rows that it is about, as a JSON text
Statement: TypeAlias = tuple[str, str]


async def commit(statements: Sequence[Statement]) -> None:
    """Runs each statement with its rows, and commits; all of it is on disk then, or nothing is.

    Raises Tortoise's IntegrityError or OperationalError.
    """
    async with connections.get(SQLITE).acquire_connection() as connection:
        try:
            # aiosqlite has no public way to run more than one of its own calls in one visit
            await connection._execute(_commit, connection._conn, statements)
        except sqlite3.IntegrityError as error:
            raise IntegrityError(error) from error
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error


def _commit(connection: sqlite3.Connection, statements: Sequence[Statement]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement, rows in statements:
            connection.execute(statement, (rows,))
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
