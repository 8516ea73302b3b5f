"""One office, several life events: who is known from one case is known in the next, or is wrongly not, as in life."""

from __future__ import annotations

import html
from decimal import Decimal
from typing import Any

import pytest

from backoffice_adapters.simulated.diary import Happened
from backoffice_adapters.simulated.store import Request
from frontdoor.discovery import registry
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.handoffs.intake import ScriptedCitizen
from frontdoor.handoffs.portal import Portal
from frontdoor.pages.citizen.status import case_page
from frontdoor.rendering import environment
from frontdoor.testing.simulation import Simulation, example, request_of

# each is two whole cases or more
pytestmark = pytest.mark.slow

WORLD = "as_is_2026"
NUMBER = "deceased.national_insurance_number"
STOP, PENSION, CREDIT = "dwp.stop_benefits", "dwp.pay_state_pension", "dwp.pay_pension_credit"
TAX, CODE, SELF_ASSESSMENT = "hmrc.settle_income_tax", "hmrc.code_pension", "hmrc.register_self_assessment"
SCHEME, COUNCIL_TAX = "pension_scheme.pay_survivor", "council.update_council_tax"


class Town:
    """The offices' books in one world, whatever was asked for there."""

    def __init__(self, simulation: Simulation, portal: Portal) -> None:
        self._simulation = simulation
        self._portal = portal

    async def ask(self, request: dict[str, Any], knows: dict[str, str] | None = None) -> CaseDocument:
        """Lets a request happen, to the end; `knows` is what whoever makes it can say besides when asked."""
        citizen = ScriptedCitizen("attentive", knows=knows or {})
        accepted = await self._portal.submit(request_of(request, scenario=WORLD, citizen=citizen))
        return await self._simulation.finish(accepted.case, 90)

    def last(self, service: str) -> Request:
        """The newest request that an office has for a service."""
        store = self._simulation.town.world(WORLD).counters[service.partition(".")[0]].store
        return store.of_service(service)[-1]

    def noticed(self, service: str) -> list[Happened]:
        """What an office wrote down of whether it knew whom its newest request is about."""
        store = self._simulation.town.world(WORLD).counters[service.partition(".")[0]].store
        diary = store.diary.of(self.last(service).reference)
        return [each.what for each in diary if each.what in (Happened.KNOWN, Happened.PERHAPS)]


def susan_dies(**changes: str | None) -> dict[str, Any]:
    """A report of the death of the woman who retires in the example, by her husband; None leaves a fact out."""
    retired, told = example("retirement")["facts"], example("bereavement")
    facts = {
        **told["facts"],
        "deceased.first_names": "Susan Margaret",
        "deceased.last_name": "Whitlock",
        "deceased.date_of_birth": retired["retiree.date_of_birth"],
        NUMBER: retired["applicant.national_insurance_number"],
        "deceased.address": retired["retiree.address"],
        "deceased.postcode": retired["retiree.postcode"],
        "deceased.council_tax_account": retired["retiree.council_tax_account"],
        "deceased.sent_tax_returns": False,
        "deceased.date_of_death": "2027-02-01",
        "pension.scheme_name": retired["pension.scheme_name"],
        "pension.member_number": retired["pension.member_number"],
        "deceased.had_council_care": False,
        "deceased.kept_vehicle": False,
        "estate.applying_for_probate": False,
        "funeral.payer_gets_benefits": False,
    }
    del facts["deceased.other_names"]
    facts |= {name.replace("__", "."): value for name, value in changes.items()}
    return {**told, "as_of": "2027-02-04", "facts": {name: value for name, value in facts.items() if value is not None}}


def pounds(value: object) -> Decimal:
    """An amount as an office writes it, as a number."""
    return Decimal(str(value).strip("£").replace(",", ""))


def sentences(document: CaseDocument) -> list[str]:
    """What the case's page says went wrong about who was meant; it stands on the page as it does in the case."""
    said = [each.sentence for each in document.frictions if each.code == "BV05"]
    page = case_page(document, registry())
    text = environment().get_template("pages/progress.html").render(page=page, simulated=True)
    assert all(each in " ".join(html.unescape(text).split()) for each in said)
    return said


async def test_who_retired_is_known_when_she_dies(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        town = Town(simulation, portal)
        await town.ask(example("retirement"))
        ended = await town.ask(susan_dies())

    for service in (STOP, TAX, SCHEME, COUNCIL_TAX):
        assert Happened.PERHAPS not in town.noticed(service), service
        assert Happened.KNOWN in town.noticed(service), service
    pension, credit = town.last(PENSION).produced, town.last(CREDIT).produced
    stopped = town.last(STOP).produced
    assert stopped["STOPPED_AWARD"] == pension["claimNumber"]
    a_day = int((Decimal(str(pension["weeklyPence"])) + pounds(credit["WEEKLY"]) * 100) / 7)
    assert int(str(stopped["OVERPAID"])) % a_day == 0, "what went out is what she was paid, for so many days"
    assert town.last(TAX).produced["RECCLS"] == town.last(CODE).produced["CODE"]
    yearly = pounds(town.last("pension_scheme.start_pension").produced["pension_pa"])
    assert pounds(town.last(SCHEME).produced["lump_sum"]) == 5 * yearly
    reduced = town.last("council.reduce_council_tax").produced["reduction_pa"]
    assert town.last(COUNCIL_TAX).produced["reduction_ended"] == reduced
    assert sentences(ended) == []


async def test_under_another_name_she_is_wrongly_not_known_and_the_pension_goes_on(simulation: Simulation) -> None:
    """She married again and told nobody: number and day of birth are the same, the name is not (domain 2e)."""
    async with simulation.open_portal() as portal:
        town = Town(simulation, portal)
        await town.ask(example("retirement"))
        ended = await town.ask(susan_dies(deceased__last_name="Hartley"))

    for service in (STOP, TAX, SCHEME):
        assert set(town.noticed(service)) == {Happened.PERHAPS}, service
    stopped = town.last(STOP).produced
    assert "STOPPED_AWARD" not in stopped
    assert stopped["OVERPAID"] == 0, "it stopped nothing, so it asks nothing back yet"
    assert "RECCLS" not in town.last(TAX).produced
    assert len(sentences(ended)) == 1
    assert "another name on it" in sentences(ended)[0]
    asked = [each for each in ended.handoffs if each.medium == "citizen_reentered" and each.to == STOP]
    assert {fact for each in asked for fact in each.facts} == {"deceased.first_names", "deceased.last_name"}


async def test_with_the_name_that_she_had_before_she_is_known(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        town = Town(simulation, portal)
        await town.ask(example("retirement"))
        ended = await town.ask(
            susan_dies(deceased__last_name="Hartley", deceased__other_names="Susan Margaret Whitlock")
        )

    assert town.noticed(STOP) == [Happened.KNOWN, Happened.KNOWN], "State Pension, and Pension Credit"
    assert town.last(STOP).produced["STOPPED_AWARD"] == town.last(PENSION).produced["claimNumber"]
    assert sentences(ended) == []


@pytest.mark.parametrize("knows", [True, False], ids=["the husband finds it", "nobody finds it"])
async def test_without_the_number_she_is_not_known_until_somebody_says_it(simulation: Simulation, knows: bool) -> None:
    number = example("retirement")["facts"]["applicant.national_insurance_number"]
    request = susan_dies(**{NUMBER.replace(".", "__"): None, "deceased__had_workplace_pension": False})  # type: ignore[arg-type]
    for name in ("pension.scheme_name", "pension.member_number"):
        request["facts"].pop(name)
    async with simulation.open_portal() as portal:
        town = Town(simulation, portal)
        await town.ask(example("retirement"))
        ended = await town.ask(request, {NUMBER: number} if knows else {})

    assert town.noticed(STOP)[0] is Happened.PERHAPS
    assert ("STOPPED_AWARD" in town.last(STOP).produced) is knows
    assert (Happened.KNOWN in town.noticed(STOP)) is knows
    assert "was not told the National Insurance number" in sentences(ended)[0]
    assert not town.noticed(TAX), "HMRC has nothing else to go by, and does not even wonder"
    # what only the DWP thought of asking was told to the DWP alone
    told = [each.to for each in ended.handoffs if each.kind == "supply" and NUMBER in each.facts]
    assert told == ([STOP] if knows else [])


async def test_who_worked_for_herself_is_known_to_the_tax_office_when_she_dies(simulation: Simulation) -> None:
    trader = example("business_start_up_partial")["facts"]
    request = susan_dies(
        deceased__first_names="Ewa",
        deceased__last_name="Zielinska",
        deceased__date_of_birth=trader["owner.date_of_birth"],
        deceased__national_insurance_number=trader["applicant.national_insurance_number"],
    )
    async with simulation.open_portal() as portal:
        town = Town(simulation, portal)
        await town.ask(example("business_start_up_partial"))
        await town.ask(request)

    assert town.noticed(TAX) == [Happened.KNOWN]
    assert town.last(TAX).produced["RECCLS"] == town.last(SELF_ASSESSMENT).produced["saUtr"]
    assert town.noticed(STOP) == [], "the DWP has never paid her anything"


@pytest.mark.parametrize("name", ["Ewa Zielinska", "Ewa Nowak"])
async def test_a_second_business_of_one_person_has_one_tax_reference_if_hmrc_knows_her(
    simulation: Simulation, name: str
) -> None:
    second = example("business_start_up_partial")
    second["facts"] |= {"business.name": "Zielinski Tree Care", "applicant.full_name": name}
    async with simulation.open_portal() as portal:
        town = Town(simulation, portal)
        await town.ask(example("business_start_up_partial"))
        first = town.last(SELF_ASSESSMENT).produced["saUtr"]
        await town.ask(second)

    known = name == "Ewa Zielinska"
    assert town.noticed(SELF_ASSESSMENT)[0] is (Happened.KNOWN if known else Happened.PERHAPS)
    assert (town.last(SELF_ASSESSMENT).produced["saUtr"] == first) is known


async def test_a_business_that_is_on_a_register_is_not_entered_twice(simulation: Simulation) -> None:
    again = example("business_start_up_partial")
    again["facts"] |= {
        "business.employs": True,
        "employees.number": "1",
        "employees.first_payday": "2026-06-30",
        "employees.start_on": "2026-06-01",
        "employees.wage_roll": "21000",
        "employees.pension_scheme": "EMP204417731",
    }
    async with simulation.open_portal() as portal:
        town = Town(simulation, portal)
        await town.ask(example("business_start_up_partial"))
        entered = town.last("ico.register_data_use").produced
        await town.ask({**again, "as_of": "2026-05-04"})

    assert town.last("ico.register_data_use").produced == {**entered, "feePence": 0}


async def test_another_town_has_never_heard_of_her(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        town = Town(simulation, portal)
        elsewhere = request_of(example("retirement"), scenario=WORLD, world=f"{WORLD}.elsewhere")
        await simulation.finish((await portal.submit(elsewhere)).case, 60)
        ended = await town.ask(susan_dies(deceased__last_name="Hartley"))

    assert town.noticed(STOP) == []
    assert sentences(ended) == []
