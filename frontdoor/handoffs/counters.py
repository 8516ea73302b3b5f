"""The portal's side of each office's counter: so many at once, a deadline for each answer, and a breaker.

So one office that is slow, silent or broken holds up no other (R10): whoever goes there takes one of its places, gives
up when its time is over, and is turned away while the breaker is open. Each process counts for itself.
"""

from __future__ import annotations

import asyncio
import time
from asyncio import Semaphore
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from backoffice_adapters.api import OfficeLost, OfficeMisbehaved, OfficeUnavailable
from frontdoor.handoffs.breaker import UNTOUCHED, Breaker, State
from frontdoor.handoffs.retries import Pace
from frontdoor.settings import Settings

T = TypeVar("T")

AT_ONCE = 16
LEFT_ALONE = 2  # each of them is a change of a case, by which its next try is set; assumption


@dataclass(frozen=True)
class Health:
    """How one office in one world is met at the moment: its breaker, failures in a row, and who is there now."""

    world: str
    agency: str
    state: State
    failures: int
    there: int
    seconds_left: float


class Counters:
    """The counters of all offices in all worlds, as this process meets them. `now` is a clock that never goes back."""

    def __init__(self, settings: Settings, now: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._now = now
        self._pace = Pace(settings.retry_first, settings.retry_longest)
        self._chance = Random()  # noqa: S311 jitter, not a secret
        self._breakers: dict[tuple[str, str], Breaker] = {}
        self._places: dict[tuple[str, str], Semaphore] = {}
        self._there: Counter[tuple[str, str]] = Counter()

    @asynccontextmanager
    async def place(self, world: str, agency: str) -> AsyncIterator[None]:
        """Takes one of the places at an office's counter, and waits for one where all are taken."""
        key = (world, agency)
        async with self._places.setdefault(key, Semaphore(AT_ONCE)):
            self._there[key] += 1
            try:
                yield
            finally:
                self._there[key] -= 1

    async def take_place(self, world: str, agency: str) -> bool:
        """Takes one of the places at an office's counter where one is free; whoever has it gives it up again."""
        key = (world, agency)
        places = self._places.setdefault(key, Semaphore(AT_ONCE))
        if places.locked():
            return False
        await places.acquire()
        self._there[key] += 1
        return True

    def leave_place(self, world: str, agency: str) -> None:
        """Gives up a place that was taken."""
        self._there[world, agency] -= 1
        self._places[world, agency].release()

    def full(self) -> frozenset[str]:
        """Returns the agencies at whose offices, in some world, all places are taken."""
        return frozenset(agency for (_, agency), places in self._places.items() if places.locked())

    def left_alone(self, world: str) -> frozenset[str]:
        """Returns the agencies whose offices in a world failed so often in a row that they are left alone."""
        agencies = (agency for where, agency in self._breakers if where == world)
        return frozenset(agency for agency in agencies if not self._is_closed(world, agency))

    def at_once(self, world: str, agency: str) -> int:
        """Returns how many of a line before an office are looked at in a turn: few while it is left alone."""
        return AT_ONCE if self._is_closed(world, agency) else LEFT_ALONE

    def turns_away(self, world: str, agency: str) -> float | None:
        """Returns for how many seconds nothing is to be sent to an office; None where one may go there now.

        Whoever may go has to ask, or else say with `left` that it did not.
        """
        key, now = (world, agency), self._now()
        breaker = self._breaker(key)
        if not breaker.lets_through(now):
            return max(breaker.until - now, self._pace.first)
        self._breakers[key] = breaker.sent(now)
        return None

    def left(self, world: str, agency: str) -> None:
        """Notes that whoever went to an office did not ask after all, by no fault of the office's."""
        self._breakers[world, agency] = self._breaker((world, agency)).dropped()

    async def asked(self, world: str, agency: str, question: Awaitable[T]) -> T:
        """Asks an office within its deadline, and keeps count of how it answers.

        Raises OfficeUnavailable where the time is over, and what the question raises.
        """
        key = (world, agency)
        try:
            async with asyncio.timeout(self._settings.deadline(agency)):
                answer = await question
        except OfficeLost:
            self._breakers[key] = self._breaker(key).answered()
            raise
        except TimeoutError:
            self._fail(key)
            raise OfficeUnavailable(f"No answer from {agency} in time") from None
        except (OfficeUnavailable, OfficeMisbehaved):
            self._fail(key)
            raise
        self._breakers[key] = self._breaker(key).answered()
        return answer

    def health(self) -> Iterator[Health]:
        """Returns how each office that was asked is met."""
        now = self._now()
        for (world, agency), breaker in sorted(self._breakers.items()):
            left = max(0.0, breaker.until - now)
            yield Health(world, agency, breaker.state(now), breaker.failures, self._there[world, agency], left)

    def _is_closed(self, world: str, agency: str) -> bool:
        return self._breaker((world, agency)).state(self._now()) is State.CLOSED

    def _breaker(self, key: tuple[str, str]) -> Breaker:
        return self._breakers.get(key, UNTOUCHED)

    def _fail(self, key: tuple[str, str]) -> None:
        self._breakers[key] = self._breaker(key).failed(self._now(), self._chance, self._pace)
