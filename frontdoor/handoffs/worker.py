"""The loop that hands over what is ready and follows up what is due, and lets the calendars move when nothing is left.

Ready is what the ledger says is ready: the loop holds nothing that a restart would lose. It is woken by whatever
commits, and looks by itself every second as a safety net. Any number of workers share a PostgreSQL database.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Collection, Coroutine, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery

from frontdoor.cases.models import Case
from frontdoor.database.away import is_away
from frontdoor.discovery import Registry
from frontdoor.handoffs.bell import Bell
from frontdoor.handoffs.calendars import Calendars
from frontdoor.handoffs.clock import Clock, TownClock, TownUnreachable
from frontdoor.handoffs.departing import Trip, in_time
from frontdoor.handoffs.dispatcher import Dispatcher
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.mistakes import log_mistake
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.pausing import elsewhere, paused_offices
from frontdoor.handoffs.scripted import ScriptedCitizens
from frontdoor.handoffs.state import ASKS_AN_OFFICE
from frontdoor.handoffs.steadfast import turn_by_turn
from frontdoor.handoffs.worlds import Worlds, open_worlds

SWEEP = 1.0  # seconds
PAUSE = 0.01  # seconds
ENDING = 3.0  # seconds
AT_ONCE = 200

log = logging.getLogger("frontdoor.worker")


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
        self._busy: dict[str, int] = {}
        self._calendars = Calendars(registry, clock, citizens, bell, worlds, self._busy)
        self._has_begun = False
        self._looked = 0.0
        self._around_until = 0.0
        self._open: list[str] = []
        self._kept: Collection[str] = ()

    async def run(self, dispatcher: Dispatcher) -> None:
        """Works until it is cancelled; what is cut off then is taken up again by whoever comes next."""
        try:
            await turn_by_turn("the worker", lambda: self._turn(dispatcher))
        finally:
            dispatcher.departures.end()
            await self._end([*self._under_way.values(), *self._calendars.moves])
            await self._worlds.let_go()

    async def _turn(self, dispatcher: Dispatcher) -> None:
        """Does all there is to do, and waits until there may be more."""
        if not self._has_begun:
            await self._begin(dispatcher)
        self._bell.hush()
        await self._look_around(dispatcher)
        seen = {world: await self._clock.at(world) for world in self._open}
        await self._start(dispatcher, seen)
        if self._clock.moves:
            kept = {world: at for world, at in seen.items() if world in self._kept}
            await self._calendars.let_pass(kept, dispatcher.departures.paused, dispatcher.departures.left_alone)
        await self._take_up(dispatcher)
        await self._bell.wait(SWEEP)
        if self._under_way and not self._clock.moves:
            await asyncio.sleep(PAUSE)  # most of what is ready then is set out with by whoever made it so

    async def _begin(self, dispatcher: Dispatcher) -> None:
        """Takes up what whoever was here before has left."""
        await self._recall({self._first_world, *await open_worlds()})
        await self._take_up(dispatcher, alone=self._worlds.alone)
        await self._look_around(dispatcher)
        dispatcher.departures.begin()
        self._has_begun = True

    def go(self, trips: Iterable[Trip], dispatcher: Dispatcher) -> None:
        """Goes the ways to offices that were claimed."""
        for trip in trips:
            self._run(trip.handoff_id, trip.errand.world, self._travel(trip, dispatcher), holds=not trip.repeats)

    async def _look_around(self, dispatcher: Dispatcher) -> None:
        """Reads which offices are paused, once a sweep, and which worlds are open, oftener where their time is ours."""
        sweeps = time.monotonic() >= self._around_until
        if sweeps:
            dispatcher.departures.paused = frozenset(await paused_offices())
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
                self._run(key, each.world, self._by_citizen(each.case_id))
        wanted = Q(status=Status.READY)
        for world in seen:
            wanted |= Q(world=world, follow_up_at__lte=self._clock.now(world))
        # where all places are taken, the others have their turn: an office that hangs holds up nobody else
        closed = dispatcher.departures.paused | dispatcher.departures.full()
        found = Handoff.filter(in_time(), dispatcher.claims.free(), wanted, elsewhere(closed))
        rows = await found.order_by("retry_at").limit(AT_ONCE).values_list("case_id", "world", "target")
        in_line: Counter[tuple[str, str]] = Counter()
        for case_id, world, target in rows:
            # nor does one that turns everybody away: no more of its line are looked at in a turn than could go there
            in_line[world, target] += 1
            key = f"case {case_id}"
            if in_line[world, target] <= dispatcher.departures.at_once(world, target) and key not in self._under_way:
                self._run(key, world, self._go_on(case_id, dispatcher))

    async def _by_citizen(self, case_id: UUID) -> None:
        """Lets a scripted citizen act; where a letter cannot be reached, the calendar stands until it is."""
        try:
            await self._citizens.act(case_id)
            return
        except TownUnreachable:
            log.info("the letterbox of case %s cannot be reached; it is looked into again", case_id)
        except Exception as error:
            if not is_away(error):  # the task stays open and on the case's page, where anybody can do it
                log_mistake(f"the scripted citizen of case {case_id}", error)
                return
        await asyncio.sleep(SWEEP)
        _ = self._acted.pop(case_id, None)

    async def _go_on(self, case_id: UUID, dispatcher: Dispatcher) -> None:
        """Sets out with all of a case that can be handed over, or is to be asked about, now."""
        self.go(await dispatcher.departures.set_out(case_id), dispatcher)

    async def _travel(self, trip: Trip, dispatcher: Dispatcher) -> None:
        try:
            self.go(await dispatcher.travel(trip), dispatcher)
        except Exception as error:
            await self._broke(trip.case_id, trip.handoff_id, error, dispatcher)

    async def _broke(self, case_id: UUID, handoff_id: str, error: BaseException, dispatcher: Dispatcher) -> None:
        """Has our own mistake end in a record and not in a silent wait, whatever it is.

        Where the database is away it is none: the handoff is taken up again when its claim is over.
        """
        if is_away(error):
            log.warning("what came of handoff %s is not on record yet: %s", handoff_id, type(error).__name__)
            return
        log_mistake(f"handoff {handoff_id}", error)
        await dispatcher.broke(case_id, handoff_id)

    def _run(self, key: str, world: str, work: Coroutine[Any, Any, None], *, holds: bool = True) -> None:
        """Starts some work in a world. `holds`: its calendar stands still until that is done."""
        self._busy[world] = self._busy.get(world, 0) + holds
        task = asyncio.create_task(work)
        self._under_way[key] = task

        def done(finished: asyncio.Task[None]) -> None:
            if self._under_way.get(key) is finished:  # a handoff may be on its way again before this one is over
                del self._under_way[key]
            self._busy[world] -= holds
            if not finished.cancelled() and (error := finished.exception()):
                # nothing can be written at the moment: the next try has time until the next sweep
                log.error("%s: its failure could not be recorded: %s", key, type(error).__name__)
            else:
                self._bell.ring()

        task.add_done_callback(done)
