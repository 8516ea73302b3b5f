"""Work that lasts as long as the process: what breaks it, breaks one turn of it.

A database that is away for a minute, or a mistake of ours in one turn, must not end all work in silence while the pages
still say that it goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from frontdoor.database.away import is_away
from frontdoor.handoffs.mistakes import log_mistake

REST = 1.0  # seconds after a turn that broke

log = logging.getLogger("frontdoor.worker")


async def turn_by_turn(what: str, turn: Callable[[], Awaitable[None]]) -> None:
    """Takes turns until it is cancelled. `what` is who takes them, for the log."""
    task = asyncio.current_task()
    assert task is not None, "it is cancelled at the end, so it is a task"
    while True:
        try:
            await turn()
        except Exception as error:
            if task.cancelling():  # a connection that broke in that moment has hidden it
                raise asyncio.CancelledError from None
            if is_away(error):
                log.warning("%s waits: the database is away (%s)", what, type(error).__name__)
            else:
                log_mistake(what, error)
            await asyncio.sleep(REST)
