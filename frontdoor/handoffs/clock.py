"""The calendar that people read and measure by: the town's, or in a real installation the wall clock (design 5.6)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
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


class Clock(Protocol):
    """A calendar for each world."""

    @property
    def moves(self) -> bool:
        """Whether the portal has to ask for time to pass."""
        ...

    def now(self, world: str) -> datetime:
        """Returns the moment that was last known for a world."""
        ...

    async def start(self, world: str, as_of: date) -> datetime:
        """Opens a world, or moves an idle one forward to a day; returns its moment."""
        ...

    async def advance(self, world: str, until: datetime | None, *, jump: bool = False) -> Moved:
        """Asks for one step: to say what offices have to say, or to move to what is due there or (`until`) here."""
        ...


class WallClock:
    """The wall clock: time passes by itself, and is the same in every world."""

    moves = False

    def now(self, world: str) -> datetime:
        """See Clock.now."""
        return datetime.now(UTC)

    async def start(self, world: str, as_of: date) -> datetime:
        """See Clock.start; the day is today, whatever was asked for."""
        return datetime.now(UTC)

    async def advance(self, world: str, until: datetime | None, *, jump: bool = False) -> Moved:
        """See Clock.advance; nothing can be moved."""
        return Moved(datetime.now(UTC))


class TownUnreachable(Exception):
    """The town of simulated offices does not answer, so its calendar stands still."""


class TownClock:
    """The town's calendar, asked over HTTP. `client` has the town's address as its base."""

    moves = True

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._now: dict[str, datetime] = {}

    def now(self, world: str) -> datetime:
        """See Clock.now; the wall clock until the world was first asked."""
        return self._now.get(world) or datetime.now(UTC)

    async def start(self, world: str, as_of: date) -> datetime:
        """See Clock.start. Raises TownUnreachable."""
        return (await self._post(world, "", {"as_of": as_of.isoformat()})).now

    async def look(self, world: str) -> Moved:
        """Asks where a world's calendar is, without moving it. Raises TownUnreachable."""
        try:
            return self._heard(world, await self._client.get(f"/_town/worlds/{world}"))
        except httpx.HTTPError as error:
            raise TownUnreachable(type(error).__name__) from None

    async def recall(self, world: str, last: datetime | None) -> None:
        """Takes up a world's calendar after a restart: the town's own, or the last moment on record if it is silent."""
        if last is not None:
            self._now[world] = last
        with suppress(TownUnreachable):
            await self.look(world)

    async def advance(self, world: str, until: datetime | None, *, jump: bool = False) -> Moved:
        """See Clock.advance. Raises TownUnreachable."""
        return await self._post(world, "/advance", {"until": until.isoformat() if until else None, "jump": jump})

    async def _post(self, world: str, path: str, wish: dict[str, object]) -> Moved:
        try:
            return self._heard(world, await self._client.post(f"/_town/worlds/{world}{path}", json=wish))
        except httpx.HTTPError as error:
            raise TownUnreachable(type(error).__name__) from None

    def _heard(self, world: str, response: httpx.Response) -> Moved:
        response.raise_for_status()
        body = response.json()
        due = body["next_due"]
        moved = Moved(
            now=datetime.fromisoformat(body["now"]),
            next_due=datetime.fromisoformat(due) if due else None,
            said=int(body["said"]),
            held=str(body["held"]),
        )
        self._now[world] = max(moved.now, self._now.get(world, moved.now))
        return moved


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def working_days_after(moment: datetime, days: int) -> datetime:
    """Returns the moment so many working days later (England and Wales; source: gov.uk/bank-holidays)."""
    while days > 0:
        moment += timedelta(days=1)
        if moment.weekday() < 5 and moment.date() not in _bank_holidays(moment.year):
            days -= 1
    return moment
