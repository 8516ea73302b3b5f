"""The loop that hands over what is ready, follows up what is due, and lets the calendar move when nothing is left.

Ready is what the ledger says is ready: the loop holds nothing that a restart would lose. It is woken by whatever
commits, and looks by itself every second as a safety net. Any number of workers share a PostgreSQL database.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Collection, Coroutine, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.handoffs.bell import Bell
from frontdoor.handoffs.clock import Clock, TownClock, TownUnreachable
from frontdoor.handoffs.confirming import look_now
from frontdoor.handoffs.departing import Trip
from frontdoor.handoffs.dispatcher import Dispatcher
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.ledger import opened
from frontdoor.handoffs.mistakes import log_mistake
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.pausing import elsewhere, paused_offices, why_held_back
from frontdoor.handoffs.scripted import ScriptedCitizens
from frontdoor.handoffs.settling import close
from frontdoor.handoffs.state import ASKS_AN_OFFICE
from frontdoor.handoffs.worlds import Worlds, open_worlds

SWEEP = 1.0  # seconds
PAUSE = 0.004  # seconds
ENDING = 3.0  # seconds
AT_ONCE = 200

log = logging.getLogger("frontdoor.worker")


def _in_time() -> Q:
    """Returns what leaves out handoffs whose next try is still to come."""
    return Q(retry_at=None) | Q(retry_at__lte=datetime.now(UTC))


async def _by_citizen(case_id: UUID, citizens: ScriptedCitizens) -> None:
    try:
        await citizens.act(case_id)
    except TownUnreachable:
        log.info("the letterbox of case %s cannot be reached; it will be looked into later", case_id)
    except Exception as error:  # the task stays open and on the case's page, where anybody can do it
        log_mistake(f"the scripted citizen of case {case_id}", error)


class Worker:
    """Runs in the serving process, or in one of its own. `first_world` is opened at the start, so that the first case
    finds its offices ready.
    """

    def __init__(
        self,
        registry: Registry,
        clock: Clock,
        citizens: ScriptedCitizens,
        bell: Bell,
        worlds: Worlds,
        first_world: str,
    ) -> None:
        self._registry = registry
        self._clock = clock
        self._citizens = citizens
        self._acted: dict[UUID, datetime] = {}
        self._first_world = first_world
        self._bell = bell
        self._worlds = worlds
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._worlds_busy: dict[str, int] = {}
        self._moving: set[str] = set()
        self._moves: set[asyncio.Task[None]] = set()
        self._looked = 0.0
        self._paused: frozenset[str] = frozenset()
        self._around_until = 0.0
        self._open: list[str] = []
        self._kept: Collection[str] = ()

    async def run(self, dispatcher: Dispatcher) -> None:
        """Works until it is cancelled; what is cut off then is taken up again by whoever comes next."""
        await self._recall({self._first_world, *await open_worlds()})
        await self._take_up(dispatcher, alone=self._worlds.alone)
        await self._look_around(dispatcher)
        dispatcher.departures.begin()
        try:
            while True:
                self._bell.hush()
                await self._look_around(dispatcher)
                seen = {world: await self._clock.at(world) for world in self._open}
                await self._start(dispatcher, seen)
                if self._clock.moves:
                    kept = {world: at for world, at in seen.items() if world in self._kept}
                    await self._let_time_pass(dispatcher, kept)
                await self._take_up(dispatcher)
                await self._bell.wait(SWEEP)
                if self._under_way and not self._clock.moves:
                    await asyncio.sleep(PAUSE)  # most of what is ready then is set out with by whoever made it so
        finally:
            dispatcher.departures.end()
            await self._end([*self._under_way.values(), *self._moves])
            await self._worlds.let_go()

    def go(self, trips: Iterable[Trip], dispatcher: Dispatcher) -> None:
        """Goes the ways to offices that were claimed."""
        for trip in trips:
            self._run(trip.handoff_id, trip.errand.world, self._travel(trip, dispatcher), holds=not trip.repeats)

    async def _look_around(self, dispatcher: Dispatcher) -> None:
        """Reads which offices are paused, once a sweep, and which worlds are open, oftener where their time is ours."""
        sweeps = time.monotonic() >= self._around_until
        if sweeps:
            self._paused = dispatcher.departures.paused = frozenset(await paused_offices())
            self._around_until = time.monotonic() + SWEEP
        if sweeps or self._clock.moves:
            self._open = await open_worlds()
            self._kept = await self._worlds.keep(self._open)

    async def _end(self, tasks: list[asyncio.Task[None]]) -> None:
        """Lets what is under way come to its end for a moment: cut in a transaction, it would lock the database."""
        if not tasks:
            return
        _, left = await asyncio.wait(tasks, timeout=ENDING)
        left |= set(self._under_way.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _recall(self, worlds: Collection[str]) -> None:
        """Takes up the calendars of worlds where they are."""
        for world in worlds:
            cases = Subquery(Case.filter(world=world).values("id"))
            last = await LedgerEvent.filter(case_id__in=cases).order_by("-seq").first()
            if isinstance(self._clock, TownClock):
                await self._clock.recall(world, last.timestamp if last else None)

    async def _take_up(self, dispatcher: Dispatcher, *, alone: bool = False) -> None:
        """Frees the handoffs whose holders are gone, looking for them once a sweep; `alone`: everybody else is gone."""
        if not alone and time.monotonic() - self._looked < SWEEP:
            return
        self._looked = time.monotonic()
        held = dispatcher.claims.over()
        if alone:
            held = Q(lease_until__not_isnull=True) | Q(status=Status.SENT)
        ours = Handoff.filter(held, kind__in=ASKS_AN_OFFICE)
        for case_id, handoff_id in await ours.limit(AT_ONCE).values_list("case_id", "id"):
            if handoff_id not in self._under_way:
                await dispatcher.take_up(case_id, handoff_id, alone=alone)
                self._bell.ring()

    async def _start(self, dispatcher: Dispatcher, seen: Mapping[str, datetime]) -> None:
        """Starts what is ready, what an office is to be asked again by now, and what scripted citizens do now."""
        for each in await self._citizens.waited_for():
            if each.world not in self._kept:
                continue
            at, key = self._clock.now(each.world), f"citizen {each.case_id}"
            # once at each moment: what this citizen cannot do stays undone
            due = each.at is not None and each.at <= at
            if due and self._acted.get(each.case_id) != at and key not in self._under_way:
                self._acted[each.case_id] = at
                self._run(key, each.world, _by_citizen(each.case_id, self._citizens))
        wanted = Q(status=Status.READY)
        for world in seen:
            wanted |= Q(world=world, follow_up_at__lte=self._clock.now(world))
        # where all places are taken, the others have their turn: an office that hangs holds up nobody else
        found = Handoff.filter(
            _in_time(), dispatcher.claims.free(), wanted, elsewhere(self._paused | dispatcher.departures.full())
        )
        rows = await found.order_by("retry_at").limit(AT_ONCE).values_list("case_id", "world", "target")
        in_line: Counter[tuple[str, str]] = Counter()
        for case_id, world, target in rows:
            # nor does one that turns everybody away: no more of its line are looked at in a turn than could go there
            in_line[world, target] += 1
            key = f"case {case_id}"
            if in_line[world, target] <= dispatcher.departures.at_once(world, target) and key not in self._under_way:
                self._run(key, world, self._go_on(case_id, dispatcher))

    async def _go_on(self, case_id: UUID, dispatcher: Dispatcher) -> None:
        """Sets out with all of a case that can be handed over, or is to be asked about, now."""
        self.go(await dispatcher.departures.set_out(case_id), dispatcher)

    async def _travel(self, trip: Trip, dispatcher: Dispatcher) -> None:
        try:
            self.go(await dispatcher.travel(trip), dispatcher)
        except Exception as error:
            await self._broke(trip.case_id, trip.handoff_id, error, dispatcher)

    async def _broke(self, case_id: UUID, handoff_id: str, error: BaseException, dispatcher: Dispatcher) -> None:
        """Has our own mistake end in a record and not in a silent wait, whatever it is."""
        log_mistake(f"handoff {handoff_id}", error)
        await dispatcher.broke(case_id, handoff_id)

    def _run(self, key: str, world: str, work: Coroutine[Any, Any, None], *, holds: bool = True) -> None:
        """Starts some work in a world. `holds`: its calendar stands still until that is done."""
        self._worlds_busy[world] = self._worlds_busy.get(world, 0) + holds
        task = asyncio.create_task(work)
        self._under_way[key] = task

        def done(finished: asyncio.Task[None]) -> None:
            if self._under_way.get(key) is finished:  # a handoff may be on its way again before this one is over
                del self._under_way[key]
            self._worlds_busy[world] -= holds
            if not finished.cancelled() and (error := finished.exception()):
                # nothing can be written at the moment: the next try has time until the next sweep
                log.error("%s: its failure could not be recorded: %s", key, type(error).__name__)
            else:
                self._bell.ring()

        task.add_done_callback(done)

    async def _let_time_pass(self, dispatcher: Dispatcher, seen: Mapping[str, datetime]) -> None:
        """Asks for the next moment in every world where nothing is ready, due or under way (design 5.6).

        `seen` are the moments for which everything due was started: a calendar that has moved since is looked at again.
        What an office did not answer before is tried again beside that: the days of the other offices go on.
        """
        for world, at in seen.items():
            due = _in_time() & (Q(status=Status.READY) | Q(follow_up_at__lte=self._clock.now(world)))
            due &= elsewhere(self._paused) & Q(unreachable_since=None) & dispatcher.claims.free()
            if self._worlds_busy.get(world) or world in self._moving:
                continue
            if self._clock.now(world) != at or await Handoff.filter(due, world=world).exists():
                self._bell.ring()
                continue
            theirs = Handoff.filter(dispatcher.claims.running(), world=world, unreachable_since=None)
            if await theirs.exists():
                continue  # another process is at it
            if self._worlds_busy.get(world) or world in self._moving:
                continue
            self._moving.add(world)
            move = asyncio.create_task(self._move(world))
            self._moves.add(move)
            move.add_done_callback(self._moved)

    def _moved(self, move: asyncio.Task[None]) -> None:
        self._moves.discard(move)
        if not move.cancelled() and (error := move.exception()):
            log.error("a calendar could not be moved: %s", type(error).__name__)

    async def _move(self, world: str) -> None:
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
            why = moved.held or await why_held_back(world, self._paused, self._registry)
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
