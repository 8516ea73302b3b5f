"""What came to an office from others, as its clerk reads it, and what its clerk is to tell them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from backoffice_adapters.simulated.clerks import PEOPLE
from backoffice_adapters.simulated.desk.keying import called, handed_in, written
from backoffice_adapters.simulated.desk.reading import MEDIA, shown, what
from backoffice_adapters.simulated.forms import complaints, filled_in
from backoffice_adapters.simulated.letters import plain
from backoffice_adapters.simulated.mailroom import DISAGREES, DOUBTFUL, KEYED, TRAVELLING, WAITING
from backoffice_adapters.simulated.office import Counter
from backoffice_adapters.simulated.papers import Note

TITLES = {
    TRAVELLING: "to be taken in",
    WAITING: "waits for the case that it belongs to",
    DOUBTFUL: "may be about one of our cases; a clerk has to look",
    KEYED: "taken in",
    DISAGREES: "taken in; it does not agree with what we hold",
    "passed on": "passed on",
}


@dataclass(frozen=True)
class Paper:
    """Something in the tray: a note or letter from another office, as it came or as it was keyed in."""

    number: str
    sender: str
    medium: str
    what: str
    came: datetime | None
    state: str
    stands: str
    about: Mapping[str, str] = field(repr=False)
    says: Mapping[str, str] = field(repr=False)

    @property
    def doubtful(self) -> bool:
        """Whether a clerk has to say which case it belongs to."""
        return self.state == DOUBTFUL


@dataclass(frozen=True)
class Telling:
    """Something that a clerk is to tell the clerk of another office."""

    number: str
    to: str
    medium: str
    about: str = field(repr=False)
    says: Mapping[str, str] = field(repr=False)


class Postbag:
    """The post of one office in one world. `title_of` says how a service's office is called."""

    def __init__(self, counter: Counter, title_of: Callable[[str], str]) -> None:
        self._store = counter.store
        self._procedures = counter.procedures
        self._title_of = title_of

    def tray(self) -> list[Paper]:
        """Returns what came from other offices, what is still to be dealt with first, then the newest."""
        papers = [self._paper(*each) for each in self._store.mail.tray()]
        return sorted(papers, key=lambda each: each.state in (KEYED, DISAGREES, "passed on"))

    def to_tell(self) -> list[Telling]:
        """Returns what a clerk is to tell clerks of other offices."""
        notes = (each for each in self._store.mail.untold() if each.medium in PEOPLE and each.parcel is None)
        return [
            Telling(
                number=each.message_id,
                to=self._title_of(each.to_party),
                medium=MEDIA.get(each.medium, each.medium),
                about=next((names for key, names in each.about.items() if key.endswith(" names")), ""),
                says={self._called(fact): value for fact, value in each.facts.items()},
            )
            for each in notes
        ]

    def paper(self, number: str) -> Paper | None:
        """Returns one thing of the tray, as the other office wrote it."""
        found = next((each for each in self._store.mail.tray() if each[0].message_id == number), None)
        return self._paper(self._store.mail.as_it_came(number), *found[1:]) if found else None

    def unfit(self, note: Note) -> list[str]:
        """Returns the office's fields into which what a note says does not go, as the form checks it."""
        form = self._procedures[note.service].form
        filled = filled_in(form, note.facts)
        return [name for name, value in filled.items() if complaints(form, {name: value}, at_start=False)]

    def _paper(self, note: Note, state: str, came: datetime | None) -> Paper:
        return Paper(
            number=note.message_id,
            sender=self._title_of(note.from_party),
            medium=MEDIA.get(note.medium, note.medium),
            what=what(note.service),
            came=came,
            state=state,
            stands=TITLES.get(state, state),
            about={called(key): written(key, value) for key, value in note.about.items()},
            says=self._says(note),
        )

    def _says(self, note: Note) -> dict[str, str]:
        form, said = self._procedures[note.service].form, {}
        for name, value in handed_in(note).items():
            asked = form.get(name)
            said[", ".join(plain(fact) for fact in asked.facts) if asked else name] = shown(value)
        return said | {self._called(fact): value for fact, value in note.facts.items()}

    def _called(self, fact: str) -> str:
        """Returns what the office that produces a fact calls it."""
        makers = (made for procedure in self._procedures.values() for made in procedure.makes.values())
        said = next((made.said for made in makers if made.fact == fact and made.said), "")
        return said or plain(fact)
