"""Who moves which world's calendar, what was asked of it, and why it stands still.

One process on a database keeps all of it in mind; several share it in the database, where each world has one keeper.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

import httpx
from tortoise.expressions import Q

from frontdoor.cases.models import Case
from frontdoor.handoffs.clock import Moved, TownClock
from frontdoor.handoffs.models import World


@dataclass(frozen=True)
class Wish:
    """Whether a world is to jump instead of walking at its pace, and until when at least."""

    jump: bool = False
    goal: datetime | None = None


class Worlds(Protocol):
    """What is known of worlds beside their cases."""

    alone: bool

    async def keep(self, worlds: Collection[str]) -> frozenset[str]:
        """Returns those of the worlds whose calendars this process moves for now."""
        ...

    async def let_go(self) -> None:
        """Leaves all worlds to others."""
        ...

    async def hurry(self, world: str, until: datetime | None) -> None:
        """Lets a world jump, instead of walking at its pace: to its next event, or until a moment."""
        ...

    async def rush(self, world: str) -> None:
        """Lets a world jump from event to event until no case is open in it."""
        ...

    async def wish(self, world: str) -> Wish:
        """Returns what was asked of a world."""
        ...

    async def hurried(self, world: str) -> None:
        """Notes that a world has made its jump."""
        ...

    async def rested(self, world: str) -> None:
        """Notes that no case is open in a world any more."""
        ...

    async def stand(self, world: str, why: str) -> None:
        """Notes why a world stands still; empty: it moves."""
        ...

    async def still(self, world: str) -> str:
        """Returns why a world stands still, empty if it moves."""
        ...


class OwnWorlds:
    """The worlds of the only process."""

    alone = True

    def __init__(self) -> None:
        self._hurry: dict[str, datetime | None] = {}
        self._rush: set[str] = set()
        self._still: dict[str, str] = {}

    async def keep(self, worlds: Collection[str]) -> frozenset[str]:
        """See Worlds.keep."""
        return frozenset(worlds)

    async def let_go(self) -> None:
        """See Worlds.let_go; there is nobody else."""

    async def hurry(self, world: str, until: datetime | None) -> None:
        """See Worlds.hurry."""
        self._hurry[world] = until

    async def rush(self, world: str) -> None:
        """See Worlds.rush."""
        self._rush.add(world)

    async def wish(self, world: str) -> Wish:
        """See Worlds.wish."""
        return Wish(world in self._hurry or world in self._rush, self._hurry.get(world))

    async def hurried(self, world: str) -> None:
        """See Worlds.hurried."""
        _ = self._hurry.pop(world, None)

    async def rested(self, world: str) -> None:
        """See Worlds.rested."""
        self._rush.discard(world)

    async def stand(self, world: str, why: str) -> None:
        """See Worlds.stand."""
        self._still[world] = why

    async def still(self, world: str) -> str:
        """See Worlds.still."""
        return self._still.get(world, "")


class SharedWorlds:
    """The worlds of several processes on one database."""

    alone = False

    def __init__(self, lease: timedelta) -> None:
        self._lease = lease
        self._name = uuid.uuid4().hex
        self._kept: dict[str, datetime] = {}
        self._said: dict[str, str] = {}

    async def keep(self, worlds: Collection[str]) -> frozenset[str]:
        """See Worlds.keep."""
        now = datetime.now(UTC)
        # later than that no hold can end that was just begun: the wall clock was set back since
        latest = now + 2 * self._lease
        asked = [world for world in worlds if not now + self._lease / 2 <= self._kept.get(world, now) <= latest]
        if asked:
            await _make(*asked)
            free = Q(keeper=self._name) | Q(kept_until=None) | Q(kept_until__lte=now) | Q(kept_until__gt=latest)
            _ = await World.filter(free, name__in=asked).update(keeper=self._name, kept_until=now + self._lease)
            mine = await World.filter(name__in=asked, keeper=self._name).values_list("name", flat=True)
            for world in asked:
                _ = self._kept.pop(world, None)
            self._kept |= {str(world): now + self._lease for world in mine}
        return frozenset(world for world in worlds if world in self._kept)

    async def let_go(self) -> None:
        """See Worlds.let_go."""
        _ = await World.filter(keeper=self._name).update(kept_until=None, keeper="")
        self._kept.clear()

    async def hurry(self, world: str, until: datetime | None) -> None:
        """See Worlds.hurry."""
        await _note(world, hurries=True, goal=until)

    async def rush(self, world: str) -> None:
        """See Worlds.rush."""
        await _note(world, rushes=True)

    async def wish(self, world: str) -> Wish:
        """See Worlds.wish."""
        row = await World.get_or_none(name=world)
        return Wish(row.hurries or row.rushes, row.goal) if row else Wish()

    async def hurried(self, world: str) -> None:
        """See Worlds.hurried."""
        _ = await World.filter(name=world, hurries=True).update(hurries=False, goal=None)

    async def rested(self, world: str) -> None:
        """See Worlds.rested."""
        _ = await World.filter(name=world, rushes=True).update(rushes=False)

    async def stand(self, world: str, why: str) -> None:
        """See Worlds.stand."""
        if self._said.get(world, "") != why:
            self._said[world] = why
            await _note(world, still=why)

    async def still(self, world: str) -> str:
        """See Worlds.still."""
        row = await World.get_or_none(name=world)
        return row.still if row else ""


class SharedTownClock(TownClock):
    """The town's calendar where several processes follow it: whoever moves it writes down where it is."""

    def __init__(self, town: httpx.AsyncClient, apart: Sequence[httpx.AsyncClient] = ()) -> None:
        super().__init__(town, apart)

    async def at(self, world: str) -> datetime:
        """See Clock.at."""
        row = await World.get_or_none(name=world)
        if row is not None and row.now is not None:
            self.hear(world, row.now)
        return self.now(world)

    async def start(self, world: str, as_of: date) -> datetime:
        """See Clock.start. Raises TownUnreachable."""
        now = await super().start(world, as_of)
        await self._write_down(world, now)
        return now

    async def advance(self, world: str, until: datetime | None, *, jump: bool = False, patient: bool = False) -> Moved:
        """See Clock.advance. Raises TownUnreachable."""
        before = self.now(world)
        moved = await super().advance(world, until, jump=jump, patient=patient)
        if moved.now > before:
            await self._write_down(world, moved.now)
        return moved

    async def _write_down(self, world: str, now: datetime) -> None:
        await _make(world)
        # a calendar only goes forward, whoever writes last
        _ = await World.filter(Q(now=None) | Q(now__lt=now), name=world).update(now=now)


# From one world to the next along the index: however many cases are open, as many steps as there are worlds.
OPEN_WORLDS = """
WITH RECURSIVE "open" ("world") AS (
    SELECT min("world") FROM "case" WHERE "closed_at" IS NULL
    UNION ALL
    SELECT (SELECT min("case"."world") FROM "case" WHERE "closed_at" IS NULL AND "case"."world" > "open"."world")
    FROM "open" WHERE "open"."world" IS NOT NULL
)
SELECT "world" FROM "open" WHERE "world" IS NOT NULL
"""


async def open_worlds() -> list[str]:
    """Returns the worlds in which a case is open."""
    return [str(row["world"]) for row in await Case._meta.db.execute_query_dict(OPEN_WORLDS)]


async def _make(*worlds: str) -> None:
    """Makes the rows of worlds that have none."""
    known: set[Any] = set(await World.filter(name__in=worlds).values_list("name", flat=True))
    fresh = [World(name=world) for world in worlds if world not in known]
    if fresh:
        await World.bulk_create(fresh, ignore_conflicts=True)


async def _note(world: str, **columns: Any) -> None:
    await _make(world)
    _ = await World.filter(name=world).update(**columns)
