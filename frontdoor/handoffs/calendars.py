"""Lets the calendars of simulated worlds move when nothing is left to do in them (design 5.6).

A calendar stands while something is ready, due or under way, and while somebody's claim has not ended; then it moves to
the next moment at which anybody has something to do. Where there is none, it is said why the world stands still. It
stands for what has failed once or twice, too: on a calendar that jumps, months could pass in the second until the next
try. An office that fails again and again holds up nobody.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q, Subquery

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.handoffs.bell import Bell
from frontdoor.handoffs.clock import Clock, TownUnreachable
from frontdoor.handoffs.confirming import look_now
from frontdoor.handoffs.departing import in_time
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.ledger import opened
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.pausing import elsewhere, why_held_back
from frontdoor.handoffs.scripted import ScriptedCitizens
from frontdoor.handoffs.settling import close
from frontdoor.handoffs.state import ASKS_AN_OFFICE
from frontdoor.handoffs.worlds import Worlds

TRIES = 3  # what failed fewer times is waited for, which takes a second or two (`retries.Pace`)
SOON = timedelta(seconds=5)  # an office that wishes to be left alone for longer holds up nobody else

log = logging.getLogger("frontdoor.worker")


class Calendars:
    """The calendars that this process moves. `busy` counts, by world, what is under way and holds its calendar."""

    def __init__(
        self,
        registry: Registry,
        clock: Clock,
        citizens: ScriptedCitizens,
        bell: Bell,
        worlds: Worlds,
        busy: Mapping[str, int],
    ) -> None:
        self._registry = registry
        self._clock = clock
        self._citizens = citizens
        self._bell = bell
        self._worlds = worlds
        self._busy = busy
        self._moving: set[str] = set()
        self.moves: set[asyncio.Task[None]] = set()

    async def let_pass(
        self, seen: Mapping[str, datetime], paused: Collection[str], left_alone: Callable[[str], Collection[str]]
    ) -> None:
        """Asks for the next moment in every world where nothing is ready, due or under way.

        `seen` are the moments for which everything due was started: a calendar that has moved since is looked at again.
        What an office did not answer again and again is tried beside that: the days of the other offices go on.
        `left_alone` tells which agencies' offices in a world failed so often in a row that few go there.
        """
        for world, at in seen.items():
            due = in_time() & (Q(status=Status.READY) | Q(follow_up_at__lte=self._clock.now(world)))
            due &= elsewhere(paused) & Q(lease_until=None)
            held = Q(lease_until__not_isnull=True, kind__in=ASKS_AN_OFFICE)
            if self._stands(world):
                continue
            if self._clock.now(world) != at or await _any(due, world):
                self._bell.ring()
                continue
            if await _any(held, world):
                continue  # another process is at it, or was, and what it left is taken up again first
            if await _tried_again_soon(world, at, {*paused, *left_alone(world)}) or self._stands(world):
                continue
            self._moving.add(world)
            move = asyncio.create_task(self._move(world, paused))
            self.moves.add(move)
            move.add_done_callback(self._moved)

    def _stands(self, world: str) -> bool:
        return bool(self._busy.get(world)) or world in self._moving

    def _moved(self, move: asyncio.Task[None]) -> None:
        self.moves.discard(move)
        if not move.cancelled() and (error := move.exception()):
            log.error("a calendar could not be moved: %s", type(error).__name__)

    async def _move(self, world: str, paused: Collection[str]) -> None:
        before = self._clock.now(world)
        try:
            wish = await self._worlds.wish(world)
            own = await self._next_follow_up(world)
            asked = await self._citizens.waited_for(world)
            acts = [each.at for each in asked if each.at is not None and each.at > before]
            moments = [at for at in (own, *acts, wish.goal) if at is not None]
            # an office that waits for a citizen who is no script waits for something outside the calendar
            patient = any(not each.scripted for each in asked)
            moved = await self._clock.advance(world, min(moments, default=None), jump=wish.jump, patient=patient)
        except TownUnreachable:
            await self._worlds.stand(world, "The town of offices does not answer, so its calendar stands still.")
            return
        finally:
            self._moving.discard(world)
        if wish.jump and moved.now > before and (wish.goal is None or moved.now >= wish.goal):
            await self._worlds.hurried(world)
        looks = await self._close_quiet(world, moved.on_the_way)
        if moved.now > before or moved.said or looks:
            await self._worlds.stand(world, "")
            self._bell.ring()
        else:
            why = moved.held or await why_held_back(world, paused, self._registry)
            await self._worlds.stand(world, why or "Nothing can happen until somebody acts or an office answers again.")

    async def _next_follow_up(self, world: str) -> datetime | None:
        """Returns the portal's own next moment in a world: when an office is to be asked again.

        Time does not pass just to ask an office that waits for its clerk, or for the citizen.
        """
        now = self._clock.now(world)
        asked = Handoff.filter(world=world, follow_up_at__gt=now).exclude(
            status__in=[Status.NEEDS_CLERK, Status.NEEDS_CITIZEN]
        )
        first = await asked.order_by("follow_up_at").first()
        return first.follow_up_at if first else None

    async def _close_quiet(self, world: str, on_the_way: frozenset[str]) -> bool:
        """Closes the cases in which everything is final, confirmed by its office, and nothing is on its way any more.

        Says whether an office is to be asked now whether it has what it said it has.
        """
        looks = False
        left = Subquery(Handoff.filter(world=world, status__not_in=FINAL).distinct().values("case_id"))
        asked = Subquery(Handoff.filter(world=world, follow_up_at__lte=self._clock.now(world)).values("case_id"))
        over = Case.filter(world=world, closed_at=None, id__not_in=left).exclude(id__in=asked)
        numbers: list[UUID] = await over.values_list("id", flat=True)  # type: ignore[assignment]
        for number in numbers:
            if number.hex not in on_the_way:
                async with opened(number, self._clock) as entry:
                    if entry.all_final and not look_now(entry, self._registry):
                        close(entry)
                        await self._worlds.rested(world)
                    looks = looks or entry.case.closed_at is None
        return looks


async def _any(wanted: Q, world: str) -> bool:
    """Says whether there is such a handoff in a world; those whose offices did not answer do not count."""
    return await Handoff.filter(wanted, world=world, unreachable_since=None).exists()


async def _tried_again_soon(world: str, at: datetime, besides: Collection[str]) -> bool:
    """Says whether something that failed once or twice waits in a world for its next try, or is on its way again."""
    soon = Q(retry_at__lte=datetime.now(UTC) + SOON) & (Q(status=Status.READY) | Q(follow_up_at__lte=at))
    failed = Q(unreachable_since__not_isnull=True, attempts__lt=TRIES)
    under_way = Q(lease_until__not_isnull=True)
    return await Handoff.filter(soon | under_way, failed, elsewhere(besides), world=world).exists()
