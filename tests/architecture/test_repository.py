"""The repository itself: a closed top level, and nothing in it that is true of one machine only."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

TOP_LEVEL = {
    "frontdoor",
    "backoffice_adapters",
    "life_events",
    "templates",
    "tests",
    "docs",
    "pyproject.toml",
    "requirements.lock",
    "Makefile",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
}

# Put together here, so that this file does not hold what it looks for.
HOME_FOLDERS = ("home", "root", "Users", "work", "farm")
REGISTRY_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted" + ".org",
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "deb." + "debian",
    "archive." + "ubuntu",
)
# A slash, one of the folders, a slash and a name; not within a longer path, as in https://www.gov.uk/home/x.
MACHINE_PATH = re.compile(rf"(?<![\w.~}}\-/])/(?:{'|'.join(HOME_FOLDERS)})/[\w.]")
REGISTRY = re.compile("|".join(re.escape(host) for host in REGISTRY_HOSTS), re.IGNORECASE)


def git_lists(root: Path, *options: str) -> list[str]:
    """The paths that git lists; none where there is no git or this is no clone."""
    try:
        done = subprocess.run(
            ["git", "ls-files", "-z", *options], cwd=root, capture_output=True, text=True, check=False
        )
    except OSError:
        return []
    return [name for name in done.stdout.split("\0") if name] if done.returncode == 0 else []


@pytest.fixture(scope="module")
def tracked(project_root: Path) -> list[str]:
    """Every file under version control; before the first commit, and outside a clone, every file there would be."""
    names = git_lists(project_root) or git_lists(project_root, "--others", "--exclude-standard")
    if not names:
        ours = (path for path in project_root.rglob("*") if path.is_file())
        relative = (path.relative_to(project_root) for path in ours)
        names = [
            str(path)
            for path in relative
            if path.parts[0] in TOP_LEVEL and "__pycache__" not in path.parts and "static" not in path.parts
        ]
    return [name for name in names if (project_root / name).is_file()]


def test_the_top_level_is_closed(tracked: list[str]) -> None:
    strangers = {name.split("/")[0] for name in tracked} - TOP_LEVEL
    strangers = {name for name in strangers if not name.startswith(".")}
    assert not strangers, f"the top level holds {sorted(strangers)}; it has a fixed set of names"


def test_no_file_names_a_place_on_one_machine_or_a_registry(project_root: Path, tracked: list[str]) -> None:
    found: list[str] = []
    for name in tracked:
        try:
            text = (project_root / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            found += [
                f"{name}:{number} says {match.group()!r}"
                for pattern in (MACHINE_PATH, REGISTRY)
                if (match := pattern.search(line))
            ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("folder", HOME_FOLDERS)
def test_a_path_of_one_machine_is_recognised(folder: str) -> None:
    assert MACHINE_PATH.search(f'open("/{folder}/someone/notes.txt")')
    assert not MACHINE_PATH.search(f"see www.gov.uk/{folder}/someone")
    assert not MACHINE_PATH.search(f"life_events/{folder}/someone")


@pytest.mark.parametrize("name", ["requirements.lock", "tests/oracle.lock", "tests/peers.lock"])
def test_a_lock_holds_versions_and_hashes_and_no_address(project_root: Path, name: str) -> None:
    lock = (project_root / name).read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock

    pins = [line for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert pins
    assert [pin for pin in pins if "==" not in pin] == []
    assert lock.count("--hash=sha256:") >= len(pins)


def test_the_lock_has_every_package_that_the_project_names(project_root: Path) -> None:
    """A requirement added to pyproject.toml without `make lock` would be missing on a fresh machine."""
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["postgres"],
        *project["project"]["optional-dependencies"]["test"],
    ]
    lock = (project_root / "requirements.lock").read_text(encoding="utf-8")
    pinned = {re.split(r"==", line)[0] for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)}

    missing = {re.split(r"[<>=!~\[; ]", requirement)[0].lower() for requirement in wanted} - pinned
    missing.discard("frontdoor")  # an extra that takes in another

    assert not missing, f"run make lock: {sorted(missing)}"


def test_the_assets_lock_holds_no_registry_address(project_root: Path) -> None:
    assert "://" not in (project_root / "frontdoor/assets/package-lock.json").read_text(encoding="utf-8")
