"""The only door out: every request to an office is on record before it is sent, and its result after it came.

    record the intent (commit) ──> ask the office ──> record the result, and all that follows from it (commit)

A crash in between leaves the handoff `sent` and claimed; when the claim is over, it is sent again with the same key.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from asyncio import Semaphore
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import httpx

from backoffice_adapters.api import (
    Adapter,
    Envelope,
    OfficeMisbehaved,
    OfficeUnavailable,
    Outcome,
    Posted,
    Submission,
)
from backoffice_adapters.hub import carry
from frontdoor.discovery import Registry
from frontdoor.handoffs.announcing import Announcer
from frontdoor.handoffs.answers import apply, check_produced, posted
from frontdoor.handoffs.claims import Claims, is_free
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.events import FINAL, Status, Step
from frontdoor.handoffs.ledger import CITIZEN, FRONT_DOOR, Busy, Entry, opened
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.offices import Offices
from frontdoor.handoffs.retries import delay
from frontdoor.handoffs.signatures import new_key
from frontdoor.handoffs.state import PARCEL, SUPPLY
from frontdoor.settings import Settings
from life_events.coordination import Medium

log = logging.getLogger("frontdoor.dispatcher")


class Dispatcher:
    """Hands over, follows up and hears back. `woken` is called whenever something new may be ready."""

    def __init__(
        self, registry: Registry, clock: Clock, offices: Offices, settings: Settings, woken: Callable[[], None]
    ) -> None:
        self._registry = registry
        self._clock = clock
        self._offices = offices
        self._settings = settings
        self._announcer = Announcer(offices, settings)
        self._woken = woken
        self._claims = Claims(timedelta(seconds=settings.lease_seconds))
        self._chance = Random()  # noqa: S311 jitter, not a secret

    async def hand_over(self, case_id: UUID, handoff_id: str) -> None:
        """Makes one ready handoff to an office: asks its service to act, or supplies a fact that came later."""
        try:
            async with opened(case_id, self._clock, wait=False) as entry:
                handoff = entry.handoffs[handoff_id]
                if Status(handoff.status) is not Status.READY:
                    return
                adapter = self._registry.adapters[handoff.target]
                known_as = entry.asked[handoff.target].known_as
                hub = self._registry.services.get(handoff.from_party)
                submission, cause = self._intend(entry, handoff, adapter)
                self._claims.claim(handoff)
                case = entry.case
        except Busy:
            return  # whoever has the case open lets everybody look again
        office = self._office(handoff, adapter)
        try:
            async with asyncio.timeout(self._settings.office_seconds):
                await self._announcer.announce(case)
                if handoff.kind == SUPPLY:
                    outcome = await adapter.supply(str(known_as), submission, office)
                elif hub is not None:
                    await carry(adapter, submission, hub.key, self._offices.client(handoff.world, hub.agency))
                    outcome = None  # the hub has it; the office reports when it has taken it in
                else:
                    outcome = await adapter.submit(submission, office)
                if outcome is not None:
                    check_produced(outcome, self._registry)
        except TimeoutError:
            await self._failed(
                case_id, handoff_id, OfficeUnavailable(f"No answer from {adapter.agency} in time"), cause
            )
        except (OfficeUnavailable, OfficeMisbehaved) as error:
            await self._failed(case_id, handoff_id, error, cause)
        else:
            if outcome is not None:
                await self._answered(case_id, handoff_id, outcome, cause)
            else:
                await self._carried(case_id, handoff_id, cause)
        self._woken()

    async def _carried(self, case_id: UUID, handoff_id: str, cause: str) -> None:
        """Records that a hub has what it is to carry: a handoff of its own, of which the hub's is the continuation."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not self._claims.give_back(handoff) or handoff.source_handoff is not None:
                return
            parcel = entry.add_handoff(
                PARCEL, handoff.target, entry.teller, handoff.from_party, facts=dict(handoff.facts)
            )
            parcel.sent_at, parcel.received_at = entry.now, entry.now
            handoff.source_handoff = parcel.id
            sent = entry.record(parcel, Step.SENT, facts=handoff.facts, cause=cause)
            entry.record(parcel, Step.RECEIVED, facts=handoff.facts, cause=sent)

    def _office(self, handoff: Handoff, adapter: Adapter) -> httpx.AsyncClient:
        """Returns the office to go to: a service's own, or the one that it was merged into."""
        host = handoff.to_party.partition(".")[0]
        return self._offices.client(handoff.world, host, guest="" if host == adapter.agency else adapter.agency)

    async def follow_up(self, case_id: UUID, handoff_id: str) -> None:
        """Asks an office that does not call back how far it is."""
        try:
            async with opened(case_id, self._clock, wait=False) as entry:
                handoff = entry.handoffs[handoff_id]
                if not is_free(handoff) or Status(handoff.status) in FINAL:
                    return
                self._claims.claim(handoff)
        except Busy:
            return
        adapter = self._registry.adapters[handoff.target]
        office = self._office(handoff, adapter)
        try:
            async with asyncio.timeout(self._settings.office_seconds):
                outcome = await adapter.follow_up(str(handoff.known_as), office)
                check_produced(outcome, self._registry)
        except TimeoutError:
            await self._not_told(case_id, handoff_id, OfficeUnavailable(f"No answer from {adapter.agency} in time"))
        except (OfficeUnavailable, OfficeMisbehaved) as error:
            await self._not_told(case_id, handoff_id, error)
        else:
            await self._answered(case_id, handoff_id, outcome, None)
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

        What was sent is sent again, with the same key; an office that does not know keys is asked by a person.
        """
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not alone and not is_free(handoff):
                return
            handoff.lease_until = None
            if Status(handoff.status) is not Status.SENT or handoff.known_as is not None:
                return  # it was answered, or a carrier has it
            log.warning("handoff %s to %s is taken up again", handoff.id, handoff.target)
            if self._registry.adapters[handoff.target].honours_key:
                entry.record(handoff, Step.RESUMED)
            else:
                entry.record(handoff, Step.UNCERTAIN, reason="It may have received the request, or not.")

    def counter(self, target: str) -> Semaphore:
        """Returns the places at a service's office, for which requests to it wait."""
        return self._offices.place(self._registry.adapters[target].agency)

    async def take_in(self, entry: Entry, acting: Handoff, body: bytes, claimed_at: datetime | None) -> None:
        """Takes in what an office sent by itself. Raises OfficeMisbehaved when it cannot be understood."""
        adapter = self._registry.adapters[acting.target]
        outcome = adapter.hear(body)
        check_produced(outcome, self._registry)
        apply(entry, acting, outcome, self._registry, None, claimed_at)

    def _intend(self, entry: Entry, handoff: Handoff, adapter: Adapter) -> tuple[Submission, str]:
        """Records that a handoff is about to be sent, with all that is disclosed by it."""
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
        handoff.retry_at = None
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

    async def _answered(self, case_id: UUID, handoff_id: str, outcome: Outcome, cause: str | None) -> None:
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not self._claims.give_back(handoff):
                return
            handoff.unreachable_since, handoff.retry_at, handoff.follow_up_at = None, None, None
            if isinstance(outcome, Posted):
                posted(entry, handoff, outcome, self._registry)
                return
            handoff.received_at = handoff.received_at or entry.now
            if handoff.kind == SUPPLY:
                entry.record(handoff, Step.RECEIVED, facts=handoff.facts, cause=cause, claimed_at=outcome.office_time)
            apply(entry, entry.asked[handoff.target], outcome, self._registry, cause, outcome.office_time)

    async def _failed(
        self, case_id: UUID, handoff_id: str, error: OfficeUnavailable | OfficeMisbehaved, cause: str
    ) -> None:
        """Records that an office could not be asked, and when it will be tried again, if it will."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not self._claims.give_back(handoff) or Status(handoff.status) is not Status.SENT:
                return  # the office called back meanwhile: it has it
            adapter = self._registry.adapters[handoff.target]
            if isinstance(error, OfficeMisbehaved):
                log.error("handoff %s to %s failed: %s", handoff_id, handoff.target, error)
                entry.record(handoff, Step.MISBEHAVED, reason="Its answer could not be understood.", cause=cause)
            elif error.sent and not adapter.honours_key:
                entry.record(handoff, Step.UNCERTAIN, reason="It may have received the request, or not.", cause=cause)
            elif self._too_long(handoff):
                entry.record(handoff, Step.GAVE_UP, reason="It could not be reached.", cause=cause)
            else:
                log.warning("handoff %s to %s will be tried again: %s", handoff_id, handoff.target, error)
                entry.record(handoff, Step.UNANSWERED, reason="It could not be reached.", cause=cause)
                self._postpone(handoff, error.retry_after)

    async def _not_told(self, case_id: UUID, handoff_id: str, error: OfficeUnavailable | OfficeMisbehaved) -> None:
        """Records that an office did not say how far it is."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not self._claims.give_back(handoff) or Status(handoff.status) in FINAL:
                return
            if isinstance(error, OfficeMisbehaved):
                log.error("handoff %s to %s failed: %s", handoff_id, handoff.target, error)
                handoff.follow_up_at = None
                entry.record(handoff, Step.MISBEHAVED, reason="Its answer could not be understood.")
            else:
                log.warning("handoff %s to %s: %s", handoff_id, handoff.target, error)
                handoff.attempts += 1
                self._postpone(handoff, error.retry_after)

    def _too_long(self, handoff: Handoff) -> bool:
        since = handoff.unreachable_since
        return since is not None and datetime.now(UTC) - since > timedelta(hours=self._settings.give_up_hours)

    def _postpone(self, handoff: Handoff, wish: float | None) -> None:
        now = datetime.now(UTC)
        handoff.unreachable_since = handoff.unreachable_since or now
        handoff.retry_at = now + timedelta(seconds=delay(handoff.attempts, self._chance, wish))
