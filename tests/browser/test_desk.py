"""The operator's desk in a real browser: the key, what needs a person, sending again, the offices, the day."""

from __future__ import annotations

import uuid

import httpx

from frontdoor.testing.simulation import example
from tests.browser.visiting import Arrival, Screen, Servers, on_both, until


@on_both
def test_an_operator_looks_after_what_failed(screen: Screen, servers: Servers, arrive: Arrival) -> None:
    servers.fault("dvla", "garbled")
    operator = {"Authorization": f"Bearer {servers.key}", "Idempotency-Key": uuid.uuid4().hex}
    request = {**example("bereavement"), "citizen": "attentive", "world": f"desk-{screen.name}"}
    accepted = httpx.post(f"{servers.url}/api/cases", json=request, headers=operator).raise_for_status().json()
    visitor = arrive(servers.url, f"operator-{screen.name}", screen)
    page = visitor.page
    page.goto("/desk")
    visitor.look("key")
    page.fill("#key", "a guess")
    visitor.press("Open the desk")
    visitor.look("wrong-key")
    page.fill("#key", servers.key)
    visitor.press("Open the desk")
    until(lambda: page.reload() and page.get_by_text(accepted["reference"]).count() == 1)
    page.select_option("#agency", "dvla")
    visitor.press("Show")
    visitor.look("work")
    visitor.follow(page.locator("a[href^='/desk/handoffs/']").first)
    page.get_by_text("Answered something that was not agreed").wait_for()
    visitor.look("one")
    page.goto("/desk?agency=dvla")
    visitor.press("Look at sending")
    visitor.look("before-sending")
    servers.fault("dvla", None)
    visitor.press("Send them again")
    assert page.get_by_role("heading", name="on the way again").is_visible()
    visitor.look("sent")
    visitor.follow(page.get_by_role("link", name="The offices"))
    visitor.look("offices")
    visitor.follow(page.get_by_role("link", name="Driver and Vehicle"))
    visitor.press("Pause")
    visitor.look("nameless")
    page.fill("#by", "Grace Hopper")
    page.fill("#reason", "Moving house")
    visitor.press("Pause")
    visitor.look("paused")
    page.fill("#by", "Ada Lovelace")
    visitor.press("Resume")
    assert page.get_by_text("Resumed by Ada Lovelace").first.is_visible()
    page.select_option("#kind", "loses")
    page.fill("#percent", "30")
    page.fill("#world", "elsewhere")
    visitor.press("Switch it on")
    visitor.look("broken")
    visitor.press("Switch off")
    visitor.follow(page.get_by_role("link", name="Reconciliation"))
    visitor.look("reconciliation")
    visitor.press("Ask every office")
    page.get_by_role("button", name="Ask every office again").wait_for()
    visitor.look("reconciled")
    visitor.follow(page.get_by_role("link", name="The day"))
    page.get_by_role("heading", name="The day of").wait_for()
    visitor.look("day")
    visitor.press("Leave the desk")
    page.goto("/desk")
    assert visitor.path == "/desk/sign-in"
