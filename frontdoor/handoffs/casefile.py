"""Reads a case as everybody sees it. Read only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from frontdoor.cases.models import Case, CaseFact
from frontdoor.discovery import Registry
from frontdoor.handoffs.casedocument import CaseDocument, HandoffView, LetterView, TaskView, WaitingView, WaitView
from frontdoor.handoffs.events import FINAL, WITH_OFFICE, Status
from frontdoor.handoffs.frictions import frictions_in
from frontdoor.handoffs.models import Handoff, RelationsTable
from frontdoor.handoffs.pausing import is_held_back, paused_offices
from frontdoor.handoffs.state import LETTER, CaseState, Due
from frontdoor.handoffs.trail import read_trail
from frontdoor.journey.plan import Plan
from frontdoor.journey.planner import Wait
from life_events.coordination import Medium, Relationship
from life_events.model import KeptBy, Recognition


async def read_case(
    case: Case, registry: Registry, now: datetime, standing_still: str = "", town_url: str = ""
) -> CaseDocument:
    """Reads a case; `now` is its world's moment on the office calendar, `town_url` where its letters lie."""
    handoffs = await Handoff.filter(case_id=case.id).order_by("position")
    state = CaseState(Plan.model_validate(case.plan), handoffs, await CaseFact.filter(case_id=case.id))
    asked = state.asked
    waits = {each.id: state.waits(each) for each in asked.values()}
    waiting = [_waiting(each, wait, state) for each in asked.values() for wait in waits[each.id]]
    finish = case.closed_at or max(now, case.submitted_at)
    event = registry.life_events.get(case.life_event)
    frictions = event.frictions if event else ()
    trail = await read_trail(case.id, state, finish if case.closed_at else now, frictions) if frictions else None
    paused = frozenset(await paused_offices()) if case.closed_at is None else frozenset[str]()
    letterbox = f"{town_url}/_town/worlds/{case.world}/letters/{case.id.hex}" if town_url else ""
    return CaseDocument(
        reference=case.reference,
        life_event=case.life_event,
        scenario=case.scenario,
        world=case.world,
        front_door=state.plan.front_door,
        relations=case.relations,
        as_of=case.as_of,
        asked_as_of=case.asked_as_of,
        submitted=case.submitted_at,
        now=finish if case.closed_at else now,
        closed=case.closed_at,
        calendar_days=(finish - case.submitted_at).days,
        finished=case.closed_at is not None,
        definitions=case.definitions,
        citizen=case.citizen,
        handoffs=tuple(_view(each, registry, waits.get(each.id, ()), now, paused) for each in handoffs),
        letters=tuple(_letter(each, letterbox) for each in handoffs if each.kind == LETTER and each.received_at),
        letterbox=letterbox,
        tasks=tuple(
            _task(due, each, registry, letterbox)
            for each in asked.values()
            if Status(each.status) is Status.NEEDS_CITIZEN
            for due in state.due(each)
        ),
        waiting=tuple(await _with_media(waiting, case.relations)),
        frictions=frictions_in(trail, frictions) if trail else (),
        standing_still="" if case.closed_at else standing_still,
    )


def _agency(service: str, registry: Registry) -> str:
    found = registry.services.get(service)
    return found.agency if found else service.partition(".")[0]


def _by_telling(service: str, registry: Registry) -> bool:
    """Says whether the law that sets a day for a service asks no more than that its office is told."""
    found = registry.services.get(service)
    return found is not None and found.deadline is not None and found.deadline.kept_by is KeptBy.TOLD


def _letter(handoff: Handoff, letterbox: str) -> LetterView:
    assert handoff.received_at is not None, "only letters that have arrived are shown"
    return LetterView(
        letter=handoff.id,
        from_=handoff.from_party,
        arrived=handoff.received_at,
        facts=tuple(sorted(handoff.facts)),
        asks=tuple(handoff.asks),
        offers={consumer: tuple(facts) for consumer, facts in handoff.offers.items()},
        address=f"{letterbox}/{handoff.id}" if letterbox else "",
        addressed_to=handoff.addressed_to,
    )


def _task(due: Due, asked: Handoff, registry: Registry, letterbox: str) -> TaskView:
    return TaskView(
        service=due.service,
        agency=_agency(due.service, registry),
        errand=due.errand,
        facts=due.facts,
        since=asked.since,
        provider=due.provider,
        letter=due.letter,
        address=f"{letterbox}/{due.letter}" if letterbox and due.letter else "",
    )


def _waiting(handoff: Handoff, wait: Wait, state: CaseState) -> WaitingView:
    asked = state.asked
    until = [at for each in wait.providers if each in asked and (at := asked[each].expected_by) is not None]
    ready_at = state.ready_at(wait) if wait.any_of else ""
    coming = state.under_way(handoff.target, wait.any_of)
    if coming is not None and coming.kind != LETTER:
        ready_at = coming.from_party
    return WaitingView(
        service=handoff.target,
        for_=wait.providers,
        facts=wait.any_of,
        since=handoff.since,
        until=None if ready_at else max(until, default=None),
        ready_at=ready_at,
        medium=coming.medium if ready_at and coming else "",
        by_letter=bool(ready_at and coming and coming.kind == LETTER),
    )


async def _with_media(waiting: list[WaitingView], relations: str) -> list[WaitingView]:
    """Says by what comes what an office has ready, as the two stand to one another.

    Its letter may be in the post because others need the same: who is told by the office does not wait for the letter.
    """
    if not any(each.ready_at and (each.by_letter or not each.medium) for each in waiting):
        return waiting
    table = await RelationsTable.get_or_none(version=relations)
    rows = {(row["provider"], row["consumer"], row["fact"]): row for row in (table.document["rows"] if table else ())}
    return [_told_by(each, rows) if each.by_letter or not each.medium else each for each in waiting]


def _told_by(wait: WaitingView, rows: Mapping[tuple[str, str, str], Mapping[str, Any]]) -> WaitingView:
    for fact in wait.facts:
        row = rows.get((wait.ready_at, wait.service, fact))
        level = Relationship(row["level"]) if row else Relationship.NONE
        by_clerk = level is Relationship.DIALOGUE
        carried = by_clerk and row is not None and row["recognised"] == Recognition.ORIGINAL
        if row is not None and level.level >= Relationship.DIALOGUE.level and not carried:
            medium = row["medium"] if by_clerk else str(Medium.API)
            return wait.model_copy(update={"medium": medium, "by_letter": False})
    return wait


def _view(
    handoff: Handoff, registry: Registry, waits: tuple[Wait, ...], now: datetime, paused: Collection[str]
) -> HandoffView:
    status, look = Status(handoff.status), handoff.follow_up_at
    unreachable = handoff.unreachable_since is not None and status not in FINAL
    held_back = is_held_back(handoff, paused)
    overdue = look is not None and look.date() < now.date()
    return HandoffView(
        handoff_id=handoff.id,
        kind=handoff.kind,
        service=handoff.service,
        agency=_agency(handoff.target, registry),
        from_=handoff.from_party,
        to=handoff.to_party,
        facts=tuple(sorted(handoff.facts)),
        medium=handoff.medium,
        status=status,
        reason=handoff.reason,
        since=handoff.since,
        sent=handoff.sent_at,
        received=handoff.received_at,
        ended=handoff.ended_at,
        expected_by=handoff.expected_by,
        deadline=handoff.deadline_at,
        kept=handoff.received_at if _by_telling(handoff.target, registry) else handoff.ended_at,
        attempts=handoff.attempts,
        unreachable=unreachable,
        unconfirmed=(unreachable or held_back) and overdue and status in WITH_OFFICE,
        paused=held_back,
        lost=handoff.losses,
        stuck_by=handoff.stuck_by,
        office_reference=handoff.known_as,
        about=handoff.target,
        source=handoff.source_handoff,
        waits=tuple(WaitView(facts=wait.any_of, providers=wait.providers) for wait in waits),
    )
