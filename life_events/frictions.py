"""What goes wrong between offices, as data: what happens, when a case's record shows it, and what removes it.

A friction is judged by what the record of a case holds (who handed over which fact to whom, when and how), never by the
name of its scenario. Moments: `since` is PRODUCED (the fact came into being), ASKED (the service was asked), DEADLINE
(the service's day by law), or the name of a fact that is a date.

    Late           a fact came to a service, or into being where none is named or that one makes it, more than so long
                   after a moment
    After          a fact came into being, or did so more than so long, after a service had ended that should have known
    Without        a service ended without a fact that existed
    Carried        a fact came to a service by the citizen's hands, or the citizen had to have it posted
    AskedAgain     a service asked the citizen for what had been told
    WrittenTo      a service wrote to an address, such as that of the person who died: about a fact, or without one
    NotCorrected   a service keeps a mistake that its author has put right
    Differs        a service decided something otherwise than it was told, or than another had decided it
    TakenWrong     a service took in a fact otherwise than its author wrote it
    TurnedAway     a service said no, with such a code of its own
    Apart          the citizen carried things to, from or between so many services of one agency
    Spread         a mistake had reached so many offices before it was put right
    HubDown        a hub cannot be reached, and those that it tells wait
    LeftOutside    a service was merged into another, and what others tell it comes by hand or by post since
    Disagree       a service was told a fact twice, and the two are not the same
    SlowNotes      clerks told others of a fact more than so long after it came into being
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from life_events.conditions import Condition
from life_events.parameters import Parameter

PRODUCED, ASKED, DEADLINE = "produced", "asked", "deadline"
MOMENTS = (PRODUCED, ASKED, DEADLINE)
# What a sentence may say of what was found: how long, how many letters, how many offices.
SAYABLE = frozenset({"days", "letters", "offices"})


@dataclass(frozen=True)
class Late:
    """See the list above; `longer_than` has a unit of its own: days or working days.

    `not_before` is another moment, from which it is counted where that is the later one.
    """

    fact: str
    since: str
    at: str = ""
    longer_than: Parameter | None = None
    not_before: str = ""


@dataclass(frozen=True)
class After:
    """See the list above."""

    fact: str
    ended: str
    longer_than: Parameter | None = None


@dataclass(frozen=True)
class Without:
    """See the list above."""

    fact: str
    at: str


@dataclass(frozen=True)
class Carried:
    """See the list above."""

    fact: str
    at: str


@dataclass(frozen=True)
class AskedAgain:
    """See the list above."""

    fact: str
    at: str


@dataclass(frozen=True)
class WrittenTo:
    """See the list above; `address` is a fact."""

    address: str
    by: str
    about: str = ""


@dataclass(frozen=True)
class NotCorrected:
    """See the list above."""

    fact: str
    at: str


@dataclass(frozen=True)
class Differs:
    """See the list above; `told` is what the citizen said, or the other decided."""

    fact: str
    told: str
    at: str


@dataclass(frozen=True)
class TakenWrong:
    """See the list above."""

    fact: str
    at: str


@dataclass(frozen=True)
class TurnedAway:
    """See the list above."""

    at: str
    code: str


@dataclass(frozen=True)
class Apart:
    """See the list above."""

    agency: str
    services: int


@dataclass(frozen=True)
class Spread:
    """See the list above."""

    fact: str
    offices: int


@dataclass(frozen=True)
class HubDown:
    """See the list above."""

    hub: str


@dataclass(frozen=True)
class LeftOutside:
    """See the list above."""

    fact: str
    at: str


@dataclass(frozen=True)
class Disagree:
    """See the list above."""

    fact: str
    at: str


@dataclass(frozen=True)
class SlowNotes:
    """See the list above."""

    fact: str
    longer_than: Parameter


Sign: TypeAlias = (
    Late
    | After
    | Without
    | Carried
    | AskedAgain
    | WrittenTo
    | NotCorrected
    | Differs
    | TakenWrong
    | TurnedAway
    | Apart
    | Spread
    | HubDown
    | LeftOutside
    | Disagree
    | SlowNotes
)


@dataclass(frozen=True)
class Friction:
    """Something that goes wrong between offices.

    code      of the domain reference (C-B3), or W and a number for what gets worse with coordination (design 5.10)
    what      what happens, in general
    bears     who bears it
    sign      when the record of a case shows it
    says      the sentence on the case's page; {days}, {letters} and {offices} are what was found
    remedy    what removes it
    source    where it is documented
    where     the facts of the case under which it can arise at all
    """

    code: str
    what: str
    bears: str
    sign: Sign
    says: str
    remedy: str
    source: str
    where: Condition | None = None

    @property
    def services(self) -> tuple[str, ...]:
        """The services that it is about."""
        match self.sign:
            case Late(at=service) | Without(at=service) | Carried(at=service) | AskedAgain(at=service):
                return (service,) if service else ()
            case NotCorrected(at=service) | LeftOutside(at=service) | Disagree(at=service):
                return (service,)
            case Differs(at=service) | TakenWrong(at=service) | TurnedAway(at=service):
                return (service,)
            case After(ended=service) | WrittenTo(by=service) | HubDown(hub=service):
                return (service,)
            case _:
                return ()

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it names."""
        sign = self.sign
        named = set(self.where.facts()) if self.where is not None else set()
        match sign:
            case Late(since=since, not_before=other):
                named |= {since, other} - {*MOMENTS, ""}
            case Differs(told=told):
                named.add(told)
            case WrittenTo(address=address, about=about):
                named |= {address, about} - {""}
        if not isinstance(sign, WrittenTo | HubDown | Apart | TurnedAway):
            named.add(sign.fact)
        return frozenset(named)

    @property
    def compares(self) -> bool:
        """Whether it is judged by what an office took in, and not only by who told it when."""
        return isinstance(self.sign, TakenWrong)

    @property
    def numbers(self) -> tuple[Parameter, ...]:
        """The numbers that it is judged by."""
        limit = self.sign.longer_than if isinstance(self.sign, Late | After | SlowNotes) else None
        return (limit,) if limit else ()

    def unsayable(self) -> Iterator[str]:
        """Yields what its sentence wants to say and nothing finds."""
        for _, name, _, _ in string.Formatter().parse(self.says):
            if name is not None and name not in SAYABLE:
                yield name
