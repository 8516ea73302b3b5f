"""Offices that are down, slow or broken: the others go on, nothing is sent twice in effect, and all is on record."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import httpx
import pytest

from backoffice_adapters.agencies.passport_office import CancelPassport
from backoffice_adapters.api import Outcome, Submission
from backoffice_adapters.formats import Plain
from frontdoor.discovery import registry
from frontdoor.handoffs.events import Status, Step
from frontdoor.handoffs.models import LedgerEvent
from frontdoor.testing.simulation import WORLD, Simulation, example, request_of
from tests.handoffs.signing import sent

# they wait for offices to be tried again, by the wall clock
pytestmark = pytest.mark.slow


async def test_one_office_down_holds_up_only_those_that_need_it(simulation: Simulation) -> None:
    """features.md D9: simulated offices with faults that are switched on."""
    simulation.fault("dvla", "down")
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        document = await simulation.until(
            accepted.case, lambda each: sum(not one.final for one in each.acting) == 1 and each.standing_still
        )
        dvla = next(each for each in document.acting if each.agency == "dvla")
        assert dvla.unreachable
        assert dvla.status is Status.READY
        assert "until somebody acts or an office answers again" in document.standing_still
        simulation.fault("dvla", None)
        document = await simulation.finish(accepted.case, 45)
    assert all(each.final for each in document.acting)
    assert len(simulation.books()["dvla"]) == 1


async def test_an_office_down_in_the_middle_does_no_work_and_catches_up(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        simulation.fault("hmcts", "down")
        accepted = await portal.submit(request_of(example("bereavement")))
        document = await simulation.until(
            accepted.case,
            lambda each: any(one.agency == "hmcts" and one.unreachable for one in each.acting),
        )
        waiting = {each.service: each.for_ for each in document.waiting}
        assert waiting["bank.close_accounts"] == ("hmcts.grant_probate",), "who waits for whom is said"
        simulation.fault("hmcts", None)
        document = await simulation.finish(accepted.case, 45)
    assert Counter(str(each.status) for each in document.acting)["completed"] == 18


async def test_an_answer_that_nobody_can_read_is_not_tried_again_but_shown(simulation: Simulation) -> None:
    simulation.fault("passport_office", "garbled")
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        failed = await simulation.until(
            accepted.case, lambda each: any(one.status is Status.FAILED for one in each.acting)
        )
        passport = next(each for each in failed.acting if each.status is Status.FAILED)
        assert passport.agency == "passport_office"
        assert passport.attempts == 1
        assert not failed.finished
        simulation.fault("passport_office", None)
        await portal.resend(passport.handoff_id)
        document = await simulation.finish(accepted.case)
    assert all(each.final for each in document.acting)
    assert len(simulation.books()["passport_office"]) == 1, "the garbled answer hid that the office had acted"


async def test_a_town_that_dies_is_waited_for(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        await simulation.until(accepted.case, lambda each: sum(one.final for one in each.acting) >= 4)
        simulation.town_is_up = False
        await simulation.until(accepted.case, lambda each: "does not answer" in each.standing_still)
        simulation.restart_town()
        simulation.town_is_up = True
        document = await simulation.finish(accepted.case, 45)
    assert all(each.final for each in document.acting)
    for agency, requests in simulation.books().items():
        keys = [key for key, _ in requests]
        assert len(keys) == len(set(keys)), agency


async def test_what_offices_say_is_not_lost_when_nobody_listens(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        simulation.post.lost = True
        await simulation.until(accepted.case, lambda each: "nobody takes it" in each.standing_still)
        simulation.post.lost = False
        document = await simulation.finish(accepted.case)
    assert document.finished


async def test_the_same_message_twice_changes_nothing(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        before = await simulation.finish(accepted.case)
        count = await LedgerEvent.filter(case_id=accepted.case.id).count()
        for message in simulation.post.carried:
            assert (await portal.hear(*sent(message.url, message.message_id, message.body.encode()))) == 200
        after = await portal.reread(accepted.case.id)
        assert await LedgerEvent.filter(case_id=accepted.case.id).count() == count
    assert after == before


async def test_a_message_after_the_end_is_noted_and_changes_nothing(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        before = await simulation.finish(accepted.case)
        message = simulation.post.carried[0]
        assert (await portal.hear(*sent(message.url, "another number", message.body.encode()))) == 410
        after = await portal.reread(accepted.case.id)
        late = await LedgerEvent.filter(case_id=accepted.case.id, activity="handoff.late").count()
    assert late == 1
    assert after.acting == before.acting


async def test_a_message_at_an_unknown_address_is_refused(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        assert (await portal.hear("guess", {"webhook-id": "1"}, b"{}")) == 404


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"status": "Registered"}', b'{"status": "REGISTERED"}', b"\xff"])
async def test_a_message_that_cannot_be_understood_is_shown_as_failed(simulation: Simulation, body: bytes) -> None:
    async with simulation.open_portal() as portal:
        simulation.post.lost = True
        accepted = await portal.submit(request_of(example("bereavement")))
        await simulation.until(accepted.case, lambda each: "nobody takes it" in each.standing_still)
        message = simulation.town.world(WORLD).counters["register_office"].store
        office = next(each.callback for each in message.all())
        assert (await portal.hear(*sent(office, "garbled", body))) == 422
        document = await portal.reread(accepted.case.id)
        registration = next(each for each in document.acting if each.agency == "register_office")
        assert registration.status is Status.FAILED
        simulation.post.lost = False
        document = await simulation.finish(accepted.case)
    assert registration.reason == "Its message could not be understood."
    assert document.finished, "a good message that comes later still counts"


async def test_what_was_sent_when_the_portal_died_is_taken_up_again(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with simulation.open_portal(work=False) as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        document = await portal.reread(accepted.case.id)
        ready = [each for each in document.acting if each.status is Status.READY]
        assert ready
        # the office gets it and acts, and the portal dies before the answer is on record
        monkeypatch.setattr(portal.dispatcher, "_answered", lambda *_: asyncio.Event().wait())
        portal.dispatcher.departures.begin()
        trips = await portal.dispatcher.departures.set_out(accepted.case.id)
        (trip,) = (each for each in trips if each.handoff_id == ready[0].handoff_id)
        task = asyncio.create_task(portal.dispatcher.travel(trip))
        while not any(simulation.books().values()):  # noqa: ASYNC110 the office has no event to wait for
            await asyncio.sleep(0)
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with simulation.open_portal():
        document = await simulation.finish(accepted.case)
        events = await LedgerEvent.filter(handoff_id=ready[0].handoff_id).order_by("seq")
    steps = [event.step for event in events]
    assert steps.count(Step.SENT) == 1, "the office was asked what it holds under the key, and nothing was sent again"
    assert Step.RESUMED in steps
    assert document.finished
    for requests in simulation.books().values():
        assert len({key for key, _ in requests}) == len(requests)


async def test_a_mistake_of_our_own_is_shown_as_failed_and_holds_up_nobody(simulation: Simulation) -> None:
    class Broken(CancelPassport):
        async def submit(self, submission: Submission, office: httpx.AsyncClient) -> Outcome:
            raise ZeroDivisionError(submission.facts["deceased.last_name"])

    key = CancelPassport.key
    broken = replace(registry(), adapters={**registry().adapters, key: Broken()})
    async with simulation.open_portal(definitions=broken) as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        document = await simulation.until(
            accepted.case, lambda each: sum(not one.final for one in each.acting) == 1 and each.standing_still
        )
    failed = next(each for each in document.acting if not each.final)
    assert (failed.service, failed.status) == (key, Status.FAILED)
    assert failed.reason == "Something went wrong on our side."


async def test_a_mistake_of_our_own_is_logged_without_facts(
    simulation: Simulation, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(CancelPassport):
        def preview(self, facts: Mapping[str, str]) -> dict[str, Plain]:
            raise KeyError(facts["deceased.last_name"])

    broken = replace(registry(), adapters={**registry().adapters, CancelPassport.key: Broken()})
    async with simulation.open_portal(definitions=broken) as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        await simulation.until(accepted.case, lambda each: any(one.status is Status.FAILED for one in each.acting))
    assert "KeyError" in caplog.text
    assert "Ashworth" not in caplog.text
