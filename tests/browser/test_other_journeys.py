"""The journeys of the other life events in a real browser: the way in by a plain sentence, the questions, the case."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from frontdoor.discovery import registry
from frontdoor.testing.simulation import example
from tests.browser.visiting import DESKTOP, PATIENCE, PHONE, Arrival, Screen, Servers, Visitor

# by life event: the sentence by which somebody finds it, and the questions that are looked at hard
JOURNEYS: dict[str, tuple[str, frozenset[str]]] = {
    "retirement": (
        "I want my State Pension",
        frozenset({"your-name", "partner", "years-abroad", "income-and-savings"}),
    ),
    "business_start_up": (
        "I am opening a shop, a café or another business",
        frozenset({"kind", "official-address", "company", "employees", "alcohol-licence"}),
    ),
}
VISITS = [pytest.param(event, screen, id=f"{event} {screen.name}") for event in JOURNEYS for screen in (PHONE, DESKTOP)]


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


def send(visitor: Visitor) -> None:
    """Goes from the answers to the case."""
    for step in ("See what each office will get", "Continue", "Agree and send", "See how it stands"):
        visitor.press(step)


@pytest.mark.parametrize(("event", "screen"), VISITS)
def test_a_journey_from_a_plain_sentence_to_the_settled_case(
    event: str, screen: Screen, servers: Servers, arrive: Arrival
) -> None:
    visitor = arrive(servers.url, f"{event.replace('_', '-')}-{screen.name}", screen)
    page = visitor.page
    find_by_a_sentence(visitor, event)
    visitor.look("start")
    visitor.press("Start now")
    visitor.press("Continue")
    assert page.title().startswith("Error: ")
    visitor.answer_all(facts_of(event), JOURNEYS[event][1])
    visitor.look("answers")
    visitor.press("See what each office will get")
    visitor.look("offices")
    visitor.press("Continue")
    visitor.press("Agree and send")
    visitor.look("sent")
    visitor.press("See how it stands")
    expect(page.locator(".app-case__summary")).to_contain_text("Everything is settled", timeout=2 * PATIENCE)
    visitor.look("case-finished")


def test_a_journey_without_javascript(servers: Servers, arrive: Arrival) -> None:
    visitor = arrive(servers.url, "business-start-up-plain", scripts=False)
    find_by_a_sentence(visitor, "business_start_up")
    visitor.press("Start now")
    visitor.answer_all(facts_of("business_start_up"))
    send(visitor)
    assert "Companies House" in visitor.page.inner_text("main")
