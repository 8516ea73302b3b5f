"""When something concerns a person: conditions over facts that are true, false, or not known yet.

A condition is data: it can be judged (`judge`), said in English (`say`) and searched for the facts it uses (`facts`).
Facts are canonical strings (see `life_events.facts`): yes/no, ISO dates, decimal numbers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from life_events.parameters import Parameter

Truth = bool | None
Literal = str | bool | int | Parameter


class Condition(ABC):
    """Something that is true, false or not known yet (None) of the facts held."""

    @abstractmethod
    def judge(self, held: Mapping[str, str], on: date) -> Truth:
        """Judges the condition by the facts held, with dated parameters taken on a day."""

    @abstractmethod
    def facts(self) -> frozenset[str]:
        """Returns the names of the facts that the condition looks at."""

    @abstractmethod
    def say(self, label: Callable[[str], str]) -> str:
        """Says the condition in English; `label` turns a fact's name into words."""


def canonical(literal: Literal, on: date) -> str:
    """Returns a literal of a definition as the canonical string that facts are kept in."""
    if isinstance(literal, bool):
        return "yes" if literal else "no"
    if isinstance(literal, Parameter):
        return str(literal.on(on))
    return str(literal)


def spoken(literal: Literal) -> str:
    """Returns a literal as it reads in a sentence; a parameter reads as its key."""
    if isinstance(literal, bool):
        return "yes" if literal else "no"
    return literal.key if isinstance(literal, Parameter) else str(literal)


@dataclass(frozen=True)
class Equals(Condition):
    """True when the fact is one of the values."""

    fact: str
    values: tuple[Literal, ...]

    def judge(self, held: Mapping[str, str], on: date) -> Truth:
        """See Condition.judge."""
        value = held.get(self.fact)
        return None if value is None else value in {canonical(each, on) for each in self.values}

    def facts(self) -> frozenset[str]:
        """See Condition.facts."""
        return frozenset({self.fact})

    def say(self, label: Callable[[str], str]) -> str:
        """See Condition.say."""
        return f"{label(self.fact)} is {' or '.join(spoken(value) for value in self.values)}"


@dataclass(frozen=True)
class AtLeast(Condition):
    """True when the fact, a decimal number, is the bound or more."""

    fact: str
    bound: int | Parameter

    def judge(self, held: Mapping[str, str], on: date) -> Truth:
        """See Condition.judge."""
        value = held.get(self.fact)
        if value is None:
            return None
        try:
            return Decimal(value) >= Decimal(canonical(self.bound, on))
        except InvalidOperation:
            return None

    def facts(self) -> frozenset[str]:
        """See Condition.facts."""
        return frozenset({self.fact})

    def say(self, label: Callable[[str], str]) -> str:
        """See Condition.say."""
        return f"{label(self.fact)} is {spoken(self.bound)} or more"


@dataclass(frozen=True)
class SameAs(Condition):
    """True when two facts are the same."""

    fact: str
    other: str

    def judge(self, held: Mapping[str, str], on: date) -> Truth:
        """See Condition.judge."""
        values = held.get(self.fact), held.get(self.other)
        return None if None in values else values[0] == values[1]

    def facts(self) -> frozenset[str]:
        """See Condition.facts."""
        return frozenset({self.fact, self.other})

    def say(self, label: Callable[[str], str]) -> str:
        """See Condition.say."""
        return f"{label(self.fact)} is the same as {label(self.other)}"


@dataclass(frozen=True)
class Not(Condition):
    """True when the inner condition is false; not known when that is not known."""

    inner: Condition

    def judge(self, held: Mapping[str, str], on: date) -> Truth:
        """See Condition.judge."""
        truth = self.inner.judge(held, on)
        return None if truth is None else not truth

    def facts(self) -> frozenset[str]:
        """See Condition.facts."""
        return self.inner.facts()

    def say(self, label: Callable[[str], str]) -> str:
        """See Condition.say."""
        return f"not ({self.inner.say(label)})"


@dataclass(frozen=True)
class All(Condition):
    """True when every part is true; false as soon as one is false."""

    parts: tuple[Condition, ...]

    def judge(self, held: Mapping[str, str], on: date) -> Truth:
        """See Condition.judge."""
        truths = [part.judge(held, on) for part in self.parts]
        if False in truths:
            return False
        return None if None in truths else True

    def facts(self) -> frozenset[str]:
        """See Condition.facts."""
        return frozenset().union(*(part.facts() for part in self.parts))

    def say(self, label: Callable[[str], str]) -> str:
        """See Condition.say."""
        return " and ".join(part.say(label) for part in self.parts)


@dataclass(frozen=True)
class Some(Condition):
    """True as soon as one part is true; false when every part is false."""

    parts: tuple[Condition, ...]

    def judge(self, held: Mapping[str, str], on: date) -> Truth:
        """See Condition.judge."""
        truths = [part.judge(held, on) for part in self.parts]
        if True in truths:
            return True
        return None if None in truths else False

    def facts(self) -> frozenset[str]:
        """See Condition.facts."""
        return frozenset().union(*(part.facts() for part in self.parts))

    def say(self, label: Callable[[str], str]) -> str:
        """See Condition.say."""
        return " or ".join(part.say(label) for part in self.parts)


@dataclass(frozen=True)
class Fact:
    """A fact by its name, from which conditions are made: `Fact("deceased.had_passport").is_(True)`."""

    name: str

    def is_(self, *values: str | bool | int) -> Condition:
        """Returns the condition that the fact is one of the values."""
        return Equals(self.name, values)

    def at_least(self, bound: int | Parameter) -> Condition:
        """Returns the condition that the fact, a number, is the bound or more."""
        return AtLeast(self.name, bound)

    def same_as(self, other: str) -> Condition:
        """Returns the condition that the fact is the same as another, which is given by its name."""
        return SameAs(self.name, other)


def all_of(*parts: Condition) -> Condition:
    """Returns the condition that every part is true."""
    return All(parts)


def any_of(*parts: Condition) -> Condition:
    """Returns the condition that at least one part is true."""
    return Some(parts)


def not_(inner: Condition) -> Condition:
    """Returns the condition that the inner one is false."""
    return Not(inner)
