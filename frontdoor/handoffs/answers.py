"""What an office said, put on record: it has it, it waits, it has decided, it has found something out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from backoffice_adapters.api import Accepted, Declined, OfficeMisbehaved, Outcome, Pending, Posted
from frontdoor.discovery import Registry
from frontdoor.handoffs.clock import working_days_after
from frontdoor.handoffs.confirming import confirm, doubt, ended, look_later
from frontdoor.handoffs.events import FINAL, WITH_OFFICE, Status, Step
from frontdoor.handoffs.ledger import Entry
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.promise import SHOULD_HAVE_COME, is_overdue, next_look
from frontdoor.handoffs.settling import expect, settle
from frontdoor.handoffs.state import ANSWER, SUPPLY
from frontdoor.journey.answers import InvalidAnswer, parse
from life_events.coordination import Medium

ON_ITS_WAY = (Status.SENT, Status.NEEDS_CLERK)


class Said(StrEnum):
    """On what occasion an office said something."""

    ANSWERED = "answered"  # to what it was sent
    ASKED = "asked"  # to the question how far it is, or what it holds
    CALLED = "called"  # by itself


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
    said: Said = Said.ANSWERED,
) -> bool:
    """Records what an office said about what it was asked, and all that follows; says whether it changed anything.

    What is older by the office's own clock than what was heard of it before, and is no decision, changes nothing: the
    office is asked how far it is, and what it answers then is newer than all before (R7).
    """
    if isinstance(outcome, Posted):
        return False  # that something is on its way is known since it was handed over
    _arrived(entry, acting, outcome, cause, claimed_at)
    old = said is not Said.ASKED and _is_older(acting, claimed_at)
    if acting.status in FINAL:
        return _after_the_end(entry, acting, outcome, registry, cause, claimed_at, said, old=old)
    if old and isinstance(outcome, Pending):
        entry.note("handoff.out_of_order", handoff=acting, cause=cause, claimed_at=claimed_at)
        acting.follow_up_at = entry.now if acting.known_as else acting.follow_up_at
        return False
    shows = _shows_its_books(acting, said, claimed_at)
    acting.maybe_sent = False
    acting.heard_at = claimed_at or acting.heard_at
    if shows:
        acting.confirmed_at = entry.now
    if acting.status not in WITH_OFFICE:
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
            if said is Said.ASKED:
                doubt(entry, acting, waiting, registry)
    if not isinstance(outcome, Pending):
        if shows:
            ended(entry, acting)
        else:
            look_later(entry, acting, registry)
    settle(entry, registry, cause)
    return True


def _shows_its_books(acting: Handoff, said: Said, claimed_at: datetime | None) -> bool:
    """Says whether something comes from an office's books: asked for, or said by itself later than its first word.

    A call that is the first word, or says the same a second time, is worth no more than an answer.
    """
    is_newer = acting.heard_at is not None and claimed_at is not None and claimed_at > acting.heard_at
    return said is Said.ASKED or (said is Said.CALLED and is_newer)


def _is_older(acting: Handoff, claimed_at: datetime | None) -> bool:
    return acting.heard_at is not None and claimed_at is not None and claimed_at < acting.heard_at


def _after_the_end(
    entry: Entry,
    acting: Handoff,
    outcome: Outcome,
    registry: Registry,
    cause: str | None,
    claimed_at: datetime | None,
    said: Said,
    *,
    old: bool,
) -> bool:
    """Records what an office says of what is over: that it still has it, that it takes its yes back, or nothing new."""
    was_done = acting.status == Status.COMPLETED
    if isinstance(outcome, Declined) and was_done and not old:
        acting.heard_at = claimed_at or acting.heard_at
        cause = entry.record(
            acting,
            Step.TAKEN_BACK,
            reason=outcome.reason,
            cause=cause,
            claimed_at=claimed_at,
            decision_code=outcome.code,
        )
        confirm(entry, acting)
        settle(entry, registry, cause)
        return True
    if said is Said.ASKED and isinstance(outcome, Accepted):
        ended(entry, acting)
        settle(entry, registry, cause)
        return True
    if _shows_its_books(acting, said, claimed_at):
        confirm(entry, acting)
    entry.note("handoff.late", handoff=acting, cause=cause, claimed_at=claimed_at)
    return False


def posted(entry: Entry, handoff: Handoff, outcome: Posted, registry: Registry) -> None:
    """Notes under which number a carrier has something. It stays sent until the office says that it has it."""
    if handoff.status != Status.SENT:
        return
    handoff.known_as = outcome.reference
    expect(handoff, registry.services[handoff.target], entry.now)
    if handoff.kind == SUPPLY:
        handoff.follow_up_at = handoff.expected_by  # by then the office has written, or nobody knows whether it has it
    elif late := _look_again(entry, handoff, registry):
        entry.record(handoff, Step.OVERDUE, reason=late)


def _arrived(entry: Entry, acting: Handoff, outcome: Outcome, cause: str | None, claimed_at: datetime | None) -> None:
    """Records that what was posted to an office later has arrived: it has written since, and does not lack it."""
    lacks = set(outcome.waiting_for) if isinstance(outcome, Pending) else set()
    for each in list(entry.handoffs.values()):
        on_its_way = each.kind == SUPPLY and each.target == acting.target and each.status in ON_ITS_WAY
        if on_its_way and each.known_as is not None and lacks.isdisjoint(each.facts):
            each.received_at = each.received_at or entry.now
            entry.record(each, Step.RECEIVED, facts=each.facts, cause=cause, claimed_at=claimed_at)


def _wait(
    entry: Entry, acting: Handoff, waiting: tuple[str, ...], clerk: str, registry: Registry, cause: str | None
) -> None:
    names, before, overdue = sorted(waiting), Status(acting.status), acting.stuck_by == Step.OVERDUE
    changed = names != acting.waiting_for
    acting.waiting_for = names
    # what the citizen can do comes first
    left_to_clerk = bool(clerk) and not (before is Status.NEEDS_CITIZEN and entry.due(acting))
    late = "" if left_to_clerk else _look_again(entry, acting, registry)
    if left_to_clerk:
        acting.follow_up_at = _clerk_asked(acting, registry, entry.now)
        if before is not Status.NEEDS_CLERK or clerk != acting.reason:
            entry.record(acting, Step.LEFT_TO_CLERK, reason=clerk, cause=cause, facts_wanted=names)
    elif late and not overdue:
        entry.record(acting, Step.OVERDUE, reason=late, cause=cause, facts_wanted=names)
    elif not late and (
        before in (Status.ACKNOWLEDGED, Status.NEEDS_CLERK) or (changed and before is not Status.NEEDS_CITIZEN)
    ):
        entry.record(acting, Step.PROGRESSED, cause=cause, facts_wanted=names)


def _clerk_asked(acting: Handoff, registry: Registry, now: datetime) -> datetime | None:
    """Returns when an office that never calls back is asked what its clerk has made of something."""
    every = registry.adapters[acting.target].follow_up_days
    return working_days_after(now, every) if every else None


def _look_again(entry: Entry, acting: Handoff, registry: Registry) -> str:
    """Sets when an office is asked how far it is; returns why a person should rather look, where that is so."""
    service, acting.follow_up_at = registry.services[acting.target], None
    if entry.lacking(acting):
        # it is asked once whether it has it at all: it goes on when it is given what it waits for, if that is to come
        look_later(entry, acting, registry)
        since = entry.in_vain_since(acting)
        vain = since is not None and entry.now - since >= SHOULD_HAVE_COME
        return "It waits for something that should have come." if vain else ""
    expect(acting, service, entry.now)
    usually = int(service.usually.on(entry.now.date()))
    if is_overdue(entry.now, usually, acting.expected_by):
        return "It takes far longer than it usually does."
    every = registry.adapters[acting.target].follow_up_days
    acting.follow_up_at = next_look(entry.now, usually, every, acting.expected_by)
    return ""


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
