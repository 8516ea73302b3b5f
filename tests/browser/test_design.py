"""The designer's pages in a real browser, on a phone and on a desktop: looked at by axe, and for their width."""

from __future__ import annotations

import pytest

from frontdoor.discovery import registry
from tests.browser.visiting import Arrival, Screen, Servers, on_both

EVENT, SERVICE = "/design/bereavement", "/design/services/dvla.close_driver_record"
PAGES = {
    "index": "/design",
    "drawn": EVENT,
    "drawn-siloed": f"{EVENT}?scenario=siloed",
    "facts": f"{EVENT}/facts",
    "journey": f"{EVENT}/journey",
    "services": "/design/services",
    "service": SERVICE,
    "change": "/design/services/register_office.register_death/change",
}


@on_both
def test_every_page_can_be_looked_at(screen: Screen, servers: Servers, arrive: Arrival) -> None:
    visitor = arrive(servers.url, f"design-{screen.name}", screen)
    for called, path in PAGES.items():
        shown = visitor.page.goto(path)
        assert shown is not None
        assert shown.ok, path
        visitor.look(called)


@on_both
def test_an_adapter_is_tried_and_everything_is_shown(screen: Screen, servers: Servers, arrive: Arrival) -> None:
    visitor = arrive(servers.url, f"design-try-{screen.name}", screen)
    page = visitor.page
    page.goto(SERVICE)
    visitor.follow(page.get_by_role("navigation", name="About").get_by_text("Try its adapter"))
    visitor.look("form")
    visitor.press("Ask the office")
    assert page.get_by_text("Accepted: it has done what it was asked").is_visible()
    visitor.look("accepted")
    page.fill("[name='executor.postcode']", "nowhere")
    visitor.press("Ask the office")
    assert page.title().startswith("Error: ")
    assert page.input_value("[name='executor.postcode']") == "nowhere", "nothing that was typed is lost"
    visitor.look("error")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_pages_are_whole_without_scripts(path: str, servers: Servers, arrive: Arrival) -> None:
    visitor = arrive(servers.url, "design-plain", scripts=False)
    visitor.page.goto(path)
    assert visitor.page.locator("h1").is_visible()


@on_both
def test_a_drawing_shows_what_the_log_does_and_a_town_that_has_gone_is_said_to_be(
    screen: Screen, portal: str, arrive: Arrival
) -> None:
    visitor = arrive(portal, f"design-log-{screen.name}", screen)
    page = visitor.page
    page.goto(f"{EVENT}?scenario=front_door_only")
    visitor.follow(page.get_by_role("link", name="what the log shows"))
    visitor.look("drawn")
    page.goto("/design/services")
    assert page.get_by_text(f"{len(registry().services)} services cannot be reached now").is_visible()
    visitor.look("away")
