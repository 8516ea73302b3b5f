"""The loop that hands over what is ready, follows up what is due, and lets the calendar move when nothing is left.

Ready is what the ledger says is ready: the loop holds nothing that a restart would lose. It is woken by whatever
commits, and looks by itself every second as a safety net.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery

from frontdoor.cases.models import Case
from frontdoor.errors import NotFound, Problem, Refused
from frontdoor.handoffs.clock import Clock, TownClock, TownUnreachable
from frontdoor.handoffs.dispatcher import Dispatcher
from frontdoor.handoffs.events import FINAL, Status, Step
from frontdoor.handoffs.ledger import opened
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.scripted import ScriptedCitizens
from frontdoor.handoffs.settling import close
from frontdoor.handoffs.state import ASKS_AN_OFFICE

SWEEP = 1.0
ENDING = 3.0  # seconds
AT_ONCE = 200

log = logging.getLogger("frontdoor.worker")


Work = Callable[[UUID, str], Coroutine[Any, Any, None]]


def _in_time() -> Q:
    """Returns what leaves out handoffs whose next try is still to come."""
    return Q(retry_at=None) | Q(retry_at__lte=datetime.now(UTC))


async def _guarded(handoff: Handoff, work: Work, broke: Work) -> None:
    try:
        await work(handoff.case_id, handoff.id)
    except Exception as error:  # whatever our own mistake is, it must end in a record and not in a silent wait
        _log_mistake(f"handoff {handoff.id}", error)
        await broke(handoff.case_id, handoff.id)


async def _by_citizen(case_id: UUID, citizens: ScriptedCitizens) -> None:
    try:
        await citizens.act(case_id)
    except TownUnreachable:
        log.info("the letterbox of case %s cannot be reached; it will be looked into later", case_id)
    except Exception as error:  # the task stays open and on the case's page, where anybody can do it
        _log_mistake(f"the scripted citizen of case {case_id}", error)


def _log_mistake(whose: str, error: Exception) -> None:
    where = traceback.extract_tb(error.__traceback__)[-1]
    # the error's text may hold facts; its kind and place do not
    log.error("%s broke: %s at %s:%s", whose, type(error).__name__, where.name, where.lineno)


class Worker:
    """Runs in the serving process on SQLite. `still` says, by world, why its calendar does not move.

    `first_world` is opened at the start, so that the first case finds its offices ready.
    """

    def __init__(self, clock: Clock, citizens: ScriptedCitizens, wake: asyncio.Event, first_world: str) -> None:
        self._clock = clock
        self._citizens = citizens
        self._acted: dict[UUID, datetime] = {}
        self._first_world = first_world
        self._wake = wake
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._worlds_busy: dict[str, int] = {}
        self._moving: set[str] = set()
        self._moves: set[asyncio.Task[None]] = set()
        self._hurry: dict[str, datetime | None] = {}
        self._rush: set[str] = set()
        self.still: dict[str, str] = {}

    async def run(self, dispatcher: Dispatcher) -> None:
        """Works until it is cancelled; what is under way then is cancelled too, and recovered by the next start."""
        await self._recover()
        try:
            while True:
                self._wake.clear()
                seen = {world: self._clock.now(world) for world in await self._open_worlds()}
                await self._start(dispatcher, seen)
                if self._clock.moves:
                    await self._let_time_pass(seen)
                # not wait_for: when it is woken and cancelled at once, Python 3.11's forgets the cancelling
                with suppress(TimeoutError):
                    async with asyncio.timeout(SWEEP):
                        await self._wake.wait()
        finally:
            await self._end([*self._under_way.values(), *self._moves])

    async def _end(self, tasks: list[asyncio.Task[None]]) -> None:
        """Lets what is under way come to its end for a moment: cut in a transaction, it would lock the database."""
        if not tasks:
            return
        _, left = await asyncio.wait(tasks, timeout=ENDING)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _recover(self) -> None:
        """Makes ready again what was sent when the process died: the office knows our key, so it acts once."""
        for world in {self._first_world, *await self._open_worlds()}:
            cases = Subquery(Case.filter(world=world).values("id"))
            last = await LedgerEvent.filter(case_id__in=cases).order_by("-seq").first()
            if isinstance(self._clock, TownClock):
                await self._clock.recall(world, last.timestamp if last else None)
        for handoff in await Handoff.filter(status=Status.SENT, kind__in=ASKS_AN_OFFICE):
            async with opened(handoff.case_id, self._clock.now) as entry:
                entry.record(entry.handoffs[handoff.id], Step.RESUMED)
                log.info("handoff %s to %s is taken up again", handoff.id, handoff.target)

    async def _start(self, dispatcher: Dispatcher, seen: Mapping[str, datetime]) -> None:
        """Starts what is ready, what an office is to be asked again by now, and what scripted citizens do now."""
        for each in await self._citizens.waited_for():
            at, key = self._clock.now(each.world), f"citizen {each.case_id}"
            # once at each moment: what this citizen cannot do stays undone
            due = each.at is not None and each.at <= at
            if due and self._acted.get(each.case_id) != at and key not in self._under_way:
                self._acted[each.case_id] = at
                self._run(key, each.world, _by_citizen(each.case_id, self._citizens))
        wanted = Q(status=Status.READY)
        for world in seen:
            wanted |= Q(world=world, follow_up_at__lte=self._clock.now(world))
        for handoff in await Handoff.filter(_in_time(), wanted).order_by("retry_at").limit(AT_ONCE):
            ready = Status(handoff.status) is Status.READY
            self._do(handoff, dispatcher.hand_over if ready else dispatcher.follow_up, dispatcher.broke)

    def _do(self, handoff: Handoff, work: Work, broke: Work) -> None:
        if handoff.id not in self._under_way:
            self._run(handoff.id, handoff.world, _guarded(handoff, work, broke))

    def _run(self, key: str, world: str, work: Coroutine[Any, Any, None]) -> None:
        self._worlds_busy[world] = self._worlds_busy.get(world, 0) + 1
        task = asyncio.create_task(work)
        self._under_way[key] = task

        def done(finished: asyncio.Task[None]) -> None:
            del self._under_way[key]
            self._worlds_busy[world] -= 1
            self._wake.set()
            if not finished.cancelled() and (error := finished.exception()):
                log.error("%s: its failure could not be recorded: %s", key, type(error).__name__)

        task.add_done_callback(done)

    async def _let_time_pass(self, seen: Mapping[str, datetime]) -> None:
        """Asks for the next moment in every world where nothing is ready, due or under way (design 5.6).

        `seen` are the moments for which everything due was started: a calendar that has moved since is looked at again.
        """
        for world, at in seen.items():
            waits = Q(status=Status.READY) | Q(follow_up_at__lte=self._clock.now(world))
            if self._worlds_busy.get(world) or world in self._moving:
                continue
            if await Handoff.filter(_in_time(), waits, world=world).exists() or self._clock.now(world) != at:
                self._wake.set()
                continue
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

    def hurry(self, world: str, until: datetime | None) -> None:
        """Lets a world jump, instead of walking at its pace: to its next event, or until a moment."""
        self._hurry[world] = until

    def rush(self, world: str) -> None:
        """Lets a world jump from event to event until no case is open in it."""
        self._rush.add(world)

    async def _move(self, world: str) -> None:
        before = self._clock.now(world)
        jump, goal = world in self._hurry or world in self._rush, self._hurry.get(world)
        try:
            own = await self._next_follow_up(world)
            asked = await self._citizens.waited_for(world)
            acts = [each.at for each in asked if each.at is not None and each.at > before]
            moments = [at for at in (own, *acts, goal) if at is not None]
            # an office that waits for a citizen who is no script waits for something outside the calendar
            patient = any(not each.scripted for each in asked)
            moved = await self._clock.advance(world, min(moments, default=None), jump=jump, patient=patient)
        except TownUnreachable:
            self.still[world] = "The town of offices does not answer, so its calendar stands still."
            return
        finally:
            self._moving.discard(world)
        if jump and moved.now > before and (goal is None or moved.now >= goal):
            self._hurry.pop(world, None)
        await self._close_quiet(world, moved.on_the_way)
        if moved.now > before or moved.said:
            self.still.pop(world, None)
            self._wake.set()
        else:
            self.still[world] = moved.held or "Nothing can happen until somebody acts or an office answers again."

    async def _next_follow_up(self, world: str) -> datetime | None:
        """Returns the portal's own next moment in a world: when an office is to be asked again."""
        now = self._clock.now(world)
        first = await Handoff.filter(world=world, follow_up_at__gt=now).order_by("follow_up_at").first()
        return first.follow_up_at if first else None

    async def _close_quiet(self, world: str, on_the_way: frozenset[str]) -> None:
        """Closes the cases in which everything is final and nothing is on its way any more."""
        left = Subquery(Handoff.filter(world=world, status__not_in=FINAL).distinct().values("case_id"))
        over = Case.filter(world=world, closed_at=None, id__not_in=left).values_list("id", flat=True)
        numbers: list[UUID] = await over  # type: ignore[assignment]
        for number in numbers:
            if number.hex not in on_the_way:
                async with opened(number, self._clock.now) as entry:
                    if entry.all_final:
                        close(entry)
                        self._rush.discard(world)

    async def resend(self, handoff_id: str) -> None:
        """Makes ready again what failed or is uncertain, with the same key. Raises NotFound, Refused."""
        handoff = await Handoff.get_or_none(id=handoff_id)
        if handoff is None:
            raise NotFound("There is no such handoff.")
        async with opened(handoff.case_id, self._clock.now) as entry:
            handoff = entry.handoffs[handoff_id]
            if Status(handoff.status) not in (Status.FAILED, Status.UNCERTAIN):
                raise Refused([Problem("handoff", "Only a handoff that failed or is uncertain can be sent again.")])
            handoff.retry_at, handoff.unreachable_since = None, None
            entry.record(handoff, Step.RESUMED)

    async def _open_worlds(self) -> list[str]:
        return await Case.filter(closed_at=None).distinct().values_list("world", flat=True)  # type: ignore[return-value]
