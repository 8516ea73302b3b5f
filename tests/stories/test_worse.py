"""What joining up makes worse (design 5.10): each told with and without, so that it can be seen what made it worse."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from frontdoor.discovery import registry
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.handoffs.events import Status
from frontdoor.testing.simulation import Simulation, example, request_of
from tests.stories.telling import Story, Teller

# each is a whole case, and takes some seconds
pytestmark = pytest.mark.slow

REGISTRAR, DWP, TELL_US_ONCE = "register_office.register_death", "dwp.stop_benefits", "tell_us_once.pass_on_death"
INCOME_TAX, INHERITANCE_TAX = "hmrc.settle_income_tax", "hmrc.settle_inheritance_tax"
PENSION, CARE = "pension_scheme.pay_survivor", "council.settle_care_charges"
BEHIND_THE_HUB = {
    "dvla.close_driver_record",
    "passport_office.cancel_passport",
    "council.update_council_tax",
    CARE,
}
USUAL = "a_family_as_usual"


def test_w1_a_wrong_date_of_death_reaches_more_offices_and_sooner_in_an_alliance(tell: Teller) -> None:
    alone = tell(Story(USUAL, "front_door_only", faults=(("register_office", "mistaken"),)))
    allied = tell(Story(USUAL, "joined_up", faults=(("register_office", "mistaken"),)))

    # an eleventh had it by post, and had not written back yet
    assert "A wrong date of death stood in 10 offices before it was put right" in alone.sentence("W1")
    assert "the last of them had it 10 days after" in alone.sentence("W1")
    assert "A wrong date of death stood in 13 offices before it was put right" in allied.sentence("W1")
    assert "the last of them had it 0 days after" in allied.sentence("W1")
    assert allied.sentence("W1") in allied.page
    assert alone.completed == allied.completed
    assert "W1" not in tell(Story(USUAL, "joined_up")).codes, "without the mistake there is nothing to spread"


def test_w1_the_record_also_brings_the_correction_and_the_letter_does_not(tell: Teller) -> None:
    """What spreads further is also put right everywhere, also where an office says again what it was told."""
    alone = tell(Story(USUAL, "front_door_only", faults=(("register_office", "mistaken"),)))
    allied = tell(Story(USUAL, "joined_up", faults=(("register_office", "mistaken"),)))
    assert allied.books[DWP].form["DOD"] == allied.books[DWP].produced["VERIFIED_DOD"] == "20260302"
    assert allied.books[INCOME_TAX].form["DOD"] == "02032026"
    assert alone.books[DWP].form["DOD"] != "20260302"
    assert alone.books[INCOME_TAX].form["DOD"] != "02032026"


async def told_while_the_hub_is_down(simulation: Simulation, scenario: str) -> CaseDocument:
    """Lets a case go on until nothing more happens while Tell Us Once is down, then mends it and waits for the end."""
    simulation.fault("tell_us_once", "down")
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement"), scenario=scenario))
        halted = await simulation.until(
            accepted.case,
            lambda each: (
                "until somebody acts or an office answers again" in each.standing_still
                and any(one.agency == "tell_us_once" and one.unreachable for one in each.acting)
            ),
            60,
        )
        simulation.fault("tell_us_once", None)
        ended = await simulation.finish(accepted.case, 90)
    assert all(each.final for each in ended.acting)
    assert not [each for each in ended.frictions if each.code == "W2"], "it is over when the hub answers again"
    return halted


async def test_w2_a_hub_that_stops_holds_up_everybody_it_serves_and_the_others_go_on(simulation: Simulation) -> None:
    halted = await told_while_the_hub_is_down(simulation, "as_is_2026")
    said = [each.sentence for each in halted.frictions if each.code == "W2"]
    assert said == ["Tell Us Once does not answer, and 4 offices that it should tell are waiting for it."]
    ends = {each.about: each.status for each in halted.acting}
    assert not [service for service in BEHIND_THE_HUB if ends[service] is Status.COMPLETED]
    for service in (REGISTRAR, DWP, PENSION, "funeral_director.arrange_funeral", "dwp.pay_funeral_expenses"):
        assert ends[service] is Status.COMPLETED, service


async def test_w2_without_a_hub_nobody_waits_for_it(simulation: Simulation) -> None:
    halted = await told_while_the_hub_is_down(simulation, "front_door_only")
    assert not [each for each in halted.frictions if each.code == "W2"]
    ends = {each.about: each.status for each in halted.acting}
    assert all(ends[service] is Status.COMPLETED for service in BEHIND_THE_HUB)


def test_w3_a_merger_leaves_the_dwp_outside(tell: Teller) -> None:
    apart = tell(Story(USUAL, "as_is_2026"))
    merged = tell(Story(USUAL, "as_is_2026", pairs=((INHERITANCE_TAX, INCOME_TAX, "merger"),)))
    anew = tell(
        Story(
            USUAL,
            "as_is_2026",
            pairs=((INHERITANCE_TAX, INCOME_TAX, "merger"), (DWP, INHERITANCE_TAX, "joint_venture")),
        )
    )
    sentence = merged.sentence("W3")
    assert "the DWP's feed did not come along" in sentence
    assert "came 4 days after the DWP had it" in sentence
    assert sentence in merged.page
    assert "W3" not in apart.codes | anew.codes
    assert merged.completed == anew.completed == apart.completed - {INCOME_TAX}, "what was merged is not asked itself"

    fact = "dwp.verified_date_of_death"
    before, after = apart.reached(fact)[INCOME_TAX], merged.reached(fact)[INHERITANCE_TAX]
    assert (before.medium, after.medium) == ("api", "post")
    assert before.received
    assert after.received
    assert after.received - before.received > timedelta(days=3)
    inside = [
        each for each in merged.document.handoffs if "hmrc.income_tax_balance" in each.facts and each.from_ != "citizen"
    ]
    assert all(each.to == "citizen" or each.kind == "answer" for each in inside), (
        "inside, there is nothing to hand over"
    )


def test_w4_two_hubs_tell_one_office_twice_and_disagree(tell: Teller) -> None:
    one = Story(USUAL, "as_is_2026", pairs=((REGISTRAR, DWP, "dialogue"),), slips=1.0)
    one_hub = tell(replace(one, via=((REGISTRAR, PENSION, TELL_US_ONCE),)))
    two_hubs = tell(replace(one, via=((REGISTRAR, PENSION, TELL_US_ONCE, DWP),)))

    sentence = two_hubs.sentence("W4")
    assert (
        sentence
        == "The pension scheme was told the date of death by two hubs, and they do not agree. It keeps the first."
    )
    assert sentence in two_hubs.page
    assert "disagrees" in two_hubs.trays["pension_scheme"], "the office has noticed"
    assert "W4" not in one_hub.codes
    assert one_hub.completed == two_hubs.completed

    told = [each for each in two_hubs.document.handoffs if each.to == PENSION and each.from_ in (TELL_US_ONCE, DWP)]
    assert [each.from_ for each in told if each.kind == "acting"] == [TELL_US_ONCE], "the first hub asks"
    assert {each.from_ for each in told if each.kind == "office"} == {TELL_US_ONCE, DWP}, "and both tell"


def test_w4_two_hubs_that_hear_the_same_agree(tell: Teller) -> None:
    told = tell(Story(USUAL, "as_is_2026", via=((REGISTRAR, PENSION, TELL_US_ONCE, DWP),)))
    assert "W4" not in told.codes
    assert "disagrees" not in told.trays["pension_scheme"]


def test_w5_targets_starve_the_notes_to_others(tell: Teller) -> None:
    free, driven = tell(Story(USUAL, "dialogue")), tell(Story(USUAL, "dialogue", targets=(("dwp", 0.9),)))

    sentence = driven.sentence("W5")
    assert re.search(r"The DWP's clerks told HMRC of the overpayment \d\d days after they knew", sentence)
    assert sentence in driven.page
    assert "W5" not in free.codes
    assert free.completed == driven.completed
    waits = [each.reached("dwp.overpayment")[INHERITANCE_TAX].received for each in (free, driven)]
    assert waits[0]
    assert waits[1]
    assert waits[1] - waits[0] > timedelta(days=14)
    assert driven.document.calendar_days > free.document.calendar_days


def test_everything_that_gets_worse_has_its_story() -> None:
    known = {each.code for each in registry().life_events["bereavement"].frictions if each.code.startswith("W")}
    assert known == {"W1", "W2", "W3", "W4", "W5"}
