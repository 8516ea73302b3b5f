"""Cases that earlier versions left in the middle go on with the code of today, each by its own plan."""

from dataclasses import replace
from pathlib import Path

import pytest

from frontdoor.cases.models import Case
from frontdoor.database.migrating import migrate
from frontdoor.discovery import Registry, registry
from frontdoor.handoffs.events import Status, Step, fold
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.testing.simulation import Simulation, example, request_of
from life_events.model import Concerns
from tests.versions.unpacking import RECORDED, unpack

pytestmark = pytest.mark.slow


async def left_by(version: str, folder: Path) -> Simulation:
    """A portal and a town as a version left them, the database upgraded."""
    url = f"sqlite://{unpack(version, folder)}"
    _ = await migrate(url)
    return Simulation(folder, database=url)


def changed() -> Registry:
    """Today's definitions with every life event changed: its first service is left out, and another one joins it."""
    now = registry()
    events = {}
    for key, event in now.life_events.items():
        ours = {each.service for each in event.services}
        joins = next(each for each in sorted(now.services) if each not in ours)
        events[key] = replace(event, services=(*event.services[1:], Concerns(joins)))
    return replace(now, life_events=events)


@pytest.mark.parametrize("version", RECORDED)
async def test_what_was_recorded_is_read_as_it_was(version: str, tmp_path: Path) -> None:
    simulation = await left_by(version, tmp_path)
    simulation.differing = True
    async with simulation.open_portal(work=False) as portal:
        cases = await Case.all()
        assert {each.closed_at is None for each in cases} == {True, False}, "some are over and some are not"
        for case in cases:
            document = await portal.reread(case.id)
            assert len(document.acting) == len(case.plan["services"])
            for handoff in await Handoff.filter(case_id=case.id):
                rows = await LedgerEvent.filter(handoff_id=handoff.id).order_by("seq")
                steps = [Step(each.step) for each in rows if each.step]
                assert fold(steps) is Status(handoff.status), handoff.target


@pytest.mark.parametrize("version", RECORDED)
async def test_cases_in_flight_end_by_their_own_plan_whatever_has_changed(version: str, tmp_path: Path) -> None:
    simulation = await left_by(version, tmp_path)
    definitions = changed()
    async with simulation.open_portal(definitions=definitions) as portal:
        open_cases = await Case.filter(closed_at=None)
        assert len(open_cases) >= 3
        for case in open_cases:
            planned = {each["service"] for each in case.plan["services"]}
            assert planned != {each.service for each in definitions.life_events[case.life_event].services}
            if case.citizen:
                document = await simulation.finish(case, 300)
            else:
                document = await simulation.until(case, lambda each: each.tasks, 120)
            assert {each.service for each in document.acting} == planned
            assert document.definitions == case.definitions != definitions.version
        fresh = await portal.submit(request_of(example("retirement"), world="joined_up.fresh"))
        document = await portal.reread(fresh.case.id)
        assert document.definitions == definitions.version
        wanted = {each.service for each in definitions.life_events["retirement"].services}
        assert {each.service for each in document.acting} == wanted
        simulation.differing = True  # it is in the middle of it
