"""The database server goes away in the middle of the work and comes back: killed, restarted, or its connections cut."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import httpx
import pytest

from frontdoor.database.stalled import NAME, PATIENCE
from frontdoor.handoffs.events import Step
from frontdoor.handoffs.ledger import LOCK
from frontdoor.handoffs.models import LedgerEvent
from frontdoor.testing.simulation import Simulation, example, request_of
from tests.handoffs import processes
from tests.handoffs.processes import Process, check_the_books, finished, free_port, outcome, submit
from tests.postgres import Postgres
from tests.powercut.stores import Server

pytestmark = pytest.mark.slow

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test_%'"


async def test_work_goes_on_however_often_connections_are_cut(postgres: Postgres, tmp_path: Path) -> None:
    simulation = Simulation(tmp_path, database=postgres.fresh())
    simulation.settings = replace(simulation.settings, lease_seconds=1)
    chance = Random(7)
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement"), scenario="as_is_2026"))
        for _ in range(12):
            await asyncio.sleep(chance.uniform(0, 0.1))
            await postgres.run(CUT)
        document = await simulation.finish(accepted.case, 90)
        steps = {each.step for each in await LedgerEvent.filter(case_id=accepted.case.id)}
    assert {each.status for each in document.acting} <= {"completed", "not_needed"}
    assert Step.BROKE not in steps, "that it was away is no mistake of ours, and no clerk's work"


async def test_who_stalls_in_the_middle_of_a_question_with_a_case_locked_is_cut_off(
    postgres: Postgres, tmp_path: Path
) -> None:
    """A process that is stopped between preparing a statement and running it: to the server it is at work."""
    url = postgres.fresh()
    simulation = Simulation(tmp_path, database=url)
    async with simulation.open_portal() as portal:
        stalled = await asyncpg.connect(url, server_settings={"application_name": NAME})
        accepted = await portal.submit(request_of(example("bereavement")))
        _ = await stalled.execute("BEGIN")
        _ = await stalled.fetch(LOCK, accepted.case.id)
        _ = await stalled.prepare("SELECT count(*) FROM handoff WHERE position = $1")
        document = await simulation.finish(accepted.case, 60)
    assert {each.status for each in document.acting} <= {"completed", "not_needed"}
    assert stalled.is_closed()


async def test_who_is_at_work_for_long_is_left_alone(postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.fresh()
    simulation = Simulation(tmp_path, database=url)
    async with simulation.open_portal():
        busy, thinking = [await asyncpg.connect(url, server_settings={"application_name": NAME}) for _ in range(2)]
        assert await busy.fetchval("SELECT 'done' FROM pg_sleep($1)", PATIENCE + 3.0) == "done"
        assert await thinking.fetchval("SELECT 'here'") == "here", "nothing is asked of it, so nobody waits for it"
        await busy.close()
        await thinking.close()


def until_sent(url: str, case: dict[str, Any]) -> None:
    """Waits until the worker is at work."""
    end = time.monotonic() + 60
    sent = False
    while not sent:
        assert time.monotonic() < end, "nothing was handed over"
        time.sleep(0.02)
        who = {"Case-Secret": case["secret"]}
        document = httpx.get(f"{url}/api/cases/{case['reference']}", headers=who, timeout=10).json()
        sent = any(each["sent"] for each in document["handoffs"])


def test_a_server_that_is_killed_costs_nothing_that_was_accepted(server: Server, tmp_path: Path) -> None:
    url, town_url = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    environ = {"FRONTDOOR_DATABASE": server.url, "FRONTDOOR_LEASE_SECONDS": "3", "FRONTDOOR_PUBLIC_URL": url}
    town = processes.town(tmp_path, town_url)
    portal = processes.portal(tmp_path, url, town_url, "--no-worker", **environ)
    worker = Process(tmp_path, "", "frontdoor", "worker", "--town", town_url, **environ)
    running = (town, portal, worker)
    try:
        for each in running:
            each.start()
        case = submit(url, "as_is_2026")
        until_sent(url, case)
        chance = Random(11)
        for _ in range(3):
            time.sleep(chance.uniform(0.2, 0.8))
            server.kill()
            time.sleep(0.5)
            assert httpx.get(f"{url}/healthz", timeout=10).status_code == 200, "it lives, and need not be restarted"
            late = {"Idempotency-Key": "late"}
            refused = httpx.post(f"{url}/api/cases", json=example("bereavement"), headers=late, timeout=10)
            assert refused.status_code == 503, refused.text
            assert refused.headers["Retry-After"]
            assert "is not done twice" in refused.json()["detail"]
            server.start()
        document = finished(url, case)
        check_the_books(town_url, document)
        undisturbed = finished(url, submit(url, "as_is_2026", "undisturbed"))
        assert outcome(document) == outcome(undisturbed), "a lost database changes nothing of what comes out"
    finally:
        for each in reversed(running):
            each.kill()
