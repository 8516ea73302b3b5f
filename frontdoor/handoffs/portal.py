"""The portal as pages, the API and tests use it: submit, read, give what was asked for, let the calendar move."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import httpx

from frontdoor.cases.models import Case, Draft
from frontdoor.cases.store import forget_expired_drafts
from frontdoor.database.address import POSTGRES, kind_of
from frontdoor.database.opening import database, only_process
from frontdoor.database.stalled import end_stalled
from frontdoor.discovery import Registry
from frontdoor.errors import Refused
from frontdoor.handoffs.bell import Bell, OwnBell, SharedBell
from frontdoor.handoffs.bookkeeping import compare_books
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.handoffs.casefile import read_case
from frontdoor.handoffs.clock import Clock, TownClock, WallClock, working_days_after
from frontdoor.handoffs.commits import settled
from frontdoor.handoffs.comparison import (
    ComparisonDocument,
    ComparisonRequest,
    check_comparison,
    compared,
    keep_comparison,
    request_in,
)
from frontdoor.handoffs.counters import Counters
from frontdoor.handoffs.dispatcher import Dispatcher
from frontdoor.handoffs.errands import Errands
from frontdoor.handoffs.inbox import Heard, hear
from frontdoor.handoffs.intake import Accepted, CaseRequest, accept
from frontdoor.handoffs.ledger import start_afresh
from frontdoor.handoffs.models import Comparison
from frontdoor.handoffs.offices import Offices, network
from frontdoor.handoffs.pausing import PauseWish, known_agency, pause_office, resume_office
from frontdoor.handoffs.reconciling import Reconciliation
from frontdoor.handoffs.renewal import Renewal
from frontdoor.handoffs.reports import OfficeReport, take_reports
from frontdoor.handoffs.rollcall import OfficeStanding, roll_call
from frontdoor.handoffs.scripted import ScriptedCitizens
from frontdoor.handoffs.steadfast import turn_by_turn
from frontdoor.handoffs.stocktaking import Stock, Stocktaker
from frontdoor.handoffs.tasks import give
from frontdoor.handoffs.townfaults import TownFaults
from frontdoor.handoffs.wallclock import WallClockWatch
from frontdoor.handoffs.worker import Worker
from frontdoor.handoffs.workqueue import Item, Wanted, resend, resendable, work_waiting
from frontdoor.handoffs.worlds import OwnWorlds, SharedTownClock, SharedWorlds, Worlds, open_worlds
from frontdoor.settings import Settings

log = logging.getLogger("frontdoor")


class Portal:
    """Everything behind the pages. Open it with `opened_portal`, which also runs its worker."""

    def __init__(self, settings: Settings, registry: Registry, offices: Offices) -> None:
        self.settings = settings
        self.registry = registry
        self.offices = offices
        shared = kind_of(settings.database) == POSTGRES
        self.bell: Bell = SharedBell(settings.database) if shared else OwnBell()
        self.worlds: Worlds = SharedWorlds(timedelta(seconds=settings.lease_seconds)) if shared else OwnWorlds()
        town_clock = SharedTownClock if shared else TownClock
        self.clock: Clock = town_clock(offices.town(), offices.apart()) if settings.town_url else WallClock()
        self.counters = Counters(settings)
        self.dispatcher = Dispatcher(registry, self.clock, offices, self.counters, settings, self.bell.ring)
        citizens = ScriptedCitizens(registry, self.clock, offices)
        self.worker = Worker(registry, self.clock, citizens, self.bell, self.worlds, settings.scenario)
        self.wall_clock = WallClockWatch(self.dispatcher, self.bell.ring)
        self.renewal = Renewal(registry, offices)
        self.faults = TownFaults(offices, settings)
        self._stocktaker = Stocktaker(registry, Errands(registry, offices, self.counters), self.counters, self.clock)

    async def submit(self, request: CaseRequest, draft: Draft | None = None) -> Accepted:
        """Takes a request and lets the worker begin. Raises as `intake.accept`."""
        accepted = await accept(request, self.registry, self.clock, self.dispatcher.departures, draft)
        self.worker.go(accepted.trips, self.dispatcher)
        self.bell.ring()
        return accepted

    async def compare(self, wish: ComparisonRequest) -> Comparison:
        """Submits one request into a fresh world of each scenario; the same press of a button does it once.

        Raises as `comparison.check_comparison` and `intake.accept`.
        """
        if wish.press and (known := await Comparison.get_or_none(press=wish.press)):
            return known
        await check_comparison(wish, self.registry)
        number = uuid4()
        cases = {
            scenario: (await self.submit(request_in(wish, scenario, number))).case.id for scenario in wish.scenarios
        }
        return await keep_comparison(wish, number, cases)

    async def read_comparison(self, comparison: Comparison) -> ComparisonDocument:
        """Reads a comparison: the case in each world, and what it came to for the citizen."""
        documents = {scenario: await self.reread(UUID(number)) for scenario, number in comparison.cases.items()}
        return await compared(comparison, documents, self.registry)

    async def read(self, case: Case) -> CaseDocument:
        """Reads a case as everybody sees it."""
        still = await self.worlds.still(case.world)
        return await read_case(case, self.registry, await self.clock.at(case.world), still, self.settings.town_url)

    async def reread(self, case_id: UUID) -> CaseDocument:
        """Reads a case anew from the database."""
        return await self.read(await Case.get(id=case_id))

    async def compare_books(self, case: Case) -> Reconciliation | None:
        """Compares what the offices' own books hold of a case with the ledger; None where there is no town.

        Raises TownUnreachable.
        """
        if not self.settings.town_url:
            return None
        return await compare_books(case, self.offices, self.registry)

    async def give(self, case: Case, given: Mapping[str, object], service: str | None = None) -> None:
        """Takes facts that an office, or every office, asked the citizen for. Raises Refused."""
        await give(case, given, self.registry, await self.clock.at(case.world), service)
        self.bell.ring()

    async def hear(self, callback: str, headers: Mapping[str, str], body: bytes) -> Heard:
        """Takes in what an office sent to a callback address; the headers' names are in small letters."""
        heard = await hear(callback, headers, body, self.dispatcher, self.clock)
        self.bell.ring()
        return heard

    async def take_reports(self, reports: Sequence[OfficeReport]) -> None:
        """Takes in what offices report of their own dealings."""
        await take_reports(reports, self.registry, self.clock)
        self.bell.ring()

    async def next_event(self, world: str) -> None:
        """Moves a simulated world to its next event, whatever its pace."""
        await self.worlds.hurry(world, None)
        self.bell.ring()

    async def next_day(self, world: str) -> None:
        """Moves a simulated world to the opening of its next working day, whatever its pace."""
        morning = working_days_after(await self.clock.at(world), 1).replace(hour=9, minute=0, second=0, microsecond=0)
        await self.worlds.hurry(world, morning)
        self.bell.ring()

    async def to_the_end(self, world: str) -> None:
        """Moves a simulated world from event to event, whatever its pace, until no case is open in it."""
        await self.worlds.rush(world)
        self.bell.ring()

    async def work_waiting(self, wanted: Wanted | None = None) -> list[Item]:
        """Returns what needs a person, the longest first."""
        await self._look_at_clocks()
        return await work_waiting(self.registry, self.clock.now, wanted)

    async def roll_call(self) -> list[OfficeStanding]:
        """Returns how every office stands."""
        await self._look_at_clocks()
        return await roll_call(self.registry, self.counters.health(), self.clock.now)

    async def pause(self, agency: str, wish: PauseWish) -> None:
        """Hands nothing over to an agency's office until it is resumed. Raises NotFound, Refused."""
        await pause_office(agency, wish, self.registry)
        self.dispatcher.departures.paused |= {agency}
        self.bell.ring()

    async def resume(self, agency: str, wish: PauseWish) -> None:
        """Goes on with an agency's office. Raises NotFound, Refused where it is not paused."""
        await resume_office(agency, wish, self.registry)
        self.dispatcher.departures.paused -= {agency}
        self.bell.ring()

    async def take_stock(self, agency: str = "") -> Stock:
        """Asks every office, or one agency's, for what our record says it has. Raises NotFound."""
        if agency:
            known_agency(agency, self.registry)
        stock = await self._stocktaker.take(agency)
        self.bell.ring()
        return stock

    async def _look_at_clocks(self) -> None:
        for world in await open_worlds():
            _ = await self.clock.at(world)

    async def resend(self, handoff_id: str) -> None:
        """Tries once more what failed. Raises NotFound, Refused when it did not fail."""
        await resend(handoff_id, self.clock)
        self.bell.ring()

    async def resend_all(self, wanted: Wanted, *, dry_run: bool) -> list[Item]:
        """Tries once more everything wanted that failed or is uncertain; returns it. A dry run only returns it.

        Raises Refused where there is nothing to send.
        """
        items = resendable(await self.work_waiting(wanted))
        return items if dry_run else [each for each in items if await self._resent(each)]

    async def _resent(self, item: Item) -> bool:
        try:
            await self.resend(item.handoff_id)
        except Refused:
            return False  # it went its way while the list was read
        return True


@asynccontextmanager
async def opened_portal(
    settings: Settings,
    registry: Registry,
    transport: Callable[[], httpx.AsyncBaseTransport] = network,
    *,
    work: bool = True,
) -> AsyncIterator[Portal]:
    """Opens the database and the ways to the offices, and runs the worker until the end."""
    async with database(settings.database), only_process(settings.database):
        start_afresh()
        await forget_expired_drafts()
        offices = Offices(settings, transport)
        portal = Portal(settings, registry, offices)
        tasks = [asyncio.create_task(portal.bell.run())]
        if kind_of(settings.database) == POSTGRES:
            tasks += [asyncio.create_task(turn_by_turn("the look for stalled connections", end_stalled))]
        tasks += [asyncio.create_task(portal.worker.run(portal.dispatcher))] if work else []
        tasks += [asyncio.create_task(portal.wall_clock.run())] if work else []
        tasks += [asyncio.create_task(portal.renewal.run())] if work and settings.renews else []
        try:
            yield portal
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await settled()
            await offices.close()
