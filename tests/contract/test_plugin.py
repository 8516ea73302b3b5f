"""The contract suite as a plug-in: one adapter, named on the command line, without a test written for it."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from frontdoor.pages.design.contract_tests import results

ADAPTER = "backoffice_adapters.agencies.funeral_director:ArrangeFuneral"
Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.slow


@pytest.fixture
def run(project_root: Path, tmp_path: Path) -> Run:
    def pytest_in_a_folder(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return pytest_in_a_folder


def test_an_adapter_is_tested_by_its_name(run: Run, tmp_path: Path) -> None:
    """features.md D8: a test kit for adapters that third parties run with one command."""
    done = run("--adapter", ADAPTER, "--bad", f"deceased.place_of_death={'far too long ' * 10}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "promises that do not apply" in done.stdout
    assert "test_it_is_taken_without_the_facts_that_are_optional: its service does without no fact" in done.stdout
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_an_adapter_that_breaks_a_promise_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    done = run("--adapter", ADAPTER, "--bad", "deceased.place_of_death=here")
    assert done.returncode == 1
    said = results(tmp_path / "var")["funeral_director.arrange_funeral"]
    assert re.fullmatch(r"1 promise of \d\d broken on \d+ \w+ \d{4}", said), "the designers' catalogue shows it"
    assert "the office is expected to say no to what is bad" in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["--adapter", "parking"],
            "--adapter takes MODULE:CLASS, like my_package.parking:StopPermit, and got 'parking'.",
        ),
        (["--adapter", ADAPTER, "--bad", "nothing"], "--bad takes FACT=VALUE"),
    ],
)
def test_what_is_not_understood_is_said(run: Run, words: list[str], sentence: str) -> None:
    done = run(*words)
    assert done.returncode != 0
    assert sentence in done.stderr
