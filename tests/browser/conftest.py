"""A real browser for the tests in this folder: Chromium, axe for accessibility, and screenshots to look at.

The tests here are plain functions: Playwright's synchronous interface runs a loop of its own underneath, and while it
is open no coroutine test can run in the same thread. So it is opened per module, and closed before another folder's
tests begin.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.visiting import DESKTOP, Arrival, Screen, Servers, Visitor, free_port, wait_for
from tests.finished import finished

HERE = Path(__file__).resolve().parent

FLAGS = (
    "--no-sandbox",  # Chromium refuses to run as root with it, and containers are run as root.
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# WCAG 2.2 AA and everything it builds on, and axe's own advice.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

SCREENSHOT_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks everything in this folder, so that the fast run can leave it out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; without it the test is skipped."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed, and make test could not install it")
    return program


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver, closed before any coroutine test can follow."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def browser_page(chromium: str, playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """A page in a browser that nobody has used before."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "chromium", executable_path=chromium, headless=True, args=list(FLAGS)
    )
    try:
        yield context.pages[0]
    finally:
        context.close()


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Page], None]:
    """Fails, with what to repair, if axe finds anything on the page as it is shown now."""
    axe = Axe()

    def check(page: Page) -> None:
        options = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
        violations: list[dict[str, Any]] = axe.run(page, options=options).response["violations"]
        if violations:
            pytest.fail(f"{page.url} is not accessible:\n" + "\n".join(map(_in_words, violations)), pytrace=False)

    return check


@pytest.fixture(scope="session")
def screenshot(project_root: Path) -> Callable[[Page, str], Path]:
    """Writes the page as it is shown now to var/screenshots, under a name in lower case with hyphens."""
    folder = project_root / "var" / "screenshots"

    def take(page: Page, name: str) -> Path:
        if not SCREENSHOT_NAME.fullmatch(name):
            raise ValueError(f"name a screenshot in lower case with hyphens, not {name!r}")
        path = folder / f"{name}.png"
        page.screenshot(path=path)
        return path

    return take


def _in_words(violation: dict[str, Any]) -> str:
    """One violation: what it is, how bad, and where."""
    places = "".join(f"\n      {' '.join(map(str, node['target']))}: {node['html']}" for node in violation["nodes"])
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}{places}"


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
def portal(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Iterator[str]:
    """A portal that holds two finished cases, and whose town has gone home."""
    folder = tmp_path_factory.mktemp("evaluated")
    finished(folder, *(("bereavement_partial", scenario) for scenario in ("front_door_only", "joined_up")))
    port = free_port()
    environ = {**os.environ, "FRONTDOOR_VAR": str(folder), "PYTHONPATH": str(project_root)}
    command = [sys.executable, "-m", "frontdoor", "serve", "--port", str(port), "--town", "http://127.0.0.1:9"]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/help", running)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(20)


@pytest.fixture(scope="module")
def browser(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the module; each visitor has a context of their own."""
    with playwright.chromium.launch(executable_path=chromium, args=list(FLAGS)) as running:
        yield running


@pytest.fixture
def arrive(browser: Browser, assert_accessible: Callable[[Page], None], project_root: Path) -> Iterator[Arrival]:
    """Lets visitors come, each in a context of their own; in the end no browser may have complained of a page.

    Without scripts nobody runs axe, which is a script itself.
    """
    visitors: list[Visitor] = []

    def come(site: str, name: str, screen: Screen = DESKTOP, *, scripts: bool = True) -> Visitor:
        size = {"width": screen.width, "height": screen.height}
        context = browser.new_context(viewport=size, java_script_enabled=scripts, base_url=site)  # type: ignore[arg-type]
        check = assert_accessible if scripts else None
        visitors.append(Visitor(context.new_page(), name, check, project_root / "var" / "screenshots"))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.page.context.close()
    complaints = [each for visitor in visitors for each in visitor.complaints]
    assert not complaints, complaints
