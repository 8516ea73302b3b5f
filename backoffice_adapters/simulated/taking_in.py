"""What comes in to an office: requests, what is supplied later, and what other offices tell it.

What it was told is keyed in and matched with the request that it belongs to. Where nobody can be sure, nothing is done
with it before a clerk has looked: the simulated one in office hours, or a person who has taken over the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from backoffice_adapters.simulated import clerks, stages
from backoffice_adapters.simulated.casework import Casework
from backoffice_adapters.simulated.diary import Happened
from backoffice_adapters.simulated.doubts import ANOTHER, SAME, Doubt
from backoffice_adapters.simulated.exchange import Exchange
from backoffice_adapters.simulated.faults import Flaws
from backoffice_adapters.simulated.forms import complaints
from backoffice_adapters.simulated.identity import Match, at_a_glance
from backoffice_adapters.simulated.intray import Intray
from backoffice_adapters.simulated.mailroom import DOUBTFUL
from backoffice_adapters.simulated.mistakes import NO_MATCH, on_another_file
from backoffice_adapters.simulated.papers import Note
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.reception import (
    Incoming,
    OtherRequest,
    WrongForm,
    asked_again,
    digest,
    drawn_from,
    left_aside,
    new_request,
)
from backoffice_adapters.simulated.relations import Register
from backoffice_adapters.simulated.store import Request
from backoffice_adapters.simulated.tray import Tray
from backoffice_adapters.simulated.writing import Plain


class TakingIn:
    """What one office in one world takes in; also for what was merged into it."""

    def __init__(
        self,
        agency: str,
        casework: Casework,
        exchange: Exchange,
        tray: Tray,
        intray: Intray,
        register: Register,
        procedures: Mapping[str, Procedure],
        now: Callable[[], datetime],
        seed: int,
        flaws: Flaws,
    ) -> None:
        self.store = casework.store
        self._agency = agency
        self._casework = casework
        self._exchange = exchange
        self._tray = tray
        self._intray = intray
        self._register = register
        self._procedures = procedures
        self._now = now
        self._seed = seed
        self._flaws = flaws

    def work(self, until: datetime) -> int:
        """Does all that is due until a moment; each piece is one commit. Returns how much was done."""
        if not self.store.agenda.at_work(until):
            return 0
        done = 0
        for request in self.store.due(until):
            with self.store.transaction():
                self._casework.come_to(request)
            done += 1
        by_person = self.store.staffing.by_person
        for note in self.store.mail.tray_due(until):
            if by_person and note.medium in clerks.PEOPLE:
                continue
            with self.store.transaction():
                self._come_to_note(note)
            done += 1
        for doubt in () if by_person else self.store.doubts.due(until):
            with self.store.transaction():
                self._come_to_doubt(doubt)
            done += 1
        with self.store.transaction():
            done += self._tray.letters_arrive(until)
            for reference, fields in self.store.mail.corrections_due(until):
                self._casework.correct(reference, fields)
                done += 1
            done += self._exchange.letters.write_routines(until, self._procedures)
            done += self._intray.leave(until)
        return done

    def take(self, came: Incoming) -> Request:
        """Takes a request, once for its key. Raises OtherRequest or WrongForm; inside a transaction."""
        procedure = self._procedures[came.service]
        known = self.store.by_key(came.key)
        if known is not None:
            if known.digest != digest(came.body):
                raise OtherRequest
            return known
        coming = came.coming & frozenset(procedure.form)
        if wrong := complaints(procedure.form, came.body, at_start=True, coming=coming):
            raise WrongForm("; ".join(wrong))
        relations = self._register.of(came.envelope.partition(":")[0]).relations
        drawn = drawn_from(self._seed, procedure, came.body, relations.produced)
        request = new_request(came, procedure, drawn, self._now(), lambda known: self.store.by_reference(known))
        self._casework.note(request, Happened.CAME, request.form, who=came.brought_by)
        if self._flaws.shows("no-match", came.key):
            return self._casework.refuse(request, NO_MATCH)
        if self._flaws.shows("wrong-person", came.key):
            request = on_another_file(procedure, request, relations.identity)
        return self._begin(request)

    def supply(self, request: Request, key: str, body: Mapping[str, Plain], handoff_id: str) -> Request:
        """Takes what was supplied later, once for its key. Raises WrongForm; inside a transaction."""
        procedure = self._procedures[request.service]
        if wrong := complaints(procedure.form, body, at_start=False):
            raise WrongForm("; ".join(wrong))
        if not self.store.hear(key, request.reference, digest(body)):
            return request
        came_by = {**request.came_by, **(dict.fromkeys(body, handoff_id) if handoff_id else {})}
        request = replace(request, form={**request.form, **body}, came_by=came_by)
        self._casework.note(request, Happened.SUPPLIED, body)
        if procedure.file is not None and procedure.file.fields.intersection(body):
            _ = self._casework.recognise(request)  # what is in doubt is asked for no more than once
        return self._casework.go_on(self._with_what_waits(request), tell=False)

    def report(self, request: Request) -> dict[str, object]:
        """Returns what the office says of a request."""
        return self._casework.report(request)

    def take_in(self, note: Note) -> None:
        """Takes in a note as it was keyed in, and goes on with the request that it belongs to; inside a transaction."""
        if note.parcel is not None:
            self._intray.open(note, note.parcel, self)
            return
        procedure = self._procedures[note.service]
        request, found = self._tray.request_for(note, procedure)
        if request is not None and found is Match.SAME:
            self._accept(note, request)
        elif request is not None:
            self._doubt(note, request)
            self._casework.tell(request)
        elif not self._tray.heard_before(note, procedure):
            self._tray.keep_waiting(note)

    def judge(self, doubt: Doubt, *, same: bool) -> None:
        """Does what follows from a clerk's word on a doubtful match; inside a transaction."""
        self.store.doubts.decide(doubt, SAME if same else ANOTHER)
        request, note = self.store.by_reference(doubt.reference), self.store.mail.note(doubt.message_id)
        assert request is not None, "a doubt is about a request of this office"
        what = Happened.SAME if same else Happened.ANOTHER
        self._casework.note(request, what, who=note.from_party, said=note.medium)
        if same:
            request = self._accept(note, request)
        else:
            self.take_in(note)
        self._casework.tell(self.store.by_reference(request.reference) or request)

    def _begin(self, request: Request) -> Request:
        """Takes up a new request."""
        relations = self._register.of(request.case).relations
        procedure = self._procedures[request.service]
        ask = [*asked_again(procedure, request, relations), *self._casework.recognise(request)]
        aside = left_aside(procedure, request, relations)
        form = {name: value for name, value in request.form.items() if name not in aside}
        request = replace(request, form=form)
        if ask:
            request = self._casework.ask(request, ask)
        self.store.save(request)
        request = self._with_what_waits(request)
        self._exchange.letters.plan_routines(request, procedure)
        return self._casework.settle(request, tell=False)

    def _with_what_waits(self, request: Request) -> Request:
        """Adds what other offices sent ahead; each time that a request says more, it may show whom a note is about."""
        procedure = self._procedures[request.service]
        # a request that is closed may be an earlier one about the same person
        for note in self.store.mail.waiting(request.service) if request.closed_at is None else ():
            match self._tray.match(note, request, procedure):
                case Match.SAME:
                    if doubt := self.store.doubts.of_note(note.message_id):
                        self.store.doubts.decide(doubt, SAME if doubt.reference == request.reference else ANOTHER)
                    self.store.mail.put(note, self._tray.state_of(note, request, procedure))
                    request = self._casework.filled(request, note)
                case Match.DOUBTFUL if self.store.doubts.of_note(note.message_id) is None:
                    self._doubt(note, request)
                case _:
                    pass
        return request

    def _come_to_note(self, note: Note) -> None:
        """Takes a note from the tray, unless its clerk serves the own office's indicators first."""
        if note.medium in clerks.PEOPLE and not self._has_time(note, ("keys in", note.share)):
            self.store.mail.leave(note, clerks.tomorrow(self._now()))
            return
        keyed = self._tray.key_in(note, self._procedures[note.service].form)
        if keyed is not None:
            self.take_in(keyed)

    def _come_to_doubt(self, doubt: Doubt) -> None:
        """Looks at both records, as a simulated clerk does."""
        note, request = self.store.mail.note(doubt.message_id), self.store.by_reference(doubt.reference)
        assert request is not None, "a doubt is about a request of this office"
        what = (note.share, doubt.reference)
        if not self._has_time(note, what):
            self.store.doubts.postpone(doubt, clerks.tomorrow(self._now()))
            return
        procedure = self._procedures[request.service]
        on_paper = self.store.mail.as_it_came(note.message_id)
        right = at_a_glance(on_paper.about, self._tray.marks(note, request, procedure))
        self.judge(doubt, same=clerks.judged(right, what))

    def _has_time(self, note: Note, what: object) -> bool:
        targets = self._register.of(note.case).relations.targets.get(self._agency, 0.0)
        return clerks.comes_to_it(self._now(), targets, self.store.open_requests() > 0, what)

    def _accept(self, note: Note, request: Request) -> Request:
        """Goes on with a request that a note is about."""
        procedure = self._procedures[request.service]
        self.store.mail.put(note, self._tray.state_of(note, request, procedure))
        request = self._casework.go_on(self._casework.filled(request, note), tell=True)
        if note.corrects and (fresh := self._anew(procedure, request)):
            self._casework.correct(request.reference, fresh)
        return request

    def _anew(self, procedure: Procedure, request: Request) -> dict[str, Plain]:
        known = self._casework.recognition.known(request)
        return stages.worked_out_anew(procedure, request, self._now().date(), known)

    def _doubt(self, note: Note, request: Request) -> None:
        """Puts before the clerk what may be about a request."""
        now = self._now()
        self.store.mail.put(note, DOUBTFUL)
        self.store.doubts.put(note.message_id, request.reference, now, clerks.looked_at(now, note.share))
        self._casework.note(request, Happened.DOUBTED, who=note.from_party, said=note.medium)
