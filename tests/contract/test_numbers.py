"""The numbers of offices: dated, in files of their own beside the offices, and refused in a sentence when broken."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from backoffice_adapters.simulated import calendar, numbers

RULE = '[a.fee]\nunit = "pounds"\nvalues = [{ since = 2025-04-07, value = 9.90 }, { since = 2024-04-08, value = 9 }]\n'
PACE = "[a.desk]\nfrom = 1\nto = 3\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A town's folder of numbers with nothing in it yet."""
    (tmp_path / "offices").mkdir()
    for name in ("pace.toml", "rules.toml"):
        (tmp_path / name).touch()
    monkeypatch.setattr(numbers, "FOLDER", tmp_path)
    monkeypatch.setattr(numbers, "entry_points", lambda group: ())
    monkeypatch.setattr(numbers, "_held", {})
    return tmp_path


def test_an_office_keeps_paces_and_rules_in_one_file_beside_it(folder: Path) -> None:
    (folder / "offices" / "parks.toml").write_text(PACE + RULE, "utf-8")
    assert numbers.paces() == {"a.desk": (1, 3)}
    assert numbers.rule("a.fee", date(2026, 3, 5)) == Decimal("9.90")


@pytest.mark.parametrize(
    ("day", "fee"), [("2025-04-07", "9.90"), ("2025-04-06", "9"), ("2024-04-08", "9"), ("1999-12-31", "9")]
)
def test_a_rule_is_the_one_that_holds_on_the_day(folder: Path, day: str, fee: str) -> None:
    (folder / "rules.toml").write_text(RULE, "utf-8")
    assert numbers.rule("a.fee", date.fromisoformat(day)) == Decimal(fee)


def test_a_rule_that_is_kept_nowhere_is_named(folder: Path) -> None:
    with pytest.raises(LookupError, match=r"no rule 'a\.fee'"):
        numbers.rule("a.fee", date(2026, 3, 5))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RULE + PACE.replace("to = 3", ""), "offices/parks.toml: lacks 'to'"),
        (RULE.replace("since = 2025-04-07, ", ""), "offices/parks.toml: lacks 'since'"),
        ("[a.fee]\nvalues = []\n", "offices/parks.toml: a rule has no value"),
        ("[a.fee\n", "offices/parks.toml: "),
    ],
)
def test_a_file_that_is_not_of_the_form_is_refused_by_its_name(folder: Path, text: str, said: str) -> None:
    (folder / "offices" / "parks.toml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=said):
        numbers.read_numbers()


def test_a_number_that_is_kept_twice_is_refused(folder: Path) -> None:
    (folder / "offices" / "parks.toml").write_text(RULE, "utf-8")
    (folder / "rules.toml").write_text(RULE, "utf-8")
    with pytest.raises(ValueError, match=r"offices/parks\.toml: the rule 'a\.fee' is kept elsewhere too"):
        numbers.read_numbers()


@pytest.mark.parametrize(
    ("born", "reached"),
    [
        ("1959-12-11", "2025-12-11"),
        ("1960-04-05", "2026-04-05"),
        ("1960-04-06", "2026-05-06"),
        ("1960-05-05", "2026-06-05"),
        ("1960-12-31", "2027-09-30"),
        ("1961-01-31", "2027-11-30"),
        ("1961-03-06", "2028-03-06"),
        ("1970-07-01", "2037-07-01"),
    ],
)
def test_state_pension_age_rises_as_the_law_says(born: str, reached: str) -> None:
    """The two at the end of a month are a published example; the others follow from the table (see rules.toml)."""
    day = date.fromisoformat(born)
    months = int(numbers.rule("state_pension.age", day))
    assert calendar.months_later(day, months) == date.fromisoformat(reached)
