"""What offices report of their own dealings: with one another, and with the citizen by letter (design 5.7).

A report is taken in once, in the order in which its office wrote it, and only with the proof that whoever sent it holds
the case's envelope. It holds names and salted hashes, never a value.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.confirming import ended
from frontdoor.handoffs.events import FINAL, Status, Step
from frontdoor.handoffs.ledger import CITIZEN, Entry, Trace, opened
from frontdoor.handoffs.models import Handoff, InboxMessage
from frontdoor.handoffs.settling import settle
from frontdoor.handoffs.state import LETTER, OFFICE
from frontdoor.journey.plan import party
from life_events.coordination import Medium

log = logging.getLogger("frontdoor.reports")

MOST = 5_000


class OfficeReport(BaseModel):
    """One thing that an office says it did: sent, received, written, corrected, ended; or that it has news."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    event_id: str = Field(max_length=64)
    kind: str
    case: str = Field(max_length=40)
    at: datetime
    proof: str
    from_: str = Field(alias="from", max_length=100)
    to: str = Field(default="", max_length=100)
    facts: dict[str, str] = {}
    versions: dict[str, int] = {}
    source_handoff_id: dict[str, str] = {}
    handoff_id: str = Field(default="", max_length=32)
    medium: str = Field(default="", max_length=20)
    service: str = Field(default="", max_length=100)
    produced: tuple[str, ...] = ()
    status: str = ""
    reason: str = Field(default="", max_length=500)
    reference: str = Field(default="", max_length=200)
    version: int = 1
    parcel: bool = False
    contact: bool = False
    asks: tuple[str, ...] = ()
    offers: dict[str, tuple[str, ...]] = {}
    addressed_to: str = Field(default="", max_length=100)

    def proven(self, salt: str) -> bool:
        """Says whether whoever sent it holds the case's envelope."""
        return hmac.compare_digest(hmac.new(salt.encode(), self.event_id.encode(), sha256).hexdigest(), self.proof)

    @property
    def traces(self) -> dict[str, Trace]:
        """The facts as an event keeps them."""
        traces: dict[str, Trace] = {}
        for name, digest in self.facts.items():
            traces[name] = {"hash": digest, "version": self.versions.get(name, self.version)}
            if name in self.source_handoff_id:
                traces[name]["source_handoff_id"] = self.source_handoff_id[name]
        return traces


async def take_reports(reports: Iterable[OfficeReport], registry: Registry, clock: Clock) -> None:
    """Takes in reports, those of one case in one commit; of an unknown case, or without proof, they are left aside."""
    by_case: dict[str, list[OfficeReport]] = {}
    for each in reports:
        by_case.setdefault(each.case, []).append(each)
    for number, some in by_case.items():
        case = await Case.filter(id=UUID(number)).only("id", "salt").first() if _is_number(number) else None
        if case is None:
            log.warning("%d reports are about a case that is not here", len(some))
            continue
        good = in_order(each for each in some if each.proven(case.salt))
        if len(good) < len(some):
            log.warning("%d reports came without proof", len(some) - len(good))
        async with opened(case.id, clock) as entry:
            senders = {each.from_ for each in good}
            before = await InboxMessage.filter(sender__in=senders, message_id__in=[each.event_id for each in good])
            known = {(each.sender, each.message_id) for each in before}
            fresh = {(each.from_, each.event_id): each for each in good}
            for key, each in fresh.items():
                if key in known or entry.has_heard(*key):
                    entry.note("report.repeated", service_id=each.from_)
                else:
                    entry.hear(*key)
                    _take(entry, each, registry)
            settle(entry, registry)


def in_order(reports: Iterable[OfficeReport]) -> list[OfficeReport]:
    """Returns reports of several offices in the order in which things happened: nothing is received before it is sent.

    At one moment the offices' reports stand one office after the other, so the receiver's may stand first.
    """
    ordered = sorted(reports, key=lambda each: each.at)
    coming = {each.handoff_id for each in ordered if each.kind == "sent"}
    held: dict[str, list[OfficeReport]] = {}
    found: list[OfficeReport] = []
    for each in ordered:
        if each.kind == "received" and each.handoff_id in coming:
            held.setdefault(each.handoff_id, []).append(each)
            continue
        found.append(each)
        if each.kind == "sent":
            coming.discard(each.handoff_id)
            found += held.pop(each.handoff_id, [])
    return found


def _is_number(number: str) -> bool:
    try:
        UUID(number)
    except ValueError:
        return False
    return True


def _take(entry: Entry, report: OfficeReport, registry: Registry) -> None:
    match report.kind:
        case "sent":
            _sent(entry, report, registry)
        case "received":
            _received(entry, report)
        case "written" | "corrected":
            _written(entry, report)
        case "ended":
            _ended(entry, report)
        case "news":
            _ask_now(entry, report)
        case _:
            log.warning("a report is of a kind that was never agreed")


def _sent(entry: Entry, report: OfficeReport, registry: Registry) -> None:
    if report.parcel:
        return  # the request was on record before the hub had it
    handoff = entry.handoffs.get(report.handoff_id) or _add(entry, report)
    handoff.sent_at = handoff.sent_at or entry.now
    more: dict[str, Any] = {}
    if report.contact:
        more |= {"contact_id": report.event_id, "channel": "phone", "demand_type": "failure"}
    if report.to in registry.services:
        # one office tells another on the ground on which the other may know it
        purpose = registry.services[report.to].purpose
        more |= {"purpose": purpose.why, "legal_basis": purpose.law}
    entry.record(handoff, Step.SENT, traces=report.traces, claimed_at=report.at, **more)


def _received(entry: Entry, report: OfficeReport) -> None:
    handoff = entry.handoffs.get(report.handoff_id)
    if handoff is None:
        handoff = _add(entry, report)
        entry.note("report.missing", handoff=handoff, service_id=report.from_)
    if handoff.kind not in (OFFICE, LETTER):
        if report.medium == Medium.POST and not report.parcel:
            # measured as it was keyed in; that the office has it is known when it writes back
            entry.note("handoff.received", handoff=handoff, traces=report.traces, claimed_at=report.at)
        else:
            _through_hub(entry, handoff, report)
        return
    handoff.received_at = handoff.received_at or entry.now
    entry.record(handoff, Step.RECEIVED, traces=report.traces, claimed_at=report.at)
    for service, asked in entry.asked.items():
        if party(entry.plan, service) == report.to and Status(asked.status) not in FINAL:
            _has_got(entry, asked, set(report.facts))


def _has_got(entry: Entry, asked: Handoff, facts: set[str]) -> None:
    """Notes that an office has got something that it waited for, and looks how far it is when it has all."""
    left = [fact for fact in asked.waiting_for if fact not in facts]
    if asked.known_as is None or left == asked.waiting_for:
        return  # an office that was not asked yet cannot be asked how far it is
    asked.waiting_for = left
    if asked.stuck_by == Step.OVERDUE:
        entry.record(asked, Step.PROGRESSED)  # what should have come has come
    if not left:
        asked.follow_up_at = entry.now


def _through_hub(entry: Entry, handoff: Handoff, report: OfficeReport) -> None:
    """Notes that a request that went through a hub was taken in, and has its office asked what it says."""
    if Status(handoff.status) in FINAL or not report.reference:
        return
    handoff.known_as = report.reference
    handoff.received_at = handoff.received_at or entry.now
    handoff.follow_up_at = entry.now
    entry.record(handoff, Step.ACKNOWLEDGED, facts=handoff.facts, claimed_at=report.at)


def _written(entry: Entry, report: OfficeReport) -> None:
    asked = entry.asked.get(report.service)
    if asked is not None:
        asked.produced = sorted({*asked.produced, *report.facts})
    activity = "fact.written" if report.kind == "written" else "fact.corrected"
    entry.note(activity, traces=report.traces, claimed_at=report.at, service_id=report.from_)


def _ended(entry: Entry, report: OfficeReport) -> None:
    asked = entry.asked.get(report.service)
    if asked is not None:
        asked.produced, asked.reported = list(report.produced), True
        ended(entry, asked)
        if asked.waiting_for and Status(asked.status) not in FINAL:
            asked.follow_up_at = entry.now  # it has gone on without what it waited for: it is asked what it decided
        if report.handoff_id and Status(asked.status) not in FINAL:
            # a hub brought a request that the office's form does not take: nobody else will say so
            entry.record(asked, Step.DECLINED, reason=report.reason, decision_code="FORM")
        elif asked.waiting_for and Status(asked.status) not in FINAL:
            # it has got what it waited for within its own walls, where there is no handoff to hear of
            asked.waiting_for, asked.follow_up_at = [], entry.now
    entry.note(
        "step.completed", handoff=None, claimed_at=report.at, service_id=report.service, decision_code=report.status
    )


def _ask_now(entry: Entry, report: OfficeReport) -> None:
    """Has an office asked how far it is, because it says that there is something new."""
    asked = entry.asked.get(report.service)
    if asked is not None and asked.known_as is not None and Status(asked.status) not in FINAL:
        asked.follow_up_at = entry.now


def _add(entry: Entry, report: OfficeReport) -> Handoff:
    to_citizen = report.to == CITIZEN
    return entry.add_handoff(
        LETTER if to_citizen else OFFICE,
        report.from_ if to_citizen else report.to,
        report.from_,
        report.to,
        medium=report.medium,
        number=report.handoff_id,
        facts={name: report.versions.get(name, 1) for name in report.facts},
        source_handoff=next(iter(report.source_handoff_id.values()), None),
        asks=list(report.asks),
        addressed_to=report.addressed_to,
        offers={consumer: list(facts) for consumer, facts in report.offers.items()},
    )
