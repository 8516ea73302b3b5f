"""What an office's form asks for: fields under the office's own names, each with the office's own check.

A check takes what came in and raises ValueError with the office's words when it will not do; messages never repeat
what came in. Offices check differently: that is the point of having offices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from backoffice_adapters.simulated.writing import AS_IS, Plain, Writing

Check: TypeAlias = Callable[[object], None]


def text(longest: int = 200) -> Check:
    """Checks for a text of at most so many characters."""

    def check(value: object) -> None:
        if not isinstance(value, str) or not value.strip():
            raise ValueError("must be filled in")
        if len(value) > longest:
            raise ValueError(f"takes at most {longest} characters")

    return check


def written(pattern: str, described: str) -> Check:
    """Checks for a text of a form, which the refusal describes."""
    form = re.compile(pattern)

    def check(value: object) -> None:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise ValueError(f"must be written {described}")

    return check


def dated(pattern: str, described: str) -> Check:
    """Checks for a date in the office's own way of writing it."""

    def check(value: object) -> None:
        try:
            datetime.strptime(str(value), pattern)  # noqa: DTZ007 a date, no clock time
        except ValueError:
            raise ValueError(f"must be a date written {described}") from None

    return check


def whole() -> Check:
    """Checks for a whole number, zero or more."""

    def check(value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ValueError("must be a whole number")

    return check


def one_of(*words: Plain) -> Check:
    """Checks for one of the office's own words."""

    def check(value: object) -> None:
        if not any(value is word or (value == word and type(value) is type(word)) for word in words):
            raise ValueError("must be one of the words on the form")

    return check


@dataclass(frozen=True)
class Asked:
    """One field of a form.

    later     it need not be there at the start
    holds     the facts of the catalogue that stand in it; several are joined by `between`
    written   how the office writes each of them
    """

    check: Check
    required: bool = True
    later: bool = False
    holds: str | tuple[str, ...] = ()
    written: Writing = AS_IS
    between: str = " "

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of the catalogue that stand in the field."""
        return (self.holds,) if isinstance(self.holds, str) else self.holds


BlankForm: TypeAlias = Mapping[str, Asked]


def complaints(
    form: BlankForm, body: Mapping[str, object], *, at_start: bool, coming: frozenset[str] = frozenset()
) -> list[str]:
    """Returns what is wrong with a filled-in form, one sentence part per field, unknown fields included.

    `coming`: fields of which the office was told that they will come later.
    """
    found = [f"{name} is not on our form" for name in body if name not in form]
    for name, asked in form.items():
        value = body.get(name)
        if value is None:
            if at_start and asked.required and not asked.later and name not in coming:
                found.append(f"{name} must be filled in")
            continue
        try:
            asked.check(value)
        except ValueError as error:
            found.append(f"{name} {error}")
    return found


def filled_in(form: BlankForm, facts: Mapping[str, str]) -> dict[str, Plain]:
    """Returns the fields that these facts fill, written the office's own way."""
    filled: dict[str, Plain] = {}
    for name, asked in form.items():
        held = [asked.written.write(facts[fact]) for fact in asked.facts if fact in facts]
        if held:
            filled[name] = held[0] if len(asked.facts) == 1 else asked.between.join(map(str, held))
    return filled


def takes(form: BlankForm, fact: str, value: str) -> bool:
    """Says whether the fields for a fact take a value as it was keyed in, a slip of the pen included."""
    try:
        return not complaints(form, filled_in(form, {fact: value}), at_start=False)
    except (ValueError, KeyError, ArithmeticError):
        return False  # it cannot even be written in the office's own way


def facts_in(form: BlankForm, body: Mapping[str, Plain]) -> dict[str, str]:
    """Returns the facts that stand in a filled-in form, as far as the office's way of writing lets them be told apart.

    Facts that share one field come out together, under their names joined by a plus.
    """
    found: dict[str, str] = {}
    for name, asked in form.items():
        value = body.get(name)
        if value is None or not asked.facts:
            continue
        try:
            found["+".join(asked.facts)] = asked.written.read(value)
        except ValueError:
            continue  # what stands there is not of this office's writing, and so no fact can be read off
    return found
