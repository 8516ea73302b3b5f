"""Opens the database for as long as something runs, and refuses one that could lose what it has taken."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from tortoise import Tortoise
from tortoise.connection import connections

from frontdoor.database.address import SQLITE, DatabaseRefused, kind_of
from frontdoor.database.migrating import check_schema

MODELS = (
    "frontdoor.cases.models",
    "frontdoor.handoffs.models",
    "frontdoor.security.models",
    "frontdoor.evaluation.obstacles",
)
AT_ONCE = 8  # connections of one process to PostgreSQL


@asynccontextmanager
async def database(url: str, models: Sequence[str] = MODELS) -> AsyncIterator[str]:
    """Opens the database and gives its kind, `sqlite` or `postgres`; an empty one gets its tables.

    What is committed must survive a power cut (R5): SQLite with WAL and synchronous=FULL, PostgreSQL with fsync and
    synchronous_commit, read back and refused otherwise. Raises DatabaseRefused.
    """
    kind = kind_of(url)
    durable = {"journal_mode": "WAL", "synchronous": "FULL"}
    options = durable if kind == SQLITE else {"maxsize": str(AT_ONCE)}
    await check_schema(url)
    given = url.partition("?")[2]
    more = "&".join(f"{name}={value}" for name, value in options.items() if f"{name}=" not in given)
    address = url + ("&" if given else "?") + more if more else url
    config = {
        # named after its kind: Tortoise keeps statements by connection name, and each kind writes its own
        "connections": {kind: address},
        "apps": {"models": {"models": list(models), "default_connection": kind}},
        "use_tz": True,
    }
    # the fallback makes the connections known to every task, also to those that did not come from this one
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        await _check_durability(kind)
        yield kind
    finally:
        await Tortoise.close_connections()


async def _check_durability(kind: str) -> None:
    """Reads back what makes a commit last. Raises DatabaseRefused."""
    connection = connections.get(kind)
    if kind == SQLITE:
        rows = await connection.execute_query_dict("PRAGMA synchronous")
        if rows[0]["synchronous"] < 2:
            raise DatabaseRefused(
                "The database would lose accepted cases in a power cut: SQLite's synchronous is not FULL. Take "
                "`synchronous` out of FRONTDOOR_DATABASE."
            )
        return
    weak = [
        name
        for name in ("fsync", "synchronous_commit", "full_page_writes")
        if (await connection.execute_query_dict(f"SHOW {name}"))[0][name] == "off"
    ]
    if weak:
        raise DatabaseRefused(
            f"The database would lose accepted cases in a power cut: PostgreSQL's {' and '.join(weak)} is off. Switch "
            "it on in postgresql.conf and restart the server."
        )
