"""Retirement, from the request to the last office, in towns that work together more and less."""

from datetime import date

import pytest

from frontdoor.discovery import registry
from frontdoor.errors import Refused
from frontdoor.handoffs.intake import check_request
from frontdoor.journey.planner import make_plan
from frontdoor.testing.simulation import Simulation, example, request_of

DAY = date(2026, 3, 5)
WORLDS = ("siloed", "front_door_only", "as_is_2026", "joined_up")
BY_THE_CITIZEN = ("citizen_carried", "citizen_reentered")


def test_the_rows_of_the_domain_reference_are_covered() -> None:
    rows = {registry().services[part.service].row for part in registry().life_events["retirement"].services}
    assert rows >= {"RT01", "RT02", "RT03", "RT04", "RT05", "RT06", "RT07", "RT08", "RT10", "RT12", "RT13", "RT15"}


def test_every_mistake_of_the_refused_example_is_named() -> None:
    request = example("retirement_refused")
    with pytest.raises(Refused) as refused:
        check_request(request_of(request), registry(), DAY)
    named = {problem.where for problem in refused.value.problems}
    assert named >= request["facts"].keys() - {"retiree.has_workplace_pension"}
    assert {"applicant.full_name", "bank.account_number"} <= named, "what is missing is named as well"


def test_whoever_puts_off_state_pension_is_not_sent_to_what_rests_on_it() -> None:
    document = example("retirement")
    event = registry().life_events["retirement"]
    not_asked = {
        name
        for name in document["facts"]
        if name.startswith("state_pension.") or name in ("retiree.asks_for_pension_credit", "retiree.lived_abroad")
    } | {"retiree.years_abroad"}
    document["facts"] = {name: value for name, value in document["facts"].items() if name not in not_asked}
    document["facts"]["retiree.claims_state_pension"] = False
    _, facts = check_request(request_of(document), registry(), DAY)
    plan = make_plan(event, registry().services, facts, DAY, definitions="test")
    assert {each.service for each in plan.services if not each.needed} == {
        "hmrc.confirm_insurance_record",
        "dwp.pay_state_pension",
        "dwp.pay_pension_credit",
        "dwp.pay_winter_fuel",
    }


@pytest.mark.slow
async def test_an_office_that_says_no_does_not_hold_up_the_others(simulation: Simulation) -> None:
    """The council then decides by its own means test (domain RT07: Pension Credit decision or own means test)."""
    document = example("retirement")
    document["facts"] |= {"household.weekly_income": "150"}
    async with simulation.open_portal() as portal:
        request = request_of(document, scenario="as_is_2026", world="as_is_2026.refused")
        ended = await simulation.finish((await portal.submit(request)).case, 60)
    assert {each.service: str(each.status) for each in ended.asked if str(each.status) != "completed"} == {
        "dwp.pay_pension_credit": "declined"
    }


@pytest.mark.slow
async def test_every_office_settles_its_part_and_the_citizen_carries_less_the_more_they_work_together(
    simulation: Simulation,
) -> None:
    by_the_citizen = {}
    async with simulation.open_portal() as portal:
        for scenario in WORLDS:
            request = request_of(example("retirement"), scenario=scenario, world=f"{scenario}.retiring")
            document = await simulation.finish((await portal.submit(request)).case, 60)
            assert {each.service: str(each.status) for each in document.asked} == {
                part.service: "completed" for part in registry().life_events["retirement"].services
            }, scenario
            sent = [each for each in document.handoffs if each.sent]
            by_the_citizen[scenario] = sum(str(each.medium) in BY_THE_CITIZEN for each in sent)
    assert by_the_citizen["siloed"] > by_the_citizen["front_door_only"] >= by_the_citizen["as_is_2026"], by_the_citizen
    assert by_the_citizen["as_is_2026"] > by_the_citizen["joined_up"] == 0, by_the_citizen
