"""How offices write things: each `Format` turns a canonical value into an office's own form and back.

Canonical forms are those of the fact catalogue: ISO dates, yes/no, pounds with two decimals, identifiers without
spaces. `read` raises NotAgreed when the office's form is not what was agreed; the message names no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

Plain: TypeAlias = str | int | bool | None


class NotAgreed(ValueError):
    """What came is not what was agreed. The message says what was, and never holds what came."""


@dataclass(frozen=True)
class Format:
    """A pair of functions: canonical value to the office's form, and the office's form to the canonical value.

    `keeps_all` is False where the office's form holds less than the canonical value, so that there is no way back.
    """

    name: str
    write: Callable[[str], Plain]
    read: Callable[[object], str]
    keeps_all: bool = True


def text(value: object) -> str:
    """Returns a non-empty string; raises NotAgreed for anything else."""
    if not isinstance(value, str) or not value.strip():
        raise NotAgreed("a text was agreed")
    return value.strip()


def digits_or_words(value: Plain) -> str:
    """Returns a value as a text, for offices whose language has nothing else."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _date_format(name: str, pattern: str) -> Format:
    def write(value: str) -> Plain:
        return date.fromisoformat(value).strftime(pattern)

    def read(value: object) -> str:
        try:
            return datetime.strptime(text(value), pattern).date().isoformat()  # noqa: DTZ007 a date, no clock time
        except ValueError:
            raise NotAgreed(f"a date written {name} was agreed") from None

    return Format(name, write, read)


def _pence(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise NotAgreed("whole pence were agreed")
    return f"{Decimal(value) / 100:.2f}"


def _pence_in_digits(value: object) -> str:
    if not re.fullmatch(r"[0-9]{1,14}", text(value)):
        raise NotAgreed("whole pence in digits were agreed")
    return _pence(int(text(value)))


def _pounds(value: object) -> str:
    amount = text(value).removeprefix("£").replace(",", "")
    if not re.fullmatch(r"\d{1,12}(\.\d\d)?", amount):
        raise NotAgreed("an amount in pounds was agreed")
    return f"{Decimal(amount):.2f}"


def _day_number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 100_000:
        raise NotAgreed("a day number was agreed")
    return (date(1900, 1, 1) + timedelta(days=value)).isoformat()


def coded(**words: Plain) -> Format:
    """Returns the format of an office that has a word or a code of its own for each choice."""

    def write(value: str) -> Plain:
        if value not in words:
            raise NotAgreed("one of the choices was agreed")
        return words[value]

    def read(value: object) -> str:
        for choice, word in words.items():
            if type(value) is type(word) and value == word:
                return choice
        raise NotAgreed("one of the office's own words was agreed")

    return Format("in the office's own words", write, read)


def _grouped(value: str, sizes: tuple[int, ...], separator: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(value[at : at + size])
        at += size
    return separator.join([*parts, value[at:]]).rstrip(separator)


def _bare(value: object) -> str:
    return text(re.sub(r"[\s-]", "", text(value))).upper()


def _postcode(value: object) -> str:
    bare = _bare(value)
    if not 5 <= len(bare) <= 7:
        raise NotAgreed("a postcode was agreed")
    return f"{bare[:-3]} {bare[-3:]}"


AS_IS = Format("as it is", lambda value: value, text)
UPPER = Format("in capitals", lambda value: value.upper(), text, keeps_all=False)
MACHINE_READABLE = Format(
    "SMITH<<ANN<MARY",
    lambda value: value.upper().replace(" ", "<"),
    lambda value: text(text(value).replace("<", " ")),
    False,
)
DATE_ISO = _date_format("1999-12-25", "%Y-%m-%d")
DATE_SLASHED = _date_format("25/12/1999", "%d/%m/%Y")
DATE_COMPACT = _date_format("25121999", "%d%m%Y")
DATE_COMPACT_ISO = _date_format("19991225", "%Y%m%d")
DATE_SPOKEN = _date_format("25 December 1999", "%d %B %Y")
DATE_DASHED = _date_format("25-Dec-1999", "%d-%b-%Y")
DATE_DAY_NUMBER = Format(
    "days since 1 January 1900", lambda value: (date.fromisoformat(value) - date(1900, 1, 1)).days, _day_number
)
PENCE = Format("whole pence", lambda value: int(Decimal(value) * 100), _pence)
PENCE_DIGITS = Format("whole pence in digits", lambda value: str(int(Decimal(value) * 100)), _pence_in_digits)
PENCE_EIGHT = Format(
    "pence in eight digits, no more than 99999999",
    lambda value: f"{min(int(Decimal(value) * 100), 99_999_999):08}",
    _pence_in_digits,
    keeps_all=False,
)
POUNDS = Format("pounds", lambda value: value, _pounds)
TRUE_FALSE = coded(yes=True, no=False)
Y_N = coded(yes="Y", no="N")
YES_NO_WORDS = coded(yes="Yes", no="No")
NINO_SPACED = Format("QQ 12 34 56 C", lambda value: _grouped(value, (2, 2, 2, 2), " "), _bare)
NINO_EIGHT = Format("first 8 characters", lambda value: value[:8], _bare, keeps_all=False)
SORT_CODE_DASHED = Format("12-34-56", lambda value: _grouped(value, (2, 2), "-"), _bare)
NHS_SPACED = Format("123 456 7890", lambda value: _grouped(value, (3, 3), " "), _bare)
SIXTEEN_DASHED = Format("1234-5678-9012-3456", lambda value: _grouped(value, (4, 4, 4), "-"), _bare)
POSTCODE_BARE = Format("AB12CD", lambda value: value.replace(" ", ""), _postcode)
