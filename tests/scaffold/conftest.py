"""A copy of the project to write in, and the commands in it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

WHOLE = ("frontdoor", "backoffice_adapters", "life_events", "templates", "docs", "tests/contract")
ALONE = ("pyproject.toml", "tests/conftest.py", "tests/postgres.py")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def copy(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, most of its tests left out."""
    folder = tmp_path_factory.mktemp("project")
    for name in WHOLE:
        left = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(project_root / name, folder / name, ignore=left)
    for name in ALONE:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(project_root / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def run(copy: Path) -> Run:
    """Runs a module of Python in the copy, as somebody would who works there."""

    def run_in_copy(*words: str, cwd: Path = copy, path: Path | None = None) -> subprocess.CompletedProcess[str]:
        found = os.pathsep.join(map(str, [copy, *([path] if path else [])]))
        environ = {**os.environ, "PYTHONPATH": found, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [sys.executable, "-m", *words], cwd=cwd, env=environ, capture_output=True, text=True, check=False
        )

    return run_in_copy
