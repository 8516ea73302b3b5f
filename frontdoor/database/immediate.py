"""Tortoise's way to SQLite, with transactions that take the write lock when they begin.

The plain BEGIN takes it at the first write. Has another connection written since the first read, SQLite refuses that
write at once, however long it was told to wait.
"""

from __future__ import annotations

import sqlite3

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.exceptions import OperationalError


class _Transaction(SqliteTransactionWrapper):
    async def begin(self) -> None:
        try:
            await self._connection.commit()
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error


class ImmediateClient(SqliteClient):
    """A connection to a SQLite file to which others write too."""

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(_Transaction(self), self._lock)


# where Tortoise looks for it
client_class = ImmediateClient
