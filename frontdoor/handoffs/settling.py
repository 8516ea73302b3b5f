"""What follows when something has become known in a case: who can be asked, who is told what, whether it is done.

Everything here happens inside the change that made it known, so nothing is ready that is not on record and
nothing on record waits for a second look (R1, outbox rules).
"""

from __future__ import annotations

from datetime import date, datetime, time

from frontdoor.discovery import Registry
from frontdoor.handoffs.clock import working_days_after
from frontdoor.handoffs.confirming import look_in_time
from frontdoor.handoffs.events import FINAL, WITH_OFFICE, Status, Step
from frontdoor.handoffs.ledger import CITIZEN, Entry, Trace
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.promise import SHOULD_HAVE_COME
from frontdoor.handoffs.state import SUPPLY, Errand
from frontdoor.journey.plan import PlannedService
from frontdoor.journey.planner import Known, expected_later, never_coming, readiness
from frontdoor.rendering import the
from life_events.coordination import Medium
from life_events.facts import Kind
from life_events.model import Service, Timing

# An office that has the request is given what comes later, also while its last answer could not be understood.
SUPPLIED = WITH_OFFICE | {Status.COMPLETED, Status.FAILED}


def settle(entry: Entry, registry: Registry, cause: str | None = None) -> None:
    """Brings every handoff of a case up to what is known; repeats until nothing more follows."""
    while _round(entry, registry, cause):
        pass
    for _, asked in _active(entry):
        _ask_citizen(entry, asked, cause)
        _deadline(entry, asked, registry)
        _look_for_it(entry, asked)
    _close(entry, registry, cause)


def _round(entry: Entry, registry: Registry, cause: str | None) -> bool:
    """Looks once at every service; True when one of them ended, which may end or free others."""
    ended, known = False, entry.known
    for planned, asked in _active(entry):
        match asked.status:
            case Status.PLANNED | Status.BLOCKED:
                if _start(entry, planned, asked, known, registry, cause):
                    ended, known = True, entry.known
            case status if asked.known_as and status in SUPPLIED:
                _supply(entry, planned, asked, cause)
    return ended


def _active(entry: Entry) -> list[tuple[PlannedService, Handoff]]:
    """Returns each service that is to be asked, with the handoff by which it is."""
    asked = entry.asked
    return [(planned, asked[planned.service]) for planned in entry.plan.active]


def _start(
    entry: Entry, planned: PlannedService, asked: Handoff, known: Known, registry: Registry, cause: str | None
) -> bool:
    state = readiness(planned, known)
    if state.impossible:
        label = registry.facts[state.impossible.any_of[0]].label
        entry.record(
            asked, Step.NOT_NEEDED, reason=f"It cannot start without {the(label)}, which will not come.", cause=cause
        )
        return True
    if state.ready and _told_by(entry, planned, asked):
        asked.waiting_for = []
        asked.announced = sorted(expected_later(planned, known) | _left_out(entry, planned, asked))
        entry.record(asked, Step.READY, cause=cause)
    else:
        asked.waiting_for = sorted({fact for wait in state.waits for fact in wait.any_of})
        if asked.status == Status.PLANNED:
            entry.record(asked, Step.BLOCKED, cause=cause)
    return False


def _told_by(entry: Entry, planned: PlannedService, asked: Handoff) -> bool:
    """Says whether whoever tells a service can do so now: its hub when that is done, or we where it will not be."""
    if not planned.hub or asked.from_party != planned.hub:
        return True
    hub = Status(entry.asked[planned.hub].status)
    if hub in FINAL and hub is not Status.COMPLETED:
        asked.from_party = entry.teller
        return True
    return hub is Status.COMPLETED


def _left_out(entry: Entry, planned: PlannedService, asked: Handoff) -> frozenset[str]:
    """Returns the facts that a service needs and its hub does not carry: they are supplied when it has the request."""
    if not planned.hub or asked.from_party != planned.hub:
        return frozenset()
    return (planned.told & set(entry.facts)) - set(planned.relays)


def _supply(entry: Entry, planned: PlannedService, asked: Handoff, cause: str | None) -> None:
    """Adds a handoff for the facts that the office does not have yet, or that it waits for in vain."""
    over = asked.status in FINAL
    if over and not planned.told_afterwards:
        return
    handed = dict(asked.facts)
    hopeless = set(asked.withheld_facts)
    for each in entry.handoffs.values():
        if each.kind == SUPPLY and each.target == planned.service and each.status != Status.FAILED:
            handed |= each.facts
            hopeless |= set(each.withheld_facts)
    left_out = _left_out(entry, planned, asked)
    wanted = {
        fact
        for read in planned.reads
        for fact in read.passed_on
        if read.when is Timing.AFTERWARDS
        or (not over and (read.when is Timing.TO_FINISH or fact in handed or fact in left_out))
    }
    fresh = {name: version for name, version in entry.versions(wanted).items() if version > handed.get(name, 0)}
    lost = set() if over else (never_coming(planned, entry.known) & set(asked.announced)) - hopeless
    for source, facts in _by_source(entry, fresh).items():
        _ = tell(entry, planned.service, facts, cause, source=source)
    if lost:
        _ = tell(entry, planned.service, {}, cause, withheld=sorted(lost))


def _by_source(entry: Entry, fresh: dict[str, int]) -> dict[str | None, dict[str, int]]:
    """Puts together what goes along: all of it, or, where the citizen carries it, what came in one answer."""
    if entry.plan.front_door:
        return {None: fresh} if fresh else {}
    found: dict[str | None, dict[str, int]] = {}
    for name, version in fresh.items():
        found.setdefault(entry.facts[name].source_handoff, {})[name] = version
    return found


def tell(
    entry: Entry,
    service: str,
    facts: dict[str, int],
    cause: str | None,
    *,
    source: str | None = None,
    medium: Medium | None = None,
    withheld: list[str] | None = None,
) -> Handoff:
    """Adds a handoff that tells a service what came later; by default from whoever asked it.

    `source` is the handoff by which it came, `medium` how the citizen carries it where it is the citizen who does.
    """
    by_citizen = medium is not None or (not entry.plan.front_door and bool(facts))
    supply = entry.add_handoff(
        SUPPLY,
        service,
        CITIZEN if by_citizen else entry.teller,
        entry.asked[service].to_party,
        medium=medium or (Medium.CITIZEN_CARRIED if by_citizen else Medium.API),
        facts=facts,
        withheld_facts=withheld or [],
        source_handoff=source,
    )
    entry.record(supply, Step.READY, cause=cause)
    return supply


def _ask_citizen(entry: Entry, asked: Handoff, cause: str | None) -> None:
    """Asks the citizen for what only the citizen can bring, again when more has come up, and no longer when it came."""
    if asked.status not in WITH_OFFICE:
        return
    dues = entry.due(asked)
    facts = sorted(fact for due in dues for fact in due.facts)
    if facts == sorted(asked.asks):
        return
    fresh = set(facts) - set(asked.asks)
    asked.asks = facts
    if not facts:
        entry.record(asked, Step.PROGRESSED, cause=cause)
    elif fresh:
        for due in dues:
            wanted: dict[str, Trace] = {fact: {"hash": "", "version": 0} for fact in due.facts if fact in fresh}
            if wanted:
                kind = "new" if due.errand is Errand.TELL else "repeat"
                letter = entry.handoffs.get(due.letter)
                why = letter.last_event if letter else cause
                entry.record(asked, Step.ASKED_CITIZEN, cause=why, traces=wanted, ask_type=kind, errand=str(due.errand))


def expect(acting: Handoff, service: Service, now: datetime) -> None:
    """Notes by when an office that has what it needs usually ends."""
    if acting.expected_by is None:
        acting.expected_by = working_days_after(now, int(service.usually.on(now.date())))


def _deadline(entry: Entry, acting: Handoff, registry: Registry) -> None:
    """Notes the legal deadline once what it counts from is known."""
    service = registry.services.get(acting.target)
    if acting.deadline_at is not None or service is None or service.deadline is None:
        return
    deadline, today = service.deadline, entry.now.date()
    held = {name: each.value for name, each in entry.facts.items()}
    if deadline.counts_from not in held or not deadline.holds(held, today):
        return
    start = entry.now
    if registry.facts[deadline.counts_from].kind is Kind.DATE:
        start = datetime.combine(date.fromisoformat(held[deadline.counts_from]), time(17), entry.now.tzinfo)
    acting.deadline_at = datetime.combine(deadline.day(start.date(), today), start.timetz())


def _look_for_it(entry: Entry, asked: Handoff) -> None:
    """Has an office asked some time after all who could bring what it lacks have ended: it should have come by then."""
    if asked.status == Status.IN_PROGRESS and asked.follow_up_at is None:
        since = entry.in_vain_since(asked)
        asked.follow_up_at = max(since + SHOULD_HAVE_COME, entry.now) if since is not None else None


def _close(entry: Entry, registry: Registry, cause: str | None) -> None:
    """Closes the case when every handoff is final and every office has shown that it has what it took.

    In a town, the worker does so when nothing is on its way any more.
    """
    if not entry.case.relations and entry.all_final and not look_in_time(entry, registry):
        close(entry, cause)


def close(entry: Entry, cause: str | None = None) -> None:
    """Closes the case, which was over when its last service ended."""
    if entry.case.closed_at is None:
        ends = [each.ended_at for each in entry.asked.values() if each.ended_at]
        entry.case.closed_at = max(ends, default=entry.now)
        entry.note("case.closed", cause=cause)
