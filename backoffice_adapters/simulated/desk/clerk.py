"""What a person does who has taken over a desk: decides, refuses, asks the citizen, keys in, says who is meant.

Each act is one commit, and whoever asked the office hears of it as of everything else that the office does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from backoffice_adapters.simulated.desk.keying import Typed
from backoffice_adapters.simulated.doubts import Doubt
from backoffice_adapters.simulated.office import Counter
from backoffice_adapters.simulated.papers import Note
from backoffice_adapters.simulated.procedures import Refused
from backoffice_adapters.simulated.staffing import BY_PERSON, TYPED_TWICE
from backoffice_adapters.simulated.store import OPEN, Request
from backoffice_adapters.simulated.world import World

BY_CLERK = "CLERK"  # the code of a refusal that a person wrote


class NotNow(Exception):
    """It cannot be done as things stand; the message says why, to the person at the desk."""


class Clerk:
    """A person at one office's desk in one world."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._store = counter.store
        self._casework = counter.casework

    def take_over(self) -> None:
        """Sits down at the desk: from now on what needs a clerk waits for this person."""
        self._switch(BY_PERSON, on=True)

    def hand_back(self) -> None:
        """Leaves the desk to the simulated clerk, who goes on with what is overdue at once."""
        self._switch(BY_PERSON, on=False)

    def type_twice(self, *, on: bool) -> None:
        """Sets whether what is keyed in has to be typed twice."""
        with self._store.transaction():
            self._store.staffing.switch(TYPED_TWICE, on=on)

    def decide(self, request: Request) -> None:
        """Ends the step that a case is in as the office's rules say. Raises NotNow."""
        self._expect(request)
        if request.state != OPEN or request.due_at is None:
            raise NotNow("This cannot be decided yet: something is still to come.")
        with self._store.transaction():
            self._casework.tell(self._casework.come_to(request))

    def refuse(self, request: Request, reason: str) -> None:
        """Says no, for a reason in the person's own words. Raises NotNow."""
        self._expect(request)
        with self._store.transaction():
            closed = self._casework.settle(self._casework.refuse(request, Refused(BY_CLERK, reason)), tell=False)
            self._casework.tell(closed)

    def ask(self, request: Request, fields: Sequence[str], words: str) -> None:
        """Asks the citizen by letter for fields of the form; the case waits until they come. Raises NotNow."""
        self._expect(request)
        with self._store.transaction():
            asked = self._casework.ask(request, fields, words)
            self._casework.tell(self._casework.settle(replace(asked, due_at=None), tell=False))

    def keep_first_entry(self, note: Note, filled: Mapping[str, str]) -> None:
        """Keeps what was typed the first time of two. Raises NotNow."""
        self._at_the_desk()
        with self._store.transaction():
            self._store.staffing.keep_first_entry(note.message_id, filled)

    def type_anew(self, note: Note) -> None:
        """Forgets what was typed the first time of two."""
        with self._store.transaction():
            self._store.staffing.forget_first_entry(note.message_id)

    def key_in(self, note: Note, entry: Typed) -> None:
        """Takes in what another office told, or what was handed in, as it was typed. Raises NotNow."""
        self._at_the_desk()
        with self._store.transaction():
            self._store.staffing.forget_first_entry(note.message_id)
            if note.parcel is not None:
                self._counter.intray.open(note, note.parcel, self._counter.taking_in, entry.body)
                return
            keyed = self._counter.tray.keyed(replace(note, facts=entry.facts, about=entry.about))
            if keyed is not None:
                self._counter.taking_in.take_in(keyed)

    def tell(self, note: Note, world: World) -> None:
        """Tells the clerk of another office. Raises NotNow."""
        self._at_the_desk()
        if not world.carry(self._counter, note):
            raise NotNow("Nobody at that office can be reached now. Try again later.")

    def judge(self, doubt: Doubt, *, same: bool) -> None:
        """Says whether what was told is about the person of a case. Raises NotNow."""
        self._at_the_desk()
        with self._store.transaction():
            self._counter.taking_in.judge(doubt, same=same)

    def _switch(self, name: str, *, on: bool) -> None:
        """Switches who sits there; whoever asked hears that their case waits for a person, or no longer does."""
        with self._store.transaction():
            self._store.staffing.switch(name, on=on)
            for request in self._store.unfinished():
                if request.state == OPEN:
                    self._casework.tell(request)

    def _expect(self, request: Request) -> None:
        self._at_the_desk()
        if request.closed_at is not None:
            raise NotNow("This case is decided.")

    def _at_the_desk(self) -> None:
        if not self._store.staffing.by_person:
            raise NotNow("A simulated clerk works at this desk. Take it over first.")
