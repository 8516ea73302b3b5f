"""Somebody who does not know what to call what happened finds the way in, or is told honestly that there is none."""

import pytest

from frontdoor.discovery import registry
from tests.pages.conftest import Citizen

EVENTS = sorted(registry().life_events.values(), key=lambda each: each.title)
SIGNS = [(event.key, f"{event.key}:{number}", said) for event in EVENTS for number, said in enumerate(event.signs)]


@pytest.mark.parametrize(("key", "value", "said"), SIGNS)
async def test_each_sentence_leads_to_its_life_event(key: str, value: str, said: str, citizen: Citizen) -> None:
    page = await citizen.get("/not-sure")
    assert said in page.text
    assert (await citizen.send(page, "/not-sure", {"sign": value})).path == f"/life-events/{key}"


async def test_none_of_these_is_an_honest_answer(citizen: Citizen) -> None:
    page = await citizen.send(await citizen.get("/not-sure"), "/not-sure", {"sign": "none"})
    assert "We cannot help with that here" in page.text
    assert all(event.happened in page.text for event in EVENTS)


@pytest.mark.parametrize("fields", [{}, {"sign": "wedding:0"}, {"sign": ""}])
async def test_no_answer_is_named_and_loses_nothing(fields: dict[str, str | list[str]], citizen: Citizen) -> None:
    page = await citizen.send(await citizen.get("/not-sure"), "/not-sure", fields)
    assert page.answer.status_code == 422
    assert "Choose the sentence that fits best, or none of these" in page.text
    assert page.answer.text.count("<title>Error: ") == 1


async def test_the_home_page_leads_there(citizen: Citizen) -> None:
    assert 'href="/not-sure"' in (await citizen.get("/")).answer.text


def test_every_life_event_can_be_found_by_what_people_say() -> None:
    assert all(event.signs for event in EVENTS)
