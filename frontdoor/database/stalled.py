"""Ends the connections of those who stalled in the middle of a question to PostgreSQL, with a case locked.

A process that stands still (a paused machine, a debugger) may hold the lock of a case that another is to take over. The
server ends by itself whoever is idle in a transaction. Between preparing a statement and running it the driver leaves a
connection in the midst of a question, though, which to the server is activity: `statement_timeout` does not end it, and
`transaction_timeout` is known from PostgreSQL 17 on and would end long reports too. So every process looks for them.
"""

from __future__ import annotations

import asyncio
import logging

from tortoise.connection import connections

from frontdoor.database.address import POSTGRES

NAME = "frontdoor"  # what our connections are called
PATIENCE = 5  # seconds
LOOKS_EVERY = 2.0  # seconds

STALLED = f"""
SELECT pg_terminate_backend(pid) AS gone FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND application_name = '{NAME}'
  AND state = 'active' AND wait_event = 'ClientRead' AND state_change < now() - interval '{PATIENCE} seconds'
"""

log = logging.getLogger("frontdoor.database")


async def end_stalled() -> None:
    """Waits a little, and ends the connections that have long not sent the rest of a question.

    Whoever wakes up makes a new one.
    """
    await asyncio.sleep(LOOKS_EVERY)
    gone = await connections.get(POSTGRES).execute_query_dict(STALLED)
    if gone:
        log.warning("%d connections were ended: their processes stood still in the middle of a change", len(gone))
