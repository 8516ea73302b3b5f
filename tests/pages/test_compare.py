"""One request, two towns: the choice, the page, and that the front page promises the same whatever stands behind it."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from frontdoor.cases.models import Case
from frontdoor.discovery import registry
from frontdoor.handoffs.models import Comparison
from frontdoor.testing.simulation import Simulation
from tests.pages.conftest import Citizen, Page, RunningSite, Site

BASE = "/evaluate/compare"
PATIENCE = 90
REFERENCE = re.compile(r"FD-[0-9A-Z]{4}-[0-9A-Z]{4}")
SECRET = re.compile(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){2,}\b")


async def pressed(citizen: Citizen, *worlds: str, request: str = "bereavement_partial") -> Page:
    """Chooses and presses the button."""
    page = await citizen.get(BASE)
    return await citizen.send(page, BASE, {"request": request, "world": list(worlds)})


async def finished(citizen: Citizen, page: Page) -> Page:
    """Looks again and again, as somebody without JavaScript does, until everything is settled."""
    end = time.monotonic() + PATIENCE
    while "Refresh this page" in page.text:
        assert time.monotonic() < end, page.text
        await asyncio.sleep(0.1)
        page = await citizen.get(page.path)
    return page


@pytest.mark.slow
async def test_two_worlds_are_compared_with_one_press(working_site: Site) -> None:
    citizen = working_site.browser()
    page = await finished(citizen, await pressed(citizen, "siloed", "front_door_only", "joined_up"))
    assert page.path.startswith(f"{BASE}/")
    assert "The same confirmation, word for word, in both worlds with a front door." in page.text
    assert page.text.count("We have your request") == 2
    assert page.text.count("You need not phone or write") == 2
    assert "There is no front door here, so nobody has the whole request" in page.text
    assert "Nobody, now that everything is settled." in page.text
    assert page.answer.text.count('role="img"') == 3
    assert "Line of visibility" in page.answer.text
    assert "the citizen carried something or told it again" in page.text
    assert "“Joined up” not once" in page.text
    assert "app-arrow--carried" in page.answer.text
    assert page.ids == list(dict.fromkeys(page.ids)), "no id stands twice"

    table = await citizen.get(f"{page.path}/handoffs.csv")
    assert table.answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.answer.text)))
    assert {row["world"] for row in rows} == {"siloed", "front_door_only", "joined_up"}
    assert any(row["medium"] == "citizen_carried" and row["from"] == "citizen" for row in rows)
    assert not any(row["medium"].startswith("citizen_") for row in rows if row["world"] == "joined_up")
    for text in (page.answer.text, table.answer.text):
        assert "Zielinsk" not in text, "facts by name, never by value"

    fresh = await citizen.get(f"{page.path}/progress?seen=nothing")
    assert "<html" not in fresh.answer.text
    assert "hx-get" not in fresh.answer.text, "what is settled is not asked for again"


async def test_nobody_sets_all_the_towns_to_work_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontdoor.handoffs.comparison.MOST_AT_ONCE", 1)
    citizen = site.browser()
    pages = [await pressed(citizen, "front_door_only", "joined_up") for _ in "12"]
    assert [page.answer.status_code for page in pages] == [200, 429]
    assert pages[1].answer.headers["Retry-After"]


@pytest.mark.slow
async def test_the_end_can_be_had_at_once_whatever_the_pace(tmp_path: Path) -> None:
    simulation = Simulation(tmp_path, day=60)
    async with RunningSite(simulation, work=True) as site:
        citizen = site.browser()
        page = await pressed(citizen, "front_door_only", "joined_up")
        assert "It is still going on." in page.text
        page = await finished(citizen, await citizen.send(page, f"{page.path}/calendar"))
        assert "Everything is settled in every world." in page.text


async def test_one_press_is_one_comparison_and_only_what_is_new_is_sent(site: Site, citizen: Citizen) -> None:
    page = await citizen.get(BASE)
    wish: dict[str, str | list[str]] = {"request": "bereavement_partial", "world": ["siloed", "joined_up"]}
    first = await citizen.send(page, BASE, wish)
    again = await citizen.send(page, BASE, wish)
    assert first.path == again.path
    assert await Comparison.all().count() == 1
    cases = await Case.all()
    assert {each.scenario for each in cases} == {"siloed", "joined_up"}
    assert len({each.as_of for each in cases}) == 1
    assert len({each.world for each in cases}) == 2, "each in a world of its own"
    assert {each.citizen for each in cases} == {"attentive"}
    seen = re.search(r"progress\?seen=([0-9a-f]+)", first.answer.text)
    assert seen
    assert (await citizen.get(f"{first.path}/progress?seen={seen[1]}")).status == 204
    assert (await citizen.get(f"{first.path}/progress?seen=old")).status == 200
    moved = await citizen.send(first, f"{first.path}/calendar")
    assert moved.path == first.path


@pytest.mark.parametrize("worlds", [(), ("siloed",), ("siloed", "siloed"), ("siloed", "joined_upp")])
async def test_a_choice_that_cannot_be_compared_is_refused(citizen: Citizen, worlds: tuple[str, ...]) -> None:
    page = await pressed(citizen, *worlds)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.text
    if "joined_upp" in worlds:
        assert "Did you mean 'joined_up'?" in page.text
    assert "world" in page.ids, "the summary leads to the choice"
    assert dict(page.form(BASE).fields)["request"] == "bereavement_partial", "what was chosen is kept"
    assert await Case.all().count() == 0


async def test_examples_that_are_complete_can_be_chosen_and_nothing_else(citizen: Citizen) -> None:
    page = await citizen.get(BASE)
    form = page.form(BASE)
    assert form.offered["request"] >= {"bereavement", "bereavement_partial"}
    assert not {"bereavement_refused", "own"} & form.offered["request"]
    assert form.offered["world"] == set(registry().scenarios)
    assert [value for name, value in form.fields if name == "world"] == ["front_door_only", "joined_up"]
    assert (await pressed(citizen, "siloed", "joined_up", request="bereavement_refused")).status == 404


async def test_somebody_elses_own_request_is_not_to_be_seen(
    site: Site, citizen: Citizen, facts: dict[str, str]
) -> None:
    await citizen.submit(facts)
    page = await pressed(citizen, "siloed", "joined_up", request="own")
    assert page.status == 200
    made = await Comparison.get()
    own = await Case.get(id=made.source_case)
    assert own.world != "siloed"
    assert {each.as_of for each in await Case.all()} == {own.as_of}
    stranger = site.browser()
    assert (await stranger.get(page.path)).status == 404
    assert (await stranger.get(f"{page.path}/handoffs.csv")).status == 404


@pytest.mark.parametrize("address", [f"{BASE}/nothing", f"{BASE}/{'0' * 32}"])
async def test_a_comparison_that_is_not_there(citizen: Citizen, address: str) -> None:
    assert (await citizen.get(address)).status == 404


async def test_without_a_town_there_is_nothing_to_compare(site: Site, citizen: Citizen) -> None:
    page = await citizen.get("/evaluate")
    assert BASE in page.links
    site.portal.settings = replace(site.portal.settings, town_url="")
    assert (await citizen.get(BASE)).status == 404
    assert BASE not in (await citizen.get("/evaluate")).links


async def test_every_page_leads_behind_the_counter(citizen: Citizen) -> None:
    assert "/evaluate" in (await citizen.get("/")).links


async def test_the_front_page_promises_the_same_whatever_stands_behind_it(
    simulation: Simulation, site: Site, facts: dict[str, str]
) -> None:
    """What the citizen reads before, while and after sending is equal word for word, but for reference and secret."""
    read: dict[str, dict[str, str]] = {}
    portal = site.portal
    for scenario in (each.key for each in registry().scenarios.values() if each.front_door):
        portal.settings = replace(simulation.settings, scenario=scenario)
        citizen = site.browser()
        await citizen.ready(facts)
        offices = await citizen.get("/journey/offices")
        declaration = await citizen.send(offices, "/journey/offices")
        sent = await citizen.send(declaration, "/journey/declaration")
        assert (await Case.all().order_by("-recorded_at").first()).scenario == scenario  # type: ignore[union-attr]
        pages = {"offices": offices, "declaration": declaration, "sent": sent}
        read[scenario] = {name: SECRET.sub("", REFERENCE.sub("", page.text)) for name, page in pages.items()}
    first, *others = read.values()
    assert len(others) >= 3
    assert all(first.values())
    for each in others:
        assert each == first
