"""What is scaffolded works as written: it is found, breaks no rule, is typed and tidy, and passes its own tests."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from frontdoor.discovery import registry
from frontdoor.scaffold.filling import ScaffoldRefused, in_brackets, write
from frontdoor.scaffold.wanted import adapter, life_event, office, package
from frontdoor.scaffold.wording import field_names

READS = "deceased.last_name,deceased.date_of_birth,registration.date_of_death"
Run = Callable[..., subprocess.CompletedProcess[str]]

# A service as its author may declare it: facts that come later, one of two, an optional one, and something produced.
RICH = '''"""Lends tools: everything that a declaration can say of a fact."""

from life_events.facts import FactType, Kind
from life_events.model import Basis, Purpose, Read, Service, Timing, Write
from life_events.parameters import Parameter

FACTS = (FactType("loan.number", Kind.REFERENCE, "number of the loan", pattern=r"L-\\d{4}", example="L-1234"),)

SERVICES = (
    Service(
        key="council.lend_tool",
        agency="council",
        title="Lend a tool",
        does="Lends a tool for a week.",
        reads=(
            Read("applicant.full_name"),
            Read("partner.full_name", optional=True),
            Read("applicant.phone", Timing.TO_FINISH, alternatives=("applicant.email",)),
            Read("applicant.national_insurance_number", Timing.AFTERWARDS, optional=True),
        ),
        writes=(Write("loan.number"),),
        purpose=Purpose("To lend a tool", Basis.CONSENT, "Consent of the person asking", retention_days=30),
        usually=Parameter("undocumented.usually"),
    ),
)
'''


# A service like it for each protocol besides JSON.
SPOKEN = {"mend": "xml", "buy": "records", "sharpen": "batch", "label": "paper"}


@pytest.fixture(scope="module")
def written(copy: Path, run: Run) -> list[Path]:
    """Everything that can be scaffolded in the project, written one after the other; nothing else has changed."""
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    declared = {copy / "life_events" / "agencies" / f"council_{verb}_tool.py": verb for verb in ("lend", *SPOKEN)}
    for words in (
        ["adapter", "council.issue_parking_permit", "--joins", "bereavement"],
        ["adapter", "council.lend_tool"],
        *(["adapter", f"council.{verb}_tool", "--protocol", protocol] for verb, protocol in SPOKEN.items()),
        ["office", "tool_library.lend_drill", "--reads", READS],
        ["life-event", "moving_house"],
        [
            "life-event",
            "borrowing",
            "--services",
            "council.lend_tool,tool_library.lend_drill,council.note_moving_house",
        ],
    ):
        for path, verb in declared.items():
            if words[1] == f"council.{verb}_tool":
                text = RICH.replace("lend_tool", f"{verb}_tool").replace("loan.number", f"loan.{verb}_number")
                path.write_text(text, encoding="utf-8")
        done = run("frontdoor", "scaffold", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Nothing is broken" in done.stdout
        assert "Read next: docs/tutorials/" in done.stdout
    assert {path: path.read_bytes() for path in before} == before, "a file was edited"
    return sorted(path for path in copy.rglob("*") if path.is_file() and path not in before | declared.keys())


@pytest.mark.slow
def test_it_is_tidy_and_typed(copy: Path, run: Run, written: list[Path]) -> None:
    """features.md D3: a typed adapter interface."""
    python = [str(path) for path in written if path.suffix == ".py"]
    assert len(python) == 4 + 3 + 4 + 6 + 2 + 3 * len(SPOKEN)
    for words in (["ruff", "format", "--check"], ["ruff", "check"], ["mypy", "--no-incremental"]):
        done = run(*words, *python)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_it_passes_its_own_tests(copy: Path, run: Run, written: list[Path]) -> None:
    tests = [str(path.relative_to(copy)) for path in written if path.name.startswith("test_")]
    done = run("pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.slow
def test_it_is_short(copy: Path, written: list[Path]) -> None:
    """One file and one test for an adapter, one file for a service, one for a life event (design 7)."""
    counted = {str(path.relative_to(copy)): len(path.read_text("utf-8").splitlines()) for path in written}
    for verb in ("lend", *SPOKEN):
        assert counted[f"backoffice_adapters/agencies/council_{verb}_tool.py"] < 40
    assert counted["life_events/agencies/council_issue_parking_permit.py"] < 20
    assert counted["life_events/borrowing.py"] < 60


@pytest.mark.slow
def test_a_package_is_installed_and_joins_in(copy: Path, run: Run, tmp_path: Path) -> None:
    done = run("frontdoor", "scaffold", "package", "allotments", "--joins", "bereavement", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    installed = tmp_path / "installed"
    pip = ["pip", "install", "-qq", "--no-deps", "--no-build-isolation", "--target", str(installed), "./allotments"]
    done = run(*pip, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = run("frontdoor", "check", "--draw", "bereavement", path=installed)
    assert 'allotments.answer_request["Answer request<br/>Allotments"]' in done.stdout, done.stdout + done.stderr
    done = run("pytest", "-q", "-p", "no:cacheprovider", str(tmp_path / "allotments" / "tests"), path=installed)
    assert done.returncode == 0, done.stdout[-3000:]


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    blanks = adapter("council.lend_tool", registry())
    write(blanks[:1], tmp_path)
    kept = (tmp_path / blanks[0].path).read_text(encoding="utf-8")
    with pytest.raises(ScaffoldRefused, match=r"There is already life_events/agencies/council_lend_tool\.py"):
        write(blanks, tmp_path)
    assert [path.name for path in tmp_path.rglob("*.py")] == ["council_lend_tool.py"], "all files or none"
    assert (tmp_path / blanks[0].path).read_text(encoding="utf-8") == kept


@pytest.mark.parametrize(
    ("refused", "sentence"),
    [
        (lambda: adapter("council", registry()), "no service's key"),
        (lambda: adapter("Council.LendTool", registry()), "no service's key"),
        (
            lambda: adapter("dvla.close_driver_record", registry()),
            r"has an adapter: see life_events/agencies/dvla\.py:\d+",
        ),
        (lambda: adapter("nowhere.lend_tool", registry()), "scaffold office nowhere.lend_tool"),
        (lambda: adapter("council.lend_tool", registry(), ["applicant.shoe_size"]), "no fact 'applicant.shoe_size'"),
        (lambda: adapter("council.lend_tool", registry(), joins="wedding"), "no life event 'wedding'"),
        (
            lambda: adapter("council.lend_tool", registry(), protocol="telex"),
            "no protocol 'telex'. There are: json, xml",
        ),
        (lambda: office("dvla", registry()), "is declared: add to it with scaffold adapter dvla.answer_request"),
        (lambda: life_event("bereavement", registry()), r"is declared: see life_events/bereavement\.py:\d+"),
        (lambda: life_event("moving", registry(), ["council.move"]), "scaffold adapter council.move"),
        (lambda: life_event("Moving House", registry()), "Write it like moving_house"),
        (lambda: package("dvla", registry()), "Choose another name"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(refused: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ScaffoldRefused, match=sentence):
        refused()


def test_an_adapter_alone_is_one_file_and_one_test() -> None:
    """Where the office has the service on its books already, its form is not written once more."""
    found = adapter("council.lend_tool", registry(), offices='Procedure(service="council.lend_tool")')
    assert [each.path.rpartition("/")[0] for each in found if "simulated" in each.path] == []


def test_two_facts_of_one_name_get_two_fields() -> None:
    assert field_names(["applicant.full_name", "partner.full_name", "applicant.email"]) == {
        "applicant.full_name": "applicant full name",
        "partner.full_name": "partner full name",
        "applicant.email": "email",
    }


def test_two_fields_that_an_office_writes_alike_are_told_apart() -> None:
    assert field_names(["applicant.full_name", "applicant.full_name_before"], lambda words: words[:8]) == {
        "applicant.full_name": "full nam",
        "applicant.full_name_before": "full na2",
    }


def test_what_does_not_fit_on_a_line_stands_on_several() -> None:
    assert in_brackets(['Read("a")'], "reads=(", 8) == 'Read("a"),'
    assert (
        in_brackets(["x" * 70, "y" * 70], "reads=(", 8)
        == f"\n            {'x' * 70},\n            {'y' * 70},\n        "
    )
