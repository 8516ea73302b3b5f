"""How a test plays the portal for one adapter: hands over, supplies, follows up and hears, until the office decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import httpx
import pytest

from backoffice_adapters.api import DeclaredAdapter, Declined, Envelope, Outcome, Pending, Posted, Submission
from frontdoor.discovery import registry
from frontdoor.journey.examples import example_facts, later_facts
from frontdoor.testing.town import PracticeTown
from life_events.facts import Kind
from life_events.model import Service

CALLBACK = "http://portal.test/callbacks/practice"
MOST_STEPS = 30
SHORTEST_LEAK = 4  # shorter values turn up anywhere


def applies(when: Callable[[Rehearsal], object], reason: str) -> pytest.MarkDecorator:
    """Marks a promise that not every adapter has to keep; of others it is not collected, for the reason given."""
    return pytest.mark.applies(when, reason)


class Rehearsal:
    """One adapter, the facts to practise with, and what a portal does with them."""

    adapter: ClassVar[type[DeclaredAdapter]]
    good: ClassVar[Mapping[str, str]] = {}

    @property
    def service(self) -> Service:
        """The service that the adapter reaches, as life_events declares it."""
        return registry().services[self.adapter.key]

    @property
    def agency(self) -> str:
        """The agency whose office it is."""
        return self.adapter().agency

    @property
    def facts(self) -> dict[str, str]:
        """Every fact that the service reads: the example's, unless the test has its own."""
        return example_facts(self.service) | dict(self.good)

    @property
    def later(self) -> dict[str, str]:
        """Those of the facts that may come later."""
        return {name: value for name, value in self.facts.items() if name in later_facts(self.service)}

    @property
    def start(self) -> dict[str, str]:
        """Those of the facts that are there at the start."""
        return {name: value for name, value in self.facts.items() if name not in self.later}

    @property
    def something_later(self) -> dict[str, str]:
        """What may be supplied later, or some fact once more where all are there at the start."""
        return self.later or dict([next(iter(self.start.items()))])

    @property
    def from_others(self) -> dict[str, str]:
        """Those of the facts that other services write: they may come by any way, and after the office was asked."""
        others = (each for key, each in registry().services.items() if key != self.service.key)
        written = {fact for each in others for fact in each.writes_facts()}
        return {name: value for name, value in self.facts.items() if name in written}

    def office(self, town: PracticeTown) -> httpx.AsyncClient:
        """Returns a client for the adapter's office."""
        return town.office(self.agency)

    def submission(
        self,
        facts: Mapping[str, str],
        key: str = "first",
        *,
        to_come: tuple[str, ...] = (),
        withheld: tuple[str, ...] = (),
    ) -> Submission:
        """Returns what a portal would hand to the adapter."""
        return Submission(
            handoff_id=f"handoff-{key}",
            key=key,
            facts=facts,
            envelope=Envelope("case-1", "salt"),
            callback_url=CALLBACK,
            withheld=withheld,
            to_come=to_come,
        )

    async def asked(self, town: PracticeTown) -> Outcome:
        """Asks the office to act with what is there at the start, and announces the rest."""
        return await self.adapter().submit(self.submission(self.start, to_come=tuple(self.later)), self.office(town))

    async def decided(self, town: PracticeTown, outcome: Outcome, later: Mapping[str, str]) -> Outcome:
        """Lets the calendar go on, and supplies what the office waits for, until it decides or nobody has that."""
        for step in range(MOST_STEPS):
            if not isinstance(outcome, Pending | Posted):
                return outcome
            waiting_for = outcome.waiting_for if isinstance(outcome, Pending) else ()
            wanted = {name: value for name, value in later.items() if name in waiting_for}
            if wanted:
                later = {name: value for name, value in later.items() if name not in wanted}
                given = self.submission(wanted, f"later-{step}")
                outcome = await self.adapter().supply(outcome.reference, given, self.office(town))
            elif waiting_for and not town.world().on_the_way():
                return outcome
            else:
                outcome = await self._news(town, outcome)
        return outcome

    def sent(self, town: PracticeTown) -> Mapping[str, Any]:
        """Returns what the office was sent last, as the office reads it."""
        procedure = town.procedure(self.adapter.key)
        return procedure.language.understand(town.wire.exchanges[-1].request.content, procedure.form)

    def answered(self, town: PracticeTown) -> Mapping[str, Any]:
        """Returns what the office answered last, as the adapter reads it."""
        return self.adapter().decode(town.wire.exchanges[-1].response.content, "")

    def said(self, town: PracticeTown, answer: Mapping[str, Any]) -> bytes:
        """Returns an answer as the office would write it."""
        return town.procedure(self.adapter.key).language.say(answer)

    def leaks(self, text: str, facts: Mapping[str, str]) -> list[str]:
        """Returns the facts whose values, as we or as the office writes them, are found in a text."""
        known, subject = registry().facts, self.adapter()
        telling = {name: value for name, value in facts.items() if known[name].kind not in (Kind.YES_NO, Kind.CHOICE)}
        written = {name: {value, *map(str, subject.preview({name: value}).values())} for name, value in telling.items()}
        return [
            name
            for name, forms in written.items()
            if any(len(form) >= SHORTEST_LEAK and form in text for form in forms)
        ]

    async def _news(self, town: PracticeTown, outcome: Pending | Posted) -> Outcome:
        """Moves the calendar until the office says something new, by itself or because it is asked."""
        heard = len(town.letterbox.messages)
        while len(town.letterbox.messages) == heard:
            assert await town.next_event(), "The office has nothing left to do and never said what it decided."
            if self.adapter.follow_up_days is not None:
                return await self.adapter().follow_up(outcome.reference, self.office(town))
        return self.adapter().hear(town.letterbox.messages[-1].body.encode())


def reference(outcome: Outcome) -> str:
    """Returns the office's reference for what it took."""
    assert not isinstance(outcome, Declined), f"The office said no ({outcome.code}) to what should be good."
    return outcome.reference


def answering(status: int, content: bytes) -> httpx.AsyncClient:
    """Returns a client for an office that answers the same to everything."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=content)

    return httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://town.test")


def failing(error: type[httpx.TransportError]) -> httpx.AsyncClient:
    """Returns a client for an office to which every connection fails in the same way."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise error("it broke", request=request)

    return httpx.AsyncClient(transport=httpx.MockTransport(fail), base_url="http://town.test")
