"""Letters as a person would find them on the mat, each marked SIMULATION. They live and are shown in the town.

The words on top say what this is; nothing in a letter was ever seen by the portal's planner or dispatcher.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from backoffice_adapters.simulated.mailroom import Letter
from backoffice_adapters.simulated.procedures import Office, Procedure


@dataclass(frozen=True)
class Line:
    """One thing that a letter says: in words, and as it stands there."""

    fact: str
    label: str
    value: str = field(repr=False)


@dataclass(frozen=True)
class Delivered:
    """A letter that has arrived, ready to be shown."""

    letter_id: str
    office: str
    agency: str
    reference: str
    written: datetime
    arrived: datetime
    heading: str
    lines: tuple[Line, ...] = ()
    to_carry: bool = False
    asks: tuple[str, ...] = ()
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def document(self) -> dict[str, object]:
        """Returns the letter as JSON, for who cannot look at a page."""
        return {
            "letter_id": self.letter_id,
            "office": self.office,
            "agency": self.agency,
            "reference": self.reference,
            "written": self.written.isoformat(),
            "arrived": self.arrived.isoformat(),
            "heading": self.heading,
            "says": {line.fact: line.value for line in self.lines},
            "asks": list(self.asks),
            "offers": {consumer: list(facts) for consumer, facts in self.offers.items()},
        }


def delivered(letter: Letter, arrived: datetime, office: Office, procedure: Procedure) -> Delivered:
    """Returns a letter as it lies on the mat."""
    own = {made.fact: made.said for made in procedure.makes.values()}
    lines = tuple(Line(fact, own.get(fact) or _plain(fact), letter.facts[fact]) for fact in letter.shown)
    if letter.asks:
        heading = "Please tell us who deals with this"
    elif letter.offers and not lines:
        heading = "We can send this on for you"
    else:
        heading = procedure.letterhead or "What we have decided"
    return Delivered(
        letter_id=letter.letter_id,
        office=office.title,
        agency=office.agency,
        reference=letter.reference,
        written=datetime.fromisoformat(letter.written_at),
        arrived=arrived,
        heading=heading,
        lines=lines,
        to_carry=bool(letter.to_carry),
        asks=letter.asks,
        offers=letter.offers,
    )


def _plain(fact: str) -> str:
    """Returns a fact's name as words: `registration.date_of_death` reads as "Date of death"."""
    return fact.partition(".")[2].replace("_", " ").capitalize()
