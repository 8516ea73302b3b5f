"""Setting out: what of a case can be handed over or asked about now is claimed in one change, each with a place at its
office's counter; what is to be sent is on record then, with all that is disclosed by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from backoffice_adapters.api import Adapter, Envelope, Submission
from frontdoor.cases.models import Draft
from frontdoor.discovery import Registry
from frontdoor.handoffs.claims import Claims
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.confirming import can_be_asked
from frontdoor.handoffs.counters import Counters
from frontdoor.handoffs.errands import Errand, Errands, Intent
from frontdoor.handoffs.events import Status, Step
from frontdoor.handoffs.ledger import CITIZEN, FRONT_DOOR, Busy, Entry, begin, opened
from frontdoor.handoffs.mistakes import log_mistake
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.pausing import is_bound_for
from frontdoor.handoffs.setbacks import Setbacks
from frontdoor.handoffs.signatures import new_callback, new_key
from frontdoor.handoffs.state import SUPPLY
from frontdoor.settings import Settings
from life_events.coordination import Medium


def in_time() -> Q:
    """Returns what leaves out handoffs whose next try is still to come."""
    return Q(retry_at=None) | Q(retry_at__lte=datetime.now(UTC))


@dataclass(frozen=True)
class Trip:
    """A way to an office that has to be gone: with what is on record as being sent, or only to ask (`asks`).

    Without an `intent` the office is asked first whether it has it.
    """

    case_id: UUID
    errand: Errand
    intent: Intent | None = None
    asks: bool = False

    @property
    def handoff_id(self) -> str:
        """The handoff that it is about."""
        return self.errand.handoff.id

    @property
    def repeats(self) -> bool:
        """Whether its office did not answer the last time."""
        return self.errand.handoff.unreachable_since is not None


class Departures:
    """Where every way to an office begins; each that is begun has to be ended with `leave`.

    `paused` are the agencies to whose offices nothing is handed over.
    """

    def __init__(
        self,
        registry: Registry,
        clock: Clock,
        errands: Errands,
        counters: Counters,
        claims: Claims,
        setbacks: Setbacks,
        settings: Settings,
    ) -> None:
        self._registry = registry
        self._clock = clock
        self._errands = errands
        self._counters = counters
        self._claims = claims
        self._setbacks = setbacks
        self._settings = settings
        self._working = False
        self.paused: frozenset[str] = frozenset()

    def begin(self) -> None:
        """Lets those who are ready set out: there is somebody who goes."""
        self._working = True

    def end(self) -> None:
        """Lets nobody set out any more."""
        self._working = False

    async def change(self, case_id: UUID, change: Callable[[Entry], None], *, wait: bool = True) -> list[Trip]:
        """Opens a case as `ledger.opened` and changes it; all of it that can be handed over then is claimed with it.

        Returns the ways to go. Left alone are the offices that are paused, and those whose places are all taken.
        """
        trips: list[Trip] = []
        try:
            async with opened(case_id, self._clock, wait=wait) as entry:
                change(entry)
                await self._claim_all(entry, trips)
        except BaseException:
            self._give_up(trips)
            raise
        return trips

    async def put_on_record(self, entry: Entry, draft: Draft | None) -> list[Trip]:
        """Begins a case as `ledger.begin`; all of it that can be handed over is claimed with it, as in `change`."""
        trips: list[Trip] = []
        try:
            await self._claim_all(entry, trips)
            await begin(entry, draft)
        except BaseException:
            self._give_up(trips)
            raise
        return trips

    def _give_up(self, trips: Iterable[Trip]) -> None:
        """Gives the places at the counters up again: what was claimed did not get on record."""
        for trip in trips:
            self.leave(trip)

    async def _claim_all(self, entry: Entry, trips: list[Trip]) -> None:
        for handoff in list(entry.handoffs.values()) if self._working else ():
            if self._is_due(handoff, entry.now) and not is_bound_for(handoff, self.paused):
                trips += await self._claim(entry, handoff)

    async def set_out(self, case_id: UUID) -> list[Trip]:
        """Claims all of a case that can be handed over or asked about now, and returns the ways to go."""
        try:
            return await self.change(case_id, lambda _: None, wait=False)
        except Busy:
            return []  # whoever has the case open lets everybody look again

    def full(self) -> frozenset[str]:
        """Returns the agencies at whose offices all places are taken."""
        return self._counters.full()

    def left_alone(self, world: str) -> frozenset[str]:
        """Returns the agencies whose offices in a world failed so often in a row that they are left alone."""
        return self._counters.left_alone(world)

    def at_once(self, world: str, service: str) -> int:
        """Returns how many of the line before a service's office are looked at in a turn."""
        return self._counters.at_once(world, service.partition(".")[0])

    def _is_due(self, handoff: Handoff, now: datetime) -> bool:
        """Says whether a handoff can be handed over or is to be asked about by now, and nobody is at it."""
        looks = handoff.follow_up_at is not None and handoff.follow_up_at <= now
        if handoff.status != Status.READY and not looks:
            return False
        return self._claims.is_free(handoff) and (handoff.retry_at is None or handoff.retry_at <= datetime.now(UTC))

    async def _claim(self, entry: Entry, handoff: Handoff) -> list[Trip]:
        """Takes a handoff for this process, with a place at its office; nothing comes back where that cannot be now.

        Our own mistake with one handoff is on record, and holds up no other.
        """
        try:
            errand = self._errand(entry, handoff)
            if errand is None or not await self._counters.take_place(errand.world, errand.host):
                return []
            trips: list[Trip] = []
            try:
                trips = self._trip(entry, handoff, errand)
            finally:
                if not trips:
                    self._counters.leave_place(errand.world, errand.host)
        except Exception as error:
            log_mistake(f"handoff {handoff.id}", error)
            self._setbacks.broke(entry, handoff)
            return []
        return trips

    def _errand(self, entry: Entry, handoff: Handoff) -> Errand | None:
        if handoff.status == Status.READY:
            known_as = entry.asked[handoff.target].known_as
            if handoff.kind == SUPPLY and known_as is None:
                # the request itself is handed over anew, and has to be there first
                handoff.retry_at = datetime.now(UTC) + timedelta(seconds=self._settings.retry_first)
                return None
            return self._errands.of(handoff, known_as)
        if can_be_asked(handoff, self._registry):
            return self._errands.of(handoff, handoff.known_as, directly=True)
        self._setbacks.nobody_to_ask(entry, handoff)
        return None

    def _trip(self, entry: Entry, handoff: Handoff, errand: Errand) -> list[Trip]:
        asks, intent = handoff.status != Status.READY, None
        if (wait := self._counters.turns_away(errand.world, errand.host)) is not None:
            self._setbacks.turned_away(entry, handoff, wait)
            return []
        goes = asks or errand.asks_first
        try:
            intent = None if goes else self.intend(entry, handoff, errand)
        finally:
            if not goes and intent is None:
                self._counters.left(errand.world, errand.host)
        if not goes and intent is None:
            return []
        self._claims.claim(handoff)
        return [Trip(entry.case.id, errand, intent, asks)]

    def leave(self, trip: Trip) -> None:
        """Gives up the place at an office's counter."""
        self._counters.left(trip.errand.world, trip.errand.host)
        self._counters.leave_place(trip.errand.world, trip.errand.host)

    def intend(self, entry: Entry, handoff: Handoff, errand: Errand) -> Intent | None:
        """Records that a handoff is about to be sent, with all that is disclosed by it; None where it is not to be."""
        if not errand.may_be_repeated:
            entry.record(handoff, Step.UNCERTAIN, reason="It may have received the request, or not.")
            return None
        submission, cause = self._submission(entry, handoff, errand.adapter)
        return Intent(entry.case, submission, cause)

    def _submission(self, entry: Entry, handoff: Handoff, adapter: Adapter) -> tuple[Submission, str]:
        planned = entry.plan.service(handoff.target)
        more: dict[str, Any] = {}
        if handoff.kind != SUPPLY:
            names = planned.told & adapter.needs
            if handoff.from_party == planned.hub:
                names &= set(planned.relays)
            handoff.facts = entry.versions(sorted(names))
            if handoff.callback is None:
                handoff.callback, handoff.callback_key = new_callback()
            # an address that was given out before there were keys stays
            handoff.callback_key = handoff.callback_key or new_key()
            if not entry.plan.front_door and handoff.attempts == 0:
                handoff.medium = self._as_told(entry, handoff)
        if handoff.from_party == FRONT_DOOR:
            handoff.medium = Medium(adapter.medium)
        if handoff.from_party == CITIZEN and handoff.kind != SUPPLY:
            more = {"contact_id": handoff.id, "channel": "visit", "demand_type": "value"}
        handoff.attempts += 1
        handoff.retry_at, handoff.maybe_sent = None, True
        handoff.sent_at = handoff.sent_at or entry.now
        purpose = self._registry.services[handoff.target].purpose
        cause = entry.record(
            handoff,
            Step.SENT,
            facts=handoff.facts,
            attempt=handoff.attempts,
            purpose=purpose.why,
            legal_basis=purpose.law,
            **more,
        )
        # the key is the address's fragment: whoever calls the address does not send it along
        address = f"{self._settings.public_url}/callbacks/{handoff.callback}#{handoff.callback_key}"
        submission = Submission(
            handoff_id=handoff.id,
            key=handoff.key,
            facts=entry.values(handoff.facts, handoff.target),
            envelope=Envelope(entry.case.id.hex, entry.case.salt),
            callback_url=address if handoff.callback else None,
            withheld=tuple(handoff.withheld_facts),
            to_come=tuple(handoff.announced),
        )
        return submission, cause

    def _as_told(self, entry: Entry, handoff: Handoff) -> Medium:
        """Returns how the citizen brings a request to a door: all of it new, or told again what was told elsewhere."""
        told = {fact for each in entry.acting.values() if each.sent_at and each.id != handoff.id for fact in each.facts}
        return Medium.CITIZEN_REENTERED if told.intersection(handoff.facts) else Medium.CITIZEN_CARRIED
