"""Definitions that are saved while a simulation runs are taken over without a restart, or refused with their sentence.

    a file was saved ──> read everything again ──> check ──> the town reads its offices again ──> serve the new version

Whatever is broken is refused, and the last good version serves on. Cases under way keep the plan that they began with,
so nothing that a case on record names may vanish.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from frontdoor.cases.models import Case
from frontdoor.checks import TO_SERVE, run_checks
from frontdoor.discovery import Registry, definition_files, find_anew
from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.handoffs.offices import Offices
from frontdoor.handoffs.steadfast import turn_by_turn
from life_events.parameters import entries, hold

LOOKS_EVERY = 0.5  # seconds

log = logging.getLogger("frontdoor.renewal")

Print: TypeAlias = frozenset[tuple[str, int, int]]


class Renewal:
    """Watches the files of definitions; `refused` are the sentences for which the newest version is not served."""

    def __init__(
        self, registry: Registry, offices: Offices, files: Callable[[], list[Path]] = definition_files
    ) -> None:
        self._registry = registry
        self._offices = offices
        self._files = files
        self._seen = self._print()
        self.refused: tuple[str, ...] = ()

    async def run(self) -> None:
        """Looks now and then until it is cancelled."""
        await turn_by_turn("the look at definitions", self._look_again)

    async def _look_again(self) -> None:
        await asyncio.sleep(LOOKS_EVERY)
        _ = await self.look()

    async def look(self) -> bool:
        """Takes over what was saved since the last look; returns whether the definitions have changed."""
        now = await asyncio.to_thread(self._print)
        if now == self._seen:
            return False
        numbers = entries()
        try:
            found = await asyncio.to_thread(find_anew)
            broken = [f"{each.place}: {each.sentence}" for each in await asyncio.to_thread(run_checks, found, TO_SERVE)]
            broken += await self._missed(found)
            broken = broken or await self._refused_by_town()
        except TownUnreachable:
            hold(numbers)
            return False  # it is asked again at the next look
        except Exception as error:  # whatever its author got wrong is told to them
            broken = [str(error) or type(error).__name__]
        self._seen, self.refused = now, tuple(broken)
        if broken:
            hold(numbers)
            log.warning("not served, and the last good version serves on:\n  %s", "\n  ".join(broken))
            return False
        self._registry.become(found)
        log.warning("definitions were saved and are served now: version %s", self._registry.version)
        return True

    async def _missed(self, found: Registry) -> list[str]:
        """Returns what cases on record name and the new version has not."""
        gone = set(self._registry.services) - set(found.services)
        gone |= set(self._registry.life_events) - set(found.life_events)
        named: set[str] = set()
        if not gone:
            return []
        async for case in Case.all():
            named |= gone.intersection([case.life_event, *(each["service"] for each in case.plan["services"])])
        return [f"{name} was taken out, and cases on record name it. Put it back." for name in sorted(named)]

    async def _refused_by_town(self) -> list[str]:
        """Has the town read its offices again; returns what it says where it cannot. Raises TownUnreachable."""
        answers = await self._offices.renew()
        return [str(answer.body["error"]) for answer in answers if answer.status >= 400]

    def _print(self) -> Print:
        """Returns what tells one state of the files from another."""
        found = []
        for path in self._files():
            try:
                about = path.stat()
            except FileNotFoundError:
                continue  # it was taken away just now
            found.append((str(path), about.st_mtime_ns, about.st_size))
        return frozenset(found)
