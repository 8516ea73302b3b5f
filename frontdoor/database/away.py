"""Whether an error says that the database is away for now, and not that a question to it was wrong.

Away is a disk that is full or a file that is locked, a server that restarts, and a connection that was cut.
"""

from __future__ import annotations

import socket
import sqlite3

from tortoise.exceptions import BaseORMException, DBConnectionError

try:
    import asyncpg
except ImportError:  # an extra of its own: without it there is SQLite only
    _SERVER: tuple[type[Exception], ...] = ()
else:
    _SERVER = (
        asyncpg.PostgresConnectionError,
        asyncpg.InterfaceError,  # the connection was found closed
        asyncpg.InternalClientError,  # a server that ended in the middle of an answer is asked to take a change back
        asyncpg.OperatorInterventionError,  # it shuts down, or is not there yet
        asyncpg.InsufficientResourcesError,  # its disk is full, or too many are connected
        asyncpg.IdleInTransactionSessionTimeoutError,  # it waited too long for whoever stalled
        asyncpg.TransactionRollbackError,  # of two who waited for each other it let one go on
    )

_NETWORK = (ConnectionError, TimeoutError, socket.gaierror)


def took_nothing(error: BaseException) -> bool:
    """Says whether the database is away, and what was just written is surely not there."""
    return isinstance(_told(error), (sqlite3.OperationalError, DBConnectionError))


def is_away(error: BaseException) -> bool:
    """Says whether the database is away; whoever was cut off while committing cannot know what became of it."""
    told = _told(error)
    # several addresses of a server that all refuse are a plain OSError
    return took_nothing(error) or isinstance(told, (*_SERVER, *_NETWORK)) or type(told) is OSError


def _told(error: BaseException) -> BaseException:
    """Returns what the driver said, which Tortoise hands on inside errors of its own."""
    inner = error.args[0] if isinstance(error, BaseORMException) and error.args else error
    return inner if isinstance(inner, BaseException) else error
