"""What every test may ask for."""

from pathlib import Path

import pytest
from hypothesis import settings

from frontdoor.testing.simulation import Simulation

# How long an example takes depends on the machine; speed is shown by benchmarks, not by timed tests.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def simulation(tmp_path: Path) -> Simulation:
    """A portal and a town in one process, in a folder of their own; the calendar jumps from event to event."""
    return Simulation(tmp_path)
