"""What every adapter keeps, as a test class to inherit: set `adapter` and `bad`, and `good` where the example won't do.

Each test is one promise of the table in `backoffice_adapters.api`. The office is the simulated one, reached over HTTP
inside the process, and its calendar moves as far as a request needs.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
import pytest_asyncio

from backoffice_adapters.api import (
    Accepted,
    Declined,
    OfficeError,
    Outcome,
    Pending,
)
from frontdoor.discovery import registry
from frontdoor.journey.answers import parse
from frontdoor.journey.examples import later_facts, optional_facts
from frontdoor.testing.faults import FaultContract
from frontdoor.testing.rehearsal import CALLBACK, answering, applies, reference
from frontdoor.testing.town import PracticeTown

FAR_AHEAD = date(2100, 1, 1)


LATER_FACTS = applies(lambda subject: subject.later, "its service has all facts when it is asked")
OPTIONAL_FACTS = applies(lambda subject: optional_facts(subject.service), "its service does without no fact")
FROM_OTHERS = applies(lambda subject: subject.from_others, "its service needs nothing that another service writes")
CALLS_BACK = applies(lambda subject: subject.adapter.follow_up_days is None, "its office is asked, and never calls")
SAYS_NO = applies(lambda subject: subject.adapter.refused, "its office has no word for no")


class AdapterContract(FaultContract):
    """The promises of one adapter.

    adapter   the class under test
    good      facts that take the place of the example's, where the office would not do all of its work with those
    bad       facts that take the place of good ones, so that the office says no
    """

    bad: ClassVar[Mapping[str, str]]

    @pytest_asyncio.fixture
    async def town(self, tmp_path: Path) -> AsyncIterator[PracticeTown]:
        """A town with the adapter's office in it."""
        town = PracticeTown(tmp_path / "town", only=self.agency)
        yield town
        await town.close()

    def test_it_describes_itself(self) -> None:
        """Its declaration, with the service's and the agency's, has all that people are shown."""
        subject, service, agency = self.adapter(), self.service, registry().agencies[self.agency]
        assert service.agency == subject.agency == subject.key.partition(".")[0]
        assert subject.path.startswith("/")
        assert not subject.path.endswith("/")
        assert all([service.title, service.does, service.purpose.why, service.purpose.law, service.purpose.basis])
        assert all([agency.title, agency.owner, agency.fallback])
        assert (self.adapter.__doc__ or "").strip(), "an adapter says in a sentence what it does"
        assert subject.follow_up_days is None or subject.follow_up_days > 0
        assert service.purpose.retention_days > 0, "a purpose says for how long"
        assert service.usually.entry.source, "how long it usually takes has a source"
        assert service.deadline is None or service.deadline.days.entry.source, "a deadline has a source"

    def test_it_sends_exactly_what_its_service_reads(self) -> None:
        """No less, or the office lacks something; no more, or the citizen was not told."""
        assert self.adapter().needs == self.service.reads_facts()

    def test_it_learns_exactly_what_its_service_writes(self) -> None:
        """What others wait for comes from here, and nothing that nobody declared."""
        assert self.adapter().gives == self.service.writes_facts()

    def test_no_fact_gets_lost_on_the_way(self) -> None:
        """Each fact makes a difference to what the office receives."""
        whole = self.adapter().preview(self.facts)
        for name in self.facts:
            without = self.adapter().preview({other: value for other, value in self.facts.items() if other != name})
            assert without != whole, f"the office would not notice if it were not sent {name}"

    async def test_only_declared_facts_go_over_the_wire(self, town: PracticeTown) -> None:
        """An adapter that is handed too much still sends only what it declared."""
        canaries = {name: f"canary {name}" for name in registry().facts if name not in self.adapter().needs}

        await self.adapter().submit(self.submission(self.facts | canaries), self.office(town))

        sent = town.wire.exchanges[-1].request
        assert set(self.sent(town)) <= set(self.adapter().sends)
        assert "canary" not in f"{sent.url} {sent.headers} {sent.content!r}"

    async def test_the_preview_is_what_is_sent(self, town: PracticeTown) -> None:
        """The citizen is shown exactly what the office will get."""
        await self.adapter().submit(self.submission(self.facts), self.office(town))

        assert self.sent(town) == self.adapter().preview(self.facts)

    async def test_the_key_the_envelope_and_where_to_answer_go_along(self, town: PracticeTown) -> None:
        """Without its key, a request that is sent again would be done again."""
        taken = reference(await self.asked(town))
        await self.adapter().supply(taken, self.submission(self.something_later, "later"), self.office(town))

        for key, exchange in zip(("first", "later"), town.wire.exchanges, strict=True):
            assert exchange.request.headers.get("Idempotency-Key") == key
            assert exchange.request.headers.get("Handoff-Id") == f"handoff-{key}"
            assert exchange.request.headers.get("Case-Envelope") == "case-1:salt"
            assert exchange.request.headers.get("Callback-Url") == CALLBACK
        announced = town.wire.exchanges[0].request.headers.get("Facts-To-Come", "")
        assert bool(announced) == bool(self.later), "the office is told which of its fields will come later"

    @LATER_FACTS
    async def test_it_is_accepted_when_facts_come_one_after_the_other(self, town: PracticeTown) -> None:
        """The office takes it, waits for what comes later, and produces all that the service writes."""
        self._done(await self.decided(town, await self.asked(town), self.later), town)

    async def test_it_is_accepted_when_all_facts_come_at_once(self, town: PracticeTown) -> None:
        """So it is when nothing has to be waited for."""
        taken = await self.adapter().submit(self.submission(self.facts), self.office(town))

        self._done(await self.decided(town, taken, {}), town)

    @OPTIONAL_FACTS
    async def test_it_is_taken_without_the_facts_that_are_optional(self, town: PracticeTown) -> None:
        """What the service declares to be optional is not compulsory on the office's form."""
        needed = {name: value for name, value in self.start.items() if name not in optional_facts(self.service)}

        assert reference(await self.adapter().submit(self.submission(needed), self.office(town)))

    async def test_it_is_declined_with_a_reason(self, town: PracticeTown) -> None:
        """The office's no is a value, whose reason can be shown to anybody."""
        facts = self.facts | dict(self.bad)
        taken = await self.adapter().submit(self.submission(facts), self.office(town))

        outcome = await self.decided(town, taken, {})

        assert isinstance(outcome, Declined), "the office is expected to say no to what is bad"
        assert outcome.code.strip()
        assert outcome.reason.strip()
        assert not self.leaks(outcome.reason, facts)

    @FROM_OTHERS
    async def test_an_office_that_waits_for_what_others_bring_is_understood(self, town: PracticeTown) -> None:
        """What other services write may come after the office was asked: it says that it waits, and for what."""
        brought = self.from_others
        told = {name: value for name, value in self.facts.items() if name not in brought}
        taken = await self.adapter().submit(self.submission(told, to_come=tuple(brought)), self.office(town))

        assert not isinstance(await self.decided(town, taken, brought), Pending)

    @LATER_FACTS
    async def test_an_office_that_is_told_what_will_not_come_goes_on(self, town: PracticeTown) -> None:
        """It decides without, one way or the other, and does not wait for ever."""
        taken = await self.asked(town)
        never = self.submission({}, "never", withheld=tuple(later_facts(self.service)))

        taken = await self.adapter().supply(reference(taken), never, self.office(town))

        assert not isinstance(await self.decided(town, taken, {}), Pending)

    @SAYS_NO
    async def test_a_no_that_comes_late_is_a_no(self, town: PracticeTown) -> None:
        """An office may take a request, and say afterwards that it will not do it."""
        await self.adapter().submit(self.submission(self.facts), self.office(town))
        answer = self.answered(town)
        refusal = {
            self.adapter.state: self.adapter.refused[0],
            self.adapter.reason: "Not any more.",
            self.adapter.code: next(iter(self.adapter.reasons), "X"),
        }

        assert isinstance(self.adapter().hear(self.said(town, {**answer, **refusal})), Declined)

    async def test_what_its_clerk_has_to_look_at_is_heard(self, town: PracticeTown) -> None:
        """Whoever waits for an office's clerk is told so, and not that all goes its way."""
        await self.adapter().submit(self.submission(self.facts), self.office(town))
        words, looks = town.procedure(self.adapter.key).words, "Our clerk has to look at it."
        by_clerk = {words.state: words.clerical or self.adapter.under_way[0], words.clerk: looks}

        heard = self.adapter().hear(self.said(town, {**self.answered(town), **by_clerk}))

        assert isinstance(heard, Pending)
        assert heard.clerk
        assert words.clerical or heard.clerk == looks

    async def test_sending_twice_has_one_effect(self, town: PracticeTown) -> None:
        """An answer that got lost is asked for once more, and the office has one request on its books."""
        submission = self.submission(self.facts)
        first = await self.adapter().submit(submission, self.office(town))
        second = await self.adapter().submit(submission, self.office(town))

        assert reference(first) == reference(second)
        assert town.books(self.agency) == ["first"]

    async def test_supplying_twice_has_one_effect(self, town: PracticeTown) -> None:
        """So it is with what is supplied later."""
        taken = reference(await self.asked(town))
        given = self.submission(self.something_later, "later")

        first = await self.adapter().supply(taken, given, self.office(town))
        second = await self.adapter().supply(taken, given, self.office(town))

        assert first == second
        assert town.supplied(self.agency) == ["later"]

    async def test_nothing_leaks(self, town: PracticeTown, caplog: pytest.LogCaptureFixture) -> None:
        """No error, repr or log shows a fact, though the office repeats in its answer all that it was sent."""
        caplog.set_level(logging.DEBUG)
        submission = self.submission(self.facts)
        outcome = await self.adapter().submit(submission, self.office(town))
        echo, answer = json.dumps(self.sent(town)), self.answered(town)
        complain, errors = town.procedure(self.adapter.key).language.complain, []
        for status, said in (
            (200, self.said(town, {**answer, self.adapter.state: echo})),
            (200, self.said(town, {**answer, **dict.fromkeys(self.adapter.learns, echo)})),
            (200, self.said(town, dict.fromkeys(answer, echo))),
            (400, complain(echo)),
            (500, complain(echo)),
        ):
            try:
                await self.adapter().submit(submission, answering(status, said))
            except OfficeError as error:
                errors.append(f"{error} {error!r} {''.join(traceback.format_exception(error))}")

        assert not self.leaks("\n".join(errors), self.facts), "an error shows a fact"
        assert not self.leaks(f"{submission} {outcome}", self.facts), "a repr shows a fact"
        assert not self.leaks(caplog.text, self.facts), "a log shows a fact"

    async def test_outcomes_survive_json(self, town: PracticeTown) -> None:
        """What the portal keeps of an outcome is the outcome."""
        taken = await self.adapter().submit(self.submission(self.facts), self.office(town))
        for outcome in (taken, await self.decided(town, taken, {})):
            kept = json.loads(json.dumps(asdict(outcome), default=str))
            again: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
            }
            assert replace(type(outcome)(**again), office_time=outcome.office_time) == outcome

    async def test_a_callback_is_understood_as_an_answer_is(self, town: PracticeTown) -> None:
        """What the office says by itself is what it says when it is asked."""
        taken = await self.adapter().submit(self.submission(self.facts), self.office(town))
        decided = await self.decided(town, taken, {})
        told = await self.adapter().follow_up(reference(taken), self.office(town))
        posted = [message.body.encode() for message in town.letterbox.messages]
        heard = self.adapter().hear(posted[-1] if posted else town.wire.exchanges[-1].response.content)

        assert heard == replace(told, office_time=None) == replace(decided, office_time=None)

    @CALLS_BACK
    async def test_a_callback_that_comes_twice_says_the_same(self, town: PracticeTown) -> None:
        """The portal takes it once; the adapter keeps nothing of what it heard."""
        taken = await self.adapter().submit(self.submission(self.facts), self.office(town))
        await self.decided(town, taken, {})
        body = town.letterbox.messages[-1].body if town.letterbox.messages else town.wire.exchanges[-1].response.text
        subject = self.adapter()

        assert subject.hear(body.encode()) == subject.hear(body.encode())

    def _done(self, outcome: Outcome, town: PracticeTown) -> None:
        """Checks that a yes came with all that the service writes, in canonical form, as the office itself said it.

        What a service writes only where there is something of the kind to say may be missing.
        """
        assert isinstance(outcome, Accepted), "the office is expected to accept what is good"
        assert outcome.reference
        always = {write.fact for write in self.service.writes if not write.optional}
        assert always <= outcome.learned.keys() <= self.service.writes_facts()
        answers = [message.body.encode() for message in town.letterbox.messages]
        answers += [exchange.response.content for exchange in town.wire.exchanges]
        bodies = [self.adapter().decode(answer, outcome.reference) for answer in answers]
        said = {
            (field.fact, field.form.read(body[name]))
            for name, field in {name: self.adapter().learned(name) for name in self.adapter.learns}.items()
            for body in bodies
            if body.get(name) is not None
        }
        for name, value in outcome.learned.items():
            assert parse(registry().facts[name], value, FAR_AHEAD) == value, f"{name} is not in canonical form"
            assert (name, value) in said, f"the office never said this {name}"
