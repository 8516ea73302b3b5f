"""A life event, its office, adapter and numbers of somebody else's package, installed beside ours (features.md D4)."""

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from frontdoor.discovery import registry

Run = Callable[..., CompletedProcess[str]]
SHIPPED = "street_party"

pytestmark = pytest.mark.slow

LIVED = """
import asyncio, pathlib, tempfile
from frontdoor.testing.simulation import Simulation, example, request_of

async def lived():
    with tempfile.TemporaryDirectory() as folder:
        simulation = Simulation(pathlib.Path(folder))
        async with simulation.open_portal() as portal:
            accepted = await portal.submit(request_of(example("street_party")))
            document = await simulation.finish(accepted.case)
        print({each.service: str(each.status) for each in document.acting})

asyncio.run(lived())
"""


@pytest.fixture(scope="module")
def installed(project_root: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, installed in a folder of its own."""
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(project_root / "tests" / "packages" / SHIPPED, folder / SHIPPED)
    pip = [
        "pip",
        "install",
        "-qq",
        "--no-deps",
        "--no-build-isolation",
        "--target",
        str(folder / "there"),
        f"./{SHIPPED}",
    ]
    done = run(*pip, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "there"


def test_it_joins_in_and_breaks_no_rule(installed: Path, run: Run) -> None:
    done = run("frontdoor", "check", path=installed)
    assert done.returncode == 0, done.stdout
    ours = registry()
    events, services, adapters = (len(each) + 1 for each in (ours.life_events, ours.services, ours.adapters))
    assert f"{events} life events, {services} services, {adapters} adapters" in done.stdout


def test_its_adapter_keeps_the_contract(installed: Path, run: Run, tmp_path: Path) -> None:
    bad = f"party.street={'a street with a long name ' * 4}"
    options = ["--adapter", "street_party.adapters:CloseStreet", "--bad", bad, "-q", "-p", "no:cacheprovider"]
    done = run("pytest", *options, path=installed, cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def test_somebody_can_have_a_street_party(installed: Path, run: Run) -> None:
    (installed / "lived.py").write_text(LIVED, encoding="utf-8")
    done = run("lived", path=installed)
    assert "{'events_office.close_street': 'completed'}" in done.stdout, done.stdout + done.stderr


def test_what_cannot_be_read_is_said_with_its_place(installed: Path, run: Run) -> None:
    broken = installed / "street_party" / "adapters.py"
    kept = broken.read_text(encoding="utf-8")
    broken.write_text(kept + "\n1 / 0\n", encoding="utf-8")
    done = run("frontdoor", "check", path=installed)
    broken.write_text(kept, encoding="utf-8")
    assert done.returncode == 1
    assert "street_party/adapters.py:" in done.stderr
    assert "ZeroDivisionError" in done.stderr
