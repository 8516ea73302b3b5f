"""A file that is saved while the demo runs joins in without a restart; a broken one is refused, and nothing stops."""

import functools
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from frontdoor.handoffs.events import FINAL
from frontdoor.testing.simulation import example
from tests.browser.visiting import free_port, wait_for

pytestmark = pytest.mark.slow

PATIENCE = 30.0
NEW, READS = "council.lend_tool", "deceased.last_name,deceased.date_of_birth,registration.date_of_death"
Run = Callable[..., subprocess.CompletedProcess[str]]


class Demo:
    """The demo in a copy of the project, its log, and what one can ask it."""

    def __init__(self, url: str, log: Path) -> None:
        self.url = url
        self._log = log

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def submit(self) -> dict[str, Any]:
        """Makes the example's request, and returns the case."""
        wish = {**example("bereavement"), "scenario": "front_door_only", "citizen": "attentive"}
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        case: dict[str, Any] = httpx.post(f"{self.url}/api/cases", json=wish, headers=headers, timeout=30).json()
        return case

    def finish(self, case: dict[str, Any]) -> dict[str, Any]:
        """Waits until a case is over."""
        own = {"Case-Secret": case["secret"], "Prefer": "wait=20"}
        for _ in range(3):
            document: dict[str, Any] = httpx.get(
                f"{self.url}/api/cases/{case['reference']}", headers=own, timeout=30
            ).json()
            if document["finished"]:
                return document
        left = [each for each in document["handoffs"] if each["status"] not in FINAL]
        raise AssertionError(f"{document['standing_still']} {left} {self.log}")

    def until(self, reached: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not reached():
            assert time.monotonic() < end, self.log
            time.sleep(0.1)


@pytest.fixture(scope="module")
def demo(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    own = {"PORT": str(port), "TOWN_PORT": str(free_port()), "DAY": "0", "FRONTDOOR_VAR": str(folder / "var")}
    environ = {**os.environ, **own, "PYTHONPATH": str(copy)}
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "frontdoor", "demo"]
        running = subprocess.Popen(command, cwd=copy, env=environ, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/", running)
        yield Demo(f"http://127.0.0.1:{port}", folder / "log")
    finally:
        running.terminate()
        running.wait(20)


def more_often(demo: Demo, said: str, than: int) -> bool:
    return demo.log.count(said) > than


def services(case: dict[str, Any]) -> dict[str, str]:
    return {each["service"]: each["status"] for each in case["handoffs"] if each["service"]}


def test_what_is_saved_joins_in_and_what_is_broken_is_refused(demo: Demo, copy: Path, run: Run) -> None:
    """features.md D11: cases under way are pinned to their plan."""
    before = demo.submit()
    assert NEW not in services(before)

    done = run("frontdoor", "scaffold", "adapter", NEW, "--joins", "bereavement", "--reads", READS)
    assert done.returncode == 0, done.stdout + done.stderr
    demo.until(lambda: "are served now" in demo.log)
    joined = demo.submit()
    assert services(joined)[NEW] == "blocked", "it waits for the date that the registrar writes"
    assert services(demo.finish(joined))[NEW] == "completed", "its office is open too"
    assert NEW not in services(demo.finish(before)), "a case under way keeps its plan"

    declared = copy / "life_events" / "agencies" / "council_lend_tool.py"
    good = declared.read_text(encoding="utf-8")
    for broken, sentence in (
        (good.replace('"registration.date_of_death"', '"registration.date_of_deth"'), "Did you mean"),
        (good + "\nTHIS IS NOT PYTHON\n", "life_events/agencies/council_lend_tool.py:"),
        (good.replace(NEW, "council.lend_tools"), "council.lend_tool was taken out, and cases on record name it."),
    ):
        already = demo.log.count("the last good version serves on")
        declared.write_text(broken, encoding="utf-8")
        demo.until(functools.partial(more_often, demo, "the last good version serves on", already))
        assert sentence in demo.log
        assert services(demo.submit())[NEW] == "blocked", "the last good version serves on"

    numbers = copy / "life_events" / "agencies" / "council_lend_tool.toml"
    numbers.write_text("[tools.usually\n", encoding="utf-8")
    demo.until(lambda: "agencies/council_lend_tool.toml: " in demo.log)
    assert services(demo.submit())[NEW] == "blocked", "the last good numbers hold"
    numbers.unlink()

    office = copy / "backoffice_adapters" / "simulated" / "offices" / "council_lend_tool.py"
    declared.write_text(good, encoding="utf-8")
    kept = office.read_text(encoding="utf-8")
    office.write_text(kept.replace("undocumented.work", "nobody.knows"), encoding="utf-8")
    demo.until(lambda: "uses the pace 'nobody.knows', which is in no pace.toml" in demo.log)
    office.write_text(kept, encoding="utf-8")
    again = demo.log.count("are served now")
    demo.until(functools.partial(more_often, demo, "are served now", again))
    assert "Traceback" not in demo.log
