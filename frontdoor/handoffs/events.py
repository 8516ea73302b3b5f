"""What can happen to a handoff, and the state that follows from it: status is a fold of steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Status(StrEnum):
    """The state of a handoff (design 6)."""

    PLANNED = "planned"
    BLOCKED = "blocked"
    READY = "ready"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    NEEDS_CITIZEN = "needs_citizen"
    NEEDS_CLERK = "needs_clerk"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHHELD = "withheld"
    NOT_NEEDED = "not_needed"
    RETRACTED = "retracted"


STUCK = frozenset({Status.FAILED, Status.UNCERTAIN, Status.NEEDS_CLERK})
FINAL = frozenset({Status.COMPLETED, Status.DECLINED, Status.WITHHELD, Status.NOT_NEEDED, Status.RETRACTED})
WITH_OFFICE = frozenset({Status.ACKNOWLEDGED, Status.IN_PROGRESS, Status.NEEDS_CITIZEN, Status.NEEDS_CLERK})


class Step(StrEnum):
    """What happened to a handoff."""

    PLANNED = "planned"
    WITHHELD = "withheld"
    NOT_NEEDED = "not_needed"
    BLOCKED = "blocked"
    READY = "ready"
    SENT = "sent"
    RESUMED = "resumed"
    UNANSWERED = "unanswered"
    GAVE_UP = "gave_up"
    MISBEHAVED = "misbehaved"
    BROKE = "broke"
    UNCERTAIN = "uncertain"
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    PROGRESSED = "progressed"
    ASKED_CITIZEN = "asked_citizen"
    LEFT_TO_CLERK = "left_to_clerk"
    COMPLETED = "completed"
    DECLINED = "declined"
    LOST = "lost"
    OVERDUE = "overdue"
    UNCONFIRMED = "unconfirmed"
    TAKEN_BACK = "taken_back"


LEADS_TO: Mapping[Step, Status] = {
    Step.PLANNED: Status.PLANNED,
    Step.WITHHELD: Status.WITHHELD,
    Step.NOT_NEEDED: Status.NOT_NEEDED,
    Step.BLOCKED: Status.BLOCKED,
    Step.READY: Status.READY,
    Step.SENT: Status.SENT,
    Step.RESUMED: Status.READY,
    Step.UNANSWERED: Status.READY,
    Step.GAVE_UP: Status.FAILED,
    Step.MISBEHAVED: Status.FAILED,
    Step.BROKE: Status.FAILED,
    Step.UNCERTAIN: Status.UNCERTAIN,
    Step.RECEIVED: Status.COMPLETED,
    Step.ACKNOWLEDGED: Status.ACKNOWLEDGED,
    Step.PROGRESSED: Status.IN_PROGRESS,
    Step.ASKED_CITIZEN: Status.NEEDS_CITIZEN,
    Step.LEFT_TO_CLERK: Status.NEEDS_CLERK,
    Step.COMPLETED: Status.COMPLETED,
    Step.DECLINED: Status.DECLINED,
    Step.LOST: Status.READY,
    Step.OVERDUE: Status.NEEDS_CLERK,
    Step.UNCONFIRMED: Status.UNCERTAIN,
    Step.TAKEN_BACK: Status.RETRACTED,
}

# A yes is final but for three things: its office has lost it, takes it back, or cannot be asked whether it still holds.
UNDO_A_YES = frozenset({Step.LOST, Step.UNCONFIRMED, Step.TAKEN_BACK})

# Activities of the event log (measurement part b) for the steps that it knows; the others are the ledger's own affair.
ACTIVITY: Mapping[Step, str] = {
    Step.PLANNED: "service.opened",
    Step.SENT: "handoff.sent",
    Step.RECEIVED: "handoff.received",
    Step.ACKNOWLEDGED: "handoff.received",
    Step.COMPLETED: "decision.made",
    Step.DECLINED: "decision.made",
    Step.NOT_NEEDED: "decision.made",
    Step.WITHHELD: "decision.made",
    Step.GAVE_UP: "handoff.timeout",
    Step.MISBEHAVED: "handoff.rejected",
    Step.ASKED_CITIZEN: "ask.issued",
}


def after(status: Status, step: Step) -> Status:
    """Returns the status after a step. A final status stays, whatever comes late; a yes may be undone."""
    undone = status is Status.COMPLETED and step in UNDO_A_YES
    return status if status in FINAL and not undone else LEADS_TO[step]


def fold(steps: Iterable[Step]) -> Status:
    """Returns the status that a handoff's steps lead to, in their order."""
    status = Status.PLANNED
    for step in steps:
        status = after(status, step)
    return status
