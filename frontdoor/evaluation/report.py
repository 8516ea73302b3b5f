"""The handoff report, of one case or all: what was handed to whom, what was asked, how long it took, what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median

from pydantic import BaseModel, ConfigDict, Field

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.ledger import FRONT_DOOR
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.state import ACTING


class Row(BaseModel):
    """How many handoffs went from one party to another, for a service, by a medium."""

    model_config = ConfigDict(populate_by_name=True)

    from_: str = Field(alias="from")
    to: str
    service: str
    medium: str
    handoffs: int


class OpenRow(BaseModel):
    """A handoff that is not final: with whom it is, in what state, since when."""

    reference: str
    service: str
    with_: str = Field(alias="with")
    status: str
    since: datetime | None
    waiting_for: tuple[str, ...]

    model_config = ConfigDict(populate_by_name=True)


class HandoffReport(BaseModel):
    """The report. Durations are in days of the office calendar, medians over cases; facts are names, never values."""

    cases: int
    finished: int
    handoffs: int
    by_status: dict[str, int]
    rows: tuple[Row, ...]
    facts_sent: dict[str, tuple[str, ...]]
    asked_once: tuple[str, ...]
    asked_again: dict[str, int]
    days_to_first_acceptance: float | None
    days_to_last_decision: float | None
    open: tuple[OpenRow, ...]


async def handoff_report(registry: Registry, case: Case | None = None) -> HandoffReport:
    """Returns the report of one case, or of all cases."""
    cases = [case] if case else await Case.all()
    handoffs = await (Handoff.filter(case_id=case.id) if case else Handoff.all()).order_by("case_id", "position")
    asks = LedgerEvent.filter(activity__in=["request.submitted", "fact.written", "ask.issued"])
    events = await (asks.filter(case_id=case.id) if case else asks)
    names = {each.id: each.reference for each in cases}
    asked = _asked(events)
    sent: dict[str, set[str]] = {}
    for each in handoffs:
        if each.from_party == FRONT_DOOR and each.sent_at is not None:
            sent.setdefault(each.target, set()).update(each.facts)
    counted = Counter((each.from_party, each.to_party, each.target, each.medium) for each in handoffs if each.sent_at)
    acting = [each for each in handoffs if each.kind == ACTING]
    return HandoffReport(
        cases=len(cases),
        finished=sum(each.closed_at is not None for each in cases),
        handoffs=sum(counted.values()),
        by_status=dict(Counter(str(each.status) for each in acting)),
        rows=tuple(
            Row(from_=sender, to=receiver, service=service, medium=medium, handoffs=number)
            for (sender, receiver, service, medium), number in sorted(counted.items())
        ),
        facts_sent={service: tuple(sorted(facts)) for service, facts in sorted(sent.items())},
        asked_once=tuple(sorted(fact for fact, times in asked.items() if times == 1)),
        asked_again={fact: times for fact, times in sorted(asked.items()) if times > 1},
        days_to_first_acceptance=_median_days(cases, acting, first=True),
        days_to_last_decision=_median_days(cases, acting, first=False),
        open=tuple(
            OpenRow(
                reference=names[each.case_id],
                service=each.target,
                with_=_holder(each),
                status=each.status,
                since=each.since,
                waiting_for=tuple(each.waiting_for),
            )
            for each in acting
            if Status(each.status) not in FINAL
        ),
    )


def _asked(events: Iterable[LedgerEvent]) -> Counter[str]:
    """Counts how often the citizen was asked for each fact, at most over the cases (1: told once, and never again)."""
    per_case: Counter[tuple[object, str]] = Counter()
    for event in events:
        if event.activity == "request.submitted" or (
            event.activity == "fact.written" and event.data.get("service_id") == "citizen"
        ):
            per_case.update((event.case_id, fact) for fact in event.facts)
    highest: Counter[str] = Counter()
    for (_, fact), times in per_case.items():
        highest[fact] = max(highest[fact], times)
    return highest


def _holder(handoff: Handoff) -> str:
    """Says who has the next move: the front door until the office has it, the citizen when asked, else the service."""
    match Status(handoff.status):
        case Status.NEEDS_CITIZEN:
            return "citizen"
        case Status.ACKNOWLEDGED | Status.IN_PROGRESS:
            return handoff.target
    return FRONT_DOOR


def _median_days(cases: Iterable[Case], acting: Iterable[Handoff], *, first: bool) -> float | None:
    """Returns the median days from submission to the first acceptance, or to the last decision of finished cases."""
    spans: list[timedelta] = []
    moments: dict[object, list[datetime]] = {}
    for each in acting:
        at = each.received_at if first else (each.ended_at if each.sent_at else None)
        if at is not None:
            moments.setdefault(each.case_id, []).append(at)
    for case in cases:
        reached = moments.get(case.id, [])
        if reached and (first or case.closed_at is not None):
            spans.append((min(reached) if first else max(reached)) - case.submitted_at)
    return round(median(span / timedelta(days=1) for span in spans), 2) if spans else None


def as_text(report: HandoffReport) -> str:
    """Returns the report as plain text for a terminal."""
    lines = [
        f"Cases {report.cases}, finished {report.finished}. Handoffs sent {report.handoffs}.",
        "Services: " + ", ".join(f"{count} {status}" for status, count in sorted(report.by_status.items())),
        f"Days to first acceptance {report.days_to_first_acceptance}, to last decision {report.days_to_last_decision}.",
        f"Asked once: {len(report.asked_once)} facts. Asked again: "
        + (", ".join(f"{fact} ({times})" for fact, times in report.asked_again.items()) or "none")
        + ".",
        "",
        f"{'from':<42} {'to':<42} {'medium':<8} handoffs",
        *(f"{row.from_:<42} {row.to:<42} {row.medium:<8} {row.handoffs:>8}" for row in report.rows),
        "",
        "Facts sent to each office:",
        *(f"  {service}: {', '.join(facts)}" for service, facts in report.facts_sent.items()),
        "",
        "Open:" if report.open else "Nothing is open.",
        *(
            f"  {row.reference} {row.service}: {row.status}, with {row.with_}"
            + (f", waits for {', '.join(row.waiting_for)}" if row.waiting_for else "")
            for row in report.open
        ),
    ]
    return "\n".join(lines)
