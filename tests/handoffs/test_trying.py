"""Trying an adapter: it goes to the town and nowhere else, and says what a case would really record."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.portal import Portal
from frontdoor.handoffs.reach import PATIENCE, reachable
from frontdoor.handoffs.trying import WORLD, try_adapter
from frontdoor.journey.examples import example_facts
from frontdoor.testing.simulation import Simulation, example, request_of

pytestmark = pytest.mark.slow  # an app for each, and forty services on a page

DVLA, HUB = "dvla.close_driver_record", "tell_us_once.pass_on_death"


class Elsewhere(httpx.AsyncBaseTransport):
    """Notes where requests go on their way into the town."""

    def __init__(self, simulation: Simulation, seen: list[httpx.URL]) -> None:
        self._inner = simulation.wire()
        self._seen = seen

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._seen.append(request.url)
        return await self._inner.handle_async_request(request)


async def test_it_goes_to_the_town_though_the_office_has_an_address_of_its_own(simulation: Simulation) -> None:
    seen: list[httpx.URL] = []
    wire = simulation.wire
    simulation.settings = replace(simulation.settings, office_urls={"dvla": "http://real.example"})
    async with simulation.open_portal(work=False) as portal:
        portal.offices._make = lambda: Elsewhere(simulation, seen)
        facts = example_facts(portal.registry.services[DVLA])
        trial = await try_adapter(DVLA, facts, portal)
    assert simulation.wire == wire
    assert trial.understood.kind == "accepted"
    office = [url for url in seen if "dvla" in url.path]
    assert [(url.host, url.path) for url in office] == [("town", f"/{WORLD}/dvla/drv/dth")]


async def test_it_says_what_a_case_records(simulation: Simulation) -> None:
    """The steps of the same handoff in a real case where everything is there when it is sent, from the sending on."""
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement"), scenario="joined_up"))
        _ = await simulation.finish(accepted.case, 60)
        mine = {each.id for each in await Handoff.filter(target=HUB, kind__in=("acting", "answer"))}
        events = await LedgerEvent.filter(handoff_id__in=mine).exclude(step="").order_by("seq")
        steps = [each.step for each in events]
        trial = await try_adapter(HUB, example_facts(portal.registry.services[HUB]), portal)
    said = [each.step for each in trial.events]
    assert said == steps[steps.index("sent") :]


async def test_without_a_town_nothing_can_be_tried(simulation: Simulation) -> None:
    async with without_town(simulation) as portal:
        with pytest.raises(TownUnreachable):
            await try_adapter(DVLA, {}, portal)


async def test_a_knock_waits_for_nobody(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        _ = simulation.town.world("joined_up")
        simulation.fault("dvla", "hangs")
        simulation.fault("hmrc", "garbled")
        found = await reachable(portal.offices, "joined_up", ["bank", "dvla", "hmrc"])
    assert found == {"bank": True, "dvla": False, "hmrc": False}
    assert PATIENCE < 1


@asynccontextmanager
async def without_town(simulation: Simulation) -> AsyncIterator[Portal]:
    """Opens a portal in a real installation."""
    simulation.settings = replace(simulation.settings, town_url="")
    async with simulation.open_portal(work=False) as portal:
        yield portal
