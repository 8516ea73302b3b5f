"""The only door out: every request to an office is on record before it is sent, and its result after it came.

    record the intent (commit) ──> ask the office ──> record the result, and all that follows from it (commit)

A crash in between leaves the handoff `sent` and claimed; when the claim is over, it is sent again with the same key.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from backoffice_adapters.api import (
    Adapter,
    Envelope,
    OfficeLost,
    OfficeMisbehaved,
    OfficeUnavailable,
    Outcome,
    Posted,
    Submission,
)
from frontdoor.discovery import Registry
from frontdoor.handoffs.announcing import Announcer
from frontdoor.handoffs.answers import Said, apply, check_produced, posted
from frontdoor.handoffs.claims import Claims, is_free
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.confirming import can_be_asked, confirm, look_later
from frontdoor.handoffs.counters import Counters
from frontdoor.handoffs.errands import Errand, Errands, Intent
from frontdoor.handoffs.events import FINAL, Status, Step
from frontdoor.handoffs.ledger import CITIZEN, FRONT_DOOR, Busy, Entry, opened
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.offices import Offices
from frontdoor.handoffs.setbacks import Setbacks
from frontdoor.handoffs.signatures import new_key
from frontdoor.handoffs.state import PARCEL, SUPPLY
from frontdoor.settings import Settings
from life_events.coordination import Medium

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
        self._claims = Claims(timedelta(seconds=settings.claim_seconds))
        self._setbacks = Setbacks(clock, self._claims, settings)
        self._woken = woken

    async def hand_over(self, case_id: UUID, handoff_id: str) -> None:
        """Makes one ready handoff to an office: asks its service to act, or supplies a fact that came later.

        What may have reached the office without an answer is asked for first, and sent only where it is not there.
        """
        intent: Intent | None = None
        try:
            async with opened(case_id, self._clock, wait=False) as entry:
                handoff = entry.handoffs[handoff_id]
                if Status(handoff.status) is not Status.READY or not is_free(handoff):
                    return
                errand = self._errands.of(handoff, entry.asked[handoff.target].known_as)
                if (wait := self._counters.turns_away(errand.world, errand.host)) is not None:
                    self._setbacks.turned_away(entry, handoff, wait)
                    return
                if handoff.kind == SUPPLY and errand.known_as is None:
                    # the request itself is handed over anew, and has to be there first
                    handoff.retry_at = datetime.now(UTC) + timedelta(seconds=self._settings.retry_first)
                    self._counters.left(errand.world, errand.host)
                    return
                if not errand.asks_first and (intent := self._intend(entry, handoff, errand)) is None:
                    self._counters.left(errand.world, errand.host)
                    return
                self._claims.claim(handoff)
        except Busy:
            return  # whoever has the case open lets everybody look again
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
        else:
            cause = intent.cause if intent else None
            if outcome is None:
                await self._carried(case_id, handoff_id, cause)
            else:
                said = Said.ANSWERED if found is None else Said.ASKED
                await self._answered(case_id, handoff_id, outcome, cause, said)
        finally:
            self._counters.left(errand.world, errand.host)
        self._woken()

    async def _intend_after_all(self, case_id: UUID, handoff_id: str, errand: Errand) -> Intent:
        """Records that a handoff is about to be sent that is claimed, and that its office does not have."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            handoff.maybe_sent = False
            intent = self._intend(entry, handoff, errand)
            assert intent is not None, "what is surely not there can be sent"
            return intent

    async def _carried(self, case_id: UUID, handoff_id: str, cause: str | None) -> None:
        """Records that a hub has what it is to carry: a handoff of its own, of which the hub's is the continuation."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not self._claims.give_back(handoff):
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

    async def follow_up(self, case_id: UUID, handoff_id: str) -> None:
        """Asks an office how far it is with what it has, or is said to have."""
        try:
            async with opened(case_id, self._clock, wait=False) as entry:
                handoff = entry.handoffs[handoff_id]
                if not is_free(handoff) or handoff.follow_up_at is None:
                    return
                if not can_be_asked(handoff, self._registry):
                    self._setbacks.nobody_to_ask(entry, handoff)
                    return
                errand = self._errands.of(handoff, handoff.known_as, directly=True)
                if (wait := self._counters.turns_away(errand.world, errand.host)) is not None:
                    self._setbacks.turned_away(entry, handoff, wait)
                    return
                self._claims.claim(handoff)
        except Busy:
            return
        try:
            outcome = await self._errands.ask(errand)
        except OfficeLost:
            await self._setbacks.lost(case_id, handoff_id)
        except (OfficeUnavailable, OfficeMisbehaved) as error:
            await self._setbacks.not_told(case_id, handoff_id, error)
        else:
            await self._answered(case_id, handoff_id, outcome, None, Said.ASKED)
        finally:
            self._counters.left(errand.world, errand.host)
        self._woken()

    async def broke(self, case_id: UUID, handoff_id: str) -> None:
        """Records that handing over failed by a mistake of ours, so that somebody looks at it and nobody waits."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if Status(handoff.status) not in FINAL and not self._claims.by_another(handoff):
                handoff.follow_up_at, handoff.lease_until = None, None
                entry.record(handoff, Step.BROKE, reason="Something went wrong on our side.")

    async def take_up(self, case_id: UUID, handoff_id: str, *, alone: bool) -> None:
        """Frees a handoff whose holder is gone; `alone`: there is no other process, so whoever holds it is.

        What was sent is asked for or sent again, with the same key; an office that knows no keys is asked by a person.
        """
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not alone and not is_free(handoff):
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

    def counter(self, world: str, target: str) -> AbstractAsyncContextManager[None]:
        """Takes a place at a service's office, and waits for one where all are taken."""
        return self._counters.place(world, self._registry.adapters[target].agency)

    async def take_in(self, entry: Entry, acting: Handoff, body: bytes, claimed_at: datetime | None) -> bool:
        """Takes in what an office sent by itself; says whether it changed anything.

        Raises OfficeMisbehaved when it cannot be understood.
        """
        outcome = self._registry.adapters[acting.target].hear(body)
        check_produced(outcome, self._registry)
        return apply(entry, acting, outcome, self._registry, None, claimed_at, Said.CALLED)

    def _intend(self, entry: Entry, handoff: Handoff, errand: Errand) -> Intent | None:
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
            handoff.callback = handoff.callback or secrets.token_urlsafe(32)
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

    async def _answered(self, case_id: UUID, handoff_id: str, outcome: Outcome, cause: str | None, said: Said) -> None:
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not self._claims.give_back(handoff):
                return
            handoff.unreachable_since, handoff.retry_at, handoff.follow_up_at = None, None, None
            handoff.maybe_sent = False
            if isinstance(outcome, Posted):
                posted(entry, handoff, outcome, self._registry)
                return
            if handoff.kind == SUPPLY:
                self._supplied(entry, handoff, cause, outcome.office_time, said)
            apply(entry, entry.asked[handoff.target], outcome, self._registry, cause, outcome.office_time, said)

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
