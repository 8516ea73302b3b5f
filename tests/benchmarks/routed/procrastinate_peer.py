"""The same plan as Procrastinate jobs: a job for each call, which defers the jobs that need what it learnt."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from procrastinate import App, PsycopgConnector

from frontdoor.discovery import Registry
from frontdoor.handoffs.offices import Offices
from tests.benchmarks.routed import bare
from tests.benchmarks.routed.plan import GIVEN, LEVELS, NEEDS


class Jobs:
    """Routes requests by jobs, on PostgreSQL."""

    def __init__(self, url: str, registry: Registry, offices: Offices) -> None:
        self.app = App(connector=PsycopgConnector(conninfo=url))
        self._done: dict[str, asyncio.Semaphore] = {}
        self._after = {each: [key for key, before in NEEDS.items() if before == each] for each in NEEDS}

        @self.app.task(name="ask")
        async def ask(service: str, facts: dict[str, str], case: str) -> None:
            known = facts | await bare.ask(service, facts, case, registry, offices)
            for each in self._after[service]:
                await self.ask.defer_async(service=each, facts=known, case=case)
            self._done[case].release()

        self.ask = ask

    @asynccontextmanager
    async def opened(self, concurrency: int) -> AsyncIterator[None]:
        """Makes the tables and runs a worker."""
        async with self.app.open_async():
            await self.app.schema_manager.apply_schema_async()
            working = asyncio.create_task(
                self.app.run_worker_async(concurrency=concurrency, install_signal_handlers=False)
            )
            try:
                yield
            finally:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)

    async def run(self, cases: int, in_flight: int) -> float:
        """Routes so many requests, so many at a time; returns the seconds that it took."""
        places = asyncio.Semaphore(in_flight)

        async def one() -> None:
            async with places:
                case = uuid.uuid4().hex
                self._done[case] = asyncio.Semaphore(0)
                for each in LEVELS[0]:
                    await self.ask.defer_async(service=each, facts=dict(GIVEN), case=case)
                for _ in NEEDS:
                    await self._done[case].acquire()

        began = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(cases)))
        return time.perf_counter() - began
