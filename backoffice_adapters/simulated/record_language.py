"""Records of fixed width, as an old system of the town speaks them: eight characters to a cell, codes and no words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from backoffice_adapters.simulated.forms import BlankForm
from backoffice_adapters.simulated.languages import NotUnderstood
from backoffice_adapters.simulated.writing import Plain, Writing

EIGHT = 8
WILL_NOT_COME = "********"


def kept(cells: int) -> Writing:
    """Returns the writing of a system that keeps capitals without accents, as many as go into so many cells."""

    def write(value: str) -> Plain:
        apart = unicodedata.normalize("NFKD", value.upper())
        plain = "".join(each if " " <= each <= "~" else "?" for each in apart if not unicodedata.combining(each))
        return plain[: cells * EIGHT].rstrip() or "?"

    return Writing(write, str)


@dataclass(frozen=True)
class Records:
    """The layout of a system's records.

    takes, adds    the codes of the records that it takes: new, and for what it has already
    gives, rejects    the codes of the records that it gives
    answers    the fields of an answer in their order; then come `room` cells for the names of what is missing
    missing    under which of the office's words that stands
    cells      how many cells a field takes, where that is not one
    reference  the field with the office's own number, which stands in every record
    """

    takes: str
    adds: str
    gives: str
    answers: tuple[str, ...]
    missing: str
    room: int
    reference: str
    rejects: str = "REJECTED"
    cells: Mapping[str, int] = field(default_factory=dict)
    media_type: ClassVar[str] = "text/plain"

    def understand(self, content: bytes, form: BlankForm) -> dict[str, Plain]:
        """Returns what stands in the cells that are not blank. Raises NotUnderstood."""
        record = content.decode("ascii", "replace").rstrip("\n")
        names = ["", self.reference, *form]
        if record[:EIGHT].rstrip() not in (self.takes, self.adds):
            raise NotUnderstood(f"A record begins with {self.takes} or {self.adds}.")
        if len(record) != sum(map(self._room_of, names)):
            raise NotUnderstood("The record is not as long as our layout says.")
        found = dict(zip(names, self._cells(record, names), strict=True))
        return {name: None if found[name] == WILL_NOT_COME else found[name] for name in form if found[name]}

    def say(self, answer: Mapping[str, object]) -> bytes:
        """Returns a record of the fields that have a place in it, each cut off at the end of its cells."""
        listed = answer.get(self.missing)
        lacking = [str(each) for each in listed] if isinstance(listed, Iterable) and not isinstance(listed, str) else []
        fields = [self._set(name, _text(answer.get(name))) for name in self.answers]
        places = [f"{name:{EIGHT}.{EIGHT}}" for name in (lacking + [""] * self.room)[: self.room]]
        return ("".join([f"{self.gives:{EIGHT}}", *fields, *places]) + "\n").encode("ascii", "replace")

    def complain(self, complaint: str) -> bytes:
        """Returns a record that says what was wrong: the one kind that has room for words."""
        return f"{self.rejects:{EIGHT}}{complaint}\n".encode("ascii", "replace")

    def _set(self, name: str, value: str) -> str:
        room = self._room_of(name)
        return f"{value:{room}.{room}}"

    def _cells(self, record: str, names: Iterable[str]) -> Iterator[str]:
        at = 0
        for name in names:
            yield record[at : at + self._room_of(name)].rstrip()
            at += self._room_of(name)

    def _room_of(self, name: str) -> int:
        return self.cells.get(name, 1) * EIGHT


def _text(value: object) -> str:
    return "" if value is None else str(value)
