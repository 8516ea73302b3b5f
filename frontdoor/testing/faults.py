"""What an adapter keeps when its office does not answer as agreed: late, never, nonsense, or in other words."""

from __future__ import annotations

import httpx
import pytest

from backoffice_adapters.api import OfficeError, OfficeLost, OfficeMisbehaved, OfficeUnavailable
from backoffice_adapters.simulated import wire
from frontdoor.testing.rehearsal import Rehearsal, answering, applies, failing, reference
from frontdoor.testing.town import PracticeTown

SHAPES = {
    "nothing": b"",
    "a list": b"[]",
    "an empty object": b"{}",
    "null": b"null",
    "a text": b'"done"',
    "too deep": b"[" * 100_000,
    "a word": b"done",
}


ASKED_BY_KEY = applies(lambda subject: subject.adapter.asked_by_key, "its office cannot be asked by key")


class FaultContract(Rehearsal):
    """The part of the contract that is about faults; inherit `AdapterContract`, which has all of it."""

    @pytest.mark.parametrize(("fault", "error"), [("down", OfficeUnavailable), ("garbled", OfficeMisbehaved)])
    async def test_a_fault_of_the_office_has_its_own_error(
        self, town: PracticeTown, fault: str, error: type[OfficeError]
    ) -> None:
        """Down is tried again; nonsense is not, and is told to the adapter's owner. It is so for every question."""
        subject, office, taken = self.adapter(), self.office(town), reference(await self.asked(town))
        town.break_office(self.agency, fault)

        with pytest.raises(error):
            await subject.submit(self.submission(self.start), office)
        with pytest.raises(error):
            await subject.supply(taken, self.submission(self.something_later, "later"), office)
        with pytest.raises(error):
            await subject.follow_up(taken, office)

    async def test_an_office_that_takes_its_time_is_waited_for(
        self, town: PracticeTown, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """How long is too long is the portal's to say, and the same for all."""
        monkeypatch.setattr(wire, "SLOW_SECONDS", 0.1)
        town.break_office(self.agency, "slow")

        assert reference(await self.asked(town))

    async def test_what_the_office_has_lost_is_not_under_way(self, town: PracticeTown) -> None:
        """An office that knows nothing of a request does not answer it, whatever it says."""
        with pytest.raises(OfficeLost):
            await self.adapter().follow_up("NOBODY-KNOWS-THIS", self.office(town))
        with pytest.raises(OfficeLost):
            await self.adapter().supply(
                "NOBODY-KNOWS-THIS", self.submission(self.something_later, "later"), self.office(town)
            )

    @ASKED_BY_KEY
    async def test_what_it_holds_under_a_key_can_be_asked(self, town: PracticeTown) -> None:
        """So it is known whether something arrived of which the answer got lost, and sent again only if it did not."""
        with pytest.raises(OfficeLost):
            await self.adapter().find("first", self.office(town))
        taken = await self.asked(town)

        assert await self.adapter().find("first", self.office(town)) == taken

        given = self.submission(self.something_later, "later")
        after = await self.adapter().supply(reference(taken), given, self.office(town))
        assert await self.adapter().find("later", self.office(town)) == after
        with pytest.raises(OfficeLost):
            await self.adapter().find("never", self.office(town))

    @pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
    async def test_too_busy_is_unavailable(self, status: int) -> None:
        """It is tried again."""
        with pytest.raises(OfficeUnavailable):
            await self.adapter().submit(self.submission(self.facts), answering(status, b"{}"))

    @pytest.mark.parametrize(
        ("broken", "sent"), [(httpx.ReadTimeout, True), (httpx.RemoteProtocolError, True), (httpx.ConnectError, False)]
    )
    async def test_no_answer_is_unavailable(self, broken: type[httpx.TransportError], sent: bool) -> None:
        """And it is known whether the office may have received it; a stub times out, as ASGITransport cannot."""
        with pytest.raises(OfficeUnavailable) as caught:
            await self.adapter().submit(self.submission(self.facts), failing(broken))
        assert caught.value.sent is sent

    @pytest.mark.parametrize("shape", SHAPES)
    async def test_an_answer_of_another_shape_misbehaves(self, shape: str) -> None:
        """Whether it answers a question or comes by itself."""
        with pytest.raises(OfficeMisbehaved):
            await self.adapter().submit(self.submission(self.facts), answering(200, SHAPES[shape]))
        with pytest.raises(OfficeMisbehaved):
            self.adapter().hear(SHAPES[shape])

    async def test_a_word_that_was_not_agreed_misbehaves(self, town: PracticeTown) -> None:
        """A state that nobody knows is not taken for `in progress`."""
        await self.adapter().submit(self.submission(self.facts), self.office(town))
        strange = self.said(town, {**self.answered(town), self.adapter.state: "mislaid"})

        with pytest.raises(OfficeMisbehaved):
            await self.adapter().submit(self.submission(self.facts), answering(200, strange))
        with pytest.raises(OfficeMisbehaved):
            self.adapter().hear(strange)

    async def test_a_word_that_has_changed_a_little_misbehaves(self, town: PracticeTown) -> None:
        """An office that begins to write its words another way is noticed at once, not taken to mean the same."""
        known = {*self.adapter.done, *self.adapter.refused, *self.adapter.under_way, *self.adapter.on_the_way}
        await self.adapter().submit(self.submission(self.facts), self.office(town))
        answer = self.answered(town)
        for drifted in {word.swapcase() for word in known} - known:
            with pytest.raises(OfficeMisbehaved):
                self.adapter().hear(self.said(town, {**answer, self.adapter.state: drifted}))
