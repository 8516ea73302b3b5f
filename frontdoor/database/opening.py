"""Opens the database for as long as something runs, and refuses one that could lose what it has taken."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.connection import connections

from frontdoor.database import immediate
from frontdoor.database.address import POSTGRES, SQLITE, DatabaseRefused, file_of, kind_of
from frontdoor.database.migrating import check_schema
from frontdoor.database.stalled import NAME, PATIENCE
from frontdoor.database.writer import Writer, writing

MODELS = (
    "frontdoor.cases.models",
    "frontdoor.handoffs.models",
    "frontdoor.security.models",
    "frontdoor.evaluation.obstacles",
)
OLDEST_SQLITE = (3, 33)  # of August 2020, which can change rows from a list of rows
FULL = 2  # what SQLite calls synchronous=FULL
DURABLE: Mapping[str, Any] = {"journal_mode": "WAL", "synchronous": "FULL"}


async def _as_it_is(_: object) -> None:
    """Leaves a connection as it is: nothing outlives a transaction here, and asking the server takes as long as one."""


# `maxsize`: connections of one process. Whoever stalls between two questions lets go of the case after a while; whoever
# does so in the middle of one is made to (`database.stalled`).
OPENED: Mapping[str, Any] = {
    "maxsize": 8,
    "reset": _as_it_is,
    "server_settings": {"idle_in_transaction_session_timeout": f"{PATIENCE}s", "application_name": NAME},
}


@asynccontextmanager
async def database(url: str, models: Sequence[str] = MODELS) -> AsyncIterator[str]:
    """Opens the database and gives its kind, `sqlite` or `postgres`; an empty one gets its tables.

    What is committed must survive a power cut (R5): SQLite with WAL and synchronous=FULL, PostgreSQL with fsync and
    synchronous_commit, read back and refused otherwise. Raises DatabaseRefused.
    """
    kind = kind_of(url)
    if kind == SQLITE and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseRefused(
            f"This Python has SQLite {sqlite3.sqlite_version}, which is too old: it takes "
            f"{'.'.join(map(str, OLDEST_SQLITE))} or later. Use a newer Python, or PostgreSQL."
        )
    await check_schema(url)
    connection = expand_db_url(url)
    if kind == SQLITE:
        connection["engine"] = immediate.__name__
    for name, value in (DURABLE if kind == SQLITE else OPENED).items():
        connection["credentials"].setdefault(name, value)
    config = {
        # named after its kind: Tortoise keeps statements by connection name, and each kind writes its own
        "connections": {kind: connection},
        "apps": {"models": {"models": list(models), "default_connection": kind}},
        "use_tz": True,
    }
    # the fallback makes the connections known to every task, also to those that did not come from this one
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        with ExitStack() as stack:
            if kind == SQLITE:
                client = connections.get(SQLITE)
                assert isinstance(client, SqliteClient)
                writer = stack.enter_context(writing(client.filename, client.pragmas))
                await _check_sqlite(writer)
            else:
                await _check_postgres()
            yield kind
    finally:
        await Tortoise.close_connections()


@asynccontextmanager
async def only_process(url: str) -> AsyncIterator[None]:
    """Keeps a SQLite file for this process alone; any number work on PostgreSQL.

    Raises DatabaseRefused where another process has it: each would change cases behind the other's back.
    """
    if kind_of(url) != SQLITE:
        yield
        return
    file = file_of(url)
    with file.with_name(f"{file.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseRefused(
                f"Another frontdoor serves {file}, and a SQLite database has one process. Stop the other one, name "
                "another database in FRONTDOOR_DATABASE, or move to PostgreSQL: frontdoor db copy"
            ) from None
        yield


async def _check_sqlite(writer: Writer) -> None:
    """Reads back what makes a commit last, on both connections. Raises DatabaseRefused."""
    rows = await connections.get(SQLITE).execute_query_dict("PRAGMA synchronous")
    if min(rows[0]["synchronous"], writer.synchronous) < FULL:
        raise DatabaseRefused(
            "The database would lose accepted cases in a power cut: SQLite's synchronous is not FULL. Take "
            "`synchronous` out of FRONTDOOR_DATABASE."
        )


async def _check_postgres() -> None:
    """Reads back what makes a commit last. Raises DatabaseRefused."""
    weak = [
        name
        for name in ("fsync", "synchronous_commit", "full_page_writes")
        if (await connections.get(POSTGRES).execute_query_dict(f"SHOW {name}"))[0][name] == "off"
    ]
    if weak:
        raise DatabaseRefused(
            f"The database would lose accepted cases in a power cut: PostgreSQL's {' and '.join(weak)} is off. Switch "
            "it on in postgresql.conf and restart the server."
        )
