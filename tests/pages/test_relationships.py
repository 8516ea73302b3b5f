"""The evaluator's matrix of pairs: what it shows, how a pair is changed on it, and that it needs a town."""

from __future__ import annotations

from dataclasses import replace

import httpx

from frontdoor.app import create_app
from frontdoor.discovery import registry
from frontdoor.handoffs.relationships import relationships
from frontdoor.pages.evaluate.relationships import CODES, matrix
from frontdoor.testing.simulation import Simulation
from life_events.coordination import Relationship
from tests.pages.conftest import BASE, Citizen, Page, Site

IHT, PROBATE = "hmrc.settle_inheritance_tax", "hmcts.grant_probate"
PAGE = "/evaluate/relationships"
CELL = f"{PAGE}?scenario=as_is_2026&from={IHT}&to={PROBATE}"


async def test_every_pair_that_has_a_need_is_a_square_with_a_name(site: Site, citizen: Citizen) -> None:
    now = await relationships("as_is_2026", registry())
    drawn = matrix(now, registry(), (IHT, PROBATE))
    cells = [cell for row in drawn.rows for cell in row.cells if cell]
    assert len(cells) == len(now.pairs) > 30
    assert sum(cell.chosen for cell in cells) == 1
    assert len({cell.said for cell in cells}) == len(cells)
    page = await citizen.get(f"{PAGE}?scenario=as_is_2026")
    assert "HMRC: Settle Inheritance Tax, to Probate Service: Grant probate: none" in page.text
    assert (
        "Register office: Register the death, to DVLA: Cancel the driving licence and vehicle tax: satellite"
        in page.text
    )
    assert "Every pair is as its file says." in page.text
    assert set(CODES) == set(Relationship)
    for each in Relationship:
        assert each.definition in page.text


async def test_a_pair_is_changed_and_set_back_on_the_page(site: Site, citizen: Citizen) -> None:
    page = await citizen.get(CELL)
    assert "What has to get there: Inheritance Tax unique code" in page.text
    assert "Documented: domain 1c, BV09 -> BV10" in page.text
    assert page.form(PAGE).offered["level"] == {str(each) for each in Relationship}
    page = await citizen.send(page, PAGE, {"level": "joint_venture"})
    assert "Saved. The next case in this scenario behaves so" in page.text
    assert "1 pair was changed since." in page.text
    assert "Grant probate: joint venture, changed" in page.text
    assert "Saved." not in (await citizen.get(CELL)).text
    page = await citizen.send(page, f"{PAGE}/reset")
    assert "1 pair is again as the file says." in page.text
    assert (await relationships("as_is_2026", registry())).changed == 0


async def test_a_satellite_needs_its_hub_and_a_joint_project_its_last_day(site: Site, citizen: Citizen) -> None:
    page = await citizen.get(CELL)
    wrong = await citizen.send(page, PAGE, {"level": "satellite"})
    assert wrong.status == 422
    assert wrong.title.startswith("Error: ")
    assert "names the hub it goes `via`" in wrong.text
    wrong = await citizen.send(page, PAGE, {"level": "joint_project", "until-day": "31", "until-month": "2"})
    assert wrong.status == 422
    assert "#until-" in " ".join(wrong.links)
    assert ("until-day", "31") in wrong.form(PAGE).fields
    right = {"level": "joint_project", "until-day": "1", "until-month": "5", "until-year": "2026"}
    await citizen.send(page, PAGE, right)
    await citizen.send(
        page,
        PAGE,
        {
            "level": "satellite",
            "via": "tell_us_once.pass_on_death",
            **right,
        },
    )
    await citizen.send(page, PAGE, {**right, "level": "joint_project"})
    (pair,) = [each for each in (await relationships("as_is_2026", registry())).pairs if each.changed]
    assert str(pair.until) == "2026-05-01"
    assert pair.via == "", "what goes with another level is left out"


async def test_an_unknown_scenario_or_pair_is_not_found(site: Site, citizen: Citizen) -> None:
    assert (await citizen.get(f"{PAGE}?scenario=utopia")).status == 404
    page = await citizen.get(CELL)
    strange = await citizen.send(page, PAGE, {"from": "moon.landing", "level": "union"})
    assert strange.status == 404


async def test_where_offices_are_real_there_is_no_such_page(simulation: Simulation) -> None:
    app = create_app(replace(simulation.settings, town_url=""), work=False)
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        assert Page(await client.get(PAGE)).status == 404
