"""Hubs, mergers, joint projects and asking again, lived by a town in whole cases."""

from datetime import date

import pytest

from frontdoor.discovery import Registry
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.testing.simulation import Simulation, example, request_of
from life_events.coordination import Medium, Relationship
from tests.handoffs.worlds import (
    BENEFITS,
    FUNERAL,
    HUB,
    INCOME_TAX,
    INHERITANCE_TAX,
    LICENCE,
    PROBATE,
    REGISTRATION,
    changed,
    pair,
    uniform,
)

pytestmark = pytest.mark.slow


async def lived(simulation: Simulation, definitions: Registry | None = None, scenario: str = "test") -> CaseDocument:
    async with simulation.open_portal(definitions=definitions) as portal:
        accepted = await portal.submit(request_of(example("bereavement"), scenario=scenario))
        return await simulation.finish(accepted.case)


def completed(document: CaseDocument) -> set[str]:
    return {str(each.service) for each in document.acting if each.status == "completed"}


def between(document: CaseDocument, sender: str, receiver: str) -> set[tuple[str, ...]]:
    return {(each.medium, *each.facts) for each in document.handoffs if (each.from_, each.to) == (sender, receiver)}


async def test_a_hub_is_asked_and_asks_the_services_that_it_covers(simulation: Simulation) -> None:
    document = await lived(simulation, scenario="as_is_2026")
    covered = {LICENCE, "passport_office.cancel_passport", "council.update_council_tax", "council.settle_care_charges"}
    acting = {str(each.service): each for each in document.acting}
    assert {key for key, each in acting.items() if each.from_ == HUB} == covered
    assert all(acting[key].source for key in covered), "what the hub was given stands behind what it passes on"
    by_hub = {fact for each in document.handoffs if each.from_ == HUB and each.kind == "office" for fact in each.facts}
    assert "registration.date_of_death" in by_hub
    assert not any(
        each.from_ == "front_door" and each.to in covered and each.kind == "acting" for each in acting.values()
    )


async def test_what_came_ahead_is_found_when_the_request_says_whom_it_is_about(simulation: Simulation) -> None:
    """The hub passes on a form, then a request that names the dead and no more; the day of the death is supplied."""
    through_the_hub = pair(REGISTRATION, FUNERAL, Relationship.SATELLITE, via=HUB)
    document = await lived(simulation, uniform(Relationship.DIALOGUE, *through_the_hub))
    acting = {str(each.service): each for each in document.acting}[FUNERAL]
    (form,) = [each for each in document.handoffs if (each.from_, each.to, each.kind) == (HUB, FUNERAL, "office")]
    assert form.facts == ("registration.burial_form",)
    assert form.received is not None
    assert acting.received is not None
    assert form.received < acting.received
    assert acting.status == "completed"


async def test_a_hub_that_is_down_holds_up_everybody_it_serves_and_nobody_else(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        simulation.fault("tell_us_once", "down")
        accepted = await portal.submit(request_of(example("bereavement"), scenario="as_is_2026"))
        stuck = await simulation.until(accepted.case, lambda each: "Nothing can happen" in each.standing_still, 30)
        open_ones = {str(each.service) for each in stuck.acting if not each.final}
        assert LICENCE in open_ones
        assert {"dwp.stop_benefits", INCOME_TAX} <= completed(stuck)
        simulation.fault("tell_us_once", None)
        document = await simulation.finish(accepted.case, 30)
    assert len(completed(document)) == 18


async def test_a_joint_project_ends_and_the_citizen_carries_again(simulation: Simulation) -> None:
    ended = pair(INHERITANCE_TAX, PROBATE, Relationship.JOINT_PROJECT, until=date(2026, 3, 20))
    document = await lived(simulation, changed("joined_up", *ended))
    carried = [each for each in document.handoffs if each.medium == Medium.CITIZEN_CARRIED]
    assert [(each.from_, each.to) for each in carried] == [("citizen", PROBATE)]


async def test_a_joint_project_that_lasts_leaves_nothing_to_carry(simulation: Simulation) -> None:
    lasting = pair(INHERITANCE_TAX, PROBATE, Relationship.JOINT_PROJECT, until=date(2026, 12, 31))
    document = await lived(simulation, changed("joined_up", *lasting))
    assert not [each for each in document.handoffs if each.medium == Medium.CITIZEN_CARRIED]
    assert (
        "api",
        "inheritance_tax.gross_value",
        "inheritance_tax.net_value",
        "inheritance_tax.unique_code",
    ) in between(document, INHERITANCE_TAX, PROBATE)


async def test_a_merged_service_is_not_asked_and_its_work_is_done_where_it_went(simulation: Simulation) -> None:
    merger = pair(BENEFITS, INCOME_TAX, Relationship.MERGER)
    document = await lived(simulation, changed("front_door_only", *merger))
    acting = {str(each.service): each for each in document.acting}
    assert acting[INCOME_TAX].status == "not_needed"
    assert acting[INCOME_TAX].reason.startswith("Merged into: Stop State Pension and benefits")
    (part,) = [each for each in document.handoffs if each.kind == "part"]
    assert (part.to, part.about, part.status) == (BENEFITS, INCOME_TAX, "completed")
    world = simulation.town.world("test")
    assert [each.service for each in world.counters["dwp"].store.of_service(INCOME_TAX)] == [INCOME_TAX]
    assert not world.counters["hmrc"].store.of_service(INCOME_TAX), "there is one store, behind the provider's door"
    assert not any(INCOME_TAX in (each.from_, each.to) for each in document.handoffs if each.kind != "acting")
    assert not between(document, BENEFITS, BENEFITS), "what was a need between two is none within one"
    assert len(completed(document)) == 17


async def test_a_service_asks_again_unless_it_takes_others_into_account(
    simulation: Simulation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = await lived(simulation, scenario="front_door_only")
    again = [each for each in alone.handoffs if each.medium == Medium.CITIZEN_REENTERED]
    assert [(each.from_, each.to, each.facts) for each in again] == [
        ("citizen", INCOME_TAX, ("executor.address", "executor.full_name"))
    ]
    other = Simulation(tmp_path_factory.mktemp("considerate"))
    considerate = changed("front_door_only", *pair(HUB, INCOME_TAX, Relationship.TAKING_INTO_ACCOUNT))
    document = await lived(other, considerate)
    assert not [each for each in document.handoffs if each.medium == Medium.CITIZEN_REENTERED]
    assert completed(document) == completed(alone)


async def test_a_union_matches_by_its_file_and_an_alliance_by_what_both_know(simulation: Simulation) -> None:
    union = pair(REGISTRATION, LICENCE, Relationship.UNION)
    document = await lived(simulation, changed("front_door_only", *union))
    assert ("shared_record", "registration.date_of_death") in between(document, REGISTRATION, LICENCE)
    assert ("citizen_carried", "registration.date_of_death") not in between(document, "citizen", LICENCE)
