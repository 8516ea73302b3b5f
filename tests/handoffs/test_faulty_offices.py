"""What the portal does about each fault: found in time, said truly, with an owner, and nothing done twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

import pytest

from backoffice_adapters.agencies.dvla import CloseDriverRecord
from backoffice_adapters.api import OfficeUnavailable, Outcome, Submission
from frontdoor.cases.models import Case
from frontdoor.discovery import Registry, registry
from frontdoor.handoffs.breaker import MOST_FAILURES
from frontdoor.handoffs.casedocument import CaseDocument, HandoffView
from frontdoor.handoffs.errands import Errand, Errands
from frontdoor.handoffs.events import FINAL, Status, Step
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.pausing import PauseWish, pauses
from frontdoor.handoffs.portal import Portal
from frontdoor.handoffs.setbacks import Setbacks
from frontdoor.handoffs.workqueue import Trouble, Wanted
from frontdoor.pages.citizen.standing import standing
from frontdoor.pages.citizen.words import Word
from frontdoor.testing.simulation import Simulation, example, request_of

# they live whole cases, with offices that are tried again by the wall clock
pytestmark = pytest.mark.slow

DVLA = "dvla.close_driver_record"
PENSION = "pension_scheme.pay_survivor"
PASSPORT = "passport_office.cancel_passport"


def of(document: CaseDocument, service: str) -> HandoffView:
    return next(each for each in document.acting if each.service == service)


async def events(service: str, *steps: Step) -> list[LedgerEvent]:
    numbers = await Handoff.filter(service=service).values_list("id", flat=True)
    return await LedgerEvent.filter(handoff_id__in=numbers, step__in=steps).order_by("seq")


async def submitted(portal: Portal, scenario: str = "joined_up", world: str = "") -> Case:
    return (await portal.submit(request_of(example("bereavement"), scenario=scenario, world=world))).case


# --- accepted, then lost --------------------------------------------------------------------------------------------


@pytest.fixture
def mended_when_lost(simulation: Simulation, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets an office lose what it takes until it is found out once: a test that looks from time to time may be late."""
    record = Setbacks.lost

    def loses(agency: str) -> None:
        async def lost(self: Setbacks, case_id: UUID, handoff_id: str) -> None:
            simulation.fault(agency, None)
            await record(self, case_id, handoff_id)

        simulation.fault(agency, "loses")
        monkeypatch.setattr(Setbacks, "lost", lost)

    return loses


@pytest.mark.parametrize("service", [DVLA, PENSION, PASSPORT])
async def test_what_an_office_took_and_lost_is_found_within_its_promise_time(
    simulation: Simulation, mended_when_lost: Callable[[str], None], service: str
) -> None:
    """One answers yes at once, one waits for others, one calls back: each says it has it and keeps nothing."""
    mended_when_lost(service.partition(".")[0])
    async with simulation.open_portal() as portal:
        document = await simulation.finish(await submitted(portal))
        taken = (await events(service, Step.ACKNOWLEDGED))[0].timestamp
        (lost,) = (await events(service, Step.LOST))[:1]
    promise = int(registry().services[service].usually.on(taken.date()))
    assert lost.timestamp - taken <= timedelta(days=max(1, promise) * 7 / 5 + 4), "working days, with a long weekend"
    assert of(document, service).status is Status.COMPLETED
    assert len(simulation.books()[service.partition(".")[0]]) == 1, "it acted once"


async def test_what_was_supplied_and_lost_is_found_and_supplied_again(
    simulation: Simulation, mended_when_lost: Callable[[str], None]
) -> None:
    async with simulation.open_portal() as portal:
        case = await submitted(portal, "siloed")
        await simulation.until(case, lambda each: of(each, "hmcts.grant_probate").received, 40)
        mended_when_lost("hmcts")
        document = await simulation.finish(case, 60)
    assert any(each.kind == "supply" and each.agency == "hmcts" and each.lost for each in document.handoffs)
    assert all(each.final for each in document.handoffs)


async def test_an_office_that_loses_it_again_and_again_is_asked_by_a_person(simulation: Simulation) -> None:
    simulation.fault("pension_scheme", "loses")
    async with simulation.open_portal() as portal:
        case = await submitted(portal)
        document = await simulation.until(case, lambda each: of(each, PENSION).status is Status.FAILED)
        (item,) = await portal.work_waiting(Wanted(agency="pension_scheme"))
        assert of(document, PENSION).reason == "They have lost it again and again."
        assert item.owner == registry().agencies["pension_scheme"].owner
        simulation.fault("pension_scheme", None)
        await portal.resend(item.handoff_id)
        document = await simulation.finish(case)
    assert of(document, PENSION).status is Status.COMPLETED


async def test_a_good_case_accuses_nobody_and_is_over_when_all_is_confirmed(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        case = await submitted(portal, "siloed")
        document = await simulation.finish(case, 40)
        assert not any(each.lost for each in document.handoffs)
        done = await Handoff.filter(case_id=case.id, kind__in=["acting", "supply"], status=Status.COMPLETED)
    assert len(done) > 30
    assert all(each.confirmed_at for each in done)


async def test_a_case_is_not_over_while_its_last_yes_cannot_be_confirmed(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        simulation.post.lost = True  # no office's own report confirms anything
        case = await submitted(portal)
        await simulation.until(case, lambda each: of(each, DVLA).status is Status.COMPLETED or each.standing_still)
        assert (await Handoff.get(case_id=case.id, service=DVLA)).confirmed_at is None
        simulation.post.lost = False
        await simulation.finish(case)
        assert (await Handoff.get(case_id=case.id, service=DVLA)).confirmed_at is not None


# --- no answer, or one that nobody can read -------------------------------------------------------------------------


async def test_an_answer_that_got_lost_is_asked_for_by_key_and_nothing_is_sent_again(simulation: Simulation) -> None:
    simulation.fault("dvla", "resets", 1)
    async with simulation.open_portal() as portal:
        case = await submitted(portal)
        await simulation.until(case, lambda each: of(each, DVLA).unreachable)
        simulation.fault("dvla", None)
        document = await simulation.finish(case)
        sent = await events(DVLA, Step.SENT)
    assert len(sent) == 1
    assert of(document, DVLA).status is Status.COMPLETED
    assert len(simulation.books()["dvla"]) == 1


def without(adapter: type[CloseDriverRecord], **more: bool) -> Registry:
    odd = type("Odd", (adapter,), more)()
    return replace(registry(), adapters={**registry().adapters, odd.key: odd})


async def test_an_office_that_knows_no_keys_and_cannot_be_asked_is_not_sent_twice(simulation: Simulation) -> None:
    simulation.fault("dvla", "resets")
    definitions = without(CloseDriverRecord, honours_key=False, asked_by_key=False)
    async with simulation.open_portal(definitions=definitions) as portal:
        case = await submitted(portal)
        document = await simulation.until(case, lambda each: of(each, DVLA).status is Status.UNCERTAIN)
        (item,) = await portal.work_waiting(Wanted(agency="dvla"))
        assert item.trouble is Trouble.UNCERTAIN
        assert len(await events(DVLA, Step.SENT)) == 1
    assert of(document, DVLA).reason == "It may have received the request, or not."


async def test_an_office_that_knows_no_keys_but_can_be_asked_is_asked(simulation: Simulation) -> None:
    simulation.fault("dvla", "resets")
    async with simulation.open_portal(definitions=without(CloseDriverRecord, honours_key=False)) as portal:
        case = await submitted(portal)
        await simulation.until(case, lambda each: of(each, DVLA).unreachable)
        simulation.fault("dvla", None)
        await simulation.finish(case)
        assert len(await events(DVLA, Step.SENT)) == 1


async def test_an_office_that_does_not_even_say_whether_it_has_it_is_asked_ever_more_seldom(
    simulation: Simulation,
) -> None:
    simulation.fault("dvla", "hangs")
    simulation.settings = replace(simulation.settings, office_seconds=0.1)
    async with simulation.open_portal() as portal:
        case = await submitted(portal)
        document = await simulation.until(case, lambda each: of(each, DVLA).attempts >= 4)
        assert of(document, DVLA).unreachable
        assert len(await events(DVLA, Step.SENT)) == 1
        simulation.fault("dvla", None)
        await simulation.finish(case)


async def test_while_some_offices_are_tried_again_and_again_the_days_of_the_others_go_on(
    simulation: Simulation,
) -> None:
    hanging = ("dvla", "council", "passport_office")
    for agency in hanging:
        simulation.fault(agency, "hangs")
    simulation.settings = replace(simulation.settings, office_seconds=0.2, retry_first=0.01, retry_longest=0.05)
    async with simulation.open_portal() as portal:
        case = await submitted(portal)
        document = await simulation.until(case, lambda each: of(each, PENSION).final)
        assert not any(of(document, service).final for service in (DVLA, PASSPORT)), "they hang still"
        for agency in hanging:
            simulation.fault(agency, None)
        await simulation.finish(case)


@pytest.mark.parametrize("kind", ["garbled", "drifts"])
async def test_an_office_that_drifts_is_parked_with_its_owner_and_never_in_progress(
    simulation: Simulation, kind: str
) -> None:
    simulation.fault("pension_scheme", kind)
    async with simulation.open_portal() as portal:
        case = await submitted(portal)
        document = await simulation.until(case, lambda each: of(each, PENSION).status is Status.FAILED)
        (item,) = await portal.work_waiting(Wanted(trouble=Trouble.DRIFTING))
        assert item.owner == registry().agencies["pension_scheme"].owner
        assert of(document, PENSION).received is None
        simulation.fault("pension_scheme", None)
        await portal.resend(item.handoff_id)
        document = await simulation.finish(case)
        assert len(await events(PENSION, Step.SENT)) == 1, "it had it all the time, and is asked instead of told"
    assert of(document, PENSION).status is Status.COMPLETED


async def test_an_office_that_drifts_when_it_is_asked_is_parked_too(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        case = await submitted(portal)
        await simulation.until(case, lambda each: of(each, PENSION).received)
        simulation.fault("pension_scheme", "drifts")
        await simulation.until(case, lambda each: of(each, PENSION).status is Status.FAILED)
        simulation.fault("pension_scheme", None)
        (item,) = await portal.work_waiting(Wanted(agency="pension_scheme"))
        await portal.resend(item.handoff_id)
        document = await simulation.finish(case)
    assert of(document, PENSION).status is Status.COMPLETED


async def test_when_time_is_up_it_has_an_owner_and_is_said(simulation: Simulation) -> None:
    simulation.fault("dvla", "down")
    simulation.settings = replace(simulation.settings, give_up_hours=1 / 3600)
    async with simulation.open_portal() as portal:
        case = await submitted(portal)
        document = await simulation.until(case, lambda each: of(each, DVLA).status is Status.FAILED)
        (item,) = await portal.work_waiting(Wanted(agency="dvla"))
        assert item.trouble is Trouble.FAILED
        assert item.owner == registry().agencies["dvla"].owner
        simulation.fault("dvla", None)
        await portal.resend(item.handoff_id)
        await simulation.finish(case)
    assert of(document, DVLA).reason == "It could not be reached in time."


async def test_months_do_not_pass_in_the_moment_until_the_next_try(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The undisturbed days again, though every office fails the first time that it is asked to act."""
    tried: set[str] = set()
    send = Errands.send

    async def fails_once(self: Errands, errand: Errand, submission: Submission) -> Outcome | None:
        if errand.handoff.id not in tried:
            tried.add(errand.handoff.id)
            raise OfficeUnavailable("the line was bad for a moment", sent=False)
        return await send(self, errand, submission)

    async with simulation.open_portal() as portal:
        undisturbed = await simulation.finish(await submitted(portal, "as_is_2026", "undisturbed"), 60)
        monkeypatch.setattr(Errands, "send", fails_once)
        disturbed = await simulation.finish(await submitted(portal, "as_is_2026", "disturbed"), 120)
    assert len(tried) > len(disturbed.acting) / 2
    assert [each.status for each in disturbed.acting] == [each.status for each in undisturbed.acting]
    assert {each.service: each.ended for each in disturbed.acting} == {
        each.service: each.ended for each in undisturbed.acting
    }


async def after_its_day(simulation: Simulation) -> Case:
    """Makes a request of which the DVLA's part should have been done the day before; nobody has begun."""
    async with simulation.open_portal(work=False) as portal:
        case = await submitted(portal)
        await Handoff.filter(service=DVLA).update(deadline_at=case.submitted_at - timedelta(days=1))
    simulation.fault("dvla", "down")
    return case


async def test_one_failure_after_the_deadlines_day_is_not_the_end(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is bad for a moment, on a day when it is late already."""
    record = Setbacks.not_handed_over

    async def mended(self: Setbacks, *about: Any) -> None:
        simulation.fault("dvla", None)
        await record(self, *about)

    case = await after_its_day(simulation)
    monkeypatch.setattr(Setbacks, "not_handed_over", mended)
    async with simulation.open_portal() as portal:
        document = await simulation.finish(case)
        assert await portal.work_waiting() == []
        assert len(await events(DVLA, Step.UNANSWERED)) == 1
    assert of(document, DVLA).status is Status.COMPLETED


async def test_after_the_deadlines_day_a_person_is_asked_when_an_office_failed_again_and_again(
    simulation: Simulation,
) -> None:
    case = await after_its_day(simulation)
    async with simulation.open_portal() as portal:
        document = await simulation.until(case, lambda each: of(each, DVLA).status is Status.FAILED)
        (item,) = await portal.work_waiting(Wanted(agency="dvla"))
    assert item.owner == registry().agencies["dvla"].owner
    assert of(document, DVLA).attempts == MOST_FAILURES


# --- what comes twice, early, late, or in another order (R7) --------------------------------------------------------


async def test_whatever_the_order_the_end_is_the_same(simulation: Simulation) -> None:
    """Some offices repeat themselves, some say old news last, some are a day off; an old message changes nothing."""
    simulation.differing = True
    async with simulation.open_portal() as portal:
        good = await simulation.finish(await submitted(portal, "siloed", "good"), 60)
        kinds = cycle(("clock-off", "repeats", "disorders"))
        for agency in sorted(registry().agencies):
            simulation.fault(agency, next(kinds))
        simulation.fault("pension_scheme", "disorders")
        case = await submitted(portal, "siloed", "odd")
        odd = await simulation.finish(case, 90)
        disorder = LedgerEvent.filter(case_id=case.id, activity__in=["handoff.out_of_order", "handoff.late"])
        assert await disorder.count()
    assert {each.service: each.status for each in odd.acting} == {each.service: each.status for each in good.acting}
    assert not any(each.lost for each in (*good.handoffs, *odd.handoffs))
    for agency, requests in simulation.books("odd").items():
        assert len({key for key, _ in requests}) == len(requests), agency


async def test_a_yes_that_is_taken_back_is_said_and_stays_so(simulation: Simulation) -> None:
    simulation.fault("dvla", "refuses-late")
    async with simulation.open_portal() as portal:
        case = await submitted(portal)
        document = await simulation.until(case, lambda each: of(each, DVLA).status is Status.RETRACTED)
        assert of(document, DVLA).reason.startswith("We have found on checking")
        document = await simulation.finish(case)
    assert of(document, DVLA).status is Status.RETRACTED


async def test_nobody_found_is_a_no_with_its_reason(simulation: Simulation) -> None:
    simulation.fault("pension_scheme", "no-match")
    async with simulation.open_portal() as portal:
        document = await simulation.finish(await submitted(portal))
    assert of(document, PENSION).status is Status.DECLINED
    assert of(document, PENSION).reason == "We hold no record under this name and date of birth."


async def test_what_waits_for_something_that_went_to_another_file_gets_an_owner(simulation: Simulation) -> None:
    """HMRC files the tax account under somebody else, so the code that it sends to probate is about nobody there."""
    simulation.fault("hmrc", "wrong-person")
    simulation.differing = True
    async with simulation.open_portal() as portal:
        case = await submitted(portal)
        stuck: Callable[[CaseDocument], object] = lambda each: each.finished or each.standing_still  # noqa: E731
        document = await simulation.until(case, stuck, 60)
        owned = {item.service for item in await portal.work_waiting()}
        waiting = {each.service for each in document.waiting}
    open_ones = {each.service for each in document.acting if not each.final}
    assert open_ones <= owned | waiting
    assert not open_ones or owned


# --- paused by an operator ------------------------------------------------------------------------------------------


@pytest.mark.both_databases
async def test_nothing_goes_to_an_office_that_is_paused_and_all_of_it_when_it_is_resumed(
    simulation: Simulation,
) -> None:
    async with simulation.open_portal() as portal:
        await portal.pause("dvla", PauseWish(by="Grace Hopper", reason="moving house"))
        case = await submitted(portal)
        document = await simulation.until(
            case, lambda each: sum(not one.final for one in each.acting) == 1 and each.standing_still
        )
        assert of(document, DVLA).status is Status.READY
        assert of(document, DVLA).paused
        assert "an operator has paused Driver and Vehicle Licensing Agency (DVLA)" in document.standing_still
        assert simulation.books()["dvla"] == []
        (item,) = await portal.work_waiting(Wanted(agency="dvla"))
        assert (item.trouble, item.owner) == (Trouble.PAUSED, registry().agencies["dvla"].owner)
        (standing,) = [each for each in await portal.roll_call() if each.paused]
        assert (standing.agency, standing.paused_by, standing.waiting) == ("dvla", "Grace Hopper", 1)
        await portal.resume("dvla", PauseWish(by="Ada Lovelace"))
        document = await simulation.finish(case)
        said = [(each.activity, each.data["by"]) for each in await pauses("dvla")]
        assert said == [("office.resumed", "Ada Lovelace"), ("office.paused", "Grace Hopper")]
    assert {each.status for each in document.acting} <= FINAL
    assert not of(document, DVLA).paused


async def test_they_have_it_is_not_said_for_longer_than_the_promise_of_an_office_that_may_not_be_asked(
    simulation: Simulation,
) -> None:
    async with simulation.open_portal() as portal:
        case = await submitted(portal)
        await simulation.until(case, lambda each: of(each, PENSION).received)
        simulation.fault("pension_scheme", "down")  # it says nothing by itself either
        await portal.pause("pension_scheme", PauseWish(by="Grace Hopper"))
        document = await simulation.until(case, lambda each: of(each, PENSION).unconfirmed, 60)
        assert of(document, PENSION).received
        shown = standing(document, of(document, PENSION), registry())
        assert shown.word is not Word.HAVE
        assert "ask them nothing for the moment" in shown.happened
        simulation.fault("pension_scheme", None)
        await portal.resume("pension_scheme", PauseWish(by="Grace Hopper"))
        await simulation.finish(case)


# --- all offices are asked what they have ----------------------------------------------------------------------------


@pytest.mark.both_databases
async def test_taking_stock_finds_what_an_office_lost_and_has_it_handed_over_anew(simulation: Simulation) -> None:
    simulation.fault("passport_office", "loses")
    async with simulation.open_portal() as portal:
        await portal.pause("dvla", PauseWish(by="Grace Hopper"))
        case = await submitted(portal)
        await simulation.until(case, lambda each: of(each, PASSPORT).received)
        stock = await portal.take_stock()
        missing = [each for each in stock.missing if each.service == PASSPORT]
        document = await portal.reread(case.id)
        assert missing or of(document, PASSPORT).lost, "found by us, or by the worker a moment before"
        assert {each.service for each in stock.missing} <= {PASSPORT}
        assert all(
            each.asked == each.found + each.missing + each.unreached + each.not_comparable for each in stock.offices
        )
        await simulation.until(case, lambda each: of(each, PASSPORT).lost)
        simulation.fault("passport_office", None)
        await portal.resume("dvla", PauseWish(by="Grace Hopper"))
        await simulation.finish(case)
        again = await portal.take_stock()
    assert again.missing == ()
    assert sum(each.found for each in again.offices) > 5
    assert all(each.unreached == 0 for each in again.offices)
