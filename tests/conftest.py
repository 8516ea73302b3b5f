"""What every test may ask for."""

import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import settings

from frontdoor.app import create_app
from frontdoor.security.operator import operator_key
from frontdoor.testing.simulation import Simulation
from tests.postgres import Postgres

# Databases of tests lie in memory where there is room for them: each commit of the portal and of forty offices would
# wait for the disk otherwise, four fifths of a test's time. A kill is a kill there too; power is cut in powercuts.py.
MEMORY = Path("/dev/shm")  # noqa: S108  what a test makes there is pytest's to name and to remove
ENOUGH = 4 * 2**30
if not os.environ.get("TMPDIR") and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# How long an example takes depends on the machine; speed is shown by benchmarks, not by timed tests.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what the long runs did and found, whichever process they ran in."""
    reports = [each for some in terminalreporter.stats.values() for each in some]
    said = [value for each in reports for name, value in getattr(each, "user_properties", ()) if name == "ledger"]
    for line in dict.fromkeys(said):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def loggers() -> None:
    """Lets our loggers speak again: import-linter, in another folder's tests, silences all that exist before it."""
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("frontdoor"):
            logging.getLogger(name).disabled = False


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs what is marked `both_databases` on SQLite and on PostgreSQL."""
    if "database_url" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of the test's own."""
    if getattr(request, "param", "sqlite") == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        return server.fresh()
    return f"sqlite://{tmp_path / 'frontdoor.sqlite3'}"


@pytest.fixture
def simulation(tmp_path: Path, database_url: str) -> Simulation:
    """A portal and a town in one process, in a folder of their own; the calendar jumps from event to event."""
    return Simulation(tmp_path, database=database_url)


@pytest.fixture
async def web(simulation: Simulation) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole portal, pages and API, in the simulation; nobody is signed in."""
    app = create_app(simulation.settings, transport=simulation.wire)
    async with app.router.lifespan_context(app):
        simulation.portal = app.state.portal
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            yield client
        await simulation.reconcile()
        simulation.portal = None


@pytest.fixture
def operator(simulation: Simulation) -> dict[str, str]:
    """The header that carries the operator's key."""
    return {"Authorization": f"Bearer {operator_key(simulation.settings.operator_key_file)}"}
