"""What follows when something has become known in a case: who can be asked, who is told what, whether it is done.

Everything here happens inside the transaction that made it known, so nothing is ready that is not on record and
nothing on record waits for a second look (R1, outbox rules).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from frontdoor.discovery import Registry
from frontdoor.handoffs.clock import working_days_after
from frontdoor.handoffs.events import FINAL, WITH_OFFICE, Status, Step
from frontdoor.handoffs.ledger import FRONT_DOOR, SUPPLY, Entry
from frontdoor.handoffs.models import Handoff
from frontdoor.journey.plan import PlannedService
from frontdoor.journey.planner import CITIZEN, Wait, expected_later, never_coming, readiness
from life_events.facts import Kind
from life_events.model import Service, Timing

# An office that has the request is given what comes later, also while its last answer could not be understood.
SUPPLIED = WITH_OFFICE | {Status.COMPLETED, Status.FAILED}


def settle(entry: Entry, registry: Registry, cause: str | None = None) -> None:
    """Brings every handoff of a case up to what is known; repeats until nothing more follows."""
    while _round(entry, registry, cause):
        pass
    for planned in entry.plan.active:
        _deadline(entry, entry.acting[planned.service], registry)
    _close(entry, cause)


def _round(entry: Entry, registry: Registry, cause: str | None) -> bool:
    """Looks once at every service; True when one of them ended, which may end or free others."""
    ended = False
    for planned in entry.plan.active:
        acting = entry.acting[planned.service]
        match Status(acting.status):
            case Status.PLANNED | Status.BLOCKED:
                ended = _start(entry, planned, acting, registry, cause) or ended
            case status if acting.known_as and status in SUPPLIED:
                _supply(entry, planned, acting, cause)
    return ended


def _start(entry: Entry, planned: PlannedService, acting: Handoff, registry: Registry, cause: str | None) -> bool:
    state = readiness(planned, entry.known)
    if state.impossible:
        label = registry.facts[state.impossible.any_of[0]].label
        entry.record(
            acting, Step.NOT_NEEDED, reason=f"It cannot start without the {label}, which will not come.", cause=cause
        )
        return True
    if state.ready:
        acting.waiting_for = []
        acting.announced = sorted(expected_later(planned, entry.known))
        entry.record(acting, Step.READY, cause=cause)
    else:
        acting.waiting_for = sorted({fact for wait in state.waits for fact in wait.any_of})
        entry.touch(acting)
        if Status(acting.status) is Status.PLANNED:
            entry.record(acting, Step.BLOCKED, cause=cause)
    return False


def _supply(entry: Entry, planned: PlannedService, acting: Handoff, cause: str | None) -> None:
    """Adds a handoff for the facts that the office does not have yet, or that it waits for in vain."""
    handed = dict(acting.facts)
    hopeless = set(acting.withheld_facts)
    for each in entry.handoffs.values():
        if each.kind == SUPPLY and each.target == planned.service and Status(each.status) is not Status.FAILED:
            handed |= each.facts
            hopeless |= set(each.withheld_facts)
    over = Status(acting.status) in FINAL
    wanted = {
        fact
        for read in planned.reads
        for fact in read.any_of
        if read.when is Timing.AFTERWARDS or (not over and (read.when is Timing.TO_FINISH or fact in handed))
    }
    fresh = {name: version for name, version in entry.versions(wanted).items() if version > handed.get(name, 0)}
    lost = set() if over else (never_coming(planned, entry.known) & set(acting.announced)) - hopeless
    if fresh or lost:
        supply = entry.add_handoff(
            SUPPLY, planned.service, FRONT_DOOR, planned.service, facts=fresh, withheld_facts=sorted(lost)
        )
        entry.record(supply, Step.READY, cause=cause)


def office_waits(entry: Entry, service: str, asked: tuple[str, ...]) -> tuple[Wait, ...]:
    """Returns what an office still waits for, of what it says it waits for, and from whom.

    What is held already, or known not to come, is on its way to the office and is no wait.
    """
    planned, known = entry.plan.service(service), entry.known
    reads = {fact: read for read in planned.reads for fact in read.any_of}
    waits: dict[tuple[str, ...], Wait] = {}
    for fact in asked:
        read = reads.get(fact)
        if read is None:
            waits.setdefault((fact,), Wait((fact,), (CITIZEN,)))
        elif (wait := known.wait(read)) and wait.providers:
            waits.setdefault(wait.any_of, wait)
    return tuple(wait for wait in waits.values() if not any(fact in known.facts for fact in wait.any_of))


def expect(acting: Handoff, service: Service, now: datetime) -> None:
    """Notes by when an office that has what it needs usually ends."""
    if acting.expected_by is None:
        acting.expected_by = working_days_after(now, int(service.usually.on(now.date())))


def _deadline(entry: Entry, acting: Handoff, registry: Registry) -> None:
    """Notes the legal deadline once what it counts from is known."""
    service = registry.services.get(acting.target)
    if acting.deadline_at is not None or service is None or service.deadline is None:
        return
    counts_from = service.deadline.counts_from
    if counts_from not in entry.facts:
        return
    start = entry.now
    if registry.facts[counts_from].kind is Kind.DATE:
        start = datetime.combine(date.fromisoformat(entry.facts[counts_from].value), time(17), entry.now.tzinfo)
    acting.deadline_at = start + timedelta(days=int(service.deadline.days.on(entry.now.date())))
    entry.touch(acting)


def _close(entry: Entry, cause: str | None) -> None:
    """Closes the case when every handoff is final."""
    if entry.case.closed_at is None and all(Status(each.status) in FINAL for each in entry.handoffs.values()):
        entry.case.closed_at = entry.now
        entry.note("case.closed", cause=cause)
