"""Letters as a person would find them on the mat, each marked SIMULATION. They live and are shown in the town.

The words on top say what this is; nothing in a letter was ever seen by the portal's planner or dispatcher.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from backoffice_adapters.simulated.papers import Letter
from backoffice_adapters.simulated.procedures import Made, Office, Procedure
from backoffice_adapters.simulated.writing import PENCE, POUNDS


@dataclass(frozen=True)
class Line:
    """One thing that a letter says: in words, as people write it, and in the form that offices exchange."""

    fact: str
    label: str
    written: str = field(repr=False)
    value: str = field(repr=False)


@dataclass(frozen=True)
class Delivered:
    """A letter that has arrived, ready to be shown; `by_file`: the address on it, where it is that of the own file."""

    letter_id: str
    office: str
    agency: str
    reference: str
    written: datetime
    arrived: datetime
    heading: str
    opening: str = ""
    signed: str = ""
    lines: tuple[Line, ...] = ()
    to_carry: bool = False
    asks: tuple[str, ...] = ()
    words: str = ""
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_file: str = ""

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
    own = {made.fact: made for made in procedure.makes.values()}
    lines = tuple(_line(fact, letter.facts[fact], own.get(fact)) for fact in letter.shown)
    heading, opening = procedure.letterhead, _opening(letter, procedure)
    if letter.heading:
        by_machine = {each.heading: each.opening for each in procedure.routines}
        heading, opening = letter.heading, by_machine.get(letter.heading, "")
    elif letter.asks:
        heading, opening = procedure.asking, ""
    return Delivered(
        letter_id=letter.letter_id,
        office=office.title,
        agency=office.agency,
        reference=letter.reference,
        written=datetime.fromisoformat(letter.written_at),
        arrived=arrived,
        heading=heading,
        opening=opening,
        signed=office.signed,
        lines=lines,
        to_carry=bool(letter.to_carry),
        asks=letter.asks,
        words=letter.words,
        offers=letter.offers,
        by_file=letter.addressed_to if letter.addressed_to == procedure.on_file else "",
    )


def _opening(letter: Letter, procedure: Procedure) -> str:
    """Returns how a letter begins: as the first that it is about says, or else as all of the procedure's do."""
    own = [made.opening for made in procedure.makes.values() if made.fact in letter.facts and made.opening]
    return next(iter(own), procedure.opening)


def plain(fact: str) -> str:
    """Returns a fact's name as words: `applicant.full_name` reads as "full name of the applicant"."""
    whose, _, what = fact.partition(".")
    return f"{what} of the {whose}".replace("_", " ")


def _line(fact: str, value: str, made: Made | None) -> Line:
    label = made.said if made and made.said else plain(fact).capitalize()
    return Line(fact, label, _as_people_write(value, made), value)


def _as_people_write(value: str, made: Made | None) -> str:
    if made is not None and made.written in (PENCE, POUNDS):
        return f"£{Decimal(value):,.2f}"
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%B %Y}"
