"""What an office reports of itself to whoever measures: kinds, hashes and times, never a value (design 5.7).

The report carries a proof that only somebody who holds the case's envelope can make. Where a request came without an
envelope, nothing is reported.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from backoffice_adapters.simulated.papers import Letter, Note, Report


def fact_hash(salt: str, value: str) -> str:
    """Returns what stands for a value: HMAC-SHA256 with the case's salt over the canonical text."""
    return hmac.new(salt.encode(), value.encode(), hashlib.sha256).hexdigest()


def number(*parts: object) -> str:
    """Returns the number of a message or report: the same for the same parts, also after a restart."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def report(kind: str, case: str, salt: str, at: datetime, facts: Mapping[str, str], **more: object) -> Report:
    """Returns a report; `facts` are canonical values and leave as hashes. `more` tells it from others of its kind."""
    hashes = {name: fact_hash(salt, value) for name, value in facts.items()}
    event_id = number(kind, case, sorted(hashes.items()), sorted(more.items(), key=repr), at.isoformat())
    body = {
        "event_id": event_id,
        "kind": kind,
        "case": case,
        "facts": hashes,
        "at": at.isoformat(),
        "proof": hmac.new(salt.encode(), event_id.encode(), hashlib.sha256).hexdigest(),
        **more,
    }
    return Report(event_id, case, body)


def note_sent(note: Note, at: datetime, *, contact: bool = False) -> Report:
    """Returns the report that a note was sent. `contact`: the citizen had to ask for it."""
    return report("sent", note.case, note.salt, at, note.facts, **_hop(note), contact=contact)


def note_received(note: Note, at: datetime, reference: str = "") -> Report:
    """Returns the report that a note was taken in, as it was keyed."""
    return report("received", note.case, note.salt, at, note.facts, **_hop(note), reference=reference)


def _hop(note: Note) -> dict[str, object]:
    hop: dict[str, object] = {
        "handoff_id": note.message_id,
        "source_handoff_id": dict(note.sources),
        "versions": dict(note.versions),
        "from": note.from_party,
        "to": note.to_party,
        "medium": note.medium,
    }
    return hop if note.parcel is None else {**hop, "handoff_id": str(note.parcel["handoff_id"]), "parcel": True}


def letter_event(kind: str, letter: Letter, at: datetime) -> Report:
    """Returns the report that a letter was posted (`sent`) or lies on the mat (`received`)."""
    return report(
        kind,
        letter.case,
        letter.salt,
        at,
        {fact: letter.facts[fact] for fact in letter.shown},
        handoff_id=letter.letter_id,
        source_handoff_id={},
        versions=dict(letter.versions),
        to="citizen",
        medium="post",
        asks=list(letter.asks),
        addressed_to=letter.addressed_to,
        offers={consumer: list(facts) for consumer, facts in letter.offers.items()},
        **{"from": letter.service},
    )
