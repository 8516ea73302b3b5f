"""A module is one idea, read in one sitting, and its name says which."""

from pathlib import Path

PACKAGES = ("frontdoor", "backoffice_adapters", "life_events")
MOST_LINES = 320
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "manager", "managers", "base", "common", "misc"}


def modules(root: Path) -> list[Path]:
    """Every Python file of the three packages."""
    return sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))


def test_there_is_something_to_measure(project_root: Path) -> None:
    assert modules(project_root)


def test_every_module_is_read_in_one_sitting(project_root: Path) -> None:
    too_long = [
        f"{path.relative_to(project_root)} has {lines} lines; split it by idea (at most {MOST_LINES})"
        for path in modules(project_root)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]
    assert not too_long, "\n".join(too_long)


def test_every_module_is_named_after_what_it_is_about(project_root: Path) -> None:
    vague = [
        f"{path.relative_to(project_root)}: {name!r} says nothing; name it after what it holds"
        for path in modules(project_root)
        for name in path.relative_to(project_root).with_suffix("").parts
        if name in NAMES_THAT_SAY_NOTHING
    ]
    assert not vague, "\n".join(vague)
