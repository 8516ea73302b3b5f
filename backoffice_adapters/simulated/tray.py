"""What comes in to an office from others: keyed in, matched with the request that it belongs to, or left waiting."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from backoffice_adapters.simulated import clerks, reports
from backoffice_adapters.simulated.forms import BlankForm, facts_in, filled_in, takes
from backoffice_adapters.simulated.identity import Match, marks, match
from backoffice_adapters.simulated.mailroom import DISAGREES, KEYED, WAITING
from backoffice_adapters.simulated.papers import Note
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.relations import Register
from backoffice_adapters.simulated.store import OfficeStore, Request


class Tray:
    """The tray of one office in one world."""

    def __init__(self, store: OfficeStore, register: Register, now: Callable[[], datetime]) -> None:
        self._store = store
        self._mail = store.mail
        self._register = register
        self._now = now

    def lay_in(self, note: Note) -> None:
        """Lays a note into the tray; where people key it in, that takes its time."""
        now = self._now()
        by_people = note.medium in clerks.PEOPLE
        self._mail.receive(note, now, clerks.keyed_at(now, note.share) if by_people else now)

    def key_in(self, note: Note, form: BlankForm) -> Note | None:
        """Keys a note into a form, as a simulated clerk does it or a system; see `keyed`."""
        relations = self._register.of(note.case).relations
        if note.medium in clerks.PEOPLE:
            # a hub that passes it on has no field of its own that it would have to fit
            fits = partial(takes, form) if relations.party(note.service) == note.to_party else _anything
            facts = {
                fact: clerks.keyed_in(value, relations.slips, (note.share, fact), partial(fits, fact))
                for fact, value in note.facts.items()
            }
            note = replace(note, facts=facts, about=clerks.looked_up(note.about, relations.slips, note.share))
        return self.keyed(note)

    def keyed(self, note: Note) -> Note | None:
        """Reports a note as it was keyed in, and returns it; None when it only passes through a hub."""
        relations = self._register.of(note.case).relations
        arrived = relations.party(note.service) == note.to_party
        if not note.silent and not (arrived and note.parcel):
            self._mail.report(reports.note_received(note, self._now()))
        if arrived:
            return note
        onward = replace(
            note,
            message_id=reports.number(note.message_id, "onward"),
            from_party=note.to_party,
            to_party=relations.party(note.service),
            sources=dict.fromkeys(note.facts, note.message_id),
        )
        self._mail.put(note, "passed on")
        self._mail.send(onward, self._now())
        return None

    def keep_waiting(self, note: Note) -> None:
        """Leaves a note in the tray until the request comes that it belongs to."""
        self._mail.put(note, WAITING)

    def request_for(self, note: Note, procedure: Procedure) -> tuple[Request | None, Match]:
        """Returns the request that a note belongs to: the first about the same person that lacks what it says.

        Where there is none, the first that may be about the same person, unless a clerk has said that it is not.
        """
        fields = filled_in(procedure.form, note.facts)
        ruled_out = self._store.doubts.ruled_out(note.message_id)
        doubtful: Request | None = None
        for request in self._store.of_service(note.service):
            lacks = request.closed_at is None and any(request.form.get(name) is None for name in fields)
            if not (lacks or note.corrects) or request.reference in ruled_out:
                continue
            found = self.match(note, request, procedure)
            if found is Match.SAME:
                return request, found
            if found is Match.DOUBTFUL and doubtful is None:
                doubtful = request
        return doubtful, Match.DOUBTFUL if doubtful else Match.ANOTHER

    def heard_before(self, note: Note, procedure: Procedure) -> bool:
        """Says whether an office has long had what a note says, and lays it aside if so.

        A request that is closed may be an earlier one about the same person, and the note for one still to come.
        Only there the case's number tells the two apart, since nothing is done with a note that is laid aside.
        """
        for request in self._store.of_service(note.service):
            this_one = request.closed_at is None or request.case == note.case
            if this_one and self.match(note, request, procedure) is Match.SAME:
                self._mail.put(note, self.state_of(note, request, procedure))
                return True
        return False

    def state_of(self, note: Note, request: Request, procedure: Procedure) -> str:
        """Says how a note goes with what its request holds already: the first that came is kept."""
        fields = filled_in(procedure.form, note.facts)
        held = {name: request.form[name] for name in fields if request.form.get(name) is not None}
        return (
            DISAGREES if not note.corrects and any(_bare(fields[name]) != _bare(held[name]) for name in held) else KEYED
        )

    def match(self, note: Note, request: Request, procedure: Procedure) -> Match:
        """Says whether a note is about the person of a request: by the common file, or by what both know."""
        if note.by_file:
            return Match.SAME if note.case == request.case else Match.ANOTHER
        return match(note.about, self.marks(note, request, procedure))

    def marks(self, note: Note, request: Request, procedure: Procedure) -> dict[str, str]:
        """Returns what a request says that may tell whether a note is about the same person."""
        identity = self._register.of(note.case).relations.identity
        return marks(facts_in(procedure.form, request.form), identity)

    def letters_arrive(self, until: datetime) -> int:
        """Reports the letters that lie on the mat now; returns how many there are."""
        arrived = self._mail.arriving(until)
        for letter in arrived:
            self._mail.report(reports.letter_event("received", letter, self._now()))
        return len(arrived)

    def opened(self, note: Note, request: Request) -> None:
        """Reports that a request that came through a hub was taken in."""
        self._mail.report(reports.note_received(note, self._now(), request.reference))

    def turned_away(self, note: Note, reason: str) -> None:
        """Reports that a request that came through a hub was not of the form that this office takes."""
        assert note.parcel is not None, "only a request can be turned away"
        self._mail.report(
            reports.report(
                "ended",
                note.case,
                note.salt,
                self._now(),
                {},
                service=note.service,
                produced=[],
                status="declined",
                reason=reason,
                handoff_id=note.parcel["handoff_id"],
                **{"from": note.to_party},
            )
        )


def _bare(value: object) -> str:
    """Returns what is left of a field when offices' ways of writing capitals and spaces are not looked at."""
    return "".join(re.findall(r"\w", str(value).upper()))


def _anything(fact: str, value: str) -> bool:
    return True
