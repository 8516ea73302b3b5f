"""What operators read: each trouble in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping

from frontdoor.handoffs.events import Step
from frontdoor.handoffs.workqueue import Trouble

TROUBLES: Mapping[Trouble, tuple[str, str]] = {
    Trouble.FAILED: ("Failed", "It is not tried again by itself. Look why, put it right, send it again."),
    Trouble.DRIFTING: (
        "Not as agreed",
        "The office answers in words or fields that were never agreed. Have the adapter mended, then send it again.",
    ),
    Trouble.UNCERTAIN: (
        "Uncertain",
        "Nobody can tell whether the office has it. Ask there, then send it again or not.",
    ),
    Trouble.STUCK: ("Stuck", "It takes far too long. Find out there why; then ask again from here."),
    Trouble.NEEDS_CLERK: ("With a clerk", "The office's own clerk has to look at it."),
    Trouble.PAUSED: (
        "Paused",
        "Nothing is handed over there until somebody resumes the office, on the page of offices.",
    ),
    Trouble.UNREACHABLE: ("Not reached yet", "It is tried again and again until the office answers or time is up."),
    Trouble.LATE: ("Late", "The office has it for longer than it usually takes, or than the law allows."),
}
STEPS: Mapping[str, str] = {
    Step.PLANNED: "Planned",
    Step.WITHHELD: "Withheld by the citizen",
    Step.NOT_NEEDED: "Not needed",
    Step.BLOCKED: "Waits for something",
    Step.READY: "Ready to be sent",
    Step.SENT: "Sent",
    Step.RESUMED: "To be sent again",
    Step.UNANSWERED: "No answer; to be tried again",
    Step.GAVE_UP: "Given up",
    Step.MISBEHAVED: "Answered something that was not agreed",
    Step.BROKE: "A mistake of ours",
    Step.UNCERTAIN: "Nobody can tell whether it arrived",
    Step.RECEIVED: "Taken in",
    Step.ACKNOWLEDGED: "The office has it",
    Step.PROGRESSED: "Under way",
    Step.ASKED_CITIZEN: "The citizen was asked",
    Step.LEFT_TO_CLERK: "Its clerk has to look at it",
    Step.COMPLETED: "Done",
    Step.DECLINED: "Said no",
    Step.LOST: "The office had lost it",
    Step.OVERDUE: "Takes far too long",
    Step.UNCONFIRMED: "Nobody could be asked whether it still holds",
    Step.TAKEN_BACK: "Took its yes back",
}
