"""What people and post take, and what goes wrong when somebody keys in again what somebody else wrote.

Time and mistakes are drawn from one number for each (seed, person, need), the same in every world, and each slower
way takes what the quicker one takes and something on top: so a better way is never slower (measurement c.1, c.2).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from statistics import NormalDist

from backoffice_adapters.simulated.calendar import after_working_time, next_working_day, opening

# (median hours of office time, sigma) of each step on top of the one before: measurement c.1, an assumption
TELLING, KEYING, POST, LOOKING = (6.0, 0.3), (8.0, 0.6), (16.0, 0.4), (6.0, 0.5)
# how often a clerk who sees two records says the wrong thing about them; an assumption
MISJUDGED = 0.01
PEOPLE = ("staff_rekey", "email", "phone", "post")


def drawn(*what: object) -> float:
    """Returns a number between 0 and 1 that depends on nothing but what it is for."""
    digest = hashlib.blake2b(repr(what).encode(), digest_size=8).digest()
    return (int.from_bytes(digest) + 0.5) / 2**64


def _hours(step: tuple[float, float], share: float) -> float:
    median, sigma = step
    return median * math.exp(sigma * NormalDist().inv_cdf(share))


def told_at(now: datetime, share: float) -> datetime:
    """Returns when a clerk has told another of what became known now."""
    return after_working_time(now, timedelta(hours=_hours(TELLING, share)))


def keyed_at(now: datetime, share: float) -> datetime:
    """Returns when a clerk has keyed in what was told now."""
    return after_working_time(now, timedelta(hours=_hours(KEYING, share)))


def delivered_at(now: datetime, share: float) -> datetime:
    """Returns when a letter that is written now lies on the mat, or on the other office's desk."""
    return after_working_time(now, timedelta(hours=_hours(POST, share)))


def looked_at(now: datetime, share: float) -> datetime:
    """Returns when a clerk has looked at two records that may be about one person, laid before the clerk now."""
    return after_working_time(now, timedelta(hours=_hours(LOOKING, share)))


def judged(right: bool, what: object) -> bool:
    """Returns what a clerk says who sees what is right, and now and then says the other."""
    return right != (drawn("judgement", what) < MISJUDGED)


def comes_to_it(now: datetime, targets: float, busy: bool, what: object) -> bool:
    """Says whether a clerk gets round to a note today, or serves the own office's indicators first.

    `targets` is the weight of those indicators, 0 to 1 (S2, Table 5); an office with nothing of its own open has time.
    """
    return not busy or drawn("targets", what, now.date().isoformat()) >= targets


def tomorrow(now: datetime) -> datetime:
    """Returns the opening of the next working day."""
    day = next_working_day(now.date())
    return opening(now.replace(year=day.year, month=day.month, day=day.day, hour=9, minute=0, second=0, microsecond=0))


# A digit that is read as a letter. How often that is, is an assumption.
LOOKS_LIKE = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}
READ_AS_LETTER = 0.5


def keyed_in(value: str, slips: float, what: object, takes: Callable[[str], bool]) -> str:
    """Returns what stands in the field after a clerk has keyed it in again: now and then a digit is another.

    A form that does not take (`takes`) what was keyed in makes the clerk look once more: a strict one catches what a
    lax one lets in (domain C-S10).
    """
    places = [at for at, letter in enumerate(value) if letter.isdigit()]
    if not places or drawn("slip", what) >= slips:
        return value
    wrong = _misread(value, what) or mistaken(value, what)
    return wrong if takes(wrong) else value


def _misread(value: str, what: object) -> str:
    """Returns a value with its last digit that looks like a letter read as one; nothing where none is misread."""
    alike = [at for at, letter in enumerate(value) if letter in LOOKS_LIKE]
    if not alike or not value.isalnum() or drawn("letter", what) >= READ_AS_LETTER:
        return ""
    return value[: alike[-1]] + LOOKS_LIKE[value[alike[-1]]] + value[alike[-1] + 1 :]


def looked_up(marks: Mapping[str, str], slips: float, what: object) -> dict[str, str]:
    """Returns by what a clerk looks for a file: what was told, now and then with a number typed wrong."""
    numbers = sorted(key for key, value in marks.items() if any(letter.isdigit() for letter in value))
    if not numbers or drawn("looks up", what) >= slips:
        return dict(marks)
    wrong = Random(repr(("looks up", what))).choice(numbers)  # noqa: S311 a simulation
    return {**marks, wrong: mistaken(marks[wrong], what)}


def mistaken(value: str, what: object) -> str:
    """Returns a value with its last digit that still makes a plausible one replaced by another; a word stays."""
    at = max((at for at, letter in enumerate(value) if letter.isdigit()), default=None)
    if at is None:
        return value
    chance = Random(repr(what))  # noqa: S311 a simulation
    if value[4:5] == "-" and value[7:8] == "-":
        day = int(value[8:10])
        return f"{value[:8]}{day - 1 if day > 1 else day + 1:02d}"
    others = [digit for digit in "0123456789" if digit != value[at]]
    return value[:at] + chance.choice(others) + value[at + 1 :]
