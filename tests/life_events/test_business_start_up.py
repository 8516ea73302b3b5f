"""Starting a business, from the request to the last office, in worlds that differ."""

from datetime import date
from typing import Any

import pytest

from frontdoor.discovery import registry
from frontdoor.errors import Refused
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.intake import check_request
from frontdoor.journey.planner import make_plan, route
from frontdoor.testing.simulation import Simulation, example, request_of
from life_events.coordination import Medium

DAY = date(2026, 3, 5)
OPERATORS = {"company": "COMPANY", "sole_trader": "SOLETRADER", "partnership": "PARTNERSHIP"}
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


COMPANY_ONLY = ("owner.nationality", "owner.personal_code", "company.share_capital")
WITHOUT_A_COMPANY = ("sole_trader", "partnership")


def as_a(kind: str) -> dict[str, Any]:
    """The café of the full example, started by another kind of business; what only a company is asked falls away."""
    told = example("business_start_up")
    fallen = COMPANY_ONLY if kind in WITHOUT_A_COMPANY else ()
    told["facts"] = {name: value for name, value in told["facts"].items() if name not in fallen}
    told["facts"]["business.kind"] = kind
    return told


@pytest.mark.parametrize("kind", ["company", *WITHOUT_A_COMPANY])
def test_each_kind_of_business_has_a_way_of_its_own(kind: str) -> None:
    event, facts = check_request(request_of(as_a(kind)), registry(), DAY)
    asked = {fact for question in route(event, facts, DAY) for fact in question.facts}
    plan = make_plan(event, registry().services, facts, DAY, definitions="test")
    active = {each.service for each in plan.active}
    company = kind == "company"
    assert active >= OF_A_COMPANY if company else OF_A_COMPANY.isdisjoint(active)
    assert ONLY_WITHOUT_A_COMPANY.isdisjoint(active) is company
    assert asked.issuperset(COMPANY_ONLY) is company
    assert asked.isdisjoint(COMPANY_ONLY) is not company
    # whose tax reference the others wait for
    for service in ("hmrc.register_vat", "hmrc.register_employer", "council.set_business_rates"):
        issuers = {
            provider
            for read in plan.service(service).reads
            if "corporation_tax.utr" in read.any_of
            for provider in read.providers
        }
        assert issuers == ({"hmrc.register_corporation_tax"} if company else ONLY_WITHOUT_A_COMPANY), service


@pytest.mark.parametrize("kind", WITHOUT_A_COMPANY)
def test_what_only_a_company_is_asked_is_not_kept_of_anybody_else(kind: str) -> None:
    told = example("business_start_up")
    told["facts"]["business.kind"] = kind
    _, facts = check_request(request_of(told), registry(), DAY)
    assert facts.keys().isdisjoint(COMPANY_ONLY)


@pytest.mark.slow  # whole cases
@pytest.mark.parametrize("kind", ["company", *WITHOUT_A_COMPANY])
async def test_offices_know_each_kind_of_business_by_its_own_identifiers(simulation: Simulation, kind: str) -> None:
    async with simulation.open_portal() as portal:
        document = await simulation.finish(
            (await portal.submit(request_of(as_a(kind), scenario="as_is_2026"))).case, 60
        )
    company = kind == "company"
    assert completed(document) == SERVICES - (ONLY_WITHOUT_A_COMPANY if company else OF_A_COMPANY)

    counters = simulation.town.world("as_is_2026").counters
    books = {each.service: each for counter in counters.values() for each in counter.store.all()}
    numbers = {
        "council.register_food_business": "operator_company_house_number",
        "council.grant_premises_licence": "Company no",
        "council.set_business_rates": "co_no",
        "council.license_pavement": "companyNo",
        "hmrc.register_vat": "companyRegistrationNumber",
        "hmrc.register_employer": "CRN",
        "ico.register_data_use": "registeredCompany",
        "bank.open_business_account": "certificateNumber",
        "pensions_regulator.take_declaration": "companiesHouseNumber",
    }
    number = books["companies_house.incorporate_company"].produced["company_number"] if company else None
    assert {service: books[service].form.get(field) for service, field in numbers.items()} == dict.fromkeys(
        numbers, number
    )
    issuer, reference = ("corporation_tax", "CTUTR") if company else ("self_assessment", "saUtr")
    utr = books[f"hmrc.register_{issuer}"].produced[reference]
    references = {
        "hmrc.register_vat": ("ctUtr", "saUtr"),
        "hmrc.register_employer": ("COTAXREF", "SAREF"),
        "council.set_business_rates": ("tax_ref_co", "tax_ref_person"),
    }
    for service, (of_company, of_person) in references.items():
        form = books[service].form
        assert (form.get(of_company), form.get(of_person)) == ((utr, None) if company else (None, utr)), service
    assert books["council.register_food_business"].form["operator_type"] == OPERATORS[kind]
    paye = books["hmrc.register_employer"].produced
    pensions = books["pensions_regulator.take_declaration"].form
    assert (pensions["payeReference"], pensions["accountsOfficeReference"]) == (paye["ERN"], paye["AOREF"])


def test_every_mistake_in_the_refused_example_is_named() -> None:
    with pytest.raises(Refused) as refused:
        check_request(request_of(example("business_start_up_refused")), registry(), DAY)
    named = {problem.where for problem in refused.value.problems}
    assert named >= set(example("business_start_up_refused")["facts"])
