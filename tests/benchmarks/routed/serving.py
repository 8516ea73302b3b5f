"""The embedded default on the plan that is timed: what `frontdoor serve` runs, with its worker inside, on SQLite.

python -m tests.benchmarks.routed.serving FOLDER < settings as JSON

Beside the database, the server's own times of the status page are written to `pages.log`: the moment (Unix time) and
the milliseconds of each.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import IO

import uvicorn

from frontdoor.app import create_app
from frontdoor.garbage import collect_seldom
from frontdoor.security.operator import operator_key
from frontdoor.settings import Settings
from tests.benchmarks.routed.plan import definitions

STATUS = "/case"


class PageTimes(logging.Handler):
    """Takes from the portal's access log how long the status page took, and writes it down."""

    def __init__(self, file: IO[str]) -> None:
        super().__init__(logging.INFO)
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        """Takes in a line."""
        assert isinstance(record.args, tuple)
        _, _, route, status, took = record.args
        if (route, status) == (STATUS, 200):
            print(time.time(), took, file=self._file, flush=True)


def main(folder: Path, settings: Settings) -> None:
    """Serves until it is ended."""
    logging.basicConfig(level=logging.CRITICAL)  # that an office is down is what is wanted
    _ = operator_key(settings.operator_key_file)
    access = logging.getLogger("frontdoor.access")
    access.setLevel(logging.INFO)
    access.propagate = False
    with (folder / "pages.log").open("a", encoding="utf-8") as file:
        access.addHandler(PageTimes(file))
        app = create_app(settings, definitions())
        collect_seldom()
        uvicorn.run(app, host=settings.host, port=settings.port, log_level="critical", access_log=False)


if __name__ == "__main__":
    where = Path(sys.argv[1])
    main(where, replace(Settings(var=where), **json.load(sys.stdin)))
