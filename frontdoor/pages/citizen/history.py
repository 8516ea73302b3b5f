"""Everything that was handed over in a case: who gave what to whom, when and how. Names of facts, never values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdoor.discovery import Registry
from frontdoor.handoffs.casedocument import CaseDocument, HandoffView
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.ledger import FRONT_DOOR
from frontdoor.handoffs.state import LETTER, OFFICE
from frontdoor.journey.planner import CITIZEN
from frontdoor.pages.citizen.organisations import called, two_parties
from frontdoor.rendering import listed, sentence

MEDIA = {
    "api": "computer to computer",
    "event": "computer to computer",
    "shared_record": "in a shared record",
    "batch_file": "in a file sent overnight",
    "read_only_lookup": "looked up by them",
    "staff_rekey": "by note, typed in again by staff",
    "phone": "by phone",
    "email": "by email",
    "post": "by post",
    "citizen_carried": "carried by you",
    "citizen_reentered": "told again by you",
    "none": "not at all",
}
OURS = {CITIZEN: "You", FRONT_DOOR: "This service"}


@dataclass(frozen=True)
class Handover:
    """One handoff of the history: facts by their labels, never their values. `by_you`: the citizen did it."""

    when: datetime
    source: str
    target: str
    facts: str
    medium: str
    by_you: bool = False


def history(document: CaseDocument, registry: Registry) -> tuple[Handover, ...]:
    """Returns what was handed over, in order."""
    sent = sorted((each for each in document.handoffs if each.sent), key=lambda each: each.sent or document.now)
    return tuple(_handover(each, document, registry) for each in sent if each.status is not Status.NOT_NEEDED)


def _handover(handoff: HandoffView, document: CaseDocument, registry: Registry) -> Handover:
    source, target = two_parties(registry, handoff.from_, handoff.to)
    on_its_way = handoff.kind in (OFFICE, LETTER) and not handoff.received
    return Handover(
        when=handoff.sent or document.now,
        source=OURS.get(handoff.from_) or sentence(source),
        target=OURS.get(handoff.to) or sentence(target),
        facts=_what(handoff, document, registry),
        medium=_medium(handoff) + (", on its way" if on_its_way else ""),
        by_you=handoff.from_ == CITIZEN,
    )


def _medium(handoff: HandoffView) -> str:
    return "a letter" if handoff.kind == LETTER else MEDIA[handoff.medium]


def _what(handoff: HandoffView, document: CaseDocument, registry: Registry) -> str:
    if handoff.facts:
        return sentence(listed([registry.facts[fact].label for fact in handoff.facts]))
    letter = next((each for each in document.letters if each.letter == handoff.handoff_id), None)
    if letter is None:
        return ""
    if letter.asks:
        return "Asks again: " + listed([registry.facts[fact].label for fact in letter.asks])
    return "".join(f"Offers to tell {called(registry, consumer)}" for consumer in letter.offers)
