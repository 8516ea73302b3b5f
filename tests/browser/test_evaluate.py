"""The evaluator's pages in a real browser, on a phone and on a desktop: looked at by axe, and for their width."""

from __future__ import annotations

from frontdoor.pages.evaluate.looking import CONTENTS
from tests.browser.visiting import DESKTOP, Arrival, Screen, on_both

A4 = 794  # as wide as a sheet at 96 pixels an inch
IN = "life_event=bereavement&scenario=front_door_only"
ALSO = {
    "needs": f"/evaluate/needs?{IN}&side=back",
    "events": f"/evaluate/events?{IN}&measure=P1",
    "obstacles": (
        f"/evaluate/obstacles?{IN}&provider=register_office.register_death&consumer=bank.close_accounts"
    ),
}  # fmt: skip


@on_both
def test_every_page_can_be_looked_at(screen: Screen, portal: str, arrive: Arrival) -> None:
    visitor = arrive(portal, f"evaluate-{screen.name}", screen)
    page = visitor.page
    for path, title, _ in CONTENTS:
        page.goto(f"{path}?{IN}")
        assert page.get_by_role("navigation", name="Evaluation").get_by_text(title, exact=True).count() == 1
        visitor.look(path.rpartition("/")[2])
    for called, path in ALSO.items():
        page.goto(path)
        visitor.look(called)
    visitor.press("Record it")
    visitor.look("obstacles-error")
    page.goto("/evaluate/report")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4, "height": DESKTOP.height})
    assert page.locator(".app-watermark").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= A4, "a table is cut off on paper"
