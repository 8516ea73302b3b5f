"""The same calls with the same client and adapters, and nothing on record: what routing would cost if nobody cared."""

from __future__ import annotations

import asyncio
import secrets
import time
import uuid

from backoffice_adapters.api import Accepted, Envelope, Submission
from frontdoor.discovery import Registry
from frontdoor.handoffs.offices import Offices
from tests.benchmarks.routed.plan import EVENT, GIVEN, LEVELS, reads


async def ask(service: str, facts: dict[str, str], case: str, registry: Registry, offices: Offices) -> dict[str, str]:
    """Asks one office and returns what it produced."""
    adapter = registry.adapters[service]
    number = uuid.uuid4().hex
    submission = Submission(
        handoff_id=number,
        key=f"{case}{number}",
        facts={name: facts[name] for name in reads(service)},
        envelope=Envelope(case, secrets.token_hex(16)),
        callback_url=None,
    )
    outcome = await adapter.submit(submission, offices.client(EVENT, adapter.agency))
    assert isinstance(outcome, Accepted), "the office does at once what it is asked"
    return dict(outcome.learned)


async def route(registry: Registry, offices: Offices) -> None:
    """Routes one request: level by level, all of a level at once."""
    facts, case = dict(GIVEN), uuid.uuid4().hex
    for level in LEVELS:
        for learned in await asyncio.gather(*(ask(each, facts, case, registry, offices) for each in level)):
            facts |= learned


async def run(cases: int, in_flight: int, registry: Registry, offices: Offices) -> float:
    """Routes so many requests, so many at a time; returns the seconds that it took."""
    places = asyncio.Semaphore(in_flight)

    async def one() -> None:
        async with places:
            await route(registry, offices)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(cases)))
    return time.perf_counter() - began
