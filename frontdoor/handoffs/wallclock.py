"""What is done when the wall clock is set back, as an operator or a time server may do it while handoffs wait by it.

Whatever is to be tried again at a moment of the wall clock would wait for as much longer: it is tried now. (Leases and
who keeps a world see for themselves: they end later than any could. When to try again may rightly be hours away, where
an office wished it.) The steady clock never goes back, and tells; after a restart the ledger does.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from frontdoor.handoffs.dispatcher import Dispatcher
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.steadfast import turn_by_turn

LOOK = 1.0  # seconds
LEAST = timedelta(seconds=1)  # what is less is waited
RECENT = 10_000  # events that others may have added since the clock was set back and no worker ran, about 100 cases

log = logging.getLogger("frontdoor.worker")


class WallClockWatch:
    """Watches the wall clock beside a worker. `woken` is called when something may have become ready."""

    def __init__(self, dispatcher: Dispatcher, woken: Callable[[], None]) -> None:
        self._dispatcher = dispatcher
        self._woken = woken

    async def run(self) -> None:
        """Watches until it is cancelled."""
        await turn_by_turn("the watch over the wall clock", self._watch)

    async def _watch(self) -> None:
        shown, looks_again = _shown(), False
        newest = await LedgerEvent.all().order_by("-seq").first()
        since = newest.seq - RECENT if newest is not None else 0
        if await LedgerEvent.filter(seq__gt=since, recorded_at__gt=datetime.now(UTC) + LEAST).exists():
            await self._wait_no_longer()
        while True:
            await asyncio.sleep(LOOK)
            before, shown = shown, _shown()
            was_set_back = before - shown > LEAST
            if was_set_back or looks_again:
                await self._wait_no_longer()
            looks_again = was_set_back  # what was on its way to the disk is there by then

    async def _wait_no_longer(self) -> None:
        waits = await Handoff.filter(retry_at__gt=datetime.now(UTC)).values_list("case_id", "id")
        log.warning("the clock was set back: %d handoffs that wait to be tried again are tried now", len(waits))
        for case_id, handoff_id in waits:
            await self._dispatcher.wait_no_longer(case_id, handoff_id)
        self._woken()


def _shown() -> datetime:
    """Returns what the wall clock showed when the steady one began to count: always the same unless it is set."""
    return datetime.now(UTC) - timedelta(seconds=time.monotonic())
