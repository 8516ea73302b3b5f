"""Where one goes with a handoff, and what is said there: an office's own counter, that of whoever does its work now, or
a hub that carries it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import httpx

from backoffice_adapters.api import Adapter, OfficeLost, Outcome, Submission
from backoffice_adapters.hub import carry
from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.handoffs.answers import check_produced
from frontdoor.handoffs.counters import Counters
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.offices import Offices
from frontdoor.handoffs.state import SUPPLY


@dataclass(frozen=True)
class Intent:
    """A handoff that is on record as being sent: what goes along, and the event that says so."""

    case: Case
    submission: Submission
    cause: str


@dataclass(frozen=True)
class Errand:
    """To whom one goes with a handoff.

    host     the agency at whose counter one stands
    carrier  the hub that carries it, if one does
    known_as what the office calls the request
    """

    handoff: Handoff
    adapter: Adapter
    host: str
    office: httpx.AsyncClient
    known_as: str | None
    carrier: str = ""

    @property
    def world(self) -> str:
        """The world of the office."""
        return self.handoff.world

    @property
    def asks_first(self) -> bool:
        """Whether it may be there already, and the office can be asked (R12); a hub takes the same parcel once."""
        return self.handoff.maybe_sent and self.adapter.asked_by_key and not self.carrier

    @property
    def may_be_repeated(self) -> bool:
        """Whether sending it once more does no harm, whatever became of the last try."""
        known = self.adapter.honours_key or self.adapter.asked_by_key or bool(self.carrier)
        return known or not self.handoff.maybe_sent


class Errands:
    """Runs errands: each question within its office's deadline, and counted by its breaker."""

    def __init__(self, registry: Registry, offices: Offices, counters: Counters) -> None:
        self._registry = registry
        self._offices = offices
        self._counters = counters

    def of(self, handoff: Handoff, known_as: str | None, *, directly: bool = False) -> Errand:
        """Returns where to go with a handoff. `directly`: past the hub that has carried it."""
        adapter = self._registry.adapters[handoff.target]
        hub = self._registry.services.get(handoff.from_party)
        if hub is not None and not directly:
            office = self._offices.client(handoff.world, hub.agency)
            return Errand(handoff, adapter, hub.agency, office, known_as, carrier=hub.key)
        host = handoff.to_party.partition(".")[0]
        office = self._offices.client(handoff.world, host, guest="" if host == adapter.agency else adapter.agency)
        return Errand(handoff, adapter, host, office, known_as)

    async def find(self, errand: Errand) -> Outcome | None:
        """Asks an office by key for what may have reached it; None where it has not."""
        try:
            return await self._checked(errand, errand.adapter.find(errand.handoff.key, errand.office))
        except OfficeLost:
            return None

    async def ask(self, errand: Errand) -> Outcome:
        """Asks how far an office is, by its reference and by our key. Raises OfficeLost where it knows neither."""
        adapter, handoff, known_as = errand.adapter, errand.handoff, errand.known_as
        questions: list[Callable[[], Awaitable[Outcome]]] = []
        if handoff.kind != SUPPLY and known_as is not None:
            questions.append(lambda: adapter.follow_up(known_as, errand.office))
        if adapter.asked_by_key:
            questions.append(lambda: adapter.find(handoff.key, errand.office))
        for each in questions[:-1]:
            with suppress(OfficeLost):
                return await self._checked(errand, each())
        return await self._checked(errand, questions[-1]())

    async def send(self, errand: Errand, submission: Submission) -> Outcome | None:
        """Sends what is on record as being sent; None where a hub has taken it, which is not an answer yet."""
        adapter = errand.adapter
        if errand.carrier:
            parcel = carry(adapter, submission, errand.carrier, errand.office)
            await self._counters.asked(errand.world, errand.host, parcel)
            return None
        if errand.handoff.kind == SUPPLY:
            return await self._checked(errand, adapter.supply(str(errand.known_as), submission, errand.office))
        return await self._checked(errand, adapter.submit(submission, errand.office))

    async def _checked(self, errand: Errand, question: Awaitable[Outcome]) -> Outcome:
        return await self._counters.asked(errand.world, errand.host, self._understood(question))

    async def _understood(self, question: Awaitable[Outcome]) -> Outcome:
        outcome = await question
        check_produced(outcome, self._registry)
        return outcome
