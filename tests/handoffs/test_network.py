"""A network that loses requests and answers between the portal and the offices: each office acts once all the same."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.handoffs import processes
from tests.handoffs.processes import check_the_books, finished, free_port, submit
from tests.handoffs.proxy import FATES, Proxy

pytestmark = pytest.mark.slow


@contextmanager
def running(proxy: Proxy) -> Iterator[None]:
    """Runs a proxy in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()

    def wait(what: object) -> None:
        asyncio.run_coroutine_threadsafe(what, loop).result(10)  # type: ignore[arg-type]

    opened = proxy.open()
    wait(opened.__aenter__())
    try:
        yield
    finally:
        wait(opened.__aexit__(None, None, None))
        wait(proxy.closed())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def ends(document: dict[str, Any]) -> dict[str, str]:
    """How each service ended."""
    return {each["service"]: each["status"] for each in document["handoffs"] if each["service"]}


# One bad line in every run, and ten in each of `make chaos`.
SEEDS = range(1, 11 if "FRONTDOOR_TRIALS" in os.environ else 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_network_loses_is_sent_again_and_done_once(tmp_path: Path, seed: int) -> None:
    url, town_url = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    town = processes.town(tmp_path, town_url)
    town.start()
    proxy = Proxy(town_url, seed)
    with running(proxy):
        portal = processes.portal(tmp_path, url, proxy.url)
        portal.start()
        try:
            document = finished(url, submit(url, "as_is_2026", "lossy"))
            check_the_books(town_url, document)
            proxy.fails = 0
            undisturbed = finished(url, submit(url, "as_is_2026", "undisturbed"))
            # what comes in one answer, and how many letters a machine writes, may depend on when
            assert ends(document) == ends(undisturbed), "a bad line changes nothing of what comes out"
        finally:
            portal.kill()
            town.kill()
    assert all(proxy.seen[fate] for fate in FATES), proxy.seen
