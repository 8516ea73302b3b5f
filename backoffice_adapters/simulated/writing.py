"""How the town's offices write what the catalogue holds in canonical form, and read it back.

The town has its own ways of writing, apart from the adapters', so that a misunderstanding cannot hide in a shared
class. Reading back raises ValueError where what stands there is not what this office writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

Plain: TypeAlias = str | int | bool | None

DAY_ZERO = date(1900, 1, 1)


@dataclass(frozen=True)
class Writing:
    """A pair of ways: from the canonical text to the office's own form, and back."""

    write: Callable[[str], Plain]
    read: Callable[[Plain], str]


def dates(pattern: str) -> Writing:
    """Returns the writing of dates in a pattern of strftime."""
    return Writing(
        lambda value: date.fromisoformat(value).strftime(pattern),
        lambda kept: datetime.strptime(str(kept), pattern).date().isoformat(),  # noqa: DTZ007 a date, no clock time
    )


def words(**own: Plain) -> Writing:
    """Returns the writing of an office that has a word or code of its own for each choice.

    Where two choices have the same word, the first is read back: the office keeps no difference.
    """

    def read(kept: Plain) -> str:
        for choice, word in own.items():
            if type(word) is type(kept) and word == kept:
                return choice
        raise ValueError("this is none of the office's own words")

    return Writing(lambda value: own[value], read)


def grouped(separator: str, *sizes: int) -> Writing:
    """Returns the writing of an identifier in groups of so many characters; the last group is what is left."""

    def write(value: str) -> Plain:
        parts, at = [], 0
        for size in sizes:
            parts.append(value[at : at + size])
            at += size
        return separator.join([*parts, value[at:]]).rstrip(separator)

    return Writing(write, lambda kept: str(kept).replace(separator, ""))


def first(characters: int) -> Writing:
    """Returns the writing of an office that keeps only so many characters from the left."""
    return Writing(lambda value: value[:characters], str)


def _spaced_postcode(kept: Plain) -> str:
    bare = str(kept)
    return f"{bare[:-3]} {bare[-3:]}"


AS_IS = Writing(lambda value: value, str)
CAPITALS = Writing(lambda value: value.upper(), str)
MACHINE_READABLE = Writing(
    lambda value: value.upper().replace(" ", "<"), lambda kept: " ".join(str(kept).split("<")).strip()
)
POUNDS = Writing(lambda value: value, lambda kept: f"{Decimal(str(kept).strip('£').replace(',', '')):.2f}")
PENCE = Writing(lambda value: int(Decimal(value) * 100), lambda kept: f"{Decimal(str(kept)) / 100:.2f}")
PENCE_DIGITS = Writing(lambda value: str(int(Decimal(value) * 100)), PENCE.read)
PENCE_EIGHT = Writing(lambda value: f"{min(int(Decimal(value) * 100), 99_999_999):08}", PENCE.read)
POSTCODE_BARE = Writing(lambda value: value.replace(" ", ""), _spaced_postcode)
DAY_NUMBER = Writing(
    lambda value: (date.fromisoformat(value) - DAY_ZERO).days,
    lambda kept: (DAY_ZERO + timedelta(days=int(str(kept)))).isoformat(),
)
Y_N = words(yes="Y", no="N")
YES_NO = words(yes="Yes", no="No")
TRUE_FALSE = words(yes=True, no=False)
