"""The published conflicts of retirement (domain 2e), each told twice: as it is, and with only what ends it changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from frontdoor.discovery import registry
from tests.stories.telling import Conflict, Story, Teller, shows_and_goes

# each is a whole case, and takes some seconds
pytestmark = pytest.mark.slow

CORRECTION, RECORD = "hmrc.correct_insurance_record", "hmrc.confirm_insurance_record"
STATE_PENSION, PENSION_CREDIT = "dwp.pay_state_pension", "dwp.pay_pension_credit"
EMPLOYER, SCHEME, TAX_CODE = "employer.end_employment", "pension_scheme.start_pension", "hmrc.code_pension"
COUNCIL_TAX, BUS_PASS = "council.reduce_council_tax", "council.issue_bus_pass"
PRESCRIPTIONS = "nhs_business_services.confirm_exemption"
USUAL, SLOW = "somebody_who_retires", "a_retirement_that_needs_time"
MARKER_UNSET = (PENSION_CREDIT, COUNCIL_TAX, "none")
MARKER_SET = (PENSION_CREDIT, COUNCIL_TAX, "joint_venture")

CONFLICTS = (
    Conflict(
        "C-R1",
        Story(USUAL, "front_door_only"),
        "days later, and only because you asked for it",
        ((CORRECTION, RECORD, "joint_venture"),),
    ),
    Conflict(
        "C-R1",
        Story("years_that_nobody_passes_on", "front_door_only"),
        "days after another desk of HMRC had found them. Your State Pension rests on the lower number",
        ((CORRECTION, RECORD, "joint_venture"),),
    ),
    Conflict(
        "C-R2",
        Story(USUAL, "as_is_2026", faults=(("hmrc", "mistaken"),)),
        "HMRC has put your National Insurance record right. The DWP still pays by the wrong one",
        ((RECORD, STATE_PENSION, "strategic_alliance"),),
    ),
    Conflict(
        "C-R3",
        Story(
            "a_claim_after_pension_age",
            "as_is_2026",
            pairs=((STATE_PENSION, TAX_CODE, "dialogue"),),
            targets=(("dwp", 0.98),),
        ),
        "days after the DWP had decided on it. More than a month after the first payment it codes",
        ((STATE_PENSION, TAX_CODE, "joint_venture"),),
    ),
    Conflict(
        "C-R4",
        Story("a_p45_left_in_a_drawer", "front_door_only"),
        "The pension scheme took your last day at work for the day on which you left",
        ((EMPLOYER, SCHEME, "dialogue"),),
    ),
    Conflict(
        "C-R4",
        Story(USUAL, "as_is_2026"),
        "The council’s bus pass desk asked once more when you were born",
        ((COUNCIL_TAX, BUS_PASS, "taking_into_account"),),
    ),
    Conflict(
        "C-R5",
        Story(USUAL, "front_door_only"),
        "when it had at last heard of all your pensions",
        (
            (STATE_PENSION, TAX_CODE, "joint_venture"),
            (SCHEME, TAX_CODE, "joint_venture"),
            (TAX_CODE, SCHEME, "joint_venture"),
        ),
    ),
    Conflict(
        "C-R5",
        Story("a_p45_left_in_a_drawer", "as_is_2026", pairs=((TAX_CODE, SCHEME, "none"),)),
        "The scheme paid without your tax code, which HMRC had worked out",
        ((TAX_CODE, SCHEME, "joint_venture"),),
    ),
    Conflict(
        "C-R7",
        Story(USUAL, "as_is_2026", pairs=(MARKER_UNSET,)),
        "Nobody but you told the council of your Pension Credit",
        (MARKER_SET,),
    ),
    Conflict(
        "C-R7",
        Story("an_award_left_in_a_drawer", "as_is_2026", pairs=(MARKER_UNSET,)),
        "The council decided on your Council Tax without your Pension Credit",
        (MARKER_SET,),
    ),
    Conflict(
        "C-R8",
        Story("a_pensioner_with_a_lodger", "front_door_only"),
        "The DWP counts you as a single person and the council as one of a couple",
        ((PENSION_CREDIT, COUNCIL_TAX, "taking_into_account"),),
    ),
    Conflict(
        "C-R10",
        Story(SLOW, "as_is_2026"),
        "The NHS posted 1 letter in which it fines you for a free prescription",
        ((STATE_PENSION, PRESCRIPTIONS, "taking_into_account"),),
    ),
)
BACKLOG = Story(USUAL, "as_is_2026", faults=(("pension_scheme", "backlogged"),))


def told_of(code: str, case: str) -> Conflict:
    """The conflict of a code that is told of a case."""
    return next(each for each in CONFLICTS if (each.code, each.story.case) == (code, case))


@pytest.mark.parametrize("conflict", CONFLICTS, ids=lambda each: each.name)
def test_a_conflict_shows_where_it_is_documented_and_goes_with_its_remedy(conflict: Conflict, tell: Teller) -> None:
    shows_and_goes(conflict, tell)
    assert len(tell(conflict.story).completed) >= 11


def test_every_published_conflict_of_the_reference_has_its_story() -> None:
    known = {each.code for each in registry().life_events["retirement"].frictions}
    assert known == {each.code for each in CONFLICTS} | {"C-R9"}
    # C-R6 is a flood of claims, and shows in no single case
    assert known == {f"C-R{number}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 10)}


def test_nothing_goes_wrong_where_all_work_together(tell: Teller) -> None:
    told = tell(Story(USUAL, "joined_up"))
    assert told.document.frictions == ()
    assert "What went wrong between offices" not in told.page


def test_years_that_are_not_passed_on_cost_state_pension(tell: Teller) -> None:
    conflict = told_of("C-R1", "years_that_nobody_passes_on")
    without, with_them = (tell(each).books for each in (conflict.story, conflict.told_with_the_remedy))
    assert without[RECORD].produced["QUALYRS"] == "28"
    assert with_them[RECORD].produced["QUALYRS"] == "35"
    assert without[STATE_PENSION].produced["weeklyPence"] == 18_420
    assert with_them[STATE_PENSION].produced["weeklyPence"] == 23_025, "the full amount of 2025 to 2026"


def test_only_who_sees_the_record_looks_at_an_award_again(tell: Teller) -> None:
    """C-R2: both offices know the right number of years in the end, or only one of them does."""
    conflict = told_of("C-R2", USUAL)
    apart, together = (tell(each).books for each in (conflict.story, conflict.told_with_the_remedy))
    assert apart[RECORD].produced["QUALYRS"] == together[RECORD].produced["QUALYRS"] == "29"
    assert apart[STATE_PENSION].form["qualifyingYears"] == "26"
    assert together[STATE_PENSION].form["qualifyingYears"] == "29"
    assert together[STATE_PENSION].produced["weeklyPence"] == 23_025 * 29 // 35
    assert apart[STATE_PENSION].produced["weeklyPence"] == 23_025 * 26 // 35


def test_the_code_is_another_one_where_hmrc_hears_late(tell: Teller) -> None:
    conflict = told_of("C-R3", "a_claim_after_pension_age")
    late, soon = (tell(each).books for each in (conflict.story, conflict.told_with_the_remedy))
    assert late[STATE_PENSION].produced["firstPayday"] == soon[STATE_PENSION].produced["firstPayday"]
    assert late[TAX_CODE].produced["CODE"] != soon[TAX_CODE].produced["CODE"]


def test_one_retirement_has_five_dates(tell: Teller) -> None:
    """C-R4: last day at work, leaving date, benefit date, State Pension entitlement and first payment."""
    books = tell(Story(USUAL, "joined_up")).books
    dates = (
        datetime.strptime(str(said), written).date()  # noqa: DTZ007 dates, no clock times
        for said, written in (
            (books[EMPLOYER].form["LastDayWorked"], "%d/%m/%Y"),
            (books[STATE_PENSION].produced["entitledFrom"], "%Y%m%d"),
            (books[EMPLOYER].produced["P45LeavingDate"], "%d/%m/%Y"),
            (books[SCHEME].produced["benefits_from"], "%d-%b-%Y"),
            (books[STATE_PENSION].produced["firstPayday"], "%Y%m%d"),
        )
    )
    assert [*dates] == [
        date(2026, 3, 20),
        date(2026, 3, 28),
        date(2026, 3, 31),
        date(2026, 4, 1),
        date(2026, 4, 25),
    ]


def test_without_the_p45_pay_and_pension_are_due_for_the_same_days(tell: Teller) -> None:
    conflict = told_of("C-R4", "a_p45_left_in_a_drawer")
    alone, told = (tell(each).books[SCHEME].produced for each in (conflict.story, conflict.told_with_the_remedy))
    assert alone["benefits_from"] == "21-Mar-2026", "the day after the last at work, though pay goes on to the 31st"
    assert told["benefits_from"] == "01-Apr-2026"


def test_old_is_another_age_at_each_office(tell: Teller) -> None:
    """Domain 2d: 60 for medicines, State Pension age for the bus, 55 at the scheme, and both of a couple or one."""
    at_62 = tell(Story("somebody_who_stops_at_62", "as_is_2026"))
    assert {PRESCRIPTIONS, SCHEME, COUNCIL_TAX} <= at_62.completed
    assert BUS_PASS not in at_62.completed

    couple = tell(Story("a_couple_of_two_ages", "as_is_2026"))
    declined = {each.about: each.reason for each in couple.document.acting if str(each.status) == "declined"}
    assert declined == {PENSION_CREDIT: "One of the two has not reached State Pension age. Claim Universal Credit."}, (
        "of working age to the DWP"
    )
    assert COUNCIL_TAX in couple.completed, "and pensioners to the council"


def test_the_emergency_code_is_what_a_scheme_uses_that_has_no_other(tell: Teller) -> None:
    for conflict in (each for each in CONFLICTS if each.code == "C-R5"):
        emergency, coded = (tell(each).books for each in (conflict.story, conflict.told_with_the_remedy))
        assert emergency[SCHEME].produced["coded"] == "1257L M1"
        assert coded[SCHEME].produced["coded"] == coded[TAX_CODE].produced["CODE"]


def test_a_council_that_hears_nothing_of_an_award_reduces_less(tell: Teller) -> None:
    conflict = told_of("C-R7", "an_award_left_in_a_drawer")
    without, with_it = (tell(each).books for each in (conflict.story, conflict.told_with_the_remedy))
    reductions = [
        Decimal(str(each[COUNCIL_TAX].produced["reduction_pa"]).strip("£").replace(",", ""))
        for each in (without, with_it)
    ]
    assert reductions[1] - reductions[0] > 1_000


def test_a_lodger_is_taken_for_a_husband_by_one_office_and_not_by_the_other(tell: Teller) -> None:
    conflict = told_of("C-R8", "a_pensioner_with_a_lodger")
    apart, bound = (tell(each).books for each in (conflict.story, conflict.told_with_the_remedy))
    assert apart[PENSION_CREDIT].produced["FOR"] == bound[PENSION_CREDIT].produced["FOR"] == "ONE"
    assert apart[COUNCIL_TAX].produced["assessed_as"] == "couple"
    assert bound[COUNCIL_TAX].produced["assessed_as"] == "single claimant"
    reductions = [
        Decimal(str(each[COUNCIL_TAX].produced["reduction_pa"]).strip("£").replace(",", "")) for each in (apart, bound)
    ]
    assert reductions[0] < reductions[1]


def test_a_scheme_with_a_backlog_lets_employers_lend_what_it_does_not_pay(tell: Teller) -> None:
    """C-R9: no relationship ends it, since it is the work itself that lies there; without it, it does not show."""
    told, without = tell(BACKLOG), tell(replace(BACKLOG, faults=()))
    sentence = told.sentence("C-R9")
    assert "The scheme put your pension into payment" in sentence
    assert sentence in told.page
    assert "C-R9" not in without.codes
    assert "C-R9" in tell(replace(BACKLOG, preset="joined_up")).codes, "joined-up offices wait for it all the same"
    assert told.completed == without.completed
    assert "C-R9" not in tell(Story("a_pension_asked_for_late", "as_is_2026")).codes, "counted from the asking"


def test_a_penalty_notice_goes_to_the_address_on_file_and_not_to_anybody_else(tell: Teller) -> None:
    told = tell(Story(SLOW, "as_is_2026"))
    notices = [
        each for each in told.document.letters if each.from_ == PRESCRIPTIONS and not each.facts and not each.asks
    ]
    assert [each.addressed_to for each in notices] == ["retiree.address"]


def test_the_worlds_differ_in_what_goes_wrong_and_complete_the_same(tell: Teller) -> None:
    told = {
        preset: tell(Story(USUAL, preset))
        for preset in ("siloed", "front_door_only", "as_is_2026", "dialogue", "joined_up")
    }
    assert len({frozenset(each.completed) for each in told.values()}) == 1
    assert {preset: sorted(each.codes) for preset, each in told.items()} == {
        "siloed": ["C-R1", "C-R4", "C-R5", "C-R7"],
        "front_door_only": ["C-R1", "C-R4", "C-R5", "C-R7"],
        "as_is_2026": ["C-R4"],
        "dialogue": [],
        "joined_up": [],
    }
    carried = {preset: each.carried for preset, each in told.items()}
    assert carried == {"siloed": 24, "front_door_only": 12, "as_is_2026": 9, "dialogue": 3, "joined_up": 0}
