"""The full example in a real browser, on a phone and on a desktop: every page looked at, by axe and for its width."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import httpx
from playwright.sync_api import expect

from frontdoor.testing.simulation import example
from tests.browser.visiting import PATIENCE, Arrival, Screen, Servers, on_both

LATER: dict[str, object] = {"partner.sort_code": "20-45-45", "partner.account_number": "55127780"}


def the_example() -> dict[str, object]:
    """Returns the full example, told in the days after it happened, without what an office asks for later."""
    facts: dict[str, object] = dict(example("bereavement")["facts"])
    facts["deceased.date_of_death"] = (datetime.now(UTC).date() - timedelta(days=3)).isoformat()
    return {name: value for name, value in facts.items() if name not in LATER}


@on_both
def test_the_whole_journey(screen: Screen, servers: Servers, arrive: Arrival) -> None:
    facts = the_example()
    servers.fault("dvla", "down")
    servers.fault("passport_office", "garbled")
    visitor = arrive(servers.url, screen.name, screen)
    page = visitor.page

    page.goto("/")
    visitor.look("home")
    for footer in ("help", "privacy", "accessibility", "return"):
        page.goto(f"/{footer}")
        visitor.look(footer)
    visitor.press("Open")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    visitor.look("return-error")
    page.goto("/nowhere")
    visitor.look("not-found")
    page.goto("/case")
    visitor.look("nothing-open")

    page.goto("/not-sure")
    visitor.look("not-sure")
    visitor.press("Continue")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    visitor.look("not-sure-error")
    page.goto("/none-of-these")
    visitor.look("none-of-these")

    page.goto("/")
    visitor.follow(page.get_by_role("link", name="Someone has died"))
    visitor.look("start")
    visitor.press("Start now")
    visitor.look("first-question")
    visitor.press("Continue")
    assert page.title().startswith("Error: ")
    visitor.look("question-error")
    looked_at = {
        "date-of-death",
        "address",
        "health",
        "marital-status",
        "partner",
        "driving",
        "estate-value",
        "contact",
    }
    visitor.answer_all(facts, frozenset(looked_at))
    visitor.look("answers")
    page.goto("/journey/date-of-death?change=1")
    page.locator("#deceased-date-of-death-month").fill("")
    visitor.press("Continue")
    visitor.look("date-error")
    page.goto("/journey/marital-status?change=1")
    visitor.press("Continue")
    assert visitor.path == "/journey/answers"
    page.goto("/journey/save")
    visitor.look("save")
    visitor.press("Go on now")
    visitor.press("See what each office will get")
    visitor.look("offices")
    page.get_by_role("checkbox", name=re.compile("Tell them.*Take their name off")).uncheck()
    visitor.press("Continue")
    visitor.look("declaration")
    visitor.press("Agree and send")
    visitor.look("sent")
    reference, secret = page.locator(".app-keys dd").all_inner_texts()

    visitor.press("See how it stands")
    expect(page.get_by_role("heading", name="What we need from you")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text("We cannot reach DVLA at the moment", timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text("We could not tell HM Passport Office", timeout=PATIENCE)
    page.locator(".app-service__more summary").first.click()
    page.locator(".app-history summary").click()
    visitor.look("case-needs-you")
    visitor.follow(page.locator(".app-task__title a"))
    visitor.look("task")
    visitor.press("Send to")
    visitor.look("task-error")
    visitor.fill(LATER)
    visitor.press("Send to")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Thank you")
    visitor.look("case-thanks")

    servers.fault("dvla", None)
    servers.fault("passport_office", None)
    servers.resend_what_failed(reference)
    expect(page.locator(".app-case__summary")).to_contain_text("Everything is settled", timeout=2 * PATIENCE)
    visitor.look("case-finished")
    page.emulate_media(media="print")
    expect(page.locator(".app-watermark")).to_be_visible()
    assert page.locator(".app-watermark").evaluate("e => getComputedStyle(e).position") == "fixed", "on every page"
    visitor.look("case-print", on_paper=True)
    page.emulate_media(media="screen")
    visitor.press("Close")
    visitor.look("closed")

    page.goto("/return")
    page.get_by_label("Reference").fill(reference.lower())
    page.get_by_label("Secret").fill(secret.replace("-", " "))
    visitor.press("Open")
    assert visitor.path == "/case"


def test_the_whole_journey_without_javascript(servers: Servers, arrive: Arrival) -> None:
    facts = {**the_example(), **LATER}
    visitor = arrive(servers.url, "plain", scripts=False)
    page = visitor.page
    page.goto("/life-events/bereavement")
    visitor.press("Start now")
    visitor.press("Continue")
    assert page.title().startswith("Error: ")
    visitor.answer_all(facts)
    visitor.press("See what each office will get")
    visitor.press("Continue")
    visitor.press("Agree and send")
    visitor.press("See how it stands")
    end = time.monotonic() + PATIENCE / 1000
    while "Everything is settled" not in page.inner_text("main") and time.monotonic() < end:
        visitor.follow(page.get_by_role("link", name="Refresh this page"))
        page.wait_for_timeout(200)
    assert "Everything is settled" in page.inner_text("main")


def test_the_page_changes_by_itself_and_leaves_the_reader_alone(servers: Servers, arrive: Arrival) -> None:
    """What somebody has opened stays open and keeps the keyboard when the page learns something new."""
    visitor = arrive(servers.url, "live")
    page = visitor.page
    page.goto("/life-events/bereavement")
    visitor.press("Start now")
    visitor.answer_all(the_example())
    for step in ("See what each office will get", "Continue", "Agree and send"):
        visitor.press(step)
    reference, secret = page.locator(".app-keys dd").all_inner_texts()
    visitor.press("See how it stands")
    expect(page.get_by_role("heading", name="What we need from you")).to_be_visible(timeout=PATIENCE)
    summary = page.locator("#dwp-pay-bereavement-support summary")
    summary.click()
    summary.focus()
    page.evaluate("window.untouched = true")
    with httpx.Client(base_url=servers.url, headers={"Case-Secret": secret}) as elsewhere:
        elsewhere.post(f"/api/cases/{reference}/facts", json={"facts": LATER}).raise_for_status()
    expect(page.locator(".app-case__summary")).to_contain_text("Everything is settled", timeout=PATIENCE)
    assert page.evaluate("window.untouched"), "the page was not loaded anew"
    assert page.locator("#dwp-pay-bereavement-support details[open]").count() == 1
    expect(summary).to_be_focused()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(6000)
    assert not asked, "a finished case is not asked for again"
