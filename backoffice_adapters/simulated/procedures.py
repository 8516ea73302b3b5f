"""How an office works through a request: a form, stages that each take working days, and the office's own words.

An office is declared, not programmed: a `Procedure` names its form, its stages and its words, and each stage has one
small function that says what the office produces, in the office's own fields, or why it refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random
from typing import TypeAlias

from backoffice_adapters.simulated.filing import File
from backoffice_adapters.simulated.forms import Asked
from backoffice_adapters.simulated.intakes import Intake
from backoffice_adapters.simulated.languages import Json, Language
from backoffice_adapters.simulated.numbers import rule
from backoffice_adapters.simulated.writing import AS_IS, Plain, Writing


class Answers(StrEnum):
    """How the one who asked hears of the result."""

    AT_ONCE = "at_once"
    CALLBACK = "callback"
    POLLED = "polled"


@dataclass(frozen=True)
class Filed:
    """A request as the office holds it: its form, what was produced so far, the office's own reference, the day, and
    chance that repeats with the seed.

    `earlier` is what the office has on file of the same person, by service; None: of somebody who may be another.
    `brought`: fields that were brought to the counter after the request, by no other office.
    """

    form: Mapping[str, Plain] = field(repr=False)
    produced: Mapping[str, Plain] = field(repr=False)
    reference: str
    today: date
    chance: Random = field(repr=False)
    earlier: Mapping[str, Mapping[str, Plain] | None] = field(default_factory=dict, repr=False)
    brought: frozenset[str] = frozenset()

    def known(self, service: str) -> Mapping[str, Plain] | None:
        """Returns what stands in an earlier file of the same person, if the office is sure that it has one."""
        return self.earlier.get(service)

    def unsure(self, service: str) -> bool:
        """Says whether the office has a file of somebody like them, and cannot tell whether it is theirs."""
        return service in self.earlier and self.earlier[service] is None

    def said(self, name: str) -> str:
        """Returns a field of the form as text, empty where it was left out."""
        value = self.form.get(name)
        return "" if value is None else str(value)

    def day(self, name: str, written: str) -> date:
        """Returns a date of the form, which the office writes in this way."""
        return datetime.strptime(self.said(name), written).date()  # noqa: DTZ007 a date, no clock time

    def number(self, digits: int) -> str:
        """Returns a number of so many digits, drawn by chance."""
        return "".join(str(self.chance.randrange(10)) for _ in range(digits))

    def later(self, days: int) -> date:
        """Returns the day so many days after today."""
        return self.today + timedelta(days=days)

    def rule(self, key: str) -> Decimal:
        """Returns a number by which offices decide, as it is today. Raises LookupError where there is none."""
        return rule(key, self.today)

    def between(self, least: str, most: str) -> int:
        """Returns a whole number drawn by chance between two rules, the second left out. Raises likewise."""
        return self.chance.randrange(int(self.rule(least)), int(self.rule(most)))


@dataclass(frozen=True)
class Refused:
    """The office's no: its own code, and a reason that repeats nothing from the form."""

    code: str
    reason: str


Form: TypeAlias = Mapping[str, Plain]
Produced: TypeAlias = Mapping[str, Plain] | Refused


def nothing(filed: Filed) -> Produced:
    """Produces nothing but the office's word that it is done."""
    return {}


def always(form: Form) -> bool:
    """Says that a stage concerns every request."""
    return True


@dataclass(frozen=True)
class Stage:
    """One step of the work.

    pace                how long it takes: a key of pace.toml, working days from and to
    produces            what comes out, or the office's no
    waits_for           groups of fields, of each of which one has to come first
    waits_if_announced  groups likewise, but only those of which whoever asked said that a field would come
    concerns            whether the request, by its form, goes through this stage at all
    until               a day before which it cannot be over, such as the day of a funeral
    paced               how long it takes after all, by what was produced before: another key of pace.toml
    patience            after how long it goes on without what it waits for: a key of pace.toml; empty: never
    before_papers       it begins when the request comes, and does not wait for papers that are announced
    """

    name: str
    pace: str
    produces: Callable[[Filed], Produced] = nothing
    waits_for: tuple[tuple[str, ...], ...] = ()
    waits_if_announced: tuple[tuple[str, ...], ...] = ()
    concerns: Callable[[Form], bool] = always
    until: Callable[[Filed], date] | None = None
    paced: tuple[Callable[[Filed], bool], str] | None = None
    patience: str = ""
    before_papers: bool = False

    @property
    def paces(self) -> tuple[str, ...]:
        """The keys of pace.toml that it uses."""
        return tuple(key for key in (self.pace, self.patience, self.paced[1] if self.paced else "") if key)

    def pace_of(self, filed: Filed) -> str:
        """Returns the key of pace.toml that holds for a request."""
        return self.paced[1] if self.paced and self.paced[0](filed) else self.pace

    def waiting(self, form: Form, announced: frozenset[str]) -> list[str]:
        """Returns the fields still waited for. A field that came as null is known not to come and is not."""
        expected = [group for group in self.waits_if_announced if announced.intersection(group)]
        missing = [group for group in (*self.waits_for, *expected) if not any(name in form for name in group)]
        return [name for group in missing for name in group]


@dataclass(frozen=True)
class Words:
    """The office's own names and words, and the HTTP statuses it answers with.

    What its clerk has to look at stands in a field of its own, or has a word of its own for the state, `clerical`.
    """

    reference: str = "reference"
    state: str = "state"
    received: str = "received"
    waiting: str = "waiting"
    done: str = "done"
    refused: str = "refused"
    reason: str = "reason"
    code: str = "code"
    missing: str = "missing"
    clerk: str = "clerk"
    clerical: str = ""
    status_received: int = 202
    status_done: int = 201
    status_refused: int = 422


@dataclass(frozen=True)
class Made:
    """Something that an office produces in one of its own fields: which fact, how written, and its words for it.

    `again`: it is worked out anew, and said anew, when something that the office was told is put right; without it
    nobody looks at it again. `opening`: how a letter that is about it begins, where the procedure's words do not fit.
    """

    fact: str
    written: Writing = AS_IS
    said: str = ""
    again: bool = False
    opening: str = ""


@dataclass(frozen=True)
class Routine:
    """A letter that a machine writes to the person on the office's own file, for as long as a field is empty.

    `every` is a key of pace.toml; `opening`: how the letter begins; `concerns`: to whom it is written, by their form.
    `charges`: the field of what the procedure makes in which the machine books an amount with the first letter, and
    `amount` the rule that says how much, in pounds.
    """

    name: str
    every: str
    without: str
    heading: str
    opening: str = ""
    concerns: Callable[[Form], bool] = always
    charges: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Procedure:
    """One thing that an office does, under one path.

    service     what others call it: `<agency>.<verb_object>`
    makes       the fields that it produces and that others may need
    numbering   its references, where # is a digit and @ a letter
    letterhead  what stands on top of the letters that it writes about what it produced; `opening`: how they begin
    asking      what stands on top of a letter that asks again for what the office was told
    writes_to   the field with the address to which letters go
    on_file     the address on the office's own file, as a fact. Letters go there where the office does not have the
                address that it was told, or overlooks it, and so do the letters that a machine writes
    routines    letters that go out by themselves
    file        under what it keeps whose file a request belongs in, and in which files it looks for an earlier one
    language    what it speaks over the wire
    intake      how it takes things in where that is not at its counter
    """

    service: str
    path: str
    form: Mapping[str, Asked]
    stages: tuple[Stage, ...]
    numbering: str
    makes: Mapping[str, Made] = field(default_factory=dict)
    words: Words = field(default_factory=Words)
    letterhead: str = "What we have decided"
    opening: str = "We are writing about your request. This is what we hold."
    asking: str = "Please tell us this once more"
    writes_to: str = ""
    on_file: str = ""
    routines: tuple[Routine, ...] = ()
    file: File | None = None
    answers: Answers = Answers.CALLBACK
    supplied_by: str = "PATCH"
    language: Language = field(default_factory=Json)
    intake: Intake | None = None

    def stage_from(self, place: int, form: Form) -> int:
        """Returns the place of the first stage, from a place on, that concerns a form; past the last if none does."""
        return next((at for at in range(place, len(self.stages)) if self.stages[at].concerns(form)), len(self.stages))

    def starts_with_papers(self, place: int, form: Form) -> bool:
        """Says whether the stage at a place is the first that does not begin before what was announced has come."""
        first = next((at for at, each in enumerate(self.stages) if not each.before_papers and each.concerns(form)), -1)
        return place == first

    @property
    def paces(self) -> frozenset[str]:
        """The keys of pace.toml that it uses."""
        stages = {key for stage in self.stages for key in stage.paces}
        patience = {self.file.patience} if self.file else set()
        return frozenset(stages | patience | {routine.every for routine in self.routines})

    def number(self, chance: Random) -> str:
        """Returns a new reference in the office's own numbering."""
        letters = "ABCDEFGHJKLMNPRSTUVWXY"
        drawn = {"#": lambda: str(chance.randrange(10)), "@": lambda: chance.choice(letters)}
        return "".join(drawn[mark]() if mark in drawn else mark for mark in self.numbering)


@dataclass(frozen=True)
class Office:
    """An agency's back office: what it does, how it is called on its own pages, and who signs its letters."""

    agency: str
    title: str
    procedures: tuple[Procedure, ...]
    signed: str = ""


@dataclass(frozen=True)
class Desk:
    """More that an agency's office does, in a file of its own: `DESK = Desk("council", (Procedure(...),))`."""

    agency: str
    procedures: tuple[Procedure, ...]
