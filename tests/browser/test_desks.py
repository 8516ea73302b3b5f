"""A person at a clerk's desk, in a real browser: takes it over, keys in what another office told, says who is meant."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.test_errands import Opened
from tests.browser.visiting import Arrival, Screen, Servers, Visitor, on_both

DIED = "02032026"
MISTYPED = ("National insurance number of the deceased", "Names of the executor")


def stuck(case: dict[str, Any]) -> bool:
    """Says whether nothing moves but by the person at the desk."""
    return "taken over the desk" in case["standing_still"]


@on_both
def test_a_person_takes_over_a_desk_keys_in_and_merges(screen: Screen, servers: Servers, arrive: Arrival) -> None:
    world = f"dialogue-{uuid.uuid4().hex[:6]}"
    httpx.post(f"{servers.town}/_town/worlds/{world}", json={"as_of": "2026-03-05"}).raise_for_status()
    clerk = arrive(servers.town, f"desk-{screen.name}", screen)
    page = clerk.page
    page.goto("/")
    clerk.look("town")
    clerk.follow(page.get_by_role("link", name=world))
    clerk.look("offices")
    clerk.follow(page.get_by_role("link", name="HM Revenue and Customs"))
    clerk.press("Take over this desk")
    expect(page.get_by_role("status")).to_contain_text("You have taken over this desk")

    opened = Opened(servers.url, "dialogue", world, citizen="attentive")
    case = opened.until(stuck)
    reference = next(each for each in case["handoffs"] if each["service"] == "hmrc.settle_income_tax")[
        "office_reference"
    ]
    page.reload()
    clerk.look("desk")
    clerk.follow(page.get_by_role("link", name=reference))
    clerk.look("record")
    clerk.press("Refuse")
    expect(page.get_by_role("alert")).to_contain_text("Say why.")
    clerk.look("record-refused")

    clerk.follow(page.get_by_role("link", name="Back to the desk"))
    row = page.get_by_role("row").filter(has_text="Settle income tax").filter(has_text="Date of death as we hold it")
    clerk.follow(row.get_by_role("link"))
    type_marks(clerk)
    page.get_by_label("DOD").fill("2 March 2026")
    clerk.press("Take it in")
    expect(page.get_by_role("alert")).to_contain_text("DOD must be a date written ddmmyyyy")
    clerk.look("paper-wrong")
    page.get_by_label("DOD").fill(DIED)
    clerk.press("Take it in")

    clerk.look("desk-in-doubt")
    clerk.follow(page.get_by_role("link", name="Look at both records"))
    clerk.look("doubt")
    page.get_by_label("It is the same person").check()
    clerk.press("Decide")
    clerk.follow(page.get_by_role("link", name=reference))
    expect(page.get_by_role("row").filter(has_text="DOD")).to_contain_text(DIED)
    clerk.look("record-to-decide")
    clerk.press("Grant it")
    expect(page.get_by_role("status")).to_contain_text("Decided, as the rules say.")
    clerk.look("record-decided")

    clerk.follow(page.get_by_role("link", name="Back to the desk"))
    clerk.press("Hand back this desk")
    opened.until(lambda seen: seen["finished"])


def type_marks(clerk: Visitor) -> None:
    """Copies from the note whose file it is, two of four things wrong."""
    fields: list[Locator] = clerk.page.get_by_role("group", name="Whose file it is").get_by_role("textbox").all()
    for field in fields:
        label = clerk.page.locator(f"label[for='{field.get_attribute('id')}']").inner_text()
        on_paper = clerk.page.locator(".sheet dl > div").filter(has=clerk.page.get_by_text(label, exact=True))
        field.fill("QQ99" if label in MISTYPED else on_paper.locator("dd").inner_text())
