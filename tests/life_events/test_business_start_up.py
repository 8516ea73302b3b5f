"""Starting a business, from the request to the last office, in worlds that differ."""

from datetime import date

import pytest

from frontdoor.discovery import registry
from frontdoor.errors import Refused
from frontdoor.handoffs.casefile import CaseDocument
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.intake import check_request
from frontdoor.testing.simulation import Simulation, example, request_of
from life_events.coordination import Medium

BY_CITIZEN = (Medium.CITIZEN_CARRIED, Medium.CITIZEN_REENTERED)
SERVICES = {part.service for part in registry().life_events["business_start_up"].services}
ONLY_WITHOUT_A_COMPANY = {"hmrc.register_self_assessment"}
OF_A_COMPANY = {"companies_house.incorporate_company", "hmrc.register_corporation_tax"}
# these need another case: a silent owner, a dormant company, a clerk's slip
OF_OTHER_CASES = {"C-S7", "C-S9", "C-S10"}
USUAL = {each.code for each in registry().life_events["business_start_up"].frictions} - OF_OTHER_CASES
FRICTIONS = {"siloed": USUAL, "front_door_only": USUAL, "as_is_2026": USUAL, "dialogue": {"C-S4"}, "joined_up": set()}


def carried(document: CaseDocument) -> int:
    """How often the citizen carried something or told it again."""
    return sum(each.medium in BY_CITIZEN for each in document.handoffs if each.sent)


async def lived(simulation: Simulation, name: str, scenario: str) -> CaseDocument:
    """A case that has come to its end in a world of its own."""
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example(name), scenario=scenario, world=f"{name}-{scenario}"))
        return await simulation.finish(accepted.case, 60)


def completed(document: CaseDocument) -> set[str]:
    """The services that were completed."""
    return {each.about for each in document.acting if each.status is Status.COMPLETED}


@pytest.mark.slow  # whole cases
@pytest.mark.parametrize("scenario", FRICTIONS)
async def test_the_cafe_is_opened_wherever_it_is_told(simulation: Simulation, scenario: str) -> None:
    document = await lived(simulation, "business_start_up", scenario)
    assert all(each.final for each in document.acting)
    assert completed(document) == SERVICES - ONLY_WITHOUT_A_COMPANY
    assert {each.code for each in document.frictions} == FRICTIONS[scenario]


@pytest.mark.slow  # whole cases
async def test_the_owner_carries_less_the_more_offices_work_together(simulation: Simulation) -> None:
    burden = [
        carried(await lived(simulation, "business_start_up", scenario))
        for scenario in ("siloed", "front_door_only", "joined_up")
    ]
    assert burden[0] > burden[1] > burden[2] == 0


@pytest.mark.slow  # whole cases
async def test_a_sole_trader_gets_a_tax_reference_and_no_company(simulation: Simulation) -> None:
    document = await lived(simulation, "business_start_up_partial", "as_is_2026")
    assert completed(document) >= {"hmrc.register_self_assessment", "bank.open_business_account"}
    assert completed(document).isdisjoint(OF_A_COMPANY)


@pytest.mark.slow  # whole cases
async def test_partners_use_their_own_tax_reference_where_a_company_uses_its(simulation: Simulation) -> None:
    told = example("business_start_up")
    of_a_company = ("owner.nationality", "owner.personal_code", "company.share_capital")
    facts = {name: value for name, value in told["facts"].items() if name not in of_a_company}
    told["facts"] = {**facts, "business.kind": "partnership"}
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(told, scenario="as_is_2026"))
        document = await simulation.finish(accepted.case, 60)
    assert completed(document) == SERVICES - OF_A_COMPANY


def test_every_mistake_in_the_refused_example_is_named() -> None:
    with pytest.raises(Refused) as refused:
        check_request(request_of(example("business_start_up_refused")), registry(), date(2026, 3, 5))
    named = {problem.where for problem in refused.value.problems}
    assert named >= set(example("business_start_up_refused")["facts"])
