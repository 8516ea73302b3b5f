"""The published conflicts (domain 1e), each told twice: as it is, and with only that changed which removes it.

Told as it is, the case's page says the sentence; with the remedy it does not, and the same services are completed.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from frontdoor.discovery import registry
from frontdoor.handoffs.events import Status
from life_events.coordination import Dependency, needs
from tests.stories.telling import Conflict, Story, Teller, shows_and_goes

# each is a whole case, and takes some seconds
pytestmark = pytest.mark.slow

EXAMINER, REGISTRAR = "medical_examiner.certify_cause_of_death", "register_office.register_death"
DWP, INCOME_TAX = "dwp.stop_benefits", "hmrc.settle_income_tax"
INHERITANCE_TAX, PROBATE, BANK = "hmrc.settle_inheritance_tax", "hmcts.grant_probate", "bank.close_accounts"
COUNCIL_TAX, CARE = "council.update_council_tax", "council.settle_care_charges"
TELL_US_ONCE, DVLA, PENSION = "tell_us_once.pass_on_death", "dvla.close_driver_record", "pension_scheme.pay_survivor"

CERTIFICATE_BY_EMAIL = (EXAMINER, REGISTRAR, "dialogue")
DAILY_FEED = (REGISTRAR, DWP, "joint_venture")
HOLDERS_OF_FIGURES = (REGISTRAR, DWP, CARE, BANK, PENSION, INCOME_TAX)


CONFLICTS = (
    Conflict(
        "C-B1",
        Story("a_family_that_needs_time", "front_door_only"),
        "The DWP learned of the death 56 days after it. It had gone on paying",
        (CERTIFICATE_BY_EMAIL, DAILY_FEED),
    ),
    Conflict(
        "C-B2",
        Story("a_death_found_late", "front_door_only"),
        "The Inheritance Tax was paid 37 days after the legal deadline",
        (
            *((holder, INHERITANCE_TAX, "joint_venture") for holder in HOLDERS_OF_FIGURES),
            (INHERITANCE_TAX, BANK, "joint_venture"),
        ),
    ),
    Conflict(
        "C-B3",
        Story("a_family_as_usual", "front_door_only"),
        "HMRC sent 2 letters to the person who died",
        (CERTIFICATE_BY_EMAIL, DAILY_FEED, (DWP, INCOME_TAX, "joint_venture")),
    ),
    Conflict(
        "C-B4",
        Story("a_family_as_usual", "as_is_2026", faults=(("dwp", "mistaken"),)),
        "HMRC still holds the wrong one and cannot change it",
        ((DWP, INCOME_TAX, "strategic_alliance"),),
    ),
    Conflict(
        "C-B5",
        Story("a_family_as_usual", "front_door_only"),
        "HMRC asked once more who deals with the estate, in a letter to the address of the person who died.",
        ((TELL_US_ONCE, INCOME_TAX, "taking_into_account"),),
    ),
    Conflict(
        "C-B6",
        Story("a_family_that_needs_time", "as_is_2026"),
        "The Probate Service stopped the application: HMRC's code came 14 days after it",
        ((INHERITANCE_TAX, PROBATE, "joint_venture"),),
    ),
    Conflict(
        "C-B7",
        Story("a_family_that_needs_time", "as_is_2026"),
        "The grant of probate came 295 days after the death.",
        ((INHERITANCE_TAX, PROBATE, "joint_venture"),),
    ),
    Conflict(
        "C-B8",
        Story("a_family_as_usual", "as_is_2026"),
        "Nobody but the family told the council of the grant of probate: it learned of it 5 days after it was made.",
        ((PROBATE, COUNCIL_TAX, "joint_venture"),),
    ),
    Conflict(
        "C-B8",
        Story("a_home_that_stands_empty", "as_is_2026"),
        "The council heard nothing of the grant of probate and overturned the exemption, 252 days after the grant",
        ((PROBATE, COUNCIL_TAX, "joint_venture"),),
    ),
    Conflict(
        "C-B9",
        Story("a_modest_estate_with_care", "front_door_only"),
        "The council's bill for care came 240 days after the bank had paid out the estate",
        ((REGISTRAR, CARE, "joint_venture"),),
    ),
    Conflict(
        "C-B10",
        Story("a_family_that_needs_time", "front_door_only"),
        "HMRC sent the person who died 1 letter with a penalty for a late tax return.",
        (CERTIFICATE_BY_EMAIL, DAILY_FEED, (DWP, INCOME_TAX, "joint_venture")),
    ),
    Conflict(
        "C-B11",
        Story("a_family_as_usual", "as_is_2026", seed=10),
        "The Probate Service took its fee twice.",
        ((REGISTRAR, PROBATE, "joint_venture"),),
    ),
    Conflict(
        "C-B13",
        Story("a_family_as_usual", "as_is_2026"),
        "DVLA sent the refund of vehicle tax to the person who died, at the address on the log book.",
        ((TELL_US_ONCE, DVLA, "taking_into_account"),),
    ),
)


@pytest.mark.parametrize("conflict", CONFLICTS, ids=lambda each: each.name)
def test_a_conflict_shows_where_it_is_documented_and_goes_with_its_remedy(conflict: Conflict, tell: Teller) -> None:
    shows_and_goes(conflict, tell)
    assert len(tell(conflict.story).completed) >= 17


def test_every_published_conflict_has_its_story() -> None:
    known = registry().life_events["bereavement"].frictions
    assert {each.code for each in CONFLICTS} | {"C-B12"} == {each.code for each in known if each.code.startswith("C-")}


def test_nothing_goes_wrong_where_all_work_together(tell: Teller) -> None:
    told = tell(Story("a_family_as_usual", "joined_up"))
    assert told.document.frictions == ()
    assert "What went wrong between offices" not in told.page


def test_a_bank_that_finds_nobody_does_nothing_until_the_family_begins_again(tell: Teller) -> None:
    """C-B12: no relationship ends it, since what fails is what the bank looks for; without it, it does not show."""
    unknown = Story("a_family_as_usual", "as_is_2026", faults=(("bank", "no-match"),))
    told, without = tell(unknown), tell(replace(unknown, faults=()))
    sentence = told.sentence("C-B12")
    assert "The bank found no account" in sentence
    assert sentence in told.page
    assert "C-B12" not in without.codes
    assert BANK in without.completed - told.completed
    assert "C-B12" in tell(replace(unknown, preset="joined_up")).codes, "joined-up offices do not find it either"


def test_the_dwp_pays_on_for_every_week_in_which_it_does_not_know(tell: Teller) -> None:
    late, soon = tell(CONFLICTS[0].story), tell(CONFLICTS[0].told_with_the_remedy)
    assert late.books[DWP].produced["OVERPAID"] > soon.books[DWP].produced["OVERPAID"]  # type: ignore[operator]


def test_hmrc_charges_interest_on_what_came_after_month_six(tell: Teller) -> None:
    late, soon = tell(CONFLICTS[1].story), tell(CONFLICTS[1].told_with_the_remedy)
    charged = [
        Decimal(str(each.books[INHERITANCE_TAX].produced["interestCharged"]).strip("£")) for each in (late, soon)
    ]
    assert charged[0] > 100
    assert charged[1] == 0


def test_a_stopped_application_lies_three_months_longer(tell: Teller) -> None:
    stopped = next(each for each in CONFLICTS if each.code == "C-B6")
    assert "stopped" in tell(stopped.story).books[PROBATE].produced
    assert "stopped" not in tell(stopped.told_with_the_remedy).books[PROBATE].produced
    days = [tell(each).document.calendar_days for each in (stopped.story, stopped.told_with_the_remedy)]
    assert days[0] - days[1] > 90


def test_a_council_that_hears_nothing_of_a_grant_overturns_the_exemption(tell: Teller) -> None:
    story = next(each for each in CONFLICTS if each.story.case == "a_home_that_stands_empty")
    assert "overturned" in str(tell(story.story).books[COUNCIL_TAX].produced["exemption"])
    assert "exempt_to" in tell(story.told_with_the_remedy).books[COUNCIL_TAX].produced


def test_a_letter_to_the_dead_is_on_record_as_such(tell: Teller) -> None:
    told = tell(Story("a_family_as_usual", "front_door_only"))
    dead = [each for each in told.document.letters if each.addressed_to == "deceased.address"]
    assert {each.from_ for each in dead} == {INCOME_TAX, DVLA}


def test_the_probate_circle_is_left_through_iht423_wherever_the_case_is_told(tell: Teller) -> None:
    for preset in ("siloed", "front_door_only", "as_is_2026", "dialogue", "joined_up"):
        told = tell(Story("a_family_as_usual", preset))
        amount, paid, code, grant = (
            told.reached("inheritance_tax.amount_due")[BANK].received,
            told.reached("bank.tax_payment")[INHERITANCE_TAX].received,
            told.reached("inheritance_tax.unique_code")[PROBATE].received,
            told.reached("probate.grant_number")[BANK].received,
        )
        assert amount
        assert paid
        assert code
        assert grant
        assert amount < paid < code < grant, preset
        assert str(told.books[BANK].produced["iht423Payment"]).startswith("IHT423-")


def test_the_presets_complete_the_same_and_spare_the_citizen_more_and_more(tell: Teller) -> None:
    told = {
        preset: tell(Story("a_family_as_usual", preset))
        for preset in ("siloed", "front_door_only", "as_is_2026", "dialogue", "joined_up")
    }
    assert len({frozenset(each.completed) for each in told.values()}) == 1
    carried = {preset: each.carried for preset, each in told.items()}
    assert carried == {"siloed": 42, "front_door_only": 24, "as_is_2026": 19, "dialogue": 6, "joined_up": 0}


def test_every_back_need_is_met_in_time_where_all_work_together(tell: Teller) -> None:
    told = tell(Story("a_family_as_usual", "joined_up"))
    active = [each.about for each in told.document.acting if each.status is Status.COMPLETED]
    ends = {each.about: each.ended for each in told.document.acting}
    flows = [each for each in needs(registry().services, active, set()) if each.dependency is Dependency.FLOW]
    assert len(flows) > 25
    for need in flows:
        came, end = told.reached(need.fact)[need.consumer].received, ends[need.consumer]
        assert came
        assert end
        assert came <= end, need
