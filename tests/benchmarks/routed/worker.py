"""A worker process on the plan that is timed, as `frontdoor worker` is one on what is installed; it ends on SIGTERM.

python -m tests.benchmarks.routed.worker PORT DATABASE
"""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from pathlib import Path

from frontdoor.handoffs.portal import opened_portal
from frontdoor.settings import Settings
from tests.benchmarks.routed.plan import definitions


def settings_of(folder: Path, port: int, database: str = "") -> Settings:
    """Returns the settings of an installation in which one minimal office stands for all."""
    urls = {each.agency: f"http://127.0.0.1:{port}" for each in definitions().services.values()}
    return Settings(var=folder, office_urls=urls, database=database)


async def work(settings: Settings) -> None:
    """Hands over what is ready until it is told to stop."""
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    async with opened_portal(settings, definitions()):
        print("open", flush=True)
        _ = await told.wait()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(work(settings_of(Path(name), int(sys.argv[1]), sys.argv[2])))
