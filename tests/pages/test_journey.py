"""The citizen's journey, by posting forms as a browser without JavaScript does."""

from __future__ import annotations

import asyncio

import pytest

from frontdoor.cases.models import Case, CaseFact, Draft
from frontdoor.discovery import registry
from frontdoor.errors import Problem, Refused
from frontdoor.handoffs.intake import Accepted, CaseRequest
from tests.pages.conftest import Citizen, Page, Site, typed

PARTNER = ("partner.full_name", "partner.date_of_birth", "partner.under_pension_age")


async def case_facts() -> dict[str, str]:
    """Returns what the one case holds."""
    return {each.fact: each.value for each in await CaseFact.all()}


async def test_a_whole_journey_needs_no_javascript(working_site: Site, facts: dict[str, str]) -> None:
    citizen = working_site.browser()
    answers = await citizen.answer_all(await citizen.start(), facts)
    assert "Check your answers" in answers.text
    offices = await citizen.get("/journey/offices")
    declaration = await citizen.send(offices, "/journey/offices")
    confirmation = await citizen.send(declaration, "/journey/declaration")
    assert confirmation.path == "/journey/sent"
    case = await working_site.case()
    assert case.reference in confirmation.text
    assert (await case_facts()).items() >= facts.items()
    await working_site.simulation.finish(case)
    status = await citizen.get("/case")
    assert "Everything is settled." in status.text
    assert "hx-get" not in status.answer.text, "a finished case is not asked for again and again"
    assert all(page.status_code < 400 for page in citizen.seen)


async def test_every_question_is_on_a_page_of_its_own_with_one_heading(citizen: Citizen, facts: dict[str, str]) -> None:
    page, seen = await citizen.start(), set()
    while page.path != "/journey/answers":
        assert page.answer.text.count("<h1") == 1
        assert len(page.ids) == len(set(page.ids)), "every id is there once"
        seen.add(page.path)
        page = await citizen.answer(page, facts)
    asked = [each.key for each in registry().life_events["bereavement"].questions]
    assert seen == {f"/journey/{key}" for key in asked}


async def test_what_is_optional_may_be_left_out_and_is_not_asked_again(citizen: Citizen, facts: dict[str, str]) -> None:
    without = {name: value for name, value in facts.items() if name not in ("deceased.nhs_number", "bank.sort_code")}
    page = await citizen.answer_all(await citizen.start(), without)
    assert "Their NHS number Not given" in page.text
    assert "Sort code Not given" in page.text


async def test_nobody_gets_ahead_of_the_questions(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.start()
    for path in ("/journey/address", "/journey/answers", "/journey/offices", "/journey/declaration"):
        assert (await citizen.get(path)).path == "/journey/their-name", path
    page = await citizen.get("/journey/their-name")
    early = await citizen.send(page, "/journey/their-name", typed(facts))
    assert early.path == "/journey/date-of-death"
    late = await citizen.client.post("/journey/address", data={"form_token": dict(page.forms[-1].fields)["form_token"]})
    assert late.url.path == "/journey/date-of-death"
    assert (await citizen.get("/journey/shoe-size")).status == 404


async def test_the_way_back_leads_through_the_questions_that_were_asked(
    citizen: Citizen, facts: dict[str, str]
) -> None:
    await citizen.ready(facts | {"deceased.marital_status": "single"})
    page = await citizen.get("/journey/benefits")
    assert "/journey/marital-status" in page.links, "the partner's questions are not on the way"
    back = await citizen.get("/journey/marital-status")
    assert 'value="single" checked' in back.answer.text


async def test_a_change_leads_back_to_the_answers(citizen: Citizen, facts: dict[str, str]) -> None:
    page = await citizen.ready(facts)
    assert "/journey/date-of-birth?change=1" in page.links
    question = await citizen.get("/journey/date-of-birth?change=1")
    assert "/journey/answers" in question.links, "back leads to the answers"
    changed = await citizen.send(question, "/journey/date-of-birth", {"deceased.date_of_birth-day": "15"})
    assert changed.path == "/journey/answers"
    assert "15 September 1951" in changed.text


async def test_a_change_that_opens_questions_leads_through_them_first(citizen: Citizen, facts: dict[str, str]) -> None:
    single = {name: value for name, value in facts.items() if not name.startswith("partner.")}
    single["deceased.marital_status"] = "single"
    page = await citizen.answer_all(await citizen.start(), single)
    assert "Their partner" in page.text
    assert "Name of the husband" not in page.text
    question = await citizen.get("/journey/marital-status?change=1")
    page = await citizen.send(question, "/journey/marital-status", {"deceased.marital_status": "married"})
    opened = []
    while page.path != "/journey/answers":
        opened.append(page.path)
        page = await citizen.answer(page, facts)
    assert opened == ["/journey/partner", "/journey/partner-support", "/journey/partner-bank"]
    assert "Peter Ashworth" in page.text


async def test_changing_to_and_fro_loses_nothing_and_what_fell_away_is_not_sent(
    citizen: Citizen, facts: dict[str, str]
) -> None:
    await citizen.ready(facts)
    question = await citizen.get("/journey/marital-status?change=1")
    page = await citizen.send(question, "/journey/marital-status", {"deceased.marital_status": "single"})
    assert page.path == "/journey/answers"
    assert "Peter Ashworth" not in page.text
    page = await citizen.send(question, "/journey/marital-status", {"deceased.marital_status": "married"})
    assert page.path == "/journey/answers", "nothing has to be said again"
    assert "Peter Ashworth" in page.text
    await citizen.send(question, "/journey/marital-status", {"deceased.marital_status": "single"})
    declaration = await citizen.send(await citizen.get("/journey/offices"), "/journey/offices")
    await citizen.send(declaration, "/journey/declaration")
    held = await case_facts()
    assert held["deceased.marital_status"] == "single"
    assert not set(PARTNER) & held.keys()


@pytest.mark.parametrize(
    ("question", "fields", "wrong", "message"),
    [
        ("their-name", {"deceased.first_names": ""}, "deceased.first_names", "Enter their first names"),
        ("their-name", {"deceased.last_name": "x" * 301}, "deceased.last_name", "must be 300 characters or less"),
        ("date-of-death", {"deceased.date_of_death-year": ""}, "deceased.date_of_death", "must include a year"),
        ("date-of-death", {"deceased.date_of_death-day": "31", "deceased.date_of_death-month": "2"}, "", "a real date"),
        ("date-of-death", {"deceased.date_of_death-year": "2999"}, "deceased.date_of_death", "must be today or in the"),
        ("address", {"deceased.postcode": "NOWHERE"}, "deceased.postcode", "Enter a full UK postcode"),
        ("health", {"deceased.nhs_number": "943 476 5918"}, "deceased.nhs_number", "pass the NHS check"),
        ("national-insurance-number", {"deceased.national_insurance_number": "BG123456A"}, "", "must be 2 letters"),
        ("marital-status", {"deceased.marital_status": "complicated"}, "", "Select one of the answers"),
        ("utr", {"deceased.utr": "1955839662"}, "deceased.utr", "pass HMRC"),
        ("bank-details", {"bank.sort_code": "2045"}, "bank.sort_code", "must be 6 digits"),
        ("bank-details", {"bank.account_number": "abc"}, "bank.account_number", "must be 8 digits"),
        ("council-tax-details", {"deceased.council_tax_account": "12"}, "", "must be in the correct format"),
        ("driver-number", {"deceased.driver_number": "ASH"}, "deceased.driver_number", "as on the licence"),
        ("vehicle", {"deceased.vehicle_registration": "!"}, "deceased.vehicle_registration", "2 to 7 letters"),
        ("passport-number", {"deceased.passport_number": "12"}, "deceased.passport_number", "must be 9 digits"),
        ("estate-value", {"estate.gross_value": "a lot"}, "estate.gross_value", "an amount in pounds"),
        ("contact", {"applicant.email": "ada at example"}, "applicant.email", "in the correct format"),
        ("contact", {"applicant.phone": "ring me"}, "applicant.phone", "Enter a phone number"),
    ],
)
async def test_a_mistake_is_named_linked_and_shown_again(
    citizen: Citizen, facts: dict[str, str], question: str, fields: dict[str, str], wrong: str, message: str
) -> None:
    await citizen.ready(facts)
    page = await citizen.send(await citizen.get(f"/journey/{question}"), f"/journey/{question}", fields)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.text
    assert page.text.count(message) == 2, "once in the summary and once at the field"
    targets = [link[1:] for link in page.links if link.startswith("#") and link != "#main-content"]
    assert targets
    assert set(targets) <= set(page.ids), "the summary leads to the field"
    held = dict(page.form("/journey/").fields)
    for name, value in fields.items():
        if value != "complicated":  # no radio button stands for it
            assert held[name] == value, "what was typed is shown again"


async def test_a_question_that_is_not_answered_is_asked_again(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.start()
    await citizen.answer(await citizen.get("/journey/their-name"), facts)
    await citizen.answer(await citizen.get("/journey/date-of-death"), facts)
    await citizen.answer(await citizen.get("/journey/place-of-death"), facts)
    page = await citizen.send(await citizen.get("/journey/coroner"), "/journey/coroner")
    assert page.status == 422
    assert "#death-reported-to-coroner" in page.links


async def test_only_the_part_of_a_date_that_is_missing_is_marked(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.ready(facts)
    page = await citizen.send(
        await citizen.get("/journey/date-of-death"), "/journey/", {"deceased.date_of_death-month": ""}
    )
    assert "#deceased-date-of-death-month" in page.links
    assert page.answer.text.count("govuk-input--error") == 1


async def test_each_office_is_shown_word_for_word_what_it_will_get(citizen: Citizen, facts: dict[str, str]) -> None:
    from frontdoor.handoffs.preview import preview
    from frontdoor.journey.planner import make_plan

    await citizen.ready(facts)
    page = await citizen.get("/journey/offices")
    known, event = registry(), registry().life_events["bereavement"]
    from datetime import UTC, datetime

    plan = make_plan(event, known.services, facts, datetime.now(UTC).date(), definitions="")
    offices = preview(plan, known, facts)
    assert len(offices) == 18
    for office in offices:
        assert office.disclosure.title in page.text
        assert office.disclosure.law in page.text
        for name, value in office.fields.items():
            assert name in page.text.replace(" ", "") or name in page.text
            assert value is None or str(value).casefold() in page.text.casefold()
    assert "The death was not reported to a coroner." in page.text
    assert "Insurance companies" in page.text


async def test_a_no_is_kept_and_the_law_is_not_asked(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.ready(facts)
    page = await citizen.get("/journey/offices")
    offered = page.form("/journey/offices").offered["tell"]
    assert "bank.close_accounts" in offered
    assert "dvla.close_driver_record" not in offered, "the law asks us to tell them"
    told = sorted(offered - {"bank.close_accounts"})
    declaration = await citizen.send(page, "/journey/offices", {"tell": told})
    assert "Close bank accounts" in declaration.text
    again = await citizen.get("/journey/offices")
    assert ("tell", "bank.close_accounts") not in again.form("/journey/offices").fields
    await citizen.send(declaration, "/journey/declaration")
    status = await citizen.get("/case")
    assert "Settled: not told. You asked us not to tell them." in status.text


async def test_nobody_takes_out_by_hand_what_the_law_wants_told(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.ready(facts)
    page = await citizen.get("/journey/offices")
    await citizen.send(page, "/journey/offices", {"tell": []})
    draft = await Draft.get()
    assert draft.withheld
    services = registry().services
    assert {services[key].purpose.basis for key in draft.withheld} == {"consent"}


async def test_a_no_says_what_it_means(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.ready(facts)
    page = await citizen.get("/journey/offices")
    assert "you will have to tell them yourself" in page.text
    assert "HMRC will not get the money in the bank on the day of death" in page.text


async def test_after_a_change_the_offices_are_looked_at_again(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.ready(facts)
    await citizen.send(await citizen.get("/journey/offices"), "/journey/offices")
    assert (await citizen.get("/journey/declaration")).path == "/journey/declaration"
    question = await citizen.get("/journey/occupation?change=1")
    await citizen.send(question, "/journey/occupation", {"deceased.occupation": "Gardener"})
    assert (await citizen.get("/journey/declaration")).path == "/journey/offices"


async def test_sending_twice_makes_one_case(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.ready(facts)
    declaration = await citizen.send(await citizen.get("/journey/offices"), "/journey/offices")
    first, second = await asyncio.gather(*(citizen.send(declaration, "/journey/declaration") for _ in range(2)))
    third = await citizen.send(declaration, "/journey/declaration")
    assert await Case.all().count() == 1
    assert [first.path, second.path, third.path] == ["/journey/sent"] * 3
    reference = (await Case.get()).reference
    assert all(reference in page.text for page in (first, second, third))


async def test_the_secret_is_shown_until_the_confirmation_is_left(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.ready(facts)
    saved = await citizen.get("/journey/save")
    reference, secret = keys_of(saved)
    declaration = await citizen.send(await citizen.get("/journey/offices"), "/journey/offices")
    confirmation = await citizen.send(declaration, "/journey/declaration")
    assert keys_of(confirmation) == (reference, secret), "the case goes on under what was written down"
    assert keys_of(await citizen.get("/journey/answers")) == (reference, secret), "going back leads here"
    assert secret not in (await citizen.get("/case")).text
    assert secret not in (await citizen.get("/journey/sent")).text


async def test_when_the_town_is_away_nothing_is_lost(site: Site, citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.ready(facts)
    declaration = await citizen.send(await citizen.get("/journey/offices"), "/journey/offices")
    site.simulation.town_is_up = False
    page = await citizen.send(declaration, "/journey/declaration")
    assert page.status == 503
    assert int(page.answer.headers["Retry-After"]) > 0
    assert "Nothing was lost" in page.text
    assert await Case.all().count() == 0
    site.simulation.town_is_up = True
    assert (await citizen.send(declaration, "/journey/declaration")).path == "/journey/sent"


async def test_a_refusal_leads_to_the_answers_with_what_is_wrong(
    site: Site, citizen: Citizen, facts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(request: CaseRequest, draft: Draft | None = None) -> Accepted:
        raise Refused([Problem("deceased.postcode", "Enter a full UK postcode, like EX4 6PL")])

    await citizen.ready(facts)
    declaration = await citizen.send(await citizen.get("/journey/offices"), "/journey/offices")
    monkeypatch.setattr(site.portal, "submit", refuse)
    page = await citizen.send(declaration, "/journey/declaration")
    assert page.status == 422
    assert page.title.startswith("Error: Check your answers")
    assert "/journey/address?change=1" in page.links
    assert page.text.count("Enter a full UK postcode") == 2


@pytest.mark.parametrize("key", sorted(registry().life_events))
async def test_the_start_page_names_who_is_told_and_who_is_not(citizen: Citizen, key: str) -> None:
    page = await citizen.get(f"/life-events/{key}")
    event = registry().life_events[key]
    for entry in event.published.entries if event.published else ():
        assert entry.name in page.text
    assert ("Checked against a published list" in page.text) is (event.published is not None)
    for part in event.services:
        assert registry().services[part.service].does in page.text
    for each in event.not_told:
        assert each.who in page.text
        assert each.advice in page.text


async def test_there_is_no_start_page_of_a_life_event_that_there_is_not(citizen: Citizen) -> None:
    assert (await citizen.get("/life-events/moving-to-mars")).status == 404


async def test_the_first_page_offers_every_life_event(citizen: Citizen) -> None:
    page = await citizen.get("/")
    for event in registry().life_events.values():
        assert f"/life-events/{event.key}" in page.links
        assert event.happened in page.text
    assert "simulation" in page.text.lower()


def keys_of(page: Page) -> tuple[str, str]:
    """Returns the reference and the secret that a page shows."""
    words = page.text.split()
    at = words.index("reference", words.index("Your"))
    return words[at + 1], words[words.index("secret", at) + 1]
