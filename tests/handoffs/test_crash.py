"""kill -9 of real processes in the middle: every handoff still reaches its end, and no office has acted twice."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.handoffs import processes
from tests.handoffs.processes import Process, check_the_books, finished, free_port, outcome, submit

pytestmark = pytest.mark.slow


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Process, Process, str, str]]:
    portal_url, town_url = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    town = processes.town(tmp_path, town_url)
    portal = processes.portal(tmp_path, portal_url, town_url)
    town.start()
    portal.start()
    yield portal, town, portal_url, town_url
    portal.kill()
    town.kill()


# Each in every run of `make chaos`; in every other run one for the portal and one for the town, beside test_kills.py.
SCENARIOS = ("siloed", "as_is_2026", "dialogue", "joined_up")
EVERY = "FRONTDOOR_TRIALS" in os.environ


@pytest.mark.parametrize("scenario", SCENARIOS if EVERY else SCENARIOS[:1])
def test_the_portal_is_killed_again_and_again(pair: tuple[Process, Process, str, str], scenario: str) -> None:
    portal, _, url, town_url = pair
    case = submit(url, scenario)
    chance = Random(7)
    for _ in range(8):
        time.sleep(chance.uniform(0.02, 0.35))
        portal.kill()
        portal.start()
    document = finished(url, case)
    check_the_books(town_url, document)
    assert {each["status"] for each in document["handoffs"]} <= {"completed", "not_needed"}
    undisturbed = finished(url, submit(url, scenario, "undisturbed"))
    assert outcome(document) == outcome(undisturbed), "being killed changes nothing of what comes out"


@pytest.mark.parametrize("scenario", SCENARIOS if EVERY else SCENARIOS[2:3])
def test_the_town_is_killed_again_and_again(pair: tuple[Process, Process, str, str], scenario: str) -> None:
    _, town, url, town_url = pair
    case = submit(url, scenario)
    chance = Random(11)
    for _ in range(5):
        time.sleep(chance.uniform(0.05, 0.4))
        town.kill()
        time.sleep(0.1)
        town.start()
    document = finished(url, case)
    check_the_books(town_url, document)
    assert {each["status"] for each in document["handoffs"]} <= {"completed", "not_needed"}
