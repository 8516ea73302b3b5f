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
from backoffice_adapters.simulated.mistakes import FOUND_OUT_DAYS, TAKEN_BACK, TAKEN_BACK_DAYS, with_mistakes
from backoffice_adapters.simulated.papers import Note
from backoffice_adapters.simulated.procedures import Answers, Procedure, Refused
from backoffice_adapters.simulated.reception import digest
from backoffice_adapters.simulated.recognising import Recognition
from backoffice_adapters.simulated.relations import Register
from backoffice_adapters.simulated.saying import said
from backoffice_adapters.simulated.store import DONE, OPEN, REFUSED, WAITING, Message, OfficeStore, Request
from backoffice_adapters.simulated.waiting import lacking, outstanding
from backoffice_adapters.simulated.writing import Plain

IN_DOUBT = "Our clerk has to see whether something that we were told is about this person."
BEFORE_A_PERSON = "It lies on the desk of our clerk."


class Casework:
    """The work of one office in one world; also on what was merged into it. Everything happens inside a transaction.

    `flaws` says whether its work goes wrong now, by a fault that is switched on from outside.
    """

    def __init__(
        self,
        store: OfficeStore,
        exchange: Exchange,
        intray: Intray,
        register: Register,
        procedures: Mapping[str, Procedure],
        now: Callable[[], datetime],
        flaws: Flaws,
    ) -> None:
        self.store = store
        self.recognition = Recognition(store, procedures)
        self._exchange = exchange
        self._intray = intray
        self._register = register
        self._procedures = procedures
        self._now = now
        self._flaws = flaws

    def come_to(self, request: Request) -> Request:
        """Does what is due with a request: ends its stage, gives up waiting, or takes back its yes."""
        if request.state == DONE:
            return self.refuse(request, TAKEN_BACK)
        gone_on = self._give_up(request) if request.state == WAITING else self._finish_stage(request)
        return self.settle(gone_on, tell=True)

    def ask(self, request: Request, fields: Iterable[str], words: str = "") -> Request:
        """Asks the citizen by letter for fields of the form, those that are filled in included; waits for them."""
        names = tuple(fields)
        form = {name: value for name, value in request.form.items() if name not in names}
        request = replace(request, form=form, asked=request.asked | frozenset(names))
        self.note(request, Happened.ASKED, names, said=words)
        self._exchange.letters.ask_again(request, self._procedures[request.service], names, words)
        return request

    def refuse(self, request: Request, no: Refused) -> Request:
        """Says no to a request, at once or after it was done, and says so also where that was not agreed."""
        was_done = request.state == DONE
        closed = self._close(
            replace(request, state=REFUSED, code=no.code, reason=no.reason, closed_at=self._now(), due_at=None)
        )
        if was_done:
            self._say(closed, agreed=False)
        return closed

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
                    self.note(request, Happened.WAITS, lacks)
                request = replace(request, state=WAITING, due_at=stages.patience_ends(procedure, request, self._now()))
                break
            backlog = self._flaws.backlog(f"{request.key} {request.stage}")
            request = replace(request, state=OPEN, due_at=stages.ends_at(procedure, request, self._now(), backlog))
            if request.due_at is not None and request.due_at > self._now():
                self.note(request, Happened.BEGAN, said=procedure.stages[request.stage].name)
                break
            request = self._finish_stage(request)
        self.store.save(request)
        if request.closed_at is not None:
            self.store.mail.end_routines(request.reference)
        if tell:
            self._say(request)
        return request

    def tell(self, request: Request) -> None:
        """Lets whoever asked know that something is new: calls back, or reports that it is time to ask."""
        self.store.save(request)
        if not self._say(request):
            self._exchange.news(request)

    def report(self, request: Request) -> dict[str, object]:
        """Returns what the office answers about a request; what it gives out in another way does not stand in it."""
        procedure, relations = self._procedures[request.service], self._register.of(request.case).relations
        return said(procedure, request, outstanding(procedure, request), relations, self.clerk(request))

    def clerk(self, request: Request) -> str:
        """Says what a request waits for its clerk for, if nothing else can move it."""
        if request.closed_at is not None:
            return ""
        if self.store.doubts.of_request(request.reference):
            return IN_DOUBT
        return BEFORE_A_PERSON if self.store.staffing.by_person and request.state == OPEN else ""

    def correct(self, reference: str, fields: Mapping[str, Plain]) -> None:
        """Corrects what the office has written itself, and hands that on."""
        request = self.store.by_reference(reference)
        assert request is not None, "a mistake stands in a request of this office"
        procedure = self._procedures[request.service]
        request = replace(request, produced={**request.produced, **fields})
        self.store.save(request)
        self.note(request, Happened.CORRECTED, fields)
        self._exchange.hand_on(request, procedure, fields, corrected=True)
        self._say(request)

    def filled(self, request: Request, note: Note) -> Request:
        """Writes a note's facts into the office's own fields, as far as they are what the form takes.

        What the form does not take is asked of the citizen, where the office has nothing else in that field.
        """
        procedure = self._procedures[request.service]
        fields = {
            name: value
            for name, value in filled_in(procedure.form, note.facts).items()
            if note.corrects or request.form.get(name) is None
        }
        wrong = [name for name, value in fields.items() if complaints(procedure.form, {name: value}, at_start=False)]
        good = {name: value for name, value in fields.items() if name not in wrong}
        self.note(request, Happened.TOLD, good, who=note.from_party, said=note.medium)
        came_by = {**request.came_by, **dict.fromkeys(good, note.message_id)}
        request = replace(request, form={**request.form, **good}, came_by=came_by)
        lacks = [name for name in wrong if request.form.get(name) is None]
        return self.ask(request, lacks) if lacks and request.closed_at is None else request

    def recognise(self, request: Request) -> list[str]:
        """Looks whose file a request belongs in; returns the fields that would settle what is in doubt."""
        self.recognition.keep(request)
        found = self.recognition.find(request)
        for what, reference in self.recognition.said(found):
            self.note(request, what, said=reference)
        return self.recognition.doubtful(request, found)

    def note(
        self, request: Request, what: Happened, fields: Iterable[str] = (), *, who: str = "", said: str = ""
    ) -> None:
        """Writes into the diary what happened to a request."""
        self.store.diary.write(request.reference, self._now(), what, fields, who=who, said=said)

    def _say(self, request: Request, *, agreed: bool = True) -> bool:
        """Says how far a request is where that was agreed, or in any case where somebody can be told.

        Returns whether anybody is told.
        """
        procedure, answer = self._procedures[request.service], self.report(request)
        if self._intray.say(request, procedure, answer):
            return True
        if not request.callback or (agreed and procedure.answers is not Answers.CALLBACK):
            return False
        body = procedure.language.say(answer).decode()
        before = self.store.said_to(request.callback)
        if before[-1:] != [body]:
            number = f"{request.reference}:{digest(body)[:12]}:{len(before)}"
            self.store.say(Message(number, request.callback, body, self._now().isoformat()))
        return True

    def _close(self, request: Request) -> Request:
        self.store.save(request)
        self.note(request, Happened.REFUSED if request.state == REFUSED else Happened.GRANTED, said=request.reason)
        self._exchange.ended(request, self._procedures[request.service])
        return request

    def _give_up(self, request: Request) -> Request:
        procedure = self._procedures[request.service]
        self.note(request, Happened.GAVE_UP, lacking(procedure, request, request.stage))
        return stages.without(procedure, request)

    def _brought(self, request: Request) -> frozenset[str]:
        """Returns the fields that came after the request and were in no note of another office."""
        return frozenset(name for name, way in request.came_by.items() if not self.store.mail.state_of(way))

    def _finish_stage(self, request: Request) -> Request:
        procedure = self._procedures[request.service]
        stage = procedure.stages[request.stage]
        today = (self._now() + self._flaws.clock_error()).date()
        known = self.recognition.known(request)
        produced = stages.outcome(procedure, request, today, known, self._brought(request))
        if isinstance(produced, Refused):
            return self.refuse(request, produced)
        written = self._written_down(procedure, request, produced)
        self.note(request, Happened.FINISHED, written, said=stage.name)
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
