"""The journeys of the other life events in a real browser: the way in by a plain sentence, the questions, the case."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from frontdoor.discovery import registry
from frontdoor.testing.simulation import example
from tests.browser.visiting import PATIENCE, PHONE, Arrival, Servers, Visitor

# by life event: the sentence by which somebody finds it, and the questions that are looked at hard
JOURNEYS: dict[str, tuple[str, frozenset[str]]] = {
    "retirement": (
        "I want my State Pension",
        frozenset({"partner", "income-and-savings"}),
    ),
    "business_start_up": (
        "I am opening a shop, a café or another business",
        frozenset({"official-address", "company", "alcohol-licence"}),
    ),
}


def facts_of(event: str) -> dict[str, Any]:
    """The full example, with its days moved to where they are from today."""
    document = example(event)
    moved = datetime.now(UTC).date() - datetime.fromisoformat(document["as_of"]).date()
    kinds = registry().facts
    coming = {
        name: (datetime.fromisoformat(value).date() + moved).isoformat()
        for name, value in document["facts"].items()
        if kinds[name].kind == "date" and not kinds[name].past
    }
    return {**document["facts"], **coming}


def find_by_a_sentence(visitor: Visitor, event: str) -> None:
    """Comes from the first page to a life event's start, not knowing what to call it."""
    visitor.page.goto("/")
    visitor.follow(visitor.page.get_by_role("link", name="I am not sure what to call it"))
    visitor.page.get_by_label(JOURNEYS[event][0]).check()
    visitor.press("Continue")
    assert visitor.path == f"/life-events/{event}"


@pytest.mark.parametrize("event", JOURNEYS)
def test_a_journey_from_a_plain_sentence_to_the_settled_case(event: str, servers: Servers, arrive: Arrival) -> None:
    visitor = arrive(servers.url, event.replace("_", "-"), PHONE)
    page = visitor.page
    find_by_a_sentence(visitor, event)
    visitor.look_on_both("start")
    visitor.press("Start now")
    visitor.press("Continue")
    assert page.title().startswith("Error: ")
    visitor.answer_all(facts_of(event), JOURNEYS[event][1], on_both=True)
    visitor.look_on_both("answers")
    visitor.press("See what each office will get")
    visitor.look_on_both("offices")
    visitor.press("Continue")
    visitor.press("Agree and send")
    visitor.look_on_both("sent")
    visitor.press("See how it stands")
    expect(page.locator(".app-case__summary")).to_contain_text("Everything is settled", timeout=2 * PATIENCE)
    visitor.look_on_both("case-finished")
