"""The tutorials do what they say: every fenced block is typed, written or looked for, in a copy of the project.

console                   each line after `$` is run; `&` at its end leaves it running
text                      each line of it stands in what the commands before it said
python|json|toml PATH     is written there; with `(as written)` it is what stands there, with `(in it)` a part of it
"""

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser.visiting import free_port, wait_for
from tests.scaffold.conftest import ALONE, WHOLE

FENCE = re.compile(r"^```(\w+) ?(.*?)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TUTORIALS = sorted(Path(__file__).resolve().parents[2].joinpath("docs", "tutorials").glob("*.md"))
PROGRAMS = {
    "frontdoor": ["-m", "frontdoor"],
    "pytest": ["-m", "pytest", "-p", "no:cacheprovider"],
    "pip": ["-m", "pip"],
}

pytestmark = pytest.mark.slow


@dataclass
class Reader:
    """Somebody who does what a tutorial says."""

    folder: Path
    said: str = ""
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    environ: dict[str, str] = field(default_factory=dict)

    def type(self, line: str) -> None:
        """Runs one command; what it says is added to what was said."""
        left, words = line.endswith(" &"), shlex.split(line.removesuffix(" &"))
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            self.environ[name] = value
        command = [sys.executable, *PROGRAMS[words[0]], *words[1:]]
        if words[:2] == ["pip", "install"]:
            installed = str(self.folder / "installed")
            command = [*command[:4], "-qq", "--no-deps", "--no-build-isolation", "--target", installed, words[-1]]
        if left:
            with (self.folder / "log").open("wb") as log:
                running = subprocess.Popen(command, cwd=self.folder, env=self.environ, stdout=log, stderr=log)
            self.running.append(running)
            wait_for(f"http://127.0.0.1:{self.environ['PORT']}/", running)
            return
        done = subprocess.run(command, cwd=self.folder, env=self.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        self.said += done.stdout

    def look_for(self, text: str) -> None:
        """Looks for each line in what was said since the last look."""
        for line in filter(None, text.splitlines()):
            assert line.strip() in self.said, f"'{line}' was not said, but:\n{self.said}"
        self.said = ""

    def put(self, path: str, how: str, text: str) -> None:
        """Writes a file, or compares it with what stands there."""
        place = self.folder / path
        match how:
            case "as written":
                assert place.read_text(encoding="utf-8") == text
            case "in it":
                assert text in place.read_text(encoding="utf-8")
            case _:
                place.write_text(text, encoding="utf-8")


@pytest.fixture
def reader(project_root: Path, tmp_path: Path) -> Iterator[Reader]:
    folder = tmp_path / "project"
    for name in WHOLE:
        shutil.copytree(project_root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ALONE:
        shutil.copy(project_root / name, folder / name)
    (folder / "tests" / "life_events").mkdir(exist_ok=True)
    path = os.pathsep.join([str(folder), str(folder / "installed")])
    own = {"PYTHONPATH": path, "PORT": str(free_port()), "TOWN_PORT": str(free_port()), "PYTHONDONTWRITEBYTECODE": "1"}
    reader = Reader(folder, environ={**os.environ, **own})
    try:
        yield reader
    finally:
        for each in reader.running:
            each.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                each.wait(20)


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_does_what_it_says(path: Path, reader: Reader) -> None:
    blocks = FENCE.findall(path.read_text(encoding="utf-8"))
    assert len(blocks) == path.read_text(encoding="utf-8").count("\n```") / 2
    for kind, about, text in blocks:
        match kind:
            case "console":
                for line in text.splitlines():
                    reader.type(line.removeprefix("$ "))
            case "text":
                reader.look_for(text)
            case _:
                place, _, how = about.partition(" (")
                reader.put(place, how.removesuffix(")"), text)


def test_every_tutorial_that_is_named_is_there() -> None:
    from frontdoor.cli.scaffolding import NEXT

    assert {Path(each).name for each in NEXT.values()} == {path.name for path in TUTORIALS}
