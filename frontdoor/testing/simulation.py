"""A portal and a town in one process, without a socket: for tests of whole cases, offices and calendars included."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from backoffice_adapters.simulated.faults import Fault
from backoffice_adapters.simulated.papers import Report
from backoffice_adapters.simulated.post import Post, signed
from backoffice_adapters.simulated.store import Message
from backoffice_adapters.simulated.town import Town, TownSettings
from frontdoor.cases.models import Case
from frontdoor.database.away import is_away
from frontdoor.discovery import Registry, registry
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.handoffs.intake import CaseRequest, ScriptedCitizen
from frontdoor.handoffs.models import LedgerEvent
from frontdoor.handoffs.portal import Portal, opened_portal
from frontdoor.handoffs.reports import OfficeReport
from frontdoor.settings import Settings
from frontdoor.testing.town import Inside

WORLD = "joined_up"  # where nothing waits for the citizen, unless a test asks for another world
PORTAL, TOWN = "http://portal", "http://town"
LOOK = 0.02  # seconds


def example(name: str) -> dict[str, Any]:
    """Returns an example request by the name of its file, without `.json`."""
    found: dict[str, Any] = json.loads(registry().example_files()[name].read_text(encoding="utf-8"))
    return found


def request_of(document: dict[str, Any], **more: Any) -> CaseRequest:
    """Returns the request that a document like those in life_events/examples makes."""
    as_of = date.fromisoformat(document["as_of"]) if document.get("as_of") else None
    given = {"scenario": WORLD, "as_of": as_of, "citizen": ScriptedCitizen("attentive"), **more}
    return CaseRequest(life_event=document["life_event"], facts=document["facts"], **given)


class HandPost(Post):
    """Carries what offices say into the portal of the same process; `lost` drops it while it is set."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self.lost = False
        self.carried: list[Message] = []

    async def close(self) -> None:
        """Has nothing to close."""

    async def deliver(self, message: Message) -> bool:
        """Carries one message; False when nobody took it."""
        if self.lost or self._simulation.portal is None:
            return False
        self.carried.append(message)
        transport = httpx.ASGITransport(self._simulation.callbacks)
        async with httpx.AsyncClient(transport=transport) as client:
            address, headers = signed(message, int(time.time()))
            answer = await client.post(address, content=message.body, headers=headers)
        return answer.status_code < 500

    async def report(self, url: str, reports: list[Report]) -> bool:
        """Hands in reports; False when nobody took them."""
        if self.lost or self._simulation.portal is None:
            return False
        await self._simulation.portal.take_reports([OfficeReport.model_validate(each.body) for each in reports])
        return True


class Simulation:
    """One folder with a portal's database and a town's records; each can be stopped and started again.

    Before a portal is closed, the offices' own stores and the ledger are compared, counted, in every case that is over;
    a test that makes them differ says so with `differing`.
    """

    def __init__(self, folder: Path, *, day: float = 0, database: str = "") -> None:
        self.folder = folder
        self.settings = Settings(
            var=folder,
            database=database,
            town_url=TOWN,
            public_url=PORTAL,
            office_seconds=2,
            scenario=WORLD,
            retry_first=0.05,
            retry_longest=1,
        )
        self.day = day
        self.portal: Portal | None = None
        self.post = HandPost(self)
        self.town = self._open_town()
        self.callbacks = Starlette(routes=[Route("/callbacks/{token}", self._hear, methods=["POST"])])
        self.town_is_up = True
        self.differing = False
        self.compared = 0

    @asynccontextmanager
    async def open_portal(self, *, work: bool = True, definitions: Registry | None = None) -> AsyncIterator[Portal]:
        """Runs the portal for a while."""
        async with opened_portal(self.settings, definitions or registry(), self.wire, work=work) as portal:
            self.portal = portal
            try:
                yield portal
                await self.reconcile()
            finally:
                self.portal = None

    def wire(self) -> httpx.AsyncBaseTransport:
        """Returns the way from the portal to whatever town runs at the moment."""
        return _Wire(self)

    def restart_town(self) -> None:
        """Ends the town as a crash would and starts it again from its records; its faults are forgotten."""
        for world in self.town.worlds.values():
            world.close()
        self.town = self._open_town()

    def fault(self, agency: str, kind: str | None, rate: float = 1, seed: int = 0) -> None:
        """Switches a fault of an agency's office on, or (None) all of them off."""
        if kind is None:
            self.town.faults.clear(agency)
        else:
            self.town.faults.set(agency, Fault(kind, rate, seed))

    async def finish(self, case: Case, seconds: float = 20) -> CaseDocument:
        """Waits until a case is finished and returns it. Raises TimeoutError with what is open."""
        assert self.portal is not None
        patience = _Patience(seconds)
        while not await _is_over(case):
            if patience.is_over:
                raise _still_open(await self.portal.reread(case.id))
            await asyncio.sleep(LOOK)
        return await self.portal.reread(case.id)

    async def until(self, case: Case, reached: Any, seconds: float = 20) -> CaseDocument:
        """Waits until something holds of a case's document. Raises TimeoutError with what is open."""
        assert self.portal is not None
        patience = _Patience(seconds)
        while not reached(document := await self.portal.reread(case.id)):
            if patience.is_over:
                raise _still_open(document)
            await self._until_something_is_written(case)
        return document

    async def _until_something_is_written(self, case: Case) -> None:
        """Waits for a new event of a case, or a moment: reading a whole case costs more than what is tested."""
        newest = LedgerEvent.filter(case_id=case.id).order_by("-seq").limit(1)
        before = await newest.values_list("seq", flat=True)
        for _ in range(15):
            await asyncio.sleep(LOOK)
            if await newest.values_list("seq", flat=True) != before:
                return

    async def reconcile(self) -> None:
        """Compares stores and ledger in every case that is over. Raises AssertionError with where they differ."""
        assert self.portal is not None, "only a portal that is open has a ledger"
        if self.differing or not self.town_is_up:
            return
        for case in await Case.exclude(closed_at=None):
            comparison = await self.portal.compare_books(case)
            assert comparison is not None, "a simulation has a town"
            self.compared += comparison.compared
            assert comparison.agrees, f"{case.reference} in {case.world}: {comparison.differences}"

    def books(self, world: str = WORLD) -> dict[str, list[tuple[str, str]]]:
        """Returns what each office's own store holds: (key, state) of each request, in order."""
        counters = self.town.world(world).counters
        return {
            agency: [(each.key, each.state) for each in counter.store.all()] for agency, counter in counters.items()
        }

    def _open_town(self) -> Town:
        return Town(TownSettings(self.folder / "town", day=self.day), self.post)

    async def _hear(self, request: Request) -> Response:
        if self.portal is None:
            return PlainTextResponse("closed", 503)
        heard = await self.portal.hear(request.path_params["token"], request.headers, await request.body())
        return PlainTextResponse(heard.name, int(heard))


class _Wire(httpx.AsyncBaseTransport):
    """Carries the portal's requests into whatever town runs at the moment."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self._simulation.town_is_up:
            raise httpx.ConnectError("refused", request=request)
        return await Inside(self._simulation.town.app).handle_async_request(request)


class _Patience:
    """So many seconds to wait for; on a machine that is busy with other things, longer."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._began, self._spent = time.monotonic(), time.process_time()

    @property
    def is_over(self) -> bool:
        """Whether it has been waited long enough."""
        passed, worked = time.monotonic() - self._began, time.process_time() - self._spent
        return passed > 10 * self._seconds or (passed > self._seconds and worked > self._seconds / 4)


async def _is_over(case: Case) -> bool:
    """Says whether a case is closed; while the database is away nobody knows, and it is asked again."""
    try:
        return await Case.filter(id=case.id).exclude(closed_at=None).exists()
    except Exception as error:
        if not is_away(error):
            raise
        return False


def _still_open(document: CaseDocument) -> TimeoutError:
    """Returns what tells which services of a case are not over, and why nothing moves."""
    still = {each.service: str(each.status) for each in document.acting if not each.final}
    return TimeoutError(f"open: {still}; {document.standing_still}")
