"""One request, two towns, in a real browser: with a phone and a desktop, without JavaScript, and on paper."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.browser.visiting import PATIENCE, Arrival, Screen, Servers, on_both

SETTLED = "Everything is settled in every world."


@on_both
def test_two_towns_side_by_side(screen: Screen, servers: Servers, arrive: Arrival) -> None:
    visitor = arrive(servers.url, f"compare-{screen.name}", screen)
    page = visitor.page
    page.goto("/")
    visitor.follow(page.get_by_role("link", name="Behind the counter"))
    visitor.look("behind-the-counter")
    visitor.follow(page.get_by_role("link", name="One request, two towns"))
    visitor.look("choose")
    page.get_by_role("checkbox", name="Joined up").uncheck()
    visitor.press("Send it to all of them")
    assert page.title().startswith("Error: ")
    visitor.look("choose-error")
    page.get_by_role("checkbox", name="Every door its own").check()
    page.get_by_role("checkbox", name="Joined up").check()
    visitor.press("Send it to all of them")
    visitor.look("under-way")
    page.evaluate("window.untouched = true")
    expect(page.locator("main")).to_contain_text(SETTLED, timeout=2 * PATIENCE)
    assert page.evaluate("window.untouched"), "the page was not loaded anew"
    expect(page.locator("svg.app-lanes")).to_have_count(3)
    assert page.locator("svg.app-lanes .app-arrow--carried").count() > 20
    page.locator(".app-figure__table summary").first.click()
    page.locator(".app-became__more summary").first.click()
    visitor.look("settled")
    page.emulate_media(media="print")
    expect(page.locator(".app-watermark")).to_be_visible()
    visitor.look("on-paper", on_paper=True)


def test_two_towns_without_javascript(
    servers: Servers, arrive: Arrival, browser: Browser, assert_accessible: Callable[[Page], None]
) -> None:
    visitor = arrive(servers.url, "compare-plain", scripts=False)
    page = visitor.page
    page.goto("/evaluate/compare")
    page.get_by_role("radio", name="Bereavement, partial").check()
    visitor.press("Send it to all of them")
    visitor.press("Go straight to the end")
    for _ in range(200):
        if SETTLED in page.inner_text("main"):
            break
        visitor.follow(page.get_by_role("link", name="Refresh this page"))
        page.wait_for_timeout(200)
    assert SETTLED in page.inner_text("main")
    assert page.get_by_role("img", name="Behind the counter: Joined up").count() == 1
    address = page.url
    # axe is a script itself: it looks at the page as the server sent it, with none of the page's own scripts
    context = browser.new_context(base_url=servers.url, bypass_csp=True)
    page = context.new_page()
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(address)
    assert_accessible(page)
    context.close()
