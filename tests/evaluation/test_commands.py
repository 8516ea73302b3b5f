"""`frontdoor evaluate` and `frontdoor export`, from a database and from a file."""

import asyncio
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from frontdoor.__main__ import main
from frontdoor.discovery import registry
from frontdoor.evaluation.log import write_log
from frontdoor.evaluation.sketch import worked_example
from frontdoor.testing.simulation import Simulation, example, request_of

pytestmark = pytest.mark.slow  # whole cases

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; returns its exit code and what it said on standard output and standard error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    path = tmp_path / "drawn.jsonl"
    path.write_text("\n".join(worked_example().lines()) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def recorded(simulation: Simulation, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A database with one finished case, which the commands find; returns the lines of its log."""

    async def fill() -> list[str]:
        async with simulation.open_portal() as portal:
            accepted = await portal.submit(request_of(example("bereavement")))
            await simulation.finish(accepted.case)
            return [line async for line in write_log(registry())]

    monkeypatch.setenv("FRONTDOOR_VAR", str(simulation.folder))
    return asyncio.run(fill())


def one_document(text: str) -> Any:
    return json.loads(text)


def test_database_file_and_shuffled_file_give_the_same_numbers(run: Run, recorded: list[str], tmp_path: Path) -> None:
    code, from_database, _ = run("evaluate", "--json")
    assert code == 0
    written, shuffled = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    assert run("export", "-o", str(written))[0] == 0
    lines = written.read_text(encoding="utf-8").splitlines()
    random.Random(5).shuffle(lines)
    shuffled.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for path in (written, shuffled):
        assert one_document(run("evaluate", str(path), "--json")[1]) == one_document(from_database)
    measures = one_document(from_database)["measures"]
    assert measures["Phi"]["value"] == 0
    assert sum(measures["C3d"]["value"].values()) == pytest.approx(measures["U"]["value"], abs=1e-9)
    cut = tmp_path / "cut.jsonl"
    cut.write_text("\n".join(lines[:-3]) + "\n", encoding="utf-8")
    code, out, err = run("evaluate", str(cut), "--json")
    assert (code, out) == (1, "")
    assert err.startswith("frontdoor: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("form", [("csv",), ("ocel",), ("xes", "--log", "case"), ("xes", "--log", "handoff")])
def test_the_database_is_exported_in_every_form(
    run: Run, recorded: list[str], tmp_path: Path, form: tuple[str, ...]
) -> None:
    path = tmp_path / "out"
    code, out, err = run("export", "--format", *form, "-o", str(path))
    assert (code, out) == (0, "")
    assert "written" in err
    assert path.stat().st_size > 10_000


def test_one_case_alone_is_not_made_public(run: Run, recorded: list[str], tmp_path: Path) -> None:
    path = tmp_path / "public.jsonl"
    code, out, err = run("export", "--public", "-o", str(path))
    assert (code, out) == (1, "")
    assert "fewer than 5" in err
    assert not path.exists()
    assert run("export", "--public", "--k", "1", "-o", str(path))[0] == 0
    code, out, _ = run("evaluate", str(path), "--json")
    assert one_document(out)["measures"]["Phi"]["value"] == 0


def test_a_file_alone_is_measured(run: Run, drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDOOR_VAR", str(tmp_path / "nothing-here"))
    code, out, _ = run("evaluate", str(drawn))
    assert code == 0
    assert "Phi                0.4667" in out
    assert "nothing to measure: The log holds no truth" in out


def test_each_scenario_is_measured_by_itself(run: Run, drawn: Path) -> None:
    code, out, _ = run("evaluate", str(drawn), "--by", "scenario", "--json")
    assert code == 0
    assert list(one_document(out)) == ["sketch"]


@pytest.mark.parametrize("by", ["agency", "service"])
def test_nothing_is_grouped_by_agency(run: Run, drawn: Path, by: str) -> None:
    code, out, err = run("evaluate", str(drawn), "--by", by)
    assert (code, out) == (1, "")
    assert f"not grouped by {by}" in err


def test_there_is_no_score_of_scores(run: Run, drawn: Path) -> None:
    measures = one_document(run("evaluate", str(drawn), "--json")[1])["measures"]
    assert [key for key in measures if "score" in key.lower() or "rank" in key.lower()] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot be read"), (b"\xff\xfe", "not text"), (b"a,b\n", "not JSON"), (b"", "manifest")],
)
def test_what_is_no_log_is_refused_in_a_sentence(run: Run, tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "foreign"
    if content is not None:
        path.write_bytes(content)
    code, out, err = run("evaluate", str(path), "--json")
    assert (code, out) == (1, "")
    assert said in err


@pytest.mark.parametrize("command", ["evaluate", "export"])
def test_without_a_database_the_commands_say_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("FRONTDOOR_VAR", str(tmp_path / "nothing-here"))
    code, out, err = run(command)
    assert (code, out) == (1, "")
    assert "nothing was ever submitted" in err
