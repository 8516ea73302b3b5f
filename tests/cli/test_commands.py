"""The commands, run as people run them: against a demo of their own, in processes of their own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
Run = Callable[..., subprocess.CompletedProcess[str]]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Iterator[Run]:
    """A demo in a folder of its own; yields what runs a command against it."""
    folder = tmp_path_factory.mktemp("demo")
    environ = {
        **os.environ,
        "PORT": str(free_port()),
        "TOWN_PORT": str(free_port()),
        "DAY": "0",
        "PYTHONPATH": str(project_root),
        "PYTHONWARNINGS": "error::DeprecationWarning:frontdoor",
    }
    command = [sys.executable, "-m", "frontdoor"]
    process = subprocess.Popen([*command, "demo"], cwd=folder, env=environ, stdout=subprocess.PIPE, text=True)

    def run(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *arguments], cwd=folder, env=environ, capture_output=True, text=True, input=stdin, timeout=90
        )

    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{environ['PORT']}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield run
    finally:
        process.terminate()
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()


def example(project_root: Path, name: str) -> str:
    return str(project_root / "life_events" / "examples" / f"{name}.json")


def test_submit_and_wait_prints_one_finished_document(demo: Run, project_root: Path) -> None:
    done = demo("submit", example(project_root, "bereavement"), "--wait", "60", "--json")
    assert done.returncode == 0, done.stderr
    case = json.loads(done.stdout)
    assert case["finished"]
    assert case["calendar_days"] > 60
    shown = demo("case", case["reference"], "--json")
    again = json.loads(shown.stdout)
    assert again == {name: value for name, value in case.items() if name != "secret"}
    words = demo("case", case["reference"]).stdout
    assert words.startswith("SIMULATION.")
    assert "hmcts.grant_probate" in words


def test_standard_input_is_read_and_a_refusal_is_said(demo: Run, project_root: Path) -> None:
    refused = demo("submit", "-", stdin=Path(example(project_root, "bereavement_refused")).read_text())
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "deceased.shoe_size: This is not a fact that we ask for." in refused.stderr
    as_json = demo("submit", "-", "--json", stdin='{"life_event":"bereavement","facts":{}}')
    assert as_json.returncode == 1
    assert json.loads(as_json.stdout)["status"] == 422


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("submit", "no-such-file.json"), "cannot be read"),
        (("submit", "-"), "is not JSON"),
        (("case", "FD-BBBB-BBBB"), "There is no case"),
        (("fault", "dvla"), "--clear"),
        (("fault", "nobody", "down"), "There is no such office"),
        (("fault", "dvla", "tired"), "garbled"),
        (("check", "--draw", "moving_to_mars"), "There are: bereavement"),
        (("submit", "-", "--url", "http://127.0.0.1:1"), "is not JSON"),
        (("case", "FD-BBBB-BBBB", "--url", "http://127.0.0.1:1"), "No portal answers"),
    ],
)
def test_bad_input_gets_a_sentence(demo: Run, arguments: tuple[str, ...], said: str) -> None:
    failed = demo(*arguments, stdin="{")
    assert failed.returncode == 1
    assert said in failed.stderr
    assert "Traceback" not in failed.stderr + failed.stdout


def test_reports_exports_and_checks(demo: Run, project_root: Path, tmp_path: Path) -> None:
    done = demo("submit", example(project_root, "bereavement_partial"), "--wait", "60", "--json")
    reference = json.loads(done.stdout)["reference"]
    assert "Nothing is open." in demo("report", reference).stdout
    assert json.loads(demo("report", "--json").stdout)["cases"] >= 1
    out = tmp_path / "log.jsonl"
    assert demo("export", "--format", "jsonl", "-o", str(out)).returncode == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["records"] == len(lines) - 1
    assert json.loads(demo("check", "--json").stdout) == {"broken": []}
    assert "Nothing is broken" in demo("check").stdout
    assert demo("check", "--draw", "bereavement").stdout.startswith("flowchart")


def test_a_fault_is_switched_on_and_off(demo: Run) -> None:
    assert "dvla: down" in demo("fault", "dvla", "down").stdout
    assert "No office has a fault." in demo("fault", "dvla", "--clear").stdout


def test_a_pair_is_related_and_set_back(demo: Run) -> None:
    pair = ("hmrc.settle_inheritance_tax", "hmcts.grant_probate")
    changed = demo("relate", *pair, "joint_venture", "--scenario", "dialogue")
    assert changed.returncode == 0, changed.stderr
    assert "1 pair differs from its file. The next case behaves so." in changed.stdout
    assert f"{pair[0]} -> {pair[1]}: joint_venture" in changed.stdout
    listed = json.loads(demo("relate", "--scenario", "dialogue", "--json").stdout)
    assert listed["changed"] == 1
    assert "as its file says" in demo("relate", "--scenario", "as_is_2026").stdout
    wrong = demo("relate", *pair, "satellite", "--via", "tell_us_onse.pass_on_death", "--scenario", "dialogue")
    assert wrong.returncode == 1
    assert "Did you mean 'tell_us_once.pass_on_death'?" in wrong.stderr
    half = demo("relate", *pair)
    assert half.returncode == 1
    assert "Example: frontdoor relate" in half.stderr
    assert demo("relate", pair[0], "--reset").returncode == 1
    back = demo("relate", *pair, "--reset", "--scenario", "dialogue")
    assert "dialogue: as its file says." in back.stdout


def test_one_request_is_compared_in_two_worlds(demo: Run, project_root: Path) -> None:
    file = example(project_root, "bereavement_partial")
    done = demo("compare", file, "--scenarios", "front_door_only,joined_up", "--wait", "60")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("SIMULATION.")
    rows = {line[:36].strip(): line[36:].split() for line in done.stdout.splitlines()}
    carried = [int(each) for each in rows["Carried or told again"]]
    assert carried[0] > carried[1] == 0
    assert "the same confirmation, word for word" in done.stdout
    as_json = demo("compare", file, "--scenarios", "siloed,joined_up", "--wait", "0", "--citizen", "absent", "--json")
    document = json.loads(as_json.stdout)
    assert document["citizen"] == "absent"
    assert [each["scenario"] for each in document["worlds"]] == ["siloed", "joined_up"]
    refused = demo("compare", file, "--scenarios", "siloed,joinedup")
    assert refused.returncode == 1
    assert "Did you mean 'joined_up'?" in refused.stderr


@pytest.mark.slow
def test_several_requests_with_several_chances_are_one_table(demo: Run, project_root: Path) -> None:
    """Requests are paired by their chance, so that the report has differences within pairs, with intervals."""
    files = [example(project_root, name) for name in ("bereavement", "bereavement_partial")]
    done = demo("compare", *files, "--seeds", "3", "--scenarios", "front_door_only,joined_up", "--wait", "60")
    assert done.returncode == 0, done.stderr
    assert "6 requests, each made in 2 worlds with the same chance" in done.stdout
    rows = {line[:36].strip(): line[36:].split() for line in done.stdout.splitlines()}
    facade, _, joined, spread = rows["Carried or told again"]
    assert float(facade) > float(joined) == 0
    assert spread == "(0–0)"
    days = rows["Days"][1]
    least, most = (int(each) for each in days.strip("()").split("–"))
    assert least < most, "with another chance it takes another time"
    assert "bereavement.json, chance 3 of 3 ..." in done.stderr


def test_a_scripted_citizen_is_asked_for(demo: Run, project_root: Path) -> None:
    file = example(project_root, "bereavement_partial")
    for chosen, habit in ((("--wait", "0.1"), "attentive"), (("--citizen", "slow"), "slow"), ((), "")):
        done = demo("submit", file, "--json", *chosen)
        assert json.loads(done.stdout)["citizen"] == habit


def test_an_office_is_paused_and_resumed_and_all_are_asked_what_they_have(demo: Run, project_root: Path) -> None:
    paused = demo("pause", "dvla", "--by", "Grace Hopper", "--reason", "moving house")
    assert paused.stdout == "dvla: paused by Grace Hopper: moving house (0 wait, 0 there, 0 need a person)\n"
    assert "dvla: paused by Grace Hopper" in demo("pause").stdout
    assert demo("pause", "dvla").returncode == 1
    resumed = json.loads(demo("resume", "dvla", "--json").stdout)
    assert not any(each["paused"] for each in resumed["offices"])
    assert demo("submit", example(project_root, "retirement"), "--wait", "60").returncode == 0
    done = demo("reconcile", "--json")
    assert done.returncode == 0, done.stdout
    stock = json.loads(done.stdout)
    assert stock["missing"] == []
    assert sum(each["found"] for each in stock["offices"]) > 3
    assert "missing" in demo("reconcile").stdout


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_told_before_anything_is_begun(
    command: str, tmp_path: Path, project_root: Path
) -> None:
    environ = {**os.environ, "PYTHONPATH": str(project_root), "TOWN_PORT": str(free_port()), "FRONTDOOR_DATABASE": ""}
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "frontdoor", command, "--port", port],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "name another port" in done.stderr
    assert done.stdout == "", "no address is named that is not there"
