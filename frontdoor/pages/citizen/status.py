"""The whole case page as data: what needs the citizen, how each office stands, what was handed over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from frontdoor.discovery import Registry
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.pages.citizen.agreement import Agreement
from frontdoor.pages.citizen.history import Handover, history
from frontdoor.pages.citizen.standing import ASIDE, Standing, standing
from frontdoor.pages.citizen.tasks import Errands, LetterLine, errands, letter_lines
from frontdoor.pages.citizen.words import HEADINGS, NEED_NOT, Word, heading
from frontdoor.rendering import ago, count, day, listed, sentence
from life_events.model import LifeEvent


@dataclass(frozen=True)
class Group:
    """The services for which one of the five words is true, and what the citizen need not do about them."""

    word: Word
    title: str
    note: str
    members: tuple[Standing, ...]


@dataclass(frozen=True)
class Share:
    """How many services stand under a word, and where its stretch begins on a bar of 100."""

    word: Word
    title: str
    number: int
    start: float
    width: float


@dataclass(frozen=True)
class CasePage:
    """What the case page shows, and a digest of it that changes when anything on the page does."""

    document: CaseDocument
    event: LifeEvent
    sent: str
    summary: str
    errands: tuple[Errands, ...]
    letters: tuple[LetterLine, ...]
    groups: tuple[Group, ...]
    shares: tuple[Share, ...]
    aside: tuple[Standing, ...]
    history: tuple[Handover, ...]
    books: Agreement | None = None

    @property
    def digest(self) -> str:
        """What tells this state of the page from another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def case_page(document: CaseDocument, registry: Registry, books: Agreement | None = None) -> CasePage:
    """Returns the page of a case; `books`: how the offices' own books compare with our record."""
    every = [standing(document, each, registry) for each in document.asked]
    aside = {each.about or each.to for each in document.asked if each.status in ASIDE}
    concerned = [each for each in every if each.key not in aside]
    groups = tuple(
        Group(word, heading(word, front_door=document.front_door), _note(word, document), members)
        for word in HEADINGS
        if (members := tuple(each for each in concerned if each.word is word))
    )
    return CasePage(
        document=document,
        event=registry.life_events[document.life_event],
        sent=day(document.submitted) if document.finished else ago(document.submitted, document.now),
        summary=_summary(document, groups, len(concerned)),
        errands=errands(document, registry),
        letters=letter_lines(document, registry),
        groups=groups,
        shares=_shares(groups, len(concerned)),
        aside=tuple(each for each in every if each.key in aside),
        history=history(document, registry),
        books=books,
    )


def _note(word: Word, document: CaseDocument) -> str:
    """Returns what the front door promises; where there is none, nobody does."""
    return NEED_NOT.get(word, "") if document.front_door else ""


def _summary(document: CaseDocument, groups: tuple[Group, ...], total: int) -> str:
    """Says how it stands in one short sentence."""
    numbers = {each.word: len(each.members) for each in groups}
    if document.finished:
        return f"Everything is settled. It took {count(document.calendar_days, 'day')}."
    parts = [
        phrase
        for word, phrase in (
            (Word.SETTLED, f"{numbers.get(Word.SETTLED, 0)} of {total} settled"),
            (Word.HAVE, f"{numbers.get(Word.HAVE, 0)} have it"),
            (
                Word.TELLING,
                f"{numbers.get(Word.TELLING, 0)} {'being told' if document.front_door else 'still to be told'}",
            ),
            (Word.WAITING, f"{numbers.get(Word.WAITING, 0)} waiting for somebody else"),
        )
        if numbers.get(word) or word is Word.SETTLED
    ]
    act = numbers.get(Word.ACT, 0)
    start = f"{count(act, 'office needs', 'offices need')} something from you" if act else "You need do nothing now"
    return f"{start}. {sentence(listed(parts))}."


def _shares(groups: tuple[Group, ...], total: int) -> tuple[Share, ...]:
    """Lays the words out along a bar, what is settled first."""
    order = (Word.SETTLED, Word.HAVE, Word.TELLING, Word.WAITING, Word.ACT)
    found: list[Share] = []
    start = 0.0
    for group in sorted(groups, key=lambda each: order.index(each.word)):
        width = 100 * len(group.members) / total
        found.append(Share(group.word, group.title, len(group.members), round(start, 2), round(width, 2)))
        start += width
    return tuple(found)
