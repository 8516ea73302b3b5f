"""The evaluator's pages in a real browser, on a phone and on a desktop: looked at by axe, and for their width."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdoor.pages.evaluate.looking import CONTENTS
from tests.browser.visiting import DESKTOP, Arrival, Screen, free_port, on_both, wait_for
from tests.finished import finished

A4 = 794  # as wide as a sheet at 96 pixels an inch
IN = "life_event=bereavement&scenario=front_door_only"
ALSO = {
    "needs": f"/evaluate/needs?{IN}&side=back",
    "events": f"/evaluate/events?{IN}&measure=P1",
    "obstacles": (
        f"/evaluate/obstacles?{IN}&provider=register_office.register_death&consumer=bank.close_accounts"
    ),
}  # fmt: skip


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
