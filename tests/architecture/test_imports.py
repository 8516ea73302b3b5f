"""The layers of the house, as contracts in pyproject.toml: who may import whom."""

import ast
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_every_contract_is_kept(
    project_root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project_root)
    # import-linter puts the current folder on the path for good; give it a path of its own to spoil.
    monkeypatch.setattr(sys, "path", list(sys.path))
    # It folds names at the width of the terminal, which would cut the report's lines in two.
    monkeypatch.setenv("COLUMNS", "200")

    status = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_life_events_import_the_standard_library_only(project_root: Path) -> None:
    """The contract names packages to refuse; this refuses every one, those nobody thought of included."""
    allowed = sys.stdlib_module_names | {"life_events"}

    strangers = [
        f"{path.relative_to(project_root)}:{line} imports {module}"
        for path in sorted((project_root / "life_events").rglob("*.py"))
        for module, line in imported_modules(path)
        if module.split(".")[0] not in allowed
    ]

    assert not strangers, "\n".join(strangers)


def imported_modules(path: Path) -> list[tuple[str, int]]:
    """Each module that a file imports, with the line; a relative import is named by its dots."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(("." * node.level + (node.module or ""), node.lineno))
    return found
