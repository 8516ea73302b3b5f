"""The words a service designer writes definitions with: agencies, services, questions, life events.

Everything here is a frozen dataclass. A definition built from them is data: it can be drawn, checked, exported and
simulated, and it never runs (a syntax-tree test holds the modules of definitions to that).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from life_events.conditions import Condition
from life_events.frictions import Friction
from life_events.parameters import Parameter


class Tier(StrEnum):
    """What kind of organisation an agency is."""

    CENTRAL = "central"
    LOCAL = "local"
    HEALTH = "health"
    COURT = "court"
    PRIVATE = "private"
    VOLUNTARY = "voluntary"


class Timing(StrEnum):
    """When a service needs a fact (design 5.9). Only `to_start` holds back the asking."""

    TO_START = "to_start"
    TO_FINISH = "to_finish"
    AFTERWARDS = "afterwards"


class Release(StrEnum):
    """How an office gives out a fact that it produces (design 5.3)."""

    REPLY = "reply"
    LETTER = "letter"
    PARTNER = "partner"


class Recognition(StrEnum):
    """In what form an office accepts a fact (design 5.3)."""

    PORTAL = "portal"
    TYPED = "typed"
    ORIGINAL = "original"
    ISSUER = "issuer"


class Basis(StrEnum):
    """Why facts may be shared: by law (the citizen is told) or by consent (the citizen is asked)."""

    STATUTORY = "statutory"
    CONSENT = "consent"


@dataclass(frozen=True)
class Agency:
    """An organisation: its tier, who answers for its services, and the way round when the portal fails."""

    key: str
    title: str
    tier: Tier
    owner: str
    fallback: str


@dataclass(frozen=True)
class Read:
    """A fact that a service needs.

    `optional`: the service goes on when nobody provides the fact. `alternatives`: facts of which any one will do in
    its place (each is a read of its own, with the same timing).
    """

    fact: str
    when: Timing = Timing.TO_START
    optional: bool = False
    recognises: Recognition = Recognition.PORTAL
    alternatives: tuple[str, ...] = ()

    @property
    def any_of(self) -> tuple[str, ...]:
        """The fact and its alternatives: the read is met by any one of them."""
        return (self.fact, *self.alternatives)


@dataclass(frozen=True)
class Write:
    """A fact that a service produces, and how its office gives it out.

    `rests_on`: what has to have come before it is produced, besides what the service needs to start: groups of facts,
    of each of which any one will do; the first of a group is the ordinary way, the others are ways round.
    `optional`: the office says yes without it where there is nothing of the kind to say.
    """

    fact: str
    release: Release = Release.REPLY
    rests_on: tuple[tuple[str, ...], ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Purpose:
    """Why facts go to a service, on what basis, under which law, and for how long the office may keep them."""

    why: str
    basis: Basis
    law: str
    retention_days: int


class Span(StrEnum):
    """A stretch of time at whose end a law begins to count. The tax year ends on 5 April."""

    DAY = "day"
    MONTH = "month"
    TAX_YEAR = "tax_year"

    def end(self, day: date) -> date:
        """Returns the last day of the span in which a day lies."""
        match self:
            case Span.DAY:
                return day
            case Span.MONTH:
                return day.replace(day=monthrange(day.year, day.month)[1])
            case Span.TAX_YEAR:
                ends = date(day.year, 4, 5)
                return ends if day <= ends else date(day.year + 1, 4, 5)


class KeptBy(StrEnum):
    """What has to be done by a deadline: the office told, or the service done."""

    TOLD = "told"
    DONE = "done"


@dataclass(frozen=True)
class Deadline:
    """The day by which something must be done, by law: a number of days after a day on which it begins to count.

    `counts_from` is a fact: a date, or what counts from the moment when it is known. The count begins at the end of the
    `span` in which that day lies. `when`: the facts under which the law sets a day at all.
    """

    days: Parameter
    counts_from: str
    span: Span = Span.DAY
    kept_by: KeptBy = KeptBy.DONE
    when: Condition | None = None

    def day(self, start: date, on: date) -> date:
        """Returns the day, counted from a start, by the number that holds on a day."""
        return self.span.end(start) + timedelta(days=int(self.days.on(on)))

    def holds(self, facts: Mapping[str, str], on: date) -> bool:
        """Says whether the law sets a day under these facts."""
        return self.when is None or self.when.judge(facts, on) is True


@dataclass(frozen=True)
class Service:
    """One thing that one agency does, declared once: what it reads and writes, why, and how long it usually takes.

    `row` names its row in the domain reference (BV03), if it has one. `usually` is in working days after the office has
    what it needs. `asks_again`: facts its office asks the citizen for once more unless offices coordinate (design
    5.3.7). `overlooks`: facts that its office is sent and does not use, because its own file says something else; the
    same coordination ends it. `owner` and `fallback`: who answers for it, and the way round when the portal fails,
    where that is not the same for all that the agency does.
    """

    key: str
    agency: str
    title: str
    does: str
    reads: tuple[Read, ...]
    purpose: Purpose
    usually: Parameter
    writes: tuple[Write, ...] = ()
    deadline: Deadline | None = None
    asks_again: tuple[str, ...] = ()
    asks_again_source: str = ""
    overlooks: tuple[str, ...] = ()
    overlooks_source: str = ""
    relays: tuple[str, ...] = ()
    row: str = ""
    owner: str = ""
    fallback: str = ""

    def reads_facts(self) -> frozenset[str]:
        """Returns every fact that the service may be sent, alternatives included."""
        return frozenset(fact for read in self.reads for fact in read.any_of)

    def writes_facts(self) -> frozenset[str]:
        """Returns every fact that the service produces."""
        return frozenset(write.fact for write in self.writes)


@dataclass(frozen=True)
class Concerns:
    """A service of a life event and when it concerns the person; `otherwise` says why not, as a sentence."""

    service: str
    when: Condition | None = None
    otherwise: str = ""


@dataclass(frozen=True)
class Question:
    """One page of the journey: a question, the facts it yields and when it is asked.

    `optional` facts may be left empty: the citizen is told which office will ask for them later.
    """

    key: str
    title: str
    facts: tuple[str, ...]
    hint: str = ""
    when: Condition | None = None
    optional: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True)
class Section:
    """Questions that belong together, under one heading of the list of answers."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Joins:
    """A service that joins a life event from a file of its own, with the questions that it adds.

    `JOINS = (Joins(...),)` stands beside the service, and no file is edited. The sections come after the event's own.
    """

    life_event: str
    concerns: Concerns
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class NotTold:
    """Organisations that nobody tells, and what the citizen should do about it."""

    who: str
    advice: str


@dataclass(frozen=True)
class Listed:
    """One entry of a published list, in the list's own words, and the services that see to it; none: nobody is told."""

    name: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublishedList:
    """A list, published elsewhere, of all that a life event brings with it: shown, so that nothing of it is left out.

    `says`: what it is a list of, and where it stands, as a sentence.
    """

    says: str
    entries: tuple[Listed, ...]


@dataclass(frozen=True)
class LifeEvent:
    """What happened to the person: the questions, the services concerned and who will not be told.

    `signs` are what people say of it who do not know what to call it, as whole sentences in the first person.
    """

    key: str
    title: str
    summary: str
    happened: str
    before_you_start: tuple[str, ...]
    sections: tuple[Section, ...]
    services: tuple[Concerns, ...]
    not_told: tuple[NotTold, ...]
    call_it: str = ""
    signs: tuple[str, ...] = ()
    frictions: tuple[Friction, ...] = ()
    published: PublishedList | None = None

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order in which it is asked."""
        return tuple(question for section in self.sections for question in section.questions)
