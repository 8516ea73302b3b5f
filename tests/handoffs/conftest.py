"""What tests of handoffs may ask for."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from frontdoor.handoffs.models import Handoff, made
from tests.postgres import Postgres
from tests.powercut.stores import Server


@pytest.fixture(autouse=True)
def new_handoffs_are_empty() -> Iterator[None]:
    """Whatever a test has done: handoffs share the empty lists that they begin with, and nothing was put into one."""
    yield
    columns = vars(made(Handoff))
    shared = ("facts", "announced", "withheld_facts", "waiting_for", "produced", "asks", "offers")
    assert [columns[name] for name in shared] == [{}, [], [], [], [], [], {}]


@pytest.fixture
def server(postgres: Postgres) -> Iterator[Server]:
    """A PostgreSQL server of the test's own, which may be killed and started again."""
    with TemporaryDirectory(prefix="frontdoor-server-") as folder:
        if postgres.user:
            shutil.chown(folder, postgres.user)
        made = Server(Path(folder), postgres)
        made.start()
        yield made
        made.kill()
