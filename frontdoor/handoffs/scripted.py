"""A scripted citizen: reads letters where they lie, types off what an office asks for, or asks an office to post it.

Like a person it acts through the tasks that the case shows, and reads its letters in the town over HTTP. Its next
moment is known to the calendar, so that the town neither runs past it nor waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import httpx

from frontdoor.cases.models import Case, CaseFact
from frontdoor.discovery import Registry
from frontdoor.handoffs.clock import Clock, TownUnreachable, working_days_after
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.ledger import CITIZEN
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.offices import Offices
from frontdoor.handoffs.state import CaseState, Due, Errand
from frontdoor.handoffs.tasks import give
from frontdoor.journey.plan import Plan


class Habit(StrEnum):
    """How soon a scripted citizen does what is asked: the next day, after two weeks of work, or never."""

    ATTENTIVE = "attentive"
    SLOW = "slow"
    ABSENT = "absent"


WORKING_DAYS: Mapping[Habit, int] = {Habit.ATTENTIVE: 1, Habit.SLOW: 10}


@dataclass(frozen=True)
class WaitedFor:
    """A case whose citizen is asked for something.

    `at` is when that citizen will act, None for one who will not by script: a real person, or one who leaves it.
    """

    case_id: UUID
    world: str
    scripted: bool
    at: datetime | None


async def state_of(case: Case) -> CaseState:
    """Returns how a case stands, read from the database."""
    handoffs = await Handoff.filter(case_id=case.id).order_by("position")
    return CaseState(Plan.model_validate(case.plan), handoffs, await CaseFact.filter(case_id=case.id))


class ScriptedCitizens:
    """The scripted citizens of all open cases that have one."""

    def __init__(self, registry: Registry, clock: Clock, offices: Offices) -> None:
        self._registry = registry
        self._clock = clock
        self._offices = offices

    async def waited_for(self, world: str | None = None) -> list[WaitedFor]:
        """Returns the cases whose citizens are asked for something, in one world or in all."""
        asked = Handoff.filter(status=Status.NEEDS_CITIZEN, since__not_isnull=True)
        rows = await (asked.filter(world=world) if world else asked).values_list("case_id", "target", "since")
        if not rows:
            return []
        cases = Case.filter(id__in={row[0] for row in rows}, closed_at=None)
        found: list[WaitedFor] = []
        for number, where, habit, leaves in await cases.values_list("id", "world", "citizen", "leaves"):
            days = WORKING_DAYS.get(habit)
            firsts = [since for case_id, target, since in rows if case_id == number and target not in leaves]
            at = working_days_after(min(firsts), days) if firsts and days is not None else None
            found.append(WaitedFor(number, where, bool(habit), at))
        return found

    async def act(self, case_id: UUID) -> None:
        """Does all that is asked of the citizen in a case now. Raises TownUnreachable."""
        case = await Case.get(id=case_id)
        now = await self._clock.at(case.world)
        state = await state_of(case)
        habit = Habit(case.citizen)
        for service, asked in state.asked.items():
            if Status(asked.status) is not Status.NEEDS_CITIZEN or asked.since is None or service in case.leaves:
                continue
            if working_days_after(asked.since, WORKING_DAYS[habit]) > now:
                continue
            for due in state.due(asked):
                await self._do(case, service, due, now)

    async def _do(self, case: Case, service: str, due: Due, now: datetime) -> None:
        match due.errand:
            case Errand.ASK_TO_POST:
                await self._letterbox(case, "POST", f"/{due.letter}/post", {"consumer": service})
                return
            case Errand.CARRY:
                letter = await self._letterbox(case, "GET", f"/{due.letter}")
                said: Mapping[str, object] = letter["says"]
            case Errand.TELL | Errand.TELL_AGAIN:
                own = await CaseFact.filter(case_id=case.id, source=CITIZEN, service="")
                said = {**case.knows, **{each.fact: each.value for each in own}}
        facts = {fact: said[fact] for fact in due.facts if fact in said}
        if facts:
            await give(case, facts, self._registry, now, service)

    async def _letterbox(self, case: Case, method: str, path: str, form: Mapping[str, str] | None = None) -> Any:
        """Reads a letter, or asks for something to be posted.

        Raises TownUnreachable, and HTTPStatusError where there is no such letter, which is a mistake.
        """
        address = f"/_town/worlds/{case.world}/letters/{case.id.hex}{path}"
        try:
            answer = await self._offices.town().request(
                method, address, data=form, headers={"Accept": "application/json"}
            )
        except httpx.TransportError as error:
            raise TownUnreachable(type(error).__name__) from None
        if answer.is_server_error:
            raise TownUnreachable(str(answer.status_code))
        return answer.raise_for_status().json()
