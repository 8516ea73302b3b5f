"""The only door out: every request to an office is on record before it is sent, and its result after it came.

    record the intent (commit) ──> ask the office ──> record the result, and all that follows from it (commit)

A crash in between leaves the handoff `sent` and claimed; when the claim is over, it is sent again with the same key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from backoffice_adapters.api import (
    OfficeLost,
    OfficeMisbehaved,
    OfficeUnavailable,
    Outcome,
    Posted,
)
from frontdoor.discovery import Registry
from frontdoor.handoffs.announcing import Announcer
from frontdoor.handoffs.answers import Said, apply, check_produced, posted
from frontdoor.handoffs.claims import Claims
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.confirming import confirm, look_later
from frontdoor.handoffs.counters import Counters
from frontdoor.handoffs.departing import Departures, Trip
from frontdoor.handoffs.errands import Errand, Errands, Intent
from frontdoor.handoffs.events import FINAL, Status, Step
from frontdoor.handoffs.ledger import Busy, Entry, opened
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.offices import Offices
from frontdoor.handoffs.setbacks import Setbacks
from frontdoor.handoffs.state import PARCEL, SUPPLY
from frontdoor.settings import Settings

log = logging.getLogger("frontdoor.dispatcher")


class Dispatcher:
    """Hands over, follows up and hears back. `woken` is called whenever something new may be ready."""

    def __init__(
        self,
        registry: Registry,
        clock: Clock,
        offices: Offices,
        counters: Counters,
        settings: Settings,
        woken: Callable[[], None],
    ) -> None:
        self._registry = registry
        self._clock = clock
        self._counters = counters
        self._settings = settings
        self._announcer = Announcer(offices, settings)
        self._errands = Errands(registry, offices, counters)
        self.claims = Claims(timedelta(seconds=settings.claim_seconds))
        self._setbacks = Setbacks(clock, self.claims, settings)
        self.departures = Departures(registry, clock, self._errands, counters, self.claims, self._setbacks, settings)
        self._woken = woken

    async def travel(self, trip: Trip) -> list[Trip]:
        """Goes to an office with what was claimed, and puts on record what came of it.

        Returns the ways to go next: what can be handed over because of it is claimed with the same change.
        """
        try:
            trips = await (self._ask(trip) if trip.asks else self._hand_over(trip))
        finally:
            self.departures.leave(trip)
        self._woken()
        return trips

    async def _hand_over(self, trip: Trip) -> list[Trip]:
        """Hands over to an office: asks its service to act, or supplies a fact that came later.

        What may have reached the office without an answer is asked for first, and sent only where it is not there.
        """
        case_id, handoff_id, errand, intent = trip.case_id, trip.handoff_id, trip.errand, trip.intent
        found = outcome = None
        try:
            if intent is None:
                found = outcome = await self._errands.find(errand)
            if found is None:
                intent = intent or await self._intend_after_all(case_id, handoff_id, errand)
                await self._announcer.announce(intent.case)
                outcome = await self._errands.send(errand, intent.submission)
        except (OfficeUnavailable, OfficeMisbehaved) as error:
            await self._setbacks.not_handed_over(case_id, handoff_id, error, intent.cause if intent else None)
            return []
        cause = intent.cause if intent else None
        if outcome is None:
            await self._carried(case_id, handoff_id, cause)
            return []
        said = Said.ANSWERED if found is None else Said.ASKED
        return await self._answered(case_id, handoff_id, outcome, cause, said)

    async def _ask(self, trip: Trip) -> list[Trip]:
        """Asks an office how far it is with what it has, or is said to have."""
        try:
            outcome = await self._errands.ask(trip.errand)
        except OfficeLost:
            await self._setbacks.lost(trip.case_id, trip.handoff_id)
        except (OfficeUnavailable, OfficeMisbehaved) as error:
            await self._setbacks.not_told(trip.case_id, trip.handoff_id, error)
        else:
            return await self._answered(trip.case_id, trip.handoff_id, outcome, None, Said.ASKED)
        return []

    async def _intend_after_all(self, case_id: UUID, handoff_id: str, errand: Errand) -> Intent:
        """Records that a handoff is about to be sent that is claimed, and that its office does not have."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            handoff.maybe_sent = False
            intent = self.departures.intend(entry, handoff, errand)
            assert intent is not None, "what is surely not there can be sent"
            return intent

    async def _carried(self, case_id: UUID, handoff_id: str, cause: str | None) -> None:
        """Records that a hub has what it is to carry: a handoff of its own, of which the hub's is the continuation."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not self.claims.give_back(handoff):
                return
            handoff.unreachable_since, handoff.retry_at, handoff.maybe_sent = None, None, False
            look_later(entry, handoff, self._registry, by=handoff.from_party)
            if handoff.source_handoff is not None:
                return
            parcel = entry.add_handoff(
                PARCEL, handoff.target, entry.teller, handoff.from_party, facts=dict(handoff.facts)
            )
            parcel.sent_at, parcel.received_at = entry.now, entry.now
            handoff.source_handoff = parcel.id
            sent = entry.record(parcel, Step.SENT, facts=handoff.facts, cause=cause)
            entry.record(parcel, Step.RECEIVED, facts=handoff.facts, cause=sent)

    async def broke(self, case_id: UUID, handoff_id: str) -> None:
        """Records that handing over failed by a mistake of ours."""
        async with opened(case_id, self._clock) as entry:
            self._setbacks.broke(entry, entry.handoffs[handoff_id])

    async def wait_no_longer(self, case_id: UUID, handoff_id: str) -> None:
        """Has a handoff tried again now that was to be tried again later."""
        async with opened(case_id, self._clock) as entry:
            entry.handoffs[handoff_id].retry_at = None

    async def take_up(self, case_id: UUID, handoff_id: str, *, alone: bool) -> None:
        """Frees a handoff whose holder is gone; `alone`: there is no other process, so whoever holds it is.

        What was sent is asked for or sent again, with the same key; an office that knows no keys is asked by a person.
        """
        with suppress(Busy):  # somebody is at it, or stands still in the middle of it: it is looked for again
            async with opened(case_id, self._clock, wait=False) as entry:
                handoff = entry.handoffs[handoff_id]
                if not alone and not self.claims.is_free(handoff):
                    return
                handoff.lease_until = None
                if Status(handoff.status) is not Status.SENT or handoff.known_as is not None:
                    return  # it was answered, or a carrier has it
                log.warning("handoff %s to %s is taken up again", handoff.id, handoff.target)
                handoff.maybe_sent = True
                if self._errands.of(handoff, handoff.known_as).may_be_repeated:
                    entry.record(handoff, Step.RESUMED)
                else:
                    entry.record(handoff, Step.UNCERTAIN, reason="It may have received the request, or not.")

    async def take_in(self, entry: Entry, acting: Handoff, body: bytes, claimed_at: datetime | None) -> bool:
        """Takes in what an office sent by itself; says whether it changed anything.

        Raises OfficeMisbehaved when it cannot be understood.
        """
        outcome = self._registry.adapters[acting.target].hear(body)
        check_produced(outcome, self._registry)
        return apply(entry, acting, outcome, self._registry, None, claimed_at, Said.CALLED)

    async def _answered(
        self, case_id: UUID, handoff_id: str, outcome: Outcome, cause: str | None, said: Said
    ) -> list[Trip]:
        """Records what an office answered; returns the ways to go because of it."""

        def record(entry: Entry) -> None:
            handoff = entry.handoffs[handoff_id]
            if not self.claims.give_back(handoff):
                return
            handoff.unreachable_since, handoff.retry_at, handoff.follow_up_at = None, None, None
            handoff.maybe_sent = False
            if isinstance(outcome, Posted):
                posted(entry, handoff, outcome, self._registry)
                return
            if handoff.kind == SUPPLY:
                self._supplied(entry, handoff, cause, outcome.office_time, said)
            asked = entry.asked[handoff.target]
            apply(entry, asked, outcome, self._registry, cause, outcome.office_time, said)

        return await self.departures.change(case_id, record)

    def _supplied(
        self, entry: Entry, supply: Handoff, cause: str | None, claimed_at: datetime | None, said: Said
    ) -> None:
        """Records that an office has been given what came later, or has shown that it was."""
        if Status(supply.status) not in FINAL:
            supply.received_at = supply.received_at or entry.now
            entry.record(supply, Step.RECEIVED, facts=supply.facts, cause=cause, claimed_at=claimed_at)
        if said is Said.ANSWERED:
            look_later(entry, supply, self._registry)
        else:
            confirm(entry, supply)
