"""A visitor at a screen, and the servers that are visited."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page


class Screen(NamedTuple):
    """A screen: what it is called in the names of pictures, and its size in pixels."""

    name: str
    width: int
    height: int


PHONE, DESKTOP = Screen("phone", 360, 780), Screen("desktop", 1280, 900)
NARROWEST = Screen("narrowest", 320, 640)
on_both = pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
# What the browser itself says of the answers 403, 404 and 422, which are meant.
MEANT = re.compile(r"Failed to load resource: the server responded with a status of 4(03|04|22)")
# A phone's screenshot as tall as this cannot be looked at any more.
TALLEST = 12_000
PATIENCE = 30_000


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
        self.page.wait_for_load_state()  # what a click leads to has begun to arrive, no more
        self.page.set_viewport_size({"width": NARROWEST.width, "height": NARROWEST.height})
        needed = self.page.evaluate("document.documentElement.scrollWidth")
        assert needed <= NARROWEST.width, f"{name} needs {needed} pixels; {self._widest()}"
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

    def look_on_both(self, name: str) -> None:
        """Looks at the page on a phone and on a desktop."""
        for screen in (PHONE, DESKTOP):
            self.page.set_viewport_size({"width": screen.width, "height": screen.height})
            self.look(f"{name}-{screen.name}")

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

    def answer_all(
        self, facts: dict[str, object], looked_at: frozenset[str] = frozenset(), *, on_both: bool = False
    ) -> None:
        """Answers question after question until the answers can be checked."""
        look = self.look_on_both if on_both else self.look
        while not self.path.endswith("/answers"):
            before = self.path
            self.fill(facts)
            if before.rpartition("/")[2] in looked_at:
                look(before.rpartition("/")[2])
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


class Arrival(Protocol):
    """Lets a visitor come to a site, with scripts or without; `name` begins the names of their pictures."""

    def __call__(self, site: str, name: str, screen: Screen = DESKTOP, *, scripts: bool = True) -> Visitor: ...


def as_typed(value: object) -> str:
    """Returns a fact as somebody types or chooses it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def free_port() -> int:
    """Returns a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(reached: Callable[[], object]) -> None:
    """Waits until something has been reached, by asking for it again and again."""
    end = time.monotonic() + PATIENCE / 1000
    while not reached():
        assert time.monotonic() < end, "it was not reached in time"
        time.sleep(0.2)


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
