"""What is left to the citizen, in a real browser: the case, its errands and letters, and the matrix of pairs."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx
from playwright.sync_api import expect

from frontdoor.testing.simulation import example
from tests.browser.visiting import PATIENCE, Arrival, Screen, Servers, Visitor, on_both

MATRIX = "/evaluate/relationships"
PAIR = f"{MATRIX}?scenario=dialogue&from=hmrc.settle_inheritance_tax&to=hmcts.grant_probate"


class Opened:
    """A case that waits for its citizen, and the way to it."""

    def __init__(self, url: str, scenario: str, world: str = "", **more: str) -> None:
        where = world or f"{scenario}-{uuid.uuid4().hex[:6]}"
        wish = {**example("bereavement"), "scenario": scenario, "world": where, **more}
        key = {"Idempotency-Key": uuid.uuid4().hex}
        self._url = url
        made = httpx.post(f"{url}/api/cases", json=wish, headers=key).raise_for_status().json()
        self.reference, self.secret = made["reference"], made["secret"]

    def read(self) -> dict[str, Any]:
        """Returns the case as it stands."""
        answer = httpx.get(f"{self._url}/api/cases/{self.reference}", headers={"Case-Secret": self.secret})
        document: dict[str, Any] = answer.raise_for_status().json()
        return document

    def until(self, reached: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Waits until something holds of the case."""
        end = time.monotonic() + PATIENCE / 1000
        while not reached(document := self.read()):
            assert time.monotonic() < end, document["standing_still"]
            time.sleep(0.1)
        return document

    def visit(self, visitor: Visitor) -> None:
        """Opens the case with its reference and secret."""
        visitor.page.goto("/return")
        visitor.page.get_by_label("Reference").fill(self.reference)
        visitor.page.get_by_label("Secret").fill(self.secret)
        visitor.press("Open")


def waits(case: dict[str, Any]) -> bool:
    """Says whether nothing moves but by the citizen."""
    return bool(case["tasks"] and case["standing_still"])


@on_both
def test_what_is_left_to_the_citizen(screen: Screen, servers: Servers, arrive: Arrival) -> None:
    visitor = arrive(servers.url, f"errands-{screen.name}", screen)
    page, seen = visitor.page, set[str]()
    for scenario in ("siloed", "as_is_2026"):
        case = Opened(servers.url, scenario)
        document = case.until(waits)
        seen |= {each["errand"] for each in document["tasks"]}
        case.visit(visitor)
        expect(page.get_by_role("heading", name="Your letters")).to_be_visible()
        expect(page.locator(".app-books")).to_contain_text("Offices and our record")
        visitor.look(f"case-{scenario.replace('_', '-')}")
        for errand in {each["errand"]: each for each in document["tasks"]}.values():
            page.goto(f"/case/tasks/{errand['service']}")
            visitor.look(f"task-{errand['errand'].replace('_', '-')}")
            if errand["errand"] != "ask_to_post":
                visitor.press("Send to")
                expect(page.locator(".govuk-error-summary")).to_be_focused()
                visitor.look(f"task-{errand['errand'].replace('_', '-')}-error")
            page.goto(errand["address"])
            visitor.look(f"letter-{errand['errand'].replace('_', '-')}")
            if errand["errand"] == "ask_to_post":
                visitor.press("Ask us to send it to")
                expect(page.get_by_role("status")).to_contain_text("You have asked us to.")
                visitor.look("letter-asked")
        page.emulate_media(media="print")
        expect(page.locator(".mark")).to_contain_text("SIMULATION")
        visitor.look("letter-print", on_paper=True)
        page.emulate_media(media="screen")
        page.goto(document["letterbox"])
        visitor.look("letterbox")
    assert seen, "each kind of errand that came up was looked at"


def test_an_errand_is_done_without_javascript(servers: Servers, arrive: Arrival) -> None:
    case = Opened(servers.url, "as_is_2026")
    case.until(waits)
    visitor = arrive(servers.url, "errands-plain", scripts=False)
    page = visitor.page
    case.visit(visitor)
    visitor.follow(page.get_by_role("link", name="Read the letter from Register office").first)
    says = {str(each.get_attribute("data-fact")): each.inner_text() for each in page.locator("dd[data-fact]").all()}
    page.go_back()
    visitor.follow(
        page.get_by_role(
            "link", name="Take the letter with the certificate for burial or cremation to the funeral director"
        )
    )
    page.get_by_role("textbox", name="Certificate for burial or cremation").fill(says["registration.burial_form"])
    visitor.press("Send to")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("We are passing it on to Funeral director.")
    document = case.read()
    assert "funeral_director.arrange_funeral" not in {each["service"] for each in document["tasks"]}


@on_both
def test_the_matrix_of_pairs(screen: Screen, servers: Servers, arrive: Arrival) -> None:
    visitor = arrive(servers.url, f"pairs-{screen.name}", screen)
    page = visitor.page
    page.goto(f"{MATRIX}?scenario=dialogue")
    visitor.look("matrix")
    visitor.follow(page.get_by_role("link", name="HMRC: Settle Inheritance Tax, to Probate Service: Grant probate"))
    page.get_by_label("Satellite", exact=True).check()
    visitor.press("Save")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    visitor.look("matrix-error")
    page.get_by_label("Strategic alliance", exact=True).check()
    visitor.press("Save")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("The next case in this scenario behaves so")
    visitor.look("matrix-saved")
    visitor.press("Reset to the file")
    expect(page.locator("main")).to_contain_text("Every pair is as its file says.")


def test_a_pair_is_changed_without_javascript(servers: Servers, arrive: Arrival) -> None:
    visitor = arrive(servers.url, "pairs-plain", scripts=False)
    page = visitor.page
    page.goto(PAIR)
    page.get_by_label("Joint venture", exact=True).check()
    visitor.press("Save")
    expect(page.locator("main")).to_contain_text("1 pair was changed since.")
    visitor.press("Reset to the file")
    expect(page.locator("main")).to_contain_text("1 pair is again as the file says.")
