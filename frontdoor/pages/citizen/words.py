"""The citizen's five words for how far an office is, and no more (design 5.11). Pure, and total over every status."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import assert_never

from frontdoor.handoffs.events import Status
from frontdoor.journey.planner import CITIZEN


class Word(StrEnum):
    """How far an office is, as a citizen is told. The value is what CSS calls it."""

    ACT = "act"
    WAITING = "waiting"
    TELLING = "telling"
    HAVE = "have"
    SETTLED = "settled"


HEADINGS = {
    Word.ACT: "You need to act",
    Word.WAITING: "Waiting for somebody else",
    Word.TELLING: "We are telling them",
    Word.HAVE: "They have it",
    Word.SETTLED: "Settled",
}

# Where there is no front door nobody tells an office but the citizen.
OWN_FEET = "You have to tell them"

NEED_NOT = {
    Word.WAITING: "You need not chase anybody: we pass on what is missing as soon as it is there.",
    Word.TELLING: "You need not phone, write or send anything again.",
    Word.HAVE: "You need not phone, write or send anything again.",
}


def word_for(status: Status, waits_for: Collection[str] = (), *, unconfirmed: bool = False) -> Word:
    """Returns the word for a status.

    `waits_for`: who could provide what an office lacks, `citizen` among them. `unconfirmed`: the office said that it
    has it, and longer ago than its promise time holds.
    """
    word = _word(status, waits_for)
    return Word.WAITING if unconfirmed and word is Word.HAVE else word


def _word(status: Status, waits_for: Collection[str]) -> Word:
    match status:
        case Status.PLANNED | Status.READY | Status.SENT:
            return Word.TELLING
        case Status.ACKNOWLEDGED:
            return Word.HAVE
        case Status.BLOCKED | Status.IN_PROGRESS:
            if CITIZEN in waits_for:
                return Word.ACT
            if waits_for:
                return Word.WAITING
            return Word.TELLING if status is Status.BLOCKED else Word.HAVE
        case Status.NEEDS_CITIZEN:
            return Word.ACT
        case Status.NEEDS_CLERK | Status.UNCERTAIN | Status.FAILED:
            return Word.WAITING
        case Status.COMPLETED | Status.DECLINED | Status.WITHHELD | Status.NOT_NEEDED | Status.RETRACTED:
            return Word.SETTLED
        case _:
            assert_never(status)


def heading(word: Word, *, front_door: bool = True) -> str:
    """Returns the heading of a word."""
    return OWN_FEET if word is Word.TELLING and not front_door else HEADINGS[word]


def said(status: Status, word: Word, names: str, owner: str, *, front_door: bool = True) -> str:
    """Returns the words on the label: with whom an office waits for, or how it ended.

    `names`: how those whom it waits for are called; `owner`: who looks into what got stuck.
    """
    match status:
        case Status.NEEDS_CLERK | Status.UNCERTAIN | Status.FAILED:
            return f"Waiting for the {owner}"
        case Status.COMPLETED:
            return "Settled: yes"
        case Status.DECLINED:
            return "Settled: no"
        case Status.WITHHELD:
            return "Settled: not told"
        case Status.NOT_NEEDED:
            return "Settled: not needed"
        case Status.RETRACTED:
            return "Settled: taken back"
        case _:
            pass
    return f"Waiting for {names}" if word is Word.WAITING else heading(word, front_door=front_door)
