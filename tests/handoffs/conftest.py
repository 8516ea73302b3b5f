"""What tests of handoffs may ask for."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.postgres import Postgres
from tests.powercut.stores import Server


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
