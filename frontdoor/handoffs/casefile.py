"""One case as everybody sees it: the document that pages, the API and the command line show. Read only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from frontdoor.cases.models import Case, CaseFact
from frontdoor.discovery import Registry
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.ledger import ACTING
from frontdoor.handoffs.models import Handoff
from frontdoor.journey.plan import Plan
from frontdoor.journey.planner import CITIZEN, Known, Wait, waiting_for


class WaitView(BaseModel):
    """What is waited for and who could provide it: service keys, or `citizen`."""

    facts: tuple[str, ...]
    providers: tuple[str, ...]


class HandoffView(BaseModel):
    """One handoff. Times are on the office calendar; facts are names, never values."""

    model_config = ConfigDict(populate_by_name=True)

    handoff_id: str
    kind: str
    service: str | None
    agency: str
    from_: str = Field(alias="from")
    to: str
    facts: tuple[str, ...]
    medium: str
    status: Status
    reason: str
    since: datetime | None
    sent: datetime | None
    received: datetime | None
    ended: datetime | None
    expected_by: datetime | None
    deadline: datetime | None
    attempts: int
    unreachable: bool
    office_reference: str | None
    waits: tuple[WaitView, ...] = ()

    @property
    def final(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in FINAL


class TaskView(BaseModel):
    """Something that only the citizen can give: the facts, the service that needs them, since when."""

    service: str
    agency: str
    facts: tuple[str, ...]
    since: datetime | None


class WaitingView(BaseModel):
    """Who waits for whom: a service, the facts it lacks, who is to provide them, since when and until when."""

    model_config = ConfigDict(populate_by_name=True)

    service: str
    for_: tuple[str, ...] = Field(alias="for")
    facts: tuple[str, ...]
    since: datetime | None
    until: datetime | None


class CaseDocument(BaseModel):
    """A case with all its handoffs (design 6): what `frontdoor case --json` and GET /api/cases/{reference} give."""

    reference: str
    life_event: str
    scenario: str
    as_of: date
    asked_as_of: date
    submitted: datetime
    now: datetime
    closed: datetime | None
    calendar_days: int
    finished: bool
    definitions: str
    handoffs: tuple[HandoffView, ...]
    letters: tuple[str, ...] = ()
    tasks: tuple[TaskView, ...]
    waiting: tuple[WaitingView, ...]
    measures: dict[str, Any] = {}
    standing_still: str = ""

    @property
    def acting(self) -> tuple[HandoffView, ...]:
        """The acting handoff of each service, in the order of the plan."""
        return tuple(each for each in self.handoffs if each.kind == ACTING)


async def read_case(case: Case, registry: Registry, now: datetime, standing_still: str = "") -> CaseDocument:
    """Reads a case; `now` is its world's moment on the office calendar."""
    plan = Plan.model_validate(case.plan)
    handoffs = await Handoff.filter(case_id=case.id).order_by("position")
    held = await CaseFact.filter(case_id=case.id).values_list("fact", flat=True)
    acting = {each.service: each for each in handoffs if each.service}
    ended = {service for service, each in acting.items() if Status(each.status) in FINAL}
    known = Known(frozenset(map(str, held)), frozenset(ended))
    waits = {each.id: _waits(each, plan, known) for each in handoffs if each.kind == ACTING}
    finish = case.closed_at or max(now, case.submitted_at)
    return CaseDocument(
        reference=case.reference,
        life_event=case.life_event,
        scenario=case.scenario,
        as_of=case.as_of,
        asked_as_of=case.asked_as_of,
        submitted=case.submitted_at,
        now=finish if case.closed_at else now,
        closed=case.closed_at,
        calendar_days=(finish - case.submitted_at).days,
        finished=case.closed_at is not None,
        definitions=case.definitions,
        handoffs=tuple(_view(each, registry, waits.get(each.id, ())) for each in handoffs),
        tasks=tuple(
            TaskView(service=each.target, agency=_agency(each, registry), facts=lacking, since=each.since)
            for each in handoffs
            if Status(each.status) is Status.NEEDS_CITIZEN
            and (lacking := tuple(fact for fact in each.waiting_for if fact not in known.facts))
        ),
        waiting=tuple(_waiting(each, wait, acting) for each in handoffs for wait in waits.get(each.id, ())),
        standing_still="" if case.closed_at else standing_still,
    )


def _waits(handoff: Handoff, plan: Plan, known: Known) -> tuple[Wait, ...]:
    """What an open service waits for: to be asked at all, or, once asked, what its office says it lacks."""
    status = Status(handoff.status)
    if status in FINAL or status not in (Status.BLOCKED, Status.IN_PROGRESS, Status.NEEDS_CITIZEN):
        return ()
    lacking = set(handoff.waiting_for)
    waits = tuple(wait for wait in waiting_for(plan.service(handoff.target), known) if lacking & set(wait.any_of))
    covered = {fact for wait in waits for fact in wait.any_of}
    asked = tuple(sorted(lacking - covered)) if status is Status.NEEDS_CITIZEN else ()
    return (*waits, Wait(asked, (CITIZEN,))) if asked else waits


def _agency(handoff: Handoff, registry: Registry) -> str:
    service = registry.services.get(handoff.target)
    return service.agency if service else handoff.target.partition(".")[0]


def _waiting(handoff: Handoff, wait: Wait, acting: dict[str, Handoff]) -> WaitingView:
    until = [at for each in wait.providers if each in acting and (at := acting[each].expected_by) is not None]
    return WaitingView(
        service=handoff.target,
        for_=wait.providers,
        facts=wait.any_of,
        since=handoff.since,
        until=max(until, default=None),
    )


def _view(handoff: Handoff, registry: Registry, waits: tuple[Wait, ...]) -> HandoffView:
    return HandoffView(
        handoff_id=handoff.id,
        kind=handoff.kind,
        service=handoff.service,
        agency=_agency(handoff, registry),
        from_=handoff.from_party,
        to=handoff.to_party,
        facts=tuple(sorted(handoff.facts)),
        medium=handoff.medium,
        status=Status(handoff.status),
        reason=handoff.reason,
        since=handoff.since,
        sent=handoff.sent_at,
        received=handoff.received_at,
        ended=handoff.ended_at,
        expected_by=handoff.expected_by,
        deadline=handoff.deadline_at,
        attempts=handoff.attempts,
        unreachable=handoff.unreachable_since is not None and Status(handoff.status) not in FINAL,
        office_reference=handoff.known_as,
        waits=tuple(WaitView(facts=wait.any_of, providers=wait.providers) for wait in waits),
    )
