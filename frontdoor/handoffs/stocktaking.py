"""Takes stock: asks every office whether it has what our record says it has, and counts what it has not.

Each office is asked so within its promise time in any case (`confirming`); here all are asked at once. What
an office of an open case has not is asked about once more by the worker, and handed over anew.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from tortoise.expressions import Q

from backoffice_adapters.api import OfficeLost, OfficeMisbehaved, OfficeUnavailable
from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.confirming import can_be_asked
from frontdoor.handoffs.counters import Counters
from frontdoor.handoffs.errands import Errands
from frontdoor.handoffs.events import WITH_OFFICE, Status
from frontdoor.handoffs.ledger import opened
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.pausing import is_held_back, paused_offices
from frontdoor.handoffs.state import ASKS_AN_OFFICE

MOST = 900  # handoffs asked about at once, the newest; assumption: a minute's work for offices that answer
SAID_TO_BE_THERE = sorted(WITH_OFFICE | {Status.COMPLETED})


class Verdict(StrEnum):
    """What came of asking an office for one handoff."""

    FOUND = "found"
    MISSING = "missing"
    UNREACHED = "unreached"  # it did not answer, is left alone for a while, or is paused
    NOT_COMPARABLE = "not_comparable"  # it cannot be asked, or answers otherwise than agreed


class Missing(BaseModel):
    """A handoff that an office has not, though our record says that it has. `open`: its case is, so it is mended."""

    model_config = ConfigDict(frozen=True)

    handoff_id: str
    case: str
    world: str
    agency: str
    service: str
    facts: tuple[str, ...]
    owner: str
    open: bool


class OfficeStock(BaseModel):
    """One office: how many handoffs our record says it has, and what it says itself."""

    model_config = ConfigDict(frozen=True)

    agency: str
    title: str
    asked: int = 0
    found: int = 0
    missing: int = 0
    unreached: int = 0
    not_comparable: int = 0


class Stock(BaseModel):
    """What all offices say. `left_out`: older handoffs that nobody was asked about."""

    at: datetime
    offices: tuple[OfficeStock, ...]
    missing: tuple[Missing, ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class Stocktaker:
    """Asks the offices, with the same deadlines, places and breakers as for everything else that they are asked."""

    registry: Registry
    errands: Errands
    counters: Counters
    clock: Clock

    async def take(self, agency: str = "") -> Stock:
        """Asks every office, or one agency's, for the newest of what it is said to have."""
        office = Q(to_party__startswith=f"{agency}.") if agency else Q()
        said = Handoff.filter(office, kind__in=ASKS_AN_OFFICE, status__in=SAID_TO_BE_THERE, sent_at__isnull=False)
        handoffs = await said.order_by("-sent_at").limit(MOST)
        paused = await paused_offices()
        verdicts = await asyncio.gather(*(self._verdict(each, paused) for each in handoffs))
        numbers = {each.case_id for each in handoffs}
        cases = {each.id: each for each in await Case.filter(id__in=sorted(numbers))}
        missing = []
        for handoff, verdict in zip(handoffs, verdicts, strict=True):
            if verdict is Verdict.MISSING:
                case = cases[handoff.case_id]
                await self._look_again(handoff, case)
                missing.append(self._missing(handoff, case))
        return Stock(
            at=datetime.now(UTC),
            offices=self._counted(handoffs, verdicts),
            missing=tuple(missing),
            left_out=max(0, await said.count() - len(handoffs)),
        )

    async def _verdict(self, handoff: Handoff, paused: Collection[str]) -> Verdict:
        if not can_be_asked(handoff, self.registry):
            return Verdict.NOT_COMPARABLE
        errand = self.errands.of(handoff, handoff.known_as, directly=True)
        if errand.host in paused or is_held_back(handoff, paused):
            return Verdict.UNREACHED
        async with self.counters.place(errand.world, errand.host):
            if self.counters.turns_away(errand.world, errand.host) is not None:
                return Verdict.UNREACHED
            try:
                _ = await self.errands.ask(errand)
            except OfficeLost:
                return Verdict.MISSING
            except OfficeUnavailable:
                return Verdict.UNREACHED
            except OfficeMisbehaved:
                return Verdict.NOT_COMPARABLE
            finally:
                self.counters.left(errand.world, errand.host)
        return Verdict.FOUND

    async def _look_again(self, handoff: Handoff, case: Case) -> None:
        """Has the worker ask about something that is missing; it is handed over anew where it is still missing then."""
        if case.closed_at is not None:
            return
        async with opened(case.id, self.clock) as entry:
            held = entry.handoffs[handoff.id]
            if held.status in SAID_TO_BE_THERE:
                held.confirmed_at, held.follow_up_at = None, entry.now

    def _missing(self, handoff: Handoff, case: Case) -> Missing:
        agency = handoff.to_party.partition(".")[0]
        return Missing(
            handoff_id=handoff.id,
            case=case.reference,
            world=handoff.world,
            agency=agency,
            service=handoff.target,
            facts=tuple(sorted(handoff.facts)),
            owner=self.registry.agencies[agency].owner,
            open=case.closed_at is None,
        )

    def _counted(self, handoffs: Collection[Handoff], verdicts: Collection[Verdict]) -> tuple[OfficeStock, ...]:
        counts: dict[str, Counter[str]] = {}
        for handoff, verdict in zip(handoffs, verdicts, strict=True):
            counts.setdefault(handoff.to_party.partition(".")[0], Counter()).update(("asked", str(verdict)))
        agencies = self.registry.agencies
        found = [OfficeStock(agency=each, title=agencies[each].title, **dict(count)) for each, count in counts.items()]
        return tuple(sorted(found, key=lambda each: each.title))
