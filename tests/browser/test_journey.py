"""The full example in a real browser, on a phone and on a desktop: every page looked at, by axe and for its width."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Playwright, expect

from frontdoor.testing.simulation import example
from tests.browser.conftest import FLAGS

PHONE, DESKTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
NARROWEST = {"width": 320, "height": 640}
# What the browser itself says of the answers 403, 404 and 422, which are meant.
MEANT = re.compile(r"Failed to load resource: the server responded with a status of 4(03|04|22)")
# A phone's screenshot as tall as this cannot be looked at any more.
TALLEST = 12_000
PATIENCE = 30_000
LATER: dict[str, object] = {"partner.sort_code": "20-45-45", "partner.account_number": "55127780"}


@dataclass(frozen=True)
class Servers:
    """A portal and a town that run by themselves."""

    url: str
    town: str
    key: str

    def fault(self, agency: str, kind: str | None) -> None:
        """Switches a fault of an office on, or (None) off."""
        wish = {"agency": agency, "kind": kind or ""}
        httpx.request("POST" if kind else "DELETE", f"{self.town}/_town/faults", json=wish).raise_for_status()

    def resend_what_failed(self, reference: str) -> None:
        """Does what an operator does when an office is in order again: has what failed sent once more."""
        operator = {"Authorization": f"Bearer {self.key}"}
        case = httpx.get(f"{self.url}/api/cases/{reference}", headers=operator).raise_for_status().json()
        for each in case["handoffs"]:
            if each["status"] == "failed":
                httpx.post(f"{self.url}/api/handoffs/{each['handoff_id']}/resend", headers=operator).raise_for_status()


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Iterator[Servers]:
    """The demo, as `make demo` runs it, whose calendar jumps from event to event."""
    folder = tmp_path_factory.mktemp("demo")
    port, town_port = free_port(), free_port()
    environ = {
        **os.environ,
        "PORT": str(port),
        "TOWN_PORT": str(town_port),
        "DAY": "0",
        "SCENARIO": "joined_up",
        "FRONTDOOR_VAR": str(folder / "var"),
        "PYTHONPATH": str(project_root),
    }
    with (folder / "log").open("wb") as log:
        demo = subprocess.Popen([sys.executable, "-m", "frontdoor", "demo"], env=environ, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/", demo)
        key = (folder / "var" / "operator.key").read_text(encoding="utf-8").strip()
        yield Servers(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{town_port}", key)
    finally:
        demo.terminate()
        demo.wait(20)
    said = (folder / "log").read_text()
    assert "Traceback" not in said, said
    assert "broke" not in said, said


@pytest.fixture(scope="module")
def browser(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the module; each visitor has a context of their own."""
    with playwright.chromium.launch(executable_path=chromium, args=list(FLAGS)) as running:
        yield running


class Visitor:
    """A person at a screen, who looks hard at every page."""

    def __init__(self, page: Page, name: str, check: Callable[[Page], None] | None, folder: Path) -> None:
        self.page = page
        self._name = name
        self._check = check
        self._folder = folder
        self._shots = 0
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def look(self, name: str, *, on_paper: bool = False) -> None:
        """Checks the page as it is shown now, and keeps a picture of it; on paper nobody meets WCAG's screens."""
        size = self.page.viewport_size
        assert size is not None
        self.page.set_viewport_size({"width": NARROWEST["width"], "height": NARROWEST["height"]})
        needed = self.page.evaluate("document.documentElement.scrollWidth")
        assert needed <= NARROWEST["width"], f"{name} needs {needed} pixels; {self._widest()}"
        self.page.set_viewport_size(size)
        if self._check is not None and not on_paper:
            self._check(self.page)
        self._shots += 1
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{self._name}-{self._shots:02}-{name}.png"
        height = min(int(self.page.evaluate("document.documentElement.scrollHeight")), TALLEST)
        self.page.evaluate("scrollTo(0, 0)")
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height}
        self.page.screenshot(path=path, full_page=True, clip=clip)  # type: ignore[arg-type]  # a FloatRect is a dict

    def press(self, text: str) -> None:
        """Presses a button, or what looks like one."""
        self.follow(self.page.locator("button, a[role=button]", has_text=text).first)

    def follow(self, link: Locator) -> None:
        """Clicks on what leads to another page, or to the same one with what is wrong, and waits until it is there."""
        with self.page.expect_navigation():
            link.click()

    def fill(self, facts: dict[str, object]) -> None:
        """Fills in whatever of the facts the page asks for."""
        for field in self.page.locator("form.app-form input:not([type=hidden]), form.app-form textarea").all():
            name, kind = field.get_attribute("name") or "", field.get_attribute("type")
            part = re.fullmatch(r"(.+)-(day|month|year)", name)
            if part and part[1] in facts:
                year, month, day = str(facts[part[1]]).split("-")
                field.fill({"day": day, "month": month, "year": year}[part[2]])
            elif name in facts and kind == "radio":
                if field.get_attribute("value") == as_typed(facts[name]):
                    field.check()
            elif name in facts:
                field.fill(as_typed(facts[name]))

    def answer_all(self, facts: dict[str, object], looked_at: frozenset[str] = frozenset()) -> None:
        """Answers question after question until the answers can be checked."""
        while not self.path.endswith("/answers"):
            before = self.path
            self.fill(facts)
            if before.rpartition("/")[2] in looked_at:
                self.look(before.rpartition("/")[2])
            self.press("Continue")
            assert self.path != before, f"{before} was not taken: {self.page.inner_text('main')}"

    @property
    def path(self) -> str:
        """Where the browser is."""
        return urlsplit(self.page.url).path

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not MEANT.match(message.text):
            self.complaints.append(message.text)

    def _widest(self) -> object:
        return self.page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
            ".map(e => e.tagName + '.' + e.className).slice(0, 5)"
        )


def the_example() -> dict[str, object]:
    """Returns the full example, told in the days after it happened, without what an office asks for later."""
    facts: dict[str, object] = dict(example("bereavement")["facts"])
    facts["deceased.date_of_death"] = (datetime.now(UTC).date() - timedelta(days=3)).isoformat()
    return {name: value for name, value in facts.items() if name not in LATER}


@pytest.mark.parametrize(("name", "size"), [("phone", PHONE), ("desktop", DESKTOP)])
def test_the_whole_journey(
    name: str,
    size: dict[str, int],
    servers: Servers,
    browser: Browser,
    assert_accessible: Callable[[Page], None],
    project_root: Path,
) -> None:
    facts = the_example()
    servers.fault("dvla", "down")
    servers.fault("passport_office", "garbled")
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]}, base_url=servers.url)
    visitor = Visitor(context.new_page(), name, assert_accessible, project_root / "var" / "screenshots")
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
    context.close()
    assert not visitor.complaints, visitor.complaints


def test_the_whole_journey_without_javascript(servers: Servers, browser: Browser, project_root: Path) -> None:
    facts = {**the_example(), **LATER}
    context = browser.new_context(java_script_enabled=False, base_url=servers.url)
    page = context.new_page()
    visitor = Visitor(page, "plain", None, project_root / "var" / "screenshots")
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
    context.close()
    assert not visitor.complaints, visitor.complaints


def test_the_page_changes_by_itself_and_leaves_the_reader_alone(servers: Servers, browser: Browser) -> None:
    """What somebody has opened stays open and keeps the keyboard when the page learns something new."""
    context = browser.new_context(base_url=servers.url)
    page = context.new_page()
    visitor = Visitor(page, "live", None, Path())
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
    assert not visitor.complaints, visitor.complaints
    context.close()


def as_typed(value: object) -> str:
    """Returns a fact as somebody types or chooses it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def free_port() -> int:
    """Returns a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Waits until an address answers."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(url, timeout=2, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} did not answer")
