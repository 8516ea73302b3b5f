"""The published conflicts of starting a business (domain 3e), each told twice: as it is, and with its remedy."""

from __future__ import annotations

from datetime import datetime

import pytest

from backoffice_adapters.simulated.forms import complaints
from backoffice_adapters.simulated.roster import found_offices
from frontdoor.discovery import registry
from tests.stories.telling import Conflict, Story, Teller, shows_and_goes

# each is a whole case, and takes some seconds
pytestmark = pytest.mark.slow

REGISTER, BANK, ICO = "companies_house.incorporate_company", "bank.open_business_account", "ico.register_data_use"
TAX, VAT, EMPLOYER = "hmrc.register_corporation_tax", "hmrc.register_vat", "hmrc.register_employer"
FOOD, LICENCE, PLANNING = "council.register_food_business", "council.grant_premises_licence", "council.decide_planning"
RATES, PAVEMENT, PENSIONS = (
    "council.set_business_rates",
    "council.license_pavement",
    "pensions_regulator.take_declaration",
)
JOINED = "joint_venture"

CONFLICTS = (
    Conflict(
        "C-S1",
        Story("a_cafe_as_planned", "as_is_2026"),
        "You carried papers to, from and between 5 offices of one council.",
        (
            *((REGISTER, office, JOINED) for office in (FOOD, LICENCE, RATES, PAVEMENT)),
            (PLANNING, LICENCE, JOINED),
            (PLANNING, FOOD, JOINED),
            (TAX, RATES, JOINED),
        ),
    ),
    Conflict(
        "C-S2",
        Story("a_cafe_as_planned", "as_is_2026"),
        "a second, short one is due",
        ((VAT, TAX, "taking_into_account"),),
    ),
    Conflict(
        "C-S3",
        Story("a_cafe_as_planned", "as_is_2026"),
        "Nobody but you told the licensing office until what hour planning lets you open",
        ((PLANNING, LICENCE, JOINED),),
    ),
    Conflict(
        "C-S3",
        Story("a_cafe_whose_hours_nobody_passes_on", "as_is_2026"),
        "The licence was granted without the hours of planning.",
        ((PLANNING, LICENCE, JOINED), (REGISTER, LICENCE, JOINED)),
    ),
    Conflict(
        "C-S4",
        Story("a_cafe_as_planned", "as_is_2026"),
        "The VAT number came",
        ((TAX, VAT, JOINED), (BANK, VAT, JOINED), (REGISTER, VAT, JOINED), (REGISTER, BANK, JOINED)),
    ),
    Conflict(
        "C-S5",
        Story("a_cafe_as_planned", "as_is_2026"),
        "HMRC posted the VAT certificate to the registered address, where you neither live nor trade",
        ((REGISTER, VAT, "taking_into_account"),),
    ),
    Conflict(
        "C-S6",
        Story("a_cafe_as_planned", "as_is_2026"),
        "You gave the council the tax reference that HMRC had issued",
        ((TAX, RATES, JOINED),),
    ),
    Conflict(
        "C-S7",
        Story("a_cafe_of_which_food_officers_hear_nothing", "as_is_2026"),
        "The council's food officers came",
        ((PLANNING, FOOD, JOINED),),
    ),
    Conflict(
        "C-S8",
        Story("an_employer_who_needs_time", "as_is_2026"),
        "The Pensions Regulator knew the employer only when you typed HMRC's references into its form",
        ((EMPLOYER, PENSIONS, JOINED),),
    ),
    Conflict(
        "C-S9",
        Story("a_company_that_keeps_a_name", "as_is_2026"),
        "The ICO has the company from the register and asked for its fee.",
        ((TAX, ICO, "taking_into_account"),),
    ),
    Conflict(
        "C-S10",
        Story("a_cafe_as_planned", "dialogue", slips=1.0, seed=2),
        "The food register holds another company number than Companies House gave",
        ((REGISTER, FOOD, JOINED),),
    ),
    Conflict(
        "BS14",
        Story("a_cafe_as_planned", "as_is_2026"),
        "The bank asked you once more who you are.",
        ((REGISTER, BANK, "taking_into_account"),),
    ),
)


@pytest.mark.parametrize("conflict", CONFLICTS, ids=lambda each: each.name)
def test_a_conflict_shows_where_it_is_documented_and_goes_with_its_remedy(conflict: Conflict, tell: Teller) -> None:
    shows_and_goes(conflict, tell)
    assert tell(conflict.story).completed, "and the business is started all the same"


def the(code: str) -> Conflict:
    """The first conflict with a code."""
    return next(each for each in CONFLICTS if each.code == code)


def test_every_published_conflict_has_its_story() -> None:
    known = registry().life_events["business_start_up"].frictions
    assert {each.code for each in CONFLICTS} == {each.code for each in known}


def test_nothing_goes_wrong_where_all_work_together(tell: Teller) -> None:
    told = tell(Story("a_cafe_as_planned", "joined_up"))
    assert told.document.frictions == ()
    assert "What went wrong between offices" not in told.page


def test_by_the_day_on_the_register_the_tax_period_ends_before_the_accounts(tell: Teller) -> None:
    apart, reconciled = tell(the("C-S2").story), tell(the("C-S2").told_with_the_remedy)
    accounts = {str(each.books[REGISTER].produced["first_accounts_made_up_to"]) for each in (apart, reconciled)}
    periods = [
        tuple(
            datetime.strptime(str(each.books[TAX].produced[name]), "%d%m%Y").date().isoformat()  # noqa: DTZ007 a date
            for name in ("APSTART", "APEND")
        )
        for each in (apart, reconciled)
    ]
    assert accounts == {"2027-03-31"}
    assert periods[0] == (apart.books[REGISTER].produced["date_of_creation"], "2027-03-05")
    assert periods[1] == ("2026-05-18", "2027-03-31")


def test_the_earlier_closing_hour_binds_whether_licensing_knows_it_or_not(tell: Teller) -> None:
    story = next(each for each in CONFLICTS if each.story.case == "a_cafe_whose_hours_nobody_passes_on")
    unknown, known = tell(story.story), tell(story.told_with_the_remedy)
    for each in (unknown, known):
        assert each.books[PLANNING].produced["COND_HOURS_TO"] == "23:00"
    assert unknown.books[LICENCE].produced["Licensed until"] == "23:30", "for an hour that planning does not allow"
    assert known.books[LICENCE].produced["Licensed until"] == "23:00"


def test_the_post_goes_where_the_business_is_not_until_somebody_looks(tell: Teller) -> None:
    for story, address in (
        (the("C-S5").story, "business.address"),
        (the("C-S5").told_with_the_remedy, "owner.address"),
    ):
        letters = [each for each in tell(story).document.letters if each.from_ == VAT]
        assert {each.addressed_to for each in letters} == {address}


def test_the_property_is_held_apart_and_under_another_number_each_time(tell: Teller) -> None:
    books = tell(the("C-S6").story).books
    council, valuers, tax = books[RATES], books["valuation_office.value_premises"], books[TAX]
    held = {council.form["hereditament"], valuers.form["Hereditament"], tax.form["TRADADR"]}
    assert held == {"8 Market Place, Exampleton"}
    assert council.produced["account_ref"] != valuers.produced["AssessmentNumber"]
    assert council.form["rv"] == valuers.produced["RateableValue"], "the value comes by system"
    assert council.form["tax_ref_co"] == tax.produced["CTUTR"], "and the tax reference by the ratepayer"


def test_a_food_business_is_registered_long_before_anybody_comes(tell: Teller) -> None:
    late, soon = tell(the("C-S7").story), tell(the("C-S7").told_with_the_remedy)
    visits = [str(each.books[FOOD].produced["inspection_date"]) for each in (late, soon)]
    assert visits == ["2026-12-23", "2026-05-26"]
    for each in (late, soon):
        assert each.books[FOOD].produced["fsa_rn"]
        assert each.books[FOOD].form["establishment_opening_date"] == "2026-05-18"


def test_planning_is_not_blamed_for_an_owner_who_told_nobody_in_time(tell: Teller) -> None:
    told = tell(Story("a_cafe_that_had_opened_already", "joined_up"))
    assert "C-S7" not in told.codes
    assert str(told.books[FOOD].produced["inspection_date"]) > "2026-04", "they came long after it had opened"


def test_the_five_months_are_over_before_the_last_letter_has_come(tell: Teller) -> None:
    story = the("C-S8")
    late, soon = (
        next(each for each in tell(one).document.asked if each.about == PENSIONS)
        for one in (story.story, story.told_with_the_remedy)
    )
    assert late.deadline == soon.deadline
    assert late.deadline
    assert late.ended
    assert soon.ended
    assert late.ended > late.deadline > soon.ended
    assert "Late: the legal deadline" in tell(story.story).page or "days late" in tell(story.story).page


def test_a_dormant_company_owes_nothing_and_has_to_say_so_twice(tell: Teller) -> None:
    asked, spared = tell(the("C-S9").story), tell(the("C-S9").told_with_the_remedy)
    for each in (asked, spared):
        assert each.books[ICO].produced == {"feePence": 0}
    assert asked.carried - spared.carried == 1


def test_the_strict_form_catches_the_slip_that_the_lax_one_lets_in(tell: Teller) -> None:
    books = tell(the("C-S10").story).books
    given = books[REGISTER].produced["company_number"]
    taken = books[FOOD].form["operator_company_house_number"]
    assert taken != given
    assert books[TAX].form["CRN"] == given
    forms = {each.service: each.form for office in found_offices().values() for each in office.procedures}
    assert complaints(forms[FOOD], {"operator_company_house_number": taken}, at_start=False) == []
    assert complaints(forms[TAX], {"CRN": taken}, at_start=False) == ["CRN must be written as 8 characters"]


def test_the_presets_complete_the_same_and_spare_the_owner_more_and_more(tell: Teller) -> None:
    presets = ("siloed", "front_door_only", "as_is_2026", "dialogue", "joined_up")
    told = {preset: tell(Story("a_cafe_as_planned", preset)) for preset in presets}
    assert len({frozenset(each.completed) for each in told.values()}) == 1
    carried = [told[preset].carried for preset in presets]
    assert carried == sorted(carried, reverse=True)
    assert carried[0] > carried[1] > carried[3]
    assert carried[-1] == 0
