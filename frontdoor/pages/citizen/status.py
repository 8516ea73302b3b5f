"""The whole case page as data: what needs the citizen, how each office stands, what was handed over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from frontdoor.discovery import Registry
from frontdoor.handoffs.casefile import CaseDocument
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.ledger import FRONT_DOOR
from frontdoor.journey.planner import CITIZEN
from frontdoor.pages.citizen.organisations import called
from frontdoor.pages.citizen.standing import ASIDE, Standing, ago, standing
from frontdoor.pages.citizen.words import HEADINGS, NEED_NOT, Word
from frontdoor.rendering import count, day, listed, sentence
from life_events.model import LifeEvent

MEDIA = {
    "api": "computer to computer",
    "event": "computer to computer",
    "shared_record": "a shared record",
    "batch_file": "a file sent overnight",
    "read_only_lookup": "looked up by them",
    "staff_rekey": "typed in again by staff",
    "phone": "by phone",
    "email": "by email",
    "post": "by post",
    "citizen_carried": "carried by you",
    "citizen_reentered": "told again by you",
    "none": "not at all",
}


@dataclass(frozen=True)
class Task:
    """Something that only the citizen can give."""

    service: str
    name: str
    title: str
    what: str
    since: str
    by: str


@dataclass(frozen=True)
class Handover:
    """One handoff of the history: facts by their labels, never their values."""

    when: datetime
    source: str
    target: str
    facts: str
    medium: str


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
    tasks: tuple[Task, ...]
    groups: tuple[Group, ...]
    shares: tuple[Share, ...]
    aside: tuple[Standing, ...]
    history: tuple[Handover, ...]

    @property
    def digest(self) -> str:
        """What tells this state of the page from another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def case_page(document: CaseDocument, registry: Registry) -> CasePage:
    """Returns the page of a case."""
    every = [standing(document, each, registry) for each in document.acting]
    aside = {each.to for each in document.acting if each.status in ASIDE}
    concerned = [each for each in every if each.key not in aside]
    groups = tuple(
        Group(word, title, NEED_NOT.get(word, ""), members)
        for word, title in HEADINGS.items()
        if (members := tuple(each for each in concerned if each.word is word))
    )
    tasks = _tasks(document, registry)
    return CasePage(
        document=document,
        event=registry.life_events[document.life_event],
        sent=day(document.submitted) if document.finished else ago(document.submitted, document.now),
        summary=_summary(document, groups, len(concerned)),
        tasks=tasks,
        groups=groups,
        shares=_shares(groups, len(concerned)),
        aside=tuple(each for each in every if each.key in aside),
        history=_history(document, registry),
    )


def _tasks(document: CaseDocument, registry: Registry) -> tuple[Task, ...]:
    deadlines = {each.to: each.deadline for each in document.acting}
    return tuple(
        Task(
            service=each.service,
            name=called(registry, each.service),
            title=registry.services[each.service].title,
            what=sentence(listed([registry.facts[fact].label for fact in each.facts])),
            since=ago(each.since or document.submitted, document.now),
            by=_by(deadlines.get(each.service), document.now),
        )
        for each in document.tasks
    )


def _by(deadline: datetime | None, now: datetime) -> str:
    """Says until when the citizen has to act."""
    if deadline is None:
        return ""
    if deadline.date() < now.date():
        return f"The legal deadline was {day(deadline)}: please answer as soon as you can."
    return f"Please answer before {day(deadline)}."


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
            (Word.TELLING, f"{numbers.get(Word.TELLING, 0)} being told"),
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


def _history(document: CaseDocument, registry: Registry) -> tuple[Handover, ...]:
    ours = {CITIZEN: "You", FRONT_DOOR: "This service"}
    sent = sorted((each for each in document.handoffs if each.sent), key=lambda each: each.sent or document.now)
    return tuple(
        Handover(
            when=each.sent or document.now,
            source=ours.get(each.from_) or called(registry, each.from_),
            target=ours.get(each.to) or called(registry, each.to),
            facts=sentence(listed([registry.facts[fact].label for fact in each.facts])) if each.facts else "",
            medium=MEDIA[each.medium],
        )
        for each in sent
        if each.status is not Status.NOT_NEEDED
    )
