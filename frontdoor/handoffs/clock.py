"""The calendar that people read and measure by: the town's, or in a real installation the wall clock (design 5.6)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Protocol

import holidays
import httpx


@dataclass(frozen=True)
class Moved:
    """Where a world's calendar is, what is due there next, how many messages it sent, and why it stands still."""

    now: datetime
    next_due: datetime | None = None
    said: int = 0
    held: str = ""
    on_the_way: frozenset[str] = frozenset()


class Clock(Protocol):
    """A calendar for each world."""

    @property
    def moves(self) -> bool:
        """Whether the portal has to ask for time to pass."""
        ...

    def now(self, world: str) -> datetime:
        """Returns the moment that was last known for a world."""
        ...

    async def at(self, world: str) -> datetime:
        """Returns the moment of a world, also where another process moves it."""
        ...

    async def start(self, world: str, as_of: date) -> datetime:
        """Opens a world, or moves an idle one forward to a day; returns its moment."""
        ...

    async def advance(self, world: str, until: datetime | None, *, jump: bool = False, patient: bool = False) -> Moved:
        """Asks for one step: to say what offices have to say, or to move to what is due there or (`until`) here.

        `patient`: somebody outside the calendar is waited for; no office gives up meanwhile just so that time moves.
        """
        ...


class WallClock:
    """The wall clock: time passes by itself, and is the same in every world."""

    moves = False

    def now(self, world: str) -> datetime:
        """See Clock.now."""
        return datetime.now(UTC)

    async def at(self, world: str) -> datetime:
        """See Clock.at."""
        return datetime.now(UTC)

    async def start(self, world: str, as_of: date) -> datetime:
        """See Clock.start; the day is today, whatever was asked for."""
        return datetime.now(UTC)

    async def advance(self, world: str, until: datetime | None, *, jump: bool = False, patient: bool = False) -> Moved:
        """See Clock.advance; nothing can be moved."""
        return Moved(datetime.now(UTC))


class TownUnreachable(Exception):
    """The town of simulated offices does not answer, so its calendar stands still."""


class TownClock:
    """The town's calendar, asked over HTTP.

    `town` has the town's address as its base. `apart` are towns of single offices (`frontdoor town --only`), which are
    kept at the same moment; one that does not answer falls behind and holds up nobody.
    """

    moves = True

    def __init__(self, town: httpx.AsyncClient, apart: Sequence[httpx.AsyncClient] = ()) -> None:
        self._town = town
        self._apart = apart
        self._now: dict[str, datetime] = {}

    def now(self, world: str) -> datetime:
        """See Clock.now; the wall clock until the world was first asked."""
        return self._now.get(world) or datetime.now(UTC)

    async def at(self, world: str) -> datetime:
        """See Clock.at; this process moves it."""
        return self.now(world)

    def hear(self, world: str, moment: datetime) -> None:
        """Takes up where a world is; its calendar only goes forward."""
        self._now[world] = max(moment, self._now.get(world, moment))

    async def start(self, world: str, as_of: date) -> datetime:
        """See Clock.start. Raises TownUnreachable."""
        moved = await _ask(self._town, "POST", world, "", {"as_of": as_of.isoformat()})
        for each in self._apart:
            with suppress(TownUnreachable):
                await _ask(each, "POST", world, "", {"as_of": moved.now.date().isoformat()})
        return self._heard(world, moved).now

    async def look(self, world: str) -> Moved:
        """Asks where a world's calendar is, without moving it. Raises TownUnreachable."""
        return self._heard(world, await _ask(self._town, "GET", world))

    async def recall(self, world: str, last: datetime | None) -> None:
        """Takes up a world's calendar after a restart: the town's own, or the last moment on record if it is silent."""
        if last is not None:
            self._now[world] = last
        with suppress(TownUnreachable):
            await self.look(world)

    async def advance(self, world: str, until: datetime | None, *, jump: bool = False, patient: bool = False) -> Moved:
        """See Clock.advance. Raises TownUnreachable."""
        said = 0
        if self._apart:
            until, said = await self._advance_apart(world, until, jump=jump, patient=patient)
        if said:
            return Moved(self.now(world), said=said)
        return self._heard(
            world, await _ask(self._town, "POST", world, "/advance", _step(until, jump=jump, patient=patient))
        )

    async def _advance_apart(
        self, world: str, until: datetime | None, *, jump: bool, patient: bool
    ) -> tuple[datetime | None, int]:
        """Takes a step with the offices that run apart; returns the next moment for all, and what they had to say."""
        looks = [await _ask(self._town, "GET", world)]
        reached = []
        for each in self._apart:
            with suppress(TownUnreachable):
                looks.append(await _ask(each, "GET", world))
                reached.append(each)
        moments = [look.next_due for look in looks if look.next_due] + ([until] if until else [])
        target = min(moments, default=None)
        moved = [
            await _ask(each, "POST", world, "/advance", _step(target, jump=jump, patient=patient)) for each in reached
        ]
        return target, sum(each.said for each in moved)

    def _heard(self, world: str, moved: Moved) -> Moved:
        self.hear(world, moved.now)
        return moved


def _step(until: datetime | None, *, jump: bool, patient: bool) -> dict[str, object]:
    return {"until": until.isoformat() if until else None, "jump": jump, "patient": patient}


async def _ask(
    town: httpx.AsyncClient, method: str, world: str, path: str = "", wish: dict[str, object] | None = None
) -> Moved:
    """Asks a town about a world's calendar. Raises TownUnreachable."""
    try:
        response = await town.request(method, f"/_town/worlds/{world}{path}", json=wish)
        response.raise_for_status()
        body = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise TownUnreachable(type(error).__name__) from None
    due = body["next_due"]
    return Moved(
        now=datetime.fromisoformat(body["now"]),
        next_due=datetime.fromisoformat(due) if due else None,
        said=int(body["said"]),
        held=str(body["held"]),
        on_the_way=frozenset(body.get("on_the_way", ())),
    )


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def working_days_after(moment: datetime, days: int) -> datetime:
    """Returns the moment so many working days later (England and Wales; source: gov.uk/bank-holidays)."""
    return moment + timedelta(days=_days_for(moment.date(), days))


@lru_cache(maxsize=4096)
def _days_for(day: date, working: int) -> int:
    """Returns how many days it takes from a day on until so many working days are over."""
    end = day
    while working > 0:
        end += timedelta(days=1)
        if end.weekday() < 5 and end not in _bank_holidays(end.year):
            working -= 1
    return (end - day).days
