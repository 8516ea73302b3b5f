"""An office's records as its clerk reads them: in its own fields and words, with what it learnt from whom and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from backoffice_adapters.simulated.calendar import after_working_days
from backoffice_adapters.simulated.diary import Entry, Happened
from backoffice_adapters.simulated.letters import plain
from backoffice_adapters.simulated.office import Counter
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.stages import longest
from backoffice_adapters.simulated.store import OPEN, Request
from backoffice_adapters.simulated.waiting import outstanding
from backoffice_adapters.simulated.writing import Plain

MEDIA = {
    "staff_rekey": "a clerk’s note",
    "email": "email",
    "phone": "telephone",
    "post": "post",
    "api": "their system",
    "shared_record": "the shared record",
}
BY_WHOM = {Happened.CAME: "the request itself", Happened.SUPPLIED: "whoever asked, later"}
BROUGHT = (Happened.CAME, Happened.SUPPLIED, Happened.TOLD, Happened.FINISHED, Happened.CORRECTED)


@dataclass(frozen=True)
class Waiting:
    """A case that is not decided. `by`: when the office means to have done with the step that it is in."""

    reference: str
    service: str
    what: str
    whom: str = field(repr=False)
    state: str
    since: datetime
    days: int
    by: datetime | None
    late: bool
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """One field of a record: its own name, what others call it, what stands in it, from whom and since when."""

    name: str
    said: str
    value: str = field(repr=False)
    whence: str
    when: datetime | None


@dataclass(frozen=True)
class Line:
    """One line of a record's history, in words, with the fields that it is about."""

    at: datetime
    said: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """A case as its office holds it."""

    waiting: Waiting
    form: tuple[Held, ...]
    made: tuple[Held, ...]
    history: tuple[Line, ...]
    closed: datetime | None
    reason: str


class Reader:
    """Reads the records of one office in one world. `title_of` says how a service's office is called."""

    def __init__(self, counter: Counter, now: datetime, title_of: Callable[[str], str]) -> None:
        self._counter = counter
        self._store = counter.store
        self._procedures = counter.procedures
        self._now = now
        self._title_of = title_of

    def waiting(self) -> list[Waiting]:
        """Returns the cases that are not decided: first those that are to be done with first, then the oldest."""
        began = self._store.diary.last(Happened.BEGAN)
        found = [self._waiting(each, began.get(each.reference)) for each in self._store.unfinished()]
        return sorted(found, key=lambda each: (each.by is None, each.by or each.since, each.since))

    def decided(self, most: int) -> list[Waiting]:
        """Returns the cases that were decided last, the latest first."""
        return [self._waiting(each, None) for each in self._store.decided(most)]

    def record(self, request: Request) -> Record:
        """Returns a case as the office holds it."""
        procedure, diary = self._procedures[request.service], self._store.diary.of(request.reference)
        began = max((each.at for each in diary if each.what is Happened.BEGAN), default=None)
        whence: dict[str, Entry] = {}
        for each in diary:
            if each.what in BROUGHT:
                whence |= dict.fromkeys(each.fields, each)
        facts = {name: asked.facts for name, asked in procedure.form.items()}
        made = {name: (each.fact,) for name, each in procedure.makes.items()}
        return Record(
            waiting=self._waiting(request, began),
            form=tuple(self._held(name, facts[name], request.form.get(name), whence.get(name)) for name in facts),
            made=tuple(
                self._held(name, made.get(name, ()), value, whence.get(name))
                for name, value in request.produced.items()
            ),
            history=tuple(self._line(each, procedure) for each in diary),
            closed=request.closed_at,
            reason=request.reason,
        )

    def _waiting(self, request: Request, began: datetime | None) -> Waiting:
        procedure = self._procedures[request.service]
        lacks = outstanding(procedure, request)
        under_way = request.state == OPEN and request.closed_at is None and began is not None
        by = None
        if under_way and began is not None:
            by = after_working_days(began, longest(procedure.stages[request.stage]), 0)
        words = procedure.words
        state = words.waiting if lacks else {"done": words.done, "refused": words.refused}.get(request.state, "")
        return Waiting(
            reference=request.reference,
            service=request.service,
            what=what(request.service),
            whom=self._whom(request, procedure),
            state=state or words.received,
            since=request.opened_at,
            days=((request.closed_at or self._now).date() - request.opened_at.date()).days,
            by=by,
            late=by is not None and by < self._now,
            lacks=tuple(lacks),
        )

    def _whom(self, request: Request, procedure: Procedure) -> str:
        """Returns the name of the person whom a file is about, as far as the office knows who is who."""
        names = self._counter.register.of(request.case).relations.identity.get("names", ())
        found = {name: asked.facts for name, asked in procedure.form.items() if set(asked.facts) & set(names)}
        first = next((facts[0].partition(".")[0] for facts in found.values()), "")
        same = [name for name, facts in found.items() if facts[0].partition(".")[0] == first]
        return " ".join(shown(request.form.get(name)) for name in same).strip()

    def _held(self, name: str, facts: Iterable[str], value: Plain, entry: Entry | None) -> Held:
        said = ", ".join(plain(fact) for fact in facts)
        if entry is None or value is None:
            return Held(name, said, shown(value), "", None)
        if entry.what in (Happened.FINISHED, Happened.CORRECTED):
            return Held(name, said, shown(value), "ourselves", entry.at)
        return Held(name, said, shown(value), self._by_whom(entry), entry.at)

    def _by_whom(self, entry: Entry) -> str:
        if not entry.who:
            return BY_WHOM.get(entry.what, "")
        through = f", by {MEDIA.get(entry.said, entry.said)}" if entry.what is Happened.TOLD else ""
        return f"{self._title_of(entry.who)}{through}"

    def _line(self, entry: Entry, procedure: Procedure) -> Line:
        match entry.what:
            case Happened.CAME:
                said = f"It came through {self._title_of(entry.who)}." if entry.who else "It came."
            case Happened.SUPPLIED:
                said = "Whoever asked us sent more."
            case Happened.TOLD:
                said = f"We were told by {self._by_whom(entry)}."
            case Happened.BEGAN:
                said = f"We took it up: {entry.said}."
            case Happened.WAITS:
                said = "We wait for what we lack."
            case Happened.GAVE_UP:
                said = "It did not come; we go on without."
            case Happened.FINISHED:
                said = f"Done: {entry.said}."
            case Happened.ASKED:
                said = f"We asked the citizen by letter. {entry.said}".strip()
            case Happened.KNOWN:
                said = f"We have a file about the same: {entry.said}."
            case Happened.PERHAPS:
                said = f"It may be about the same as our file {entry.said}, and may not. We go on as if it were not."
            case Happened.DOUBTED:
                said = f"{self._by_whom(entry)} may have told us something about this person. A clerk has to look."
            case Happened.SAME:
                said = f"What {self._by_whom(entry)} told us is about this person, the clerk says."
            case Happened.ANOTHER:
                said = f"What {self._by_whom(entry)} told us is about another person, the clerk says."
            case Happened.CORRECTED:
                said = "We found a mistake of ours and corrected it."
            case Happened.GRANTED:
                said = f"Decided: {procedure.words.done}."
            case Happened.REFUSED:
                said = f"Decided: {procedure.words.refused}. {entry.said}"
        return Line(entry.at, said, entry.fields)


def what(service: str) -> str:
    """Returns what a service does, in words: `hmrc.settle_income_tax` reads as "Settle income tax"."""
    return service.partition(".")[2].replace("_", " ").capitalize()


def shown(value: Plain) -> str:
    """Returns what stands in a field, as text."""
    return "" if value is None else str(value)
