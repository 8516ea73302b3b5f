"""Relationships changed while a town runs: the next case behaves so, cases under way keep what they began with."""

from __future__ import annotations

from datetime import date

import pytest

from frontdoor.cases.models import Case
from frontdoor.discovery import registry
from frontdoor.errors import NotFound, Refused
from frontdoor.handoffs.models import Amendment
from frontdoor.handoffs.relationships import PairWish, relate, relationships, reset, table_of
from frontdoor.testing.simulation import Simulation, example, request_of
from life_events.coordination import Relationship

IHT, PROBATE, TAX = "hmrc.settle_inheritance_tax", "hmcts.grant_probate", "hmrc.settle_income_tax"
REGISTER, HUB = "register_office.register_death", "tell_us_once.pass_on_death"
SCENARIO = "front_door_only"


def wish(level: str, provider: str = IHT, consumer: str = PROBATE, **more: object) -> PairWish:
    return PairWish.model_validate({"provider": provider, "consumer": consumer, "level": level, **more})


async def level_of(provider: str, consumer: str, scenario: str = SCENARIO) -> Relationship:
    table = await table_of(registry().scenarios[scenario], registry())
    return next(row.level for row in table.rows if (row.provider, row.consumer) == (provider, consumer))


async def test_a_changed_pair_stands_so_in_its_scenario_and_nowhere_else(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False):
        await relate(SCENARIO, wish("joint_venture"), registry())
        assert await level_of(IHT, PROBATE) is Relationship.JOINT_VENTURE
        assert await level_of(IHT, PROBATE, "as_is_2026") is Relationship.NONE
        now = await relationships(SCENARIO, registry())
        assert now.changed == 1
        (pair,) = [each for each in now.pairs if each.changed]
        assert pair.facts == (
            "inheritance_tax.unique_code", "inheritance_tax.gross_value", "inheritance_tax.net_value",
        )  # fmt: skip
        await relate(SCENARIO, wish("none"), registry())
        assert await Amendment.all().count() == 0, "what the file says anyway is no change"


async def test_it_survives_a_restart_and_can_be_set_back(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False):
        await relate(SCENARIO, wish("joint_project", until=date(2026, 5, 1)), registry())
        await relate(SCENARIO, wish("satellite", REGISTER, "dvla.close_driver_record", via=HUB), registry())
    async with simulation.open_portal(work=False):
        assert (await relationships(SCENARIO, registry())).changed == 2
        assert await reset(SCENARIO, registry(), IHT, PROBATE) == 1
        assert await level_of(IHT, PROBATE) is Relationship.NONE
        assert await level_of(REGISTER, "dvla.close_driver_record") is Relationship.SATELLITE
        assert await reset(SCENARIO, registry()) == 1
        assert (await relationships(SCENARIO, registry())).changed == 0


async def test_who_asks_again_is_a_pair_too_and_stops_when_it_takes_others_into_account(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False):
        pairs = (await relationships(SCENARIO, registry())).pairs
        (pair,) = [each for each in pairs if (each.provider, each.consumer) == (HUB, TAX)]
        assert pair.facts == ()
        assert pair.asks_again == ("executor.full_name", "executor.address")
        await relate(SCENARIO, wish("taking_into_account", HUB, TAX), registry())
        table = await table_of(registry().scenarios[SCENARIO], registry())
        assert HUB in table.asks_again[TAX]["executor.full_name"]


@pytest.mark.parametrize(
    ("said", "field", "reason"),
    [
        (wish("dialog"), "level", "There is no relationship 'dialog'. Did you mean 'dialogue'?"),
        (wish("none", "hmrc.settle_inheritance_tx"), "provider", "Did you mean 'hmrc.settle_inheritance_tax'?"),
        (wish("satellite"), "via", "A satellite, and only a satellite, names the hub"),
        (wish("satellite", via=PROBATE), "via", "A hub stands between the two"),
        (wish("dialogue", via=HUB), "via", "A satellite, and only a satellite"),
        (wish("joint_project"), "until", "has a day `until` which it lasts"),
        (wish("union", IHT, IHT), "consumer", "A pair is two services"),
    ],
)
async def test_what_a_file_may_not_say_is_refused(
    simulation: Simulation, said: PairWish, field: str, reason: str
) -> None:
    async with simulation.open_portal(work=False):
        with pytest.raises(Refused) as refused:
            await relate(SCENARIO, said, registry())
        (problem,) = refused.value.problems
        assert problem.where == field
        assert reason in problem.detail
        with pytest.raises(NotFound, match="Did you mean 'joined_up'"):
            await relate("joind_up", wish("none"), registry())
        with pytest.raises(Refused):
            _ = await reset(SCENARIO, registry(), IHT)
        assert await Amendment.all().count() == 0


@pytest.mark.slow
async def test_the_next_case_behaves_so_and_cases_under_way_keep_their_version(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        before = await portal.submit(request_of(example("bereavement"), scenario=SCENARIO))
        await relate(SCENARIO, wish("joint_venture"), registry())
        after = await portal.submit(request_of(example("bereavement"), scenario=SCENARIO, world="changed"))
        documents = [await simulation.finish(each.case, 60) for each in (before, after)]
        assert (await Case.get(id=before.case.id)).relations != (await Case.get(id=after.case.id)).relations
    carried, told = (
        {(each.kind, each.medium) for each in document.handoffs if "inheritance_tax.unique_code" in each.facts}
        for document in documents
    )
    assert ("supply", "citizen_carried") in carried
    assert not any(kind == "office" for kind, _ in carried)
    assert told == {("office", "api")}
