"""Finds in the record of a case what went wrong between offices: the life event's frictions, judged one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import assert_never

from pydantic import BaseModel

from frontdoor.handoffs.clock import working_days_after
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.state import OFFICE
from frontdoor.handoffs.trail import Trail
from frontdoor.rendering import count
from life_events.coordination import Medium
from life_events.frictions import (
    ASKED,
    DEADLINE,
    PRODUCED,
    After,
    Apart,
    AskedAgain,
    Carried,
    Differs,
    Disagree,
    Friction,
    HubDown,
    Late,
    LeftOutside,
    NotCorrected,
    SlowNotes,
    Spread,
    TakenWrong,
    TurnedAway,
    Without,
    WrittenTo,
)
from life_events.parameters import Parameter
from life_events.scenario import TOLD_BY

BY_THE_CITIZEN = (Medium.CITIZEN_CARRIED, Medium.CITIZEN_REENTERED)


class FrictionView(BaseModel):
    """One thing that went wrong between offices in a case, in a sentence, with where that is documented."""

    code: str
    sentence: str
    source: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What was found: how long it took, how many letters or offices it was, and at which services."""

    days: int = 0
    number: int = 0
    services: tuple[str, ...] = ()


def frictions_in(trail: Trail, frictions: Iterable[Friction]) -> tuple[FrictionView, ...]:
    """Returns what went wrong in a case, in the order in which the life event lists it."""
    return tuple(
        FrictionView(
            code=each.code,
            sentence=_sentence(each, found),
            source=each.source,
            services=_services(each, trail, found),
        )
        for each in frictions
        if (found := find(each, trail)) is not None
    )


def find(friction: Friction, trail: Trail) -> Found | None:
    """Returns what the record shows of a friction, or None where it shows nothing."""
    known = {fact: each.value for (fact, service), each in trail.state.held.items() if not service}
    if friction.where is not None and friction.where.judge(known, trail.now.date()) is not True:
        return None
    if not all(trail.active(service) for service in friction.services):
        return None
    match friction.sign:
        case Late() as sign:
            return _late(sign, trail)
        case After(fact, service, limit):
            written, ended = trail.written.get(fact), trail.ended(service)
            return _later(written, ended) if written and ended and _longer(ended, written, limit) else None
        case Without(fact, service):
            ended = trail.ended(service)
            missed = ended is not None and fact in trail.written and trail.reached(fact, service) is None
            return _later(ended, trail.written.get(fact)) if missed else None
        case Carried(fact, service):
            return _by_hand(fact, service, trail)
        case AskedAgain(fact, service):
            return Found() if any(fact in each.asks for each in _letters(trail, service)) else None
        case WrittenTo(address, service, about):
            sent = [each for each in _letters(trail, service) if each.addressed_to == address and not each.asks]
            number = sum((about in each.facts) if about else not each.facts for each in sent)
            return Found(number=number) if number else None
        case NotCorrected(fact, service):
            return _not_corrected(fact, service, trail)
        case Differs(fact, told, _):
            stands = trail.stands.get(fact), trail.stands.get(told)
            return Found() if None not in stands and stands[0] != stands[1] else None
        case TakenWrong(fact, service):
            return _taken_wrong(fact, service, trail)
        case TurnedAway(service, code):
            return Found() if trail.codes.get(trail.state.asked[service].id) == code else None
        case Apart(agency, services):
            return _apart(agency, services, trail)
        case Spread(fact, offices):
            return _spread(fact, offices, trail)
        case HubDown(hub):
            return _down(hub, trail)
        case LeftOutside(fact, service):
            merged = bool(trail.state.plan.service(service).merged_into)
            return _by_hand(fact, service, trail) if merged else None
        case Disagree(fact, service):
            said = {trail.hashes.get((each.id, fact)) for each in trail.came_by(fact, service) if each.kind == OFFICE}
            return Found(number=len(said - {None})) if len(said - {None}) > 1 else None
        case SlowNotes(fact, limit):
            return _slow_notes(fact, limit, trail)
        case _:
            assert_never(friction.sign)


def _sentence(friction: Friction, found: Found) -> str:
    return friction.says.format(
        days=count(found.days, "day"), letters=count(found.number, "letter"), offices=count(found.number, "office")
    )


def _services(friction: Friction, trail: Trail, found: Found) -> tuple[str, ...]:
    """Returns the services that it is about: also who produces the fact."""
    writers = [each.service for each in trail.state.plan.active if friction.facts.intersection(each.writes)]
    return tuple(dict.fromkeys([*writers, *friction.services, *found.services]))


def _letters(trail: Trail, service: str) -> list[Handoff]:
    return [each for each in trail.letters if each.from_party == service]


def _later(one: datetime | None, other: datetime | None) -> Found | None:
    """Returns by how many days one moment is later than another, if it is."""
    if one is None or other is None or one <= other:
        return None
    return Found(days=(one.date() - other.date()).days)


def _moment(name: str, sign: Late, trail: Trail) -> datetime | None:
    asked = trail.state.asked.get(sign.at)
    match name:
        case moment if moment == PRODUCED:
            return trail.written.get(sign.fact)
        case moment if moment == ASKED:
            return asked.received_at if asked else None
        case moment if moment == DEADLINE:
            return asked.deadline_at if asked else None
    said = trail.value(name)
    return datetime.combine(date.fromisoformat(said), time(0), trail.now.tzinfo) if said else None


def _late(sign: Late, trail: Trail) -> Found | None:
    makes_it = bool(sign.at) and sign.fact in trail.state.plan.service(sign.at).writes
    came = trail.reached(sign.fact, sign.at) if sign.at and not makes_it else trail.written.get(sign.fact)
    moments = [_moment(name, sign, trail) for name in (sign.since, sign.not_before) if name]
    known = [moment for moment in moments if moment is not None]
    if came is None or len(known) < len(moments) or not _longer(max(known), came, sign.longer_than):
        return None
    return _later(came, max(known))


def _longer(since: datetime, until: datetime, limit: Parameter | None) -> bool:
    """Says whether it took longer than a number of days, or of working days, as its unit says."""
    if limit is None:
        return until > since
    number = int(limit.on(until.date()))
    if limit.entry.unit == "working days":
        return until > working_days_after(since, number)
    return (until.date() - since.date()).days > number


def _by_hand(fact: str, service: str, trail: Trail) -> Found | None:
    """Returns how much later than it was written a fact came by the citizen's hands, or by post because they asked."""
    first = next(iter(trail.came_by(fact, service)), None)
    if first is None or Medium(first.medium).ladder > Medium.POST.ladder:
        return None
    return _later(first.received_at, trail.written.get(fact)) or Found()


def _not_corrected(fact: str, service: str, trail: Trail) -> Found | None:
    ways, corrected = trail.came_by(fact, service), trail.corrected.get(fact)
    if corrected is None or not ways or any(each.facts[fact] > 1 for each in ways):
        return None
    first = ways[0].received_at
    return Found(days=(trail.now.date() - corrected.date()).days) if first and first < corrected else None


def _taken_wrong(fact: str, service: str, trail: Trail) -> Found | None:
    first = next((each for each in trail.came_by(fact, service) if (each.id, fact) in trail.hashes), None)
    wrong = first is not None and trail.hashes[first.id, fact] != trail.stands.get(fact)
    return Found() if wrong else None


def _apart(agency: str, services: int, trail: Trail) -> Found | None:
    plan, letters = trail.state.plan, {each.id: each for each in trail.letters}
    ours = {each.service for each in plan.active if each.agency == agency}
    ends = {
        end
        for each in trail.handoffs
        if each.medium in BY_THE_CITIZEN and each.sent_at
        for end in (each.target, letters[each.source_handoff].from_party if each.source_handoff in letters else "")
    }
    found = tuple(sorted(ours & ends))
    return Found(number=len(found), services=found) if len(found) >= services else None


def _spread(fact: str, offices: int, trail: Trail) -> Found | None:
    written, corrected = trail.written.get(fact), trail.corrected.get(fact)
    if written is None or corrected is None:
        return None
    firsts = [trail.reached(fact, each.service) for each in trail.state.plan.active]
    wrong = [moment for moment in firsts if moment is not None and moment < corrected]
    if len(wrong) < offices:
        return None
    return Found(days=(max(wrong).date() - written.date()).days, number=len(wrong))


def _down(hub: str, trail: Trail) -> Found | None:
    told = [each for each in trail.state.plan.active if each.hub == hub]
    waiting = [each for each in told if Status(trail.state.asked[each.service].status) not in FINAL]
    stuck = [
        each
        for each in trail.handoffs
        if hub in (each.target, each.from_party) and each.unreachable_since and Status(each.status) not in FINAL
    ]
    return Found(number=len(waiting)) if stuck and waiting else None


def _slow_notes(fact: str, limit: Parameter, trail: Trail) -> Found | None:
    written = trail.written.get(fact)
    notes = [each for each in trail.handoffs if each.kind == OFFICE and each.medium in TOLD_BY and fact in each.facts]
    slow = [
        each.received_at
        for each in notes
        if written is not None and each.received_at and _longer(written, each.received_at, limit)
    ]
    return Found(days=(max(slow).date() - written.date()).days, number=len(slow)) if slow and written else None
