"""One answer of each kind of fact: from what a person wrote to the canonical string, and to what a page shows.

Formats are the published ones (domain reference, section 0); check digits come from python-stdnum where it has them.
Messages are GOV.UK's: they say what to enter, and never repeat what was entered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from stdnum.exceptions import ValidationError
from stdnum.gb import nhs, utr

from life_events.facts import FactType, Kind

NINO = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")
DRIVER_NUMBER = re.compile(r"[A-Z9]{5}\d[0156]\d[0-3]\d\d[A-Z9]{2}[A-Z0-9]{3}")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
LONGEST = 300
MONTHS = {
    name.lower(): number
    for number in range(1, 13)
    for name in (date(2000, number, 1).strftime("%B"), date(2000, number, 1).strftime("%b"))
}


class InvalidAnswer(ValueError):
    """An answer that cannot be taken; the message says what to enter and repeats nothing."""


def parse(fact: FactType, raw: object, today: date) -> str:
    """Returns the canonical string of an answer.

    `raw` is what a form, a file or an office gave: a string, a bool, a number, or for a date also the three parts
    {"day", "month", "year"}. Raises InvalidAnswer.
    """
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    if isinstance(raw, int | float | Decimal):
        raw = str(raw)
    if isinstance(raw, Mapping):
        if fact.kind is not Kind.DATE:
            raise InvalidAnswer(f"Enter {fact.label} as text")
        return _date(fact, _parts(fact, raw), today)
    if not isinstance(raw, str):
        raise InvalidAnswer(f"Enter {fact.label} as text")
    text = " ".join(raw.replace("\u2019", "'").split()) if fact.kind is not Kind.ADDRESS else _lines(raw)
    if not text:
        raise InvalidAnswer(blank(fact))
    if not text.isprintable():
        raise InvalidAnswer(f"{_sentence(fact.label)} must not hold special characters")
    if len(text) > LONGEST:
        raise InvalidAnswer(f"{_sentence(fact.label)} must be {LONGEST} characters or less")
    return PARSERS[fact.kind](fact, text, today)


def blank(fact: FactType) -> str:
    """Returns the message for an answer that was left out."""
    match fact.kind:
        case Kind.YES_NO | Kind.CHOICE:
            return f"Select an answer for: {fact.label}"
        case _:
            return f"Enter {fact.label}"


def display(fact: FactType, value: str) -> str:
    """Returns a canonical value as a page shows it."""
    match fact.kind:
        case Kind.DATE:
            day = date.fromisoformat(value)
            return f"{day.day} {day.strftime('%B %Y')}"
        case Kind.YES_NO:
            return value.capitalize()
        case Kind.CHOICE:
            return next((choice.label for choice in fact.choices if choice.value == value), value)
        case Kind.MONEY:
            return f"£{Decimal(value):,.2f}".removesuffix(".00")
        case Kind.NINO:
            return " ".join([value[:2], value[2:4], value[4:6], value[6:8], value[8:]])
        case Kind.NHS_NUMBER:
            return f"{value[:3]} {value[3:6]} {value[6:]}"
        case Kind.SORT_CODE:
            return f"{value[:2]}-{value[2:4]}-{value[4:]}"
    return value


def _sentence(label: str) -> str:
    return label[:1].upper() + label[1:]


def _lines(raw: str) -> str:
    parts = [" ".join(part.split()).strip(",") for part in re.split(r"[\r\n]+", raw)]
    return ", ".join(part for part in parts if part)


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", text).upper()


def _text(fact: FactType, text: str, today: date) -> str:
    return text


def _parts(fact: FactType, raw: Mapping[str, object]) -> tuple[str, str, str]:
    parts = tuple(str(raw.get(name) or "").strip() for name in ("day", "month", "year"))
    missing = [name for name, part in zip(("day", "month", "year"), parts, strict=True) if not part]
    if len(missing) == 3:
        raise InvalidAnswer(blank(fact))
    if missing:
        raise InvalidAnswer(f"{_sentence(fact.label)} must include a {' and '.join(missing)}")
    return parts[0], parts[1], parts[2]


def _date(fact: FactType, parts: tuple[str, str, str], today: date) -> str:
    try:
        month = MONTHS.get(parts[1].lower()) or int(parts[1])
        if len(parts[2]) != 4:
            raise ValueError("a year has four digits")
        day = date(int(parts[2]), month, int(parts[0]))
    except ValueError:
        raise InvalidAnswer(f"{_sentence(fact.label)} must be a real date") from None
    if fact.past and day > today:
        raise InvalidAnswer(f"{_sentence(fact.label)} must be today or in the past")
    if day.year < 1850:
        raise InvalidAnswer(f"{_sentence(fact.label)} must be after 1850")
    return day.isoformat()


def _iso(fact: FactType, text: str, today: date) -> str:
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if not found:
        raise InvalidAnswer(f"{_sentence(fact.label)} must be a real date, written like 2026-03-27")
    return _date(fact, (found[3], found[2], found[1]), today)


def _yes_no(fact: FactType, text: str, today: date) -> str:
    if text.lower() not in ("yes", "no"):
        raise InvalidAnswer(f"Select yes or no for: {fact.label}")
    return text.lower()


def _choice(fact: FactType, text: str, today: date) -> str:
    if text not in {choice.value for choice in fact.choices}:
        raise InvalidAnswer(f"Select one of the answers for: {fact.label}")
    return text


def _money(fact: FactType, text: str, today: date) -> str:
    try:
        amount = Decimal(text.replace(",", "").replace("£", "").strip())
    except InvalidOperation:
        raise InvalidAnswer(f"{_sentence(fact.label)} must be an amount in pounds, like 600 or 193.54") from None
    if not amount.is_finite() or amount < 0 or amount >= Decimal("1e12"):
        raise InvalidAnswer(f"{_sentence(fact.label)} must be an amount in pounds, 0 or more")
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        raise InvalidAnswer(f"{_sentence(fact.label)} must have no more than 2 digits for pence")
    return f"{amount:.2f}"


def _postcode(fact: FactType, text: str, today: date) -> str:
    found = POSTCODE.fullmatch(_bare(text))
    if not found:
        raise InvalidAnswer("Enter a full UK postcode, like EX4 6PL")
    return f"{found[1]} {found[2]}"


def _email(fact: FactType, text: str, today: date) -> str:
    if not EMAIL.fullmatch(text):
        raise InvalidAnswer("Enter an email address in the correct format, like name@example.com")
    return text


def _phone(fact: FactType, text: str, today: date) -> str:
    digits = re.sub(r"[\s()+.-]", "", text)
    if not digits.isdigit() or not 9 <= len(digits) <= 15:
        raise InvalidAnswer("Enter a phone number, like 020 7946 0000 or +44 808 157 0192")
    return text


def _nino(fact: FactType, text: str, today: date) -> str:
    number = _bare(text)
    if not NINO.fullmatch(number):
        raise InvalidAnswer(
            f"{_sentence(fact.label)} must be 2 letters, 6 numbers and A, B, C or D, like QQ 12 34 56 C"
        )
    return number


def _checked(validate: Callable[[str], str], message: str) -> Callable[[FactType, str, date], str]:
    def check(fact: FactType, text: str, today: date) -> str:
        try:
            return str(validate(_bare(text)))
        except ValidationError:
            raise InvalidAnswer(f"{_sentence(fact.label)} {message}") from None

    return check


def _formed(form: re.Pattern[str], message: str) -> Callable[[FactType, str, date], str]:
    def check(fact: FactType, text: str, today: date) -> str:
        bare = _bare(text)
        if not form.fullmatch(bare):
            raise InvalidAnswer(f"{_sentence(fact.label)} {message}")
        return bare

    return check


def _reference(fact: FactType, text: str, today: date) -> str:
    value = text if re.fullmatch(fact.pattern, text) else text.upper()
    if not re.fullmatch(fact.pattern, value):
        like = f", like {fact.example}" if fact.example else ""
        raise InvalidAnswer(f"{_sentence(fact.label)} must be in the correct format{like}")
    return value


PARSERS: Mapping[Kind, Callable[[FactType, str, date], str]] = {
    Kind.TEXT: _text,
    Kind.NAME: _text,
    Kind.ADDRESS: _text,
    Kind.DATE: _iso,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.MONEY: _money,
    Kind.POSTCODE: _postcode,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.NINO: _nino,
    Kind.NHS_NUMBER: _checked(nhs.validate, "must be 10 digits and pass the NHS check, like 943 476 5919"),
    Kind.UTR: _checked(utr.validate, "must be 10 digits and pass HMRC's check, like 1955839661"),
    Kind.DRIVER_NUMBER: _formed(DRIVER_NUMBER, "must be 16 letters and numbers, as on the licence"),
    Kind.VEHICLE: _formed(re.compile(r"[A-Z0-9]{2,7}"), "must be 2 to 7 letters and numbers, like EX12 ABC"),
    Kind.PASSPORT_NUMBER: _formed(re.compile(r"\d{9}"), "must be 9 digits"),
    Kind.SORT_CODE: _formed(re.compile(r"\d{6}"), "must be 6 digits, like 20-45-45"),
    Kind.ACCOUNT_NUMBER: _formed(re.compile(r"\d{8}"), "must be 8 digits, like 43819274"),
    Kind.REFERENCE: _reference,
}
