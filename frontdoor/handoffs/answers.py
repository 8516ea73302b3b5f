"""What an office said, put on record: it has it, it waits, it has decided, it has found something out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from backoffice_adapters.api import Accepted, Declined, OfficeMisbehaved, Outcome, Pending, Posted
from frontdoor.discovery import Registry
from frontdoor.handoffs.clock import working_days_after
from frontdoor.handoffs.events import FINAL, Status, Step
from frontdoor.handoffs.ledger import Entry
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.settling import expect, settle
from frontdoor.handoffs.state import ANSWER, SUPPLY
from frontdoor.journey.answers import InvalidAnswer, parse
from life_events.coordination import Medium


def check_produced(outcome: Outcome, registry: Registry) -> None:
    """Refuses produced facts that are not of the kind that the catalogue says. Raises OfficeMisbehaved."""
    if isinstance(outcome, Declined | Posted):
        return
    for name, value in outcome.learned.items():
        try:
            parse(registry.facts[name], value, datetime.now(UTC).date() + timedelta(days=36525))
        except InvalidAnswer:
            raise OfficeMisbehaved(f"The office gave {name} in a form that was not agreed") from None


def apply(
    entry: Entry,
    acting: Handoff,
    outcome: Outcome,
    registry: Registry,
    cause: str | None,
    claimed_at: datetime | None,
) -> None:
    """Records what an office said about what it was asked, and all that follows."""
    if isinstance(outcome, Posted):
        return  # that something is on its way is known since it was handed over
    _arrived(entry, acting, outcome, cause, claimed_at)
    if Status(acting.status) in FINAL:
        entry.note("handoff.late", handoff=acting, cause=cause, claimed_at=claimed_at)
        return
    if acting.received_at is None or Status(acting.status) is Status.SENT:
        acting.received_at = acting.received_at or entry.now
        cause = entry.record(acting, Step.ACKNOWLEDGED, facts=acting.facts, cause=cause, claimed_at=claimed_at)
    match outcome:
        case Declined(code, reason):
            acting.waiting_for, acting.follow_up_at = [], None
            cause = entry.record(acting, Step.DECLINED, reason=reason, cause=cause, decision_code=code)
        case Accepted(reference, learned):
            acting.known_as, acting.waiting_for, acting.follow_up_at = reference, [], None
            _learn(entry, acting, learned, registry, cause, claimed_at)
            cause = entry.record(acting, Step.COMPLETED, cause=cause, claimed_at=claimed_at, decision_code="done")
        case Pending(reference, waiting, learned, clerk=clerk):
            acting.known_as = reference
            _learn(entry, acting, learned, registry, cause, claimed_at)
            _wait(entry, acting, waiting, clerk, registry, cause)
    settle(entry, registry, cause)


def posted(entry: Entry, handoff: Handoff, outcome: Posted, registry: Registry) -> None:
    """Notes under which number a carrier has something. It stays sent until the office says that it has it."""
    if Status(handoff.status) is Status.SENT:
        handoff.known_as = outcome.reference
        if handoff.kind != SUPPLY:
            expect(handoff, registry.services[handoff.target], entry.now)


def _arrived(entry: Entry, acting: Handoff, outcome: Outcome, cause: str | None, claimed_at: datetime | None) -> None:
    """Records that what was posted to an office later has arrived: it has written since, and does not lack it."""
    lacks = set(outcome.waiting_for) if isinstance(outcome, Pending) else set()
    for each in list(entry.handoffs.values()):
        on_its_way = each.kind == SUPPLY and each.target == acting.target and Status(each.status) is Status.SENT
        if on_its_way and each.known_as is not None and lacks.isdisjoint(each.facts):
            each.received_at = each.received_at or entry.now
            entry.record(each, Step.RECEIVED, facts=each.facts, cause=cause, claimed_at=claimed_at)


def _wait(
    entry: Entry, acting: Handoff, waiting: tuple[str, ...], clerk: str, registry: Registry, cause: str | None
) -> None:
    names, before = sorted(waiting), Status(acting.status)
    changed = names != acting.waiting_for
    acting.waiting_for = names
    # what the citizen can do comes first
    left_to_clerk = bool(clerk) and not (before is Status.NEEDS_CITIZEN and entry.due(acting))
    if left_to_clerk:
        if before is not Status.NEEDS_CLERK or clerk != acting.reason:
            entry.record(acting, Step.LEFT_TO_CLERK, reason=clerk, cause=cause, facts_wanted=names)
    elif before in (Status.ACKNOWLEDGED, Status.NEEDS_CLERK) or (changed and before is not Status.NEEDS_CITIZEN):
        entry.record(acting, Step.PROGRESSED, cause=cause, facts_wanted=names)
    lacking = entry.lacking(acting)
    days = registry.adapters[acting.target].follow_up_days
    # an office that waits is not asked again, unless for its clerk: it goes on when it is given what it waits for
    acting.follow_up_at = working_days_after(entry.now, days) if days and (left_to_clerk or not lacking) else None
    if not lacking:
        expect(acting, registry.services[acting.target], entry.now)


def _learn(
    entry: Entry,
    acting: Handoff,
    learned: Mapping[str, str],
    registry: Registry,
    cause: str | None,
    claimed_at: datetime | None,
) -> None:
    """Keeps what an office produced, as a handoff of its own from the office to the front door."""
    news = {
        name: value for name, value in learned.items() if name not in entry.facts or entry.facts[name].value != value
    }
    if not news:
        return
    medium = Medium(registry.adapters[acting.target].medium) if entry.plan.front_door else Medium.POST
    answer = entry.add_handoff(ANSWER, acting.target, acting.to_party, entry.teller, medium=medium)
    entry.learn(news, acting.target, answer.id, cause)
    answer.facts = entry.versions(sorted(news))
    answer.sent_at, answer.received_at = entry.now, entry.now
    sent = entry.record(answer, Step.SENT, facts=news, cause=cause, claimed_at=claimed_at)
    entry.record(answer, Step.RECEIVED, facts=news, cause=sent)
