"""How an office works a request: stage by stage on the world's calendar, waiting for what it lacks.

What a stage produces is on disk together with everything that the office will say of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from backoffice_adapters.simulated import stages
from backoffice_adapters.simulated.calendar import after_working_days
from backoffice_adapters.simulated.diary import Happened
from backoffice_adapters.simulated.exchange import Exchange
from backoffice_adapters.simulated.faults import Flaws
from backoffice_adapters.simulated.forms import complaints, filled_in
from backoffice_adapters.simulated.intray import Intray
from backoffice_adapters.simulated.mailroom import Note
from backoffice_adapters.simulated.mistakes import (
    FOUND_OUT_DAYS,
    NO_MATCH,
    TAKEN_BACK,
    TAKEN_BACK_DAYS,
    on_another_file,
    with_mistakes,
)
from backoffice_adapters.simulated.procedures import Answers, Procedure, Refused
from backoffice_adapters.simulated.reception import (
    Incoming,
    OtherRequest,
    WrongForm,
    digest,
    drawn_from,
    new_request,
)
from backoffice_adapters.simulated.relations import Register
from backoffice_adapters.simulated.saying import said
from backoffice_adapters.simulated.store import DONE, OPEN, REFUSED, WAITING, Message, OfficeStore, Request
from backoffice_adapters.simulated.tray import Tray
from backoffice_adapters.simulated.waiting import lacking, outstanding
from backoffice_adapters.simulated.writing import Plain


class Casework:
    """The work of one office in one world; also on what was merged into it.

    `flaws` says whether its work goes wrong now, by a fault that is switched on from outside.
    """

    def __init__(
        self,
        store: OfficeStore,
        exchange: Exchange,
        tray: Tray,
        intray: Intray,
        register: Register,
        procedures: Mapping[str, Procedure],
        now: Callable[[], datetime],
        seed: int,
        flaws: Flaws,
    ) -> None:
        self.store = store
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
                if request.state == DONE:
                    self._refuse(request, TAKEN_BACK)
                else:
                    gone_on = self._give_up(request) if request.state == WAITING else self._finish_stage(request)
                    self.settle(gone_on, tell=True)
            done += 1
        for note in self.store.mail.tray_due(until):
            with self.store.transaction():
                self.take_in(note)
            done += 1
        with self.store.transaction():
            done += self._tray.letters_arrive(until)
            for reference, fields in self.store.mail.corrections_due(until):
                self._correct(reference, fields)
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
        self._note(request, Happened.CAME, request.form, who=came.brought_by)
        if self._flaws.shows("no-match", came.key):
            return self._refuse(request, NO_MATCH)
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
        self._note(request, Happened.SUPPLIED, body)
        return self.go_on(self._with_what_waits(request), tell=False)

    def _begin(self, request: Request) -> Request:
        """Takes up a new request."""
        relations = self._register.of(request.case).relations
        again = set(relations.asks_again.get(request.service, ()))
        procedure = self._procedures[request.service]
        ask = [
            name
            for name, asked in procedure.form.items()
            if again.intersection(asked.facts) and request.form.get(name) is not None
        ]
        overlooked = set(relations.overlooks.get(request.service, ()))
        aside = [name for name, asked in procedure.form.items() if overlooked.intersection(asked.facts)]
        form = {name: value for name, value in request.form.items() if name not in (*ask, *aside)}
        request = replace(request, form=form, announced=request.announced | frozenset(ask))
        if ask:
            self._note(request, Happened.ASKED, ask)
            self._exchange.letters.ask_again(request, procedure, ask)
        self.store.save(request)
        request = self._with_what_waits(request)
        self._exchange.letters.plan_routines(request, procedure)
        return self.settle(request, tell=False)

    def _with_what_waits(self, request: Request) -> Request:
        """Adds what other offices sent ahead; each time that a request says more, it may show whom a note is about."""
        procedure = self._procedures[request.service]
        # a request that is closed may be an earlier one about the same person
        for note in self.store.mail.waiting(request.service) if request.closed_at is None else ():
            if self._tray.is_about(note, request, procedure):
                self.store.mail.put(note, self._tray.state_of(note, request, procedure))
                request = self._filled(request, note)
        return request

    def take_in(self, note: Note) -> None:
        """Takes a note from the tray: keys it in, and goes on with the request that it belongs to."""
        keyed = self._tray.key_in(note, self._procedures[note.service].form)
        if keyed is None:
            return
        if keyed.parcel is not None:
            self._intray.open(keyed, keyed.parcel, self)
            return
        request = self._tray.request_for(keyed, self._procedures[keyed.service])
        procedure = self._procedures[keyed.service]
        if request is None:
            if not self._tray.heard_before(keyed, procedure):
                self._tray.keep_waiting(keyed)
            return
        self.store.mail.put(keyed, self._tray.state_of(keyed, request, procedure))
        request = self.go_on(self._filled(request, keyed), tell=True)
        if keyed.corrects and (fresh := stages.worked_out_anew(procedure, request, self._now().date())):
            self._correct(request.reference, fresh)

    def go_on(self, request: Request, *, tell: bool) -> Request:
        """Goes on with a request that has got something new."""
        if request.closed_at is None and (request.due_at is None or request.state == WAITING):
            return self.settle(request, tell=tell)
        self.store.save(request)
        if request.state == DONE:
            self._exchange.forward(request, self._procedures[request.service])
        return request

    def settle(self, request: Request, *, tell: bool) -> Request:
        """Starts whatever stage can start, runs those that take no time, saves, and says so where that was agreed."""
        procedure = self._procedures[request.service]
        while request.closed_at is None:
            if request.stage == len(procedure.stages):
                late = self._flaws.shows("refuses-late", request.key)
                due = after_working_days(self._now(), TAKEN_BACK_DAYS, 0) if late else None
                request = self._close(replace(request, state=DONE, closed_at=self._now(), due_at=due))
                break
            if lacks := lacking(procedure, request, request.stage):
                if request.state != WAITING:
                    self._note(request, Happened.WAITS, lacks)
                request = replace(request, state=WAITING, due_at=stages.patience_ends(procedure, request, self._now()))
                break
            backlog = self._flaws.backlog(f"{request.key} {request.stage}")
            request = replace(request, state=OPEN, due_at=stages.ends_at(procedure, request, self._now(), backlog))
            if request.due_at is not None and request.due_at > self._now():
                self._note(request, Happened.BEGAN, said=procedure.stages[request.stage].name)
                break
            request = self._finish_stage(request)
        self.store.save(request)
        if request.closed_at is not None:
            self.store.mail.end_routines(request.reference)
        if tell:
            self._say(procedure, request)
        return request

    def report(self, request: Request) -> dict[str, object]:
        """Returns what the office answers about a request; what it gives out in another way does not stand in it."""
        procedure = self._procedures[request.service]
        return said(procedure, request, outstanding(procedure, request), self._register.of(request.case).relations)

    def _say(self, procedure: Procedure, request: Request, *, agreed: bool = True) -> None:
        """Says how far a request is where that was agreed, or in any case where somebody can be told."""
        answer = self.report(request)
        in_its_way = self._intray.say(request, procedure, answer)
        if in_its_way or not request.callback or (agreed and procedure.answers is not Answers.CALLBACK):
            return
        said = procedure.language.say(answer).decode()
        number = f"{request.reference}:{request.stage}:{request.state}:{digest(said)[:12]}"
        self.store.say(Message(number, request.callback, said, self._now().isoformat()))

    def _close(self, request: Request) -> Request:
        self.store.save(request)
        self._note(request, Happened.REFUSED if request.state == REFUSED else Happened.GRANTED, said=request.reason)
        self._exchange.ended(request, self._procedures[request.service])
        return request

    def _refuse(self, request: Request, no: Refused) -> Request:
        """Says no to a request, at once or after it was done, and says so also where that was not agreed."""
        was_done = request.state == DONE
        closed = self._close(
            replace(request, state=REFUSED, code=no.code, reason=no.reason, closed_at=self._now(), due_at=None)
        )
        if was_done:
            self._say(self._procedures[closed.service], closed, agreed=False)
        return closed

    def _give_up(self, request: Request) -> Request:
        procedure = self._procedures[request.service]
        self._note(request, Happened.GAVE_UP, lacking(procedure, request, request.stage))
        return stages.without(procedure, request)

    def _note(
        self, request: Request, what: Happened, fields: Iterable[str] = (), *, who: str = "", said: str = ""
    ) -> None:
        self.store.diary.write(request.reference, self._now(), what, fields, who=who, said=said)

    def _finish_stage(self, request: Request) -> Request:
        procedure = self._procedures[request.service]
        stage = procedure.stages[request.stage]
        today = (self._now() + self._flaws.clock_error()).date()
        produced = stages.outcome(procedure, request, today)
        if isinstance(produced, Refused):
            return self._refuse(request, produced)
        written = self._written_down(procedure, request, produced)
        self._note(request, Happened.FINISHED, written, said=stage.name)
        following = procedure.stage_from(request.stage + 1, request.form)
        request = replace(request, stage=following, produced={**request.produced, **written}, due_at=None)
        self._exchange.hand_on(request, procedure, written)
        return request

    def _written_down(
        self, procedure: Procedure, request: Request, produced: Mapping[str, Plain]
    ) -> Mapping[str, Plain]:
        """Returns what the office writes down: mistaken where it errs, to be corrected when that is found out."""
        if not self._flaws.shows("mistaken", f"{request.key} {request.stage}"):
            return produced
        wrong = with_mistakes(procedure, request, produced)
        due = after_working_days(self._now(), FOUND_OUT_DAYS, 0)
        right = {name: produced[name] for name in wrong if wrong[name] != produced[name]}
        self.store.mail.correct_later(request.reference, right, due)
        return wrong

    def _correct(self, reference: str, fields: Mapping[str, Plain]) -> None:
        request = self.store.by_reference(reference)
        assert request is not None, "a mistake stands in a request of this office"
        procedure = self._procedures[request.service]
        request = replace(request, produced={**request.produced, **fields})
        self.store.save(request)
        self._note(request, Happened.CORRECTED, fields)
        self._exchange.hand_on(request, procedure, fields, corrected=True)
        self._say(procedure, request)

    def _filled(self, request: Request, note: Note) -> Request:
        """Writes a note's facts into the office's own fields, as far as they are what the form takes."""
        procedure = self._procedures[request.service]
        fields = filled_in(procedure.form, note.facts)
        good = {
            name: value
            for name, value in fields.items()
            if not complaints(procedure.form, {name: value}, at_start=False)
            and (note.corrects or request.form.get(name) is None)
        }
        self._note(request, Happened.TOLD, good, who=note.from_party, said=note.medium)
        came_by = {**request.came_by, **dict.fromkeys(good, note.message_id)}
        return replace(request, form={**request.form, **good}, came_by=came_by)
