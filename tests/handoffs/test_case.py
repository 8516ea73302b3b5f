"""One request, all the way: what reaches whom, in what order, and what is on record afterwards."""

from uuid import UUID

import pytest

from frontdoor.cases.models import Case
from frontdoor.discovery import registry
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.handoffs.events import FINAL, Status, Step, fold
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.testing.simulation import Simulation, example, request_of


async def check_the_ledger(case_id: UUID) -> None:
    """Holds for every case at every moment: status is a fold of events, and every sending was recorded first."""
    case = await Case.get(id=case_id)
    events = await LedgerEvent.filter(case_id=case_id).order_by("seq")
    numbers = {event.event_id: event.seq for event in events}
    assert len(numbers) == len(events)
    for event in events:
        if event.cause_event_id:
            assert numbers[event.cause_event_id] < event.seq, "a cause comes before what it causes"
    moments = [event.timestamp for event in events]
    assert moments == sorted(moments), "the office calendar never runs backwards in one case"
    handoffs = await Handoff.filter(case_id=case_id)
    for handoff in handoffs:
        steps = [Step(event.step) for event in events if event.handoff_id == handoff.id and event.step]
        assert fold(steps) is Status(handoff.status), handoff.target
        if handoff.known_as or handoff.received_at:
            assert Step.SENT in steps
    acting = [handoff.service for handoff in handoffs if handoff.service]
    assert sorted(acting) == sorted(each["service"] for each in case.plan["services"])


def finished(document: CaseDocument) -> dict[str, str]:
    return {str(each.service): str(each.status) for each in document.acting}


@pytest.mark.both_databases
async def test_the_full_example_ends_with_every_service_final(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        document = await simulation.finish(accepted.case)
        await check_the_ledger(accepted.case.id)
    ends = finished(document)
    assert len(ends) == 19
    assert sum(status == "completed" for status in ends.values()) >= 14
    assert set(ends.values()) <= {str(status) for status in FINAL}
    assert document.calendar_days > 60
    assert document.waiting == ()
    assert document.tasks == ()


async def test_a_case_in_which_half_does_not_apply_says_why(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement_partial")))
        document = await simulation.finish(accepted.case)
        await check_the_ledger(accepted.case.id)
    left_out = [each for each in document.acting if each.status is Status.NOT_NEEDED]
    assert len(left_out) >= 9
    assert all(each.reason for each in left_out)
    assert not any(each.sent for each in left_out)
    assert finished(document)["register_office.register_death"] == "completed"


async def test_nothing_is_sent_before_what_it_needs_to_start_is_there(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        document = await simulation.finish(accepted.case)
    by_service = {each.service: each for each in document.acting}
    registered = by_service["register_office.register_death"]
    told = by_service["tell_us_once.pass_on_death"]
    assert registered.ended
    assert told.sent
    assert told.sent >= registered.ended
    grant, tax = by_service["hmcts.grant_probate"], by_service["hmrc.settle_inheritance_tax"]
    assert grant.sent
    assert tax.ended
    assert grant.sent >= tax.ended


async def test_what_comes_later_is_supplied_in_a_handoff_of_its_own(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement"), scenario="front_door_only"))
        document = await simulation.finish(accepted.case)
    supplies = {(each.from_, each.to, each.facts) for each in document.handoffs if each.kind == "supply"}
    relayed = {(each.from_, each.to) for each in document.handoffs if "funeral.date" in each.facts}
    assert ("front_door", "dwp.pay_funeral_expenses") in relayed
    assert ("citizen", "bank.close_accounts", ("probate.grant_number",)) in supplies
    answers = {each.from_ for each in document.handoffs if each.kind == "answer"}
    assert "funeral_director.arrange_funeral" in answers


async def test_an_office_is_sent_what_its_service_reads_and_nothing_else(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        document = await simulation.finish(accepted.case)
    for each in document.handoffs:
        if each.from_ == "front_door":
            assert set(each.facts) <= registry().services[each.to].reads_facts()


async def test_the_record_holds_no_value(simulation: Simulation) -> None:
    request = example("bereavement")
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(request))
        await simulation.finish(accepted.case)
        events = await LedgerEvent.filter(case_id=accepted.case.id)
        handoffs = await Handoff.filter(case_id=accepted.case.id)
    text = repr([[event.data, event.facts] for event in events]) + repr(
        [[each.reason, each.facts, each.waiting_for] for each in handoffs]
    )
    values = [value for value in request["facts"].values() if isinstance(value, str) and len(value) > 6]
    assert len(values) > 30
    assert [value for value in values if value in text and value != "cremation"] == []


@pytest.mark.both_databases
async def test_an_office_that_says_no_ends_its_branch_only(simulation: Simulation) -> None:
    request = example("bereavement")
    request["facts"]["estate.net_value"] = "700000"  # above the gross value, which no probate registry accepts
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(request))
        document = await simulation.finish(accepted.case)
        await check_the_ledger(accepted.case.id)
    ends = finished(document)
    declined = [each for each in document.acting if each.status is Status.DECLINED]
    assert declined
    assert all(each.reason and each.attempts == 1 for each in declined)
    assert ends["bank.close_accounts"] == "completed", "the bank is told that no grant will come, and goes on"
    assert ends["dvla.close_driver_record"] == "completed"


@pytest.mark.both_databases
async def test_a_fact_left_out_is_asked_for_when_the_office_needs_it(simulation: Simulation) -> None:
    request = example("bereavement")
    del request["facts"]["partner.sort_code"], request["facts"]["partner.account_number"]
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(request))
        document = await simulation.until(accepted.case, lambda each: each.tasks)
        task = document.tasks[0]
        assert task.service == "dwp.pay_bereavement_support"
        assert set(task.facts) == {"partner.sort_code", "partner.account_number"}
        await portal.give(accepted.case, {"partner.sort_code": "20-45-45", "partner.account_number": "55127780"})
        document = await simulation.finish(accepted.case)
        await check_the_ledger(accepted.case.id)
    assert finished(document)["dwp.pay_bereavement_support"] == "completed"


async def test_the_world_stands_still_while_only_the_citizen_can_act(simulation: Simulation) -> None:
    request = example("bereavement")
    del request["facts"]["partner.sort_code"], request["facts"]["partner.account_number"]
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(request))
        still = await simulation.until(accepted.case, lambda each: each.standing_still)
        open_ = {each.service for each in still.acting if not each.final}
        assert open_ == {"dwp.pay_bereavement_support"}
        later = await portal.reread(accepted.case.id)
        assert later.now == still.now


@pytest.mark.both_databases
async def test_withheld_consent_is_on_record_and_nothing_is_sent(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(
            request_of(example("bereavement"), withheld=("tell_us_once.pass_on_death", "bank.close_accounts"))
        )
        document = await simulation.finish(accepted.case)
        await check_the_ledger(accepted.case.id)
    ends = finished(document)
    assert ends["bank.close_accounts"] == "withheld"
    assert ends["hmrc.settle_inheritance_tax"] == "completed", "the bank's balance is optional to it"
    assert simulation.books()["bank"] == []
    assert simulation.books()["tell_us_once"] == []


async def test_two_cases_share_one_world_and_one_calendar(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        first = await portal.submit(request_of(example("bereavement")))
        second = await portal.submit(request_of(example("bereavement_partial")))
        one, two = await simulation.finish(first.case), await simulation.finish(second.case)
        await check_the_ledger(first.case.id)
        await check_the_ledger(second.case.id)
    assert one.finished
    assert two.finished
    assert len(simulation.books()["register_office"]) == 2


async def test_a_later_case_starts_where_the_calendar_is(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        first = await portal.submit(request_of(example("bereavement")))
        ended = (await simulation.finish(first.case)).now
        again = await portal.submit(request_of(example("bereavement_partial")))
        document = await portal.reread(again.case.id)
    assert document.submitted >= ended, "an earlier day becomes now"
    assert document.asked_as_of.isoformat() == "2026-03-05", "and what was asked for is on record"


async def test_next_day_and_next_event_move_a_slow_calendar(simulation: Simulation) -> None:
    simulation.day = 3600.0
    simulation.restart_town()
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        before = await simulation.until(accepted.case, lambda each: each.acting[0].received)
        await portal.next_day(accepted.case.world)
        morning = await simulation.until(accepted.case, lambda each: each.now.date() > before.now.date())
        assert (morning.now.hour, morning.now.minute) <= (10, 0)
        await portal.next_event(accepted.case.world)
        await simulation.until(accepted.case, lambda each: each.now > morning.now)
        await check_the_ledger(accepted.case.id)


async def test_nobody_loses_patience_with_somebody_who_has_not_come_to_it_yet(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        request = request_of(example("bereavement"), scenario="front_door_only", citizen=None)
        accepted = await portal.submit(request)
        document = await simulation.until(accepted.case, lambda each: each.tasks and each.standing_still, 40)
        stood = document.now
        assert {each.errand for each in document.tasks}
        assert (stood - document.submitted).days < 90, "no machine's letters and no lost patience move the calendar"
