"""Work that lasts: one turn that breaks is not the end, and being told to stop always is."""

import asyncio
import logging
import socket
import sqlite3
from contextlib import suppress

import asyncpg
import pytest
from tortoise.exceptions import DBConnectionError, IntegrityError, OperationalError

from frontdoor.database.away import is_away, took_nothing
from frontdoor.handoffs import steadfast
from frontdoor.handoffs.steadfast import turn_by_turn


@pytest.mark.parametrize("broken", [KeyError("surname"), asyncpg.InterfaceError("the connection is closed")])
async def test_a_turn_that_breaks_is_told_and_the_next_is_taken(
    broken: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(steadfast, "REST", 0)
    turns = 0
    done = asyncio.Event()

    async def turn() -> None:
        nonlocal turns
        turns += 1
        if turns < 3:
            raise broken
        done.set()
        await asyncio.sleep(3600)

    task = asyncio.create_task(turn_by_turn("the worker", turn))
    async with asyncio.timeout(10):
        await done.wait()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert turns == 3
    told = [each for each in caplog.records if "the worker" in each.getMessage()]
    assert [each.levelno for each in told] == [logging.WARNING if is_away(broken) else logging.ERROR] * 2
    assert "surname" not in caplog.text, "an error's own words may hold somebody's facts"


async def test_whoever_is_told_to_stop_stops_though_a_connection_breaks_in_that_moment() -> None:
    async def turn() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            raise asyncpg.InterfaceError("the connection is closed")  # as where a transaction is rolled back

    task = asyncio.create_task(turn_by_turn("the worker", turn))
    await asyncio.sleep(0)
    task.cancel()
    async with asyncio.timeout(10):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert task.cancelled()


@pytest.mark.parametrize(
    ("error", "away", "nothing"),
    [
        (OperationalError(sqlite3.OperationalError("database or disk is full")), True, True),
        (DBConnectionError("there is no such database"), True, True),
        (ConnectionRefusedError(), True, False),
        (OSError("Multiple exceptions: two addresses, and both refuse"), True, False),
        (socket.gaierror(), True, False),
        (asyncpg.ConnectionDoesNotExistError(), True, False),
        (asyncpg.CannotConnectNowError(), True, False),
        (asyncpg.DeadlockDetectedError(), True, False),
        (asyncpg.InternalClientError("another operation (2) is in progress"), True, False),
        (asyncpg.DiskFullError(), True, False),
        (OperationalError(asyncpg.DataError("invalid byte sequence")), False, False),
        (OperationalError(asyncpg.UndefinedColumnError()), False, False),
        (IntegrityError(asyncpg.UniqueViolationError()), False, False),
        (FileNotFoundError(), False, False),
        (KeyError("surname"), False, False),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_database_that_is_away_is_told_from_a_mistake(error: Exception, away: bool, nothing: bool) -> None:
    assert (is_away(error), took_nothing(error)) == (away, nothing)
