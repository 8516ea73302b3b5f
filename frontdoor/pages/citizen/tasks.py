"""What only the citizen can do, in words: which errand, for whom, and why nobody else does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from frontdoor.discovery import Registry
from frontdoor.handoffs.casedocument import CaseDocument, LetterView, TaskView
from frontdoor.handoffs.state import Errand
from frontdoor.pages.citizen.organisations import called, full_name, two_parties
from frontdoor.rendering import ago, day, listed, sentence, the
from life_events.model import Recognition

PAGE = "/case/tasks/"


@dataclass(frozen=True)
class Task:
    """One errand for one service: what to do and where, and why it is left to the citizen.

    `key` tells it from the service's other errands; `action` is what the link to `address` says.
    """

    key: str
    service: str
    errand: Errand
    name: str
    title: str
    facts: tuple[str, ...]
    what: str
    why: str
    address: str
    since: str
    by: str


@dataclass(frozen=True)
class Errands:
    """The errands that one letter gives rise to; without a letter, what an office just asks."""

    writer: str
    letter: str
    arrived: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class LetterLine:
    """A letter in the list of letters: from whom, when it came, what it is about, and where it can be read."""

    writer: str
    arrived: str
    about: str
    address: str
    to_do: bool


def errands(document: CaseDocument, registry: Registry) -> tuple[Errands, ...]:
    """Returns what the citizen has to do, that of one letter together."""
    letters = {each.letter: each for each in document.letters}
    found: dict[str, list[TaskView]] = {}
    for each in document.tasks:
        found.setdefault(each.letter, []).append(each)
    return tuple(
        Errands(
            writer=full_name(registry.party(letters[number].from_)) if number in letters else "",
            letter=letters[number].address if number in letters else "",
            arrived=day(letters[number].arrived) if number in letters else "",
            tasks=tuple(task(each, document, registry) for each in some),
        )
        for number, some in found.items()
    )


def task(view: TaskView, document: CaseDocument, registry: Registry) -> Task:
    """Returns an errand in words."""
    name = called(registry, view.service)
    facts = listed([registry.facts[fact].label for fact in view.facts])
    asked = next((each for each in document.asked if (each.about or each.to) == view.service), None)
    what, why = _worded(view, facts, name, document, registry)
    return Task(
        key=f"{view.errand}-{view.letter}",
        service=view.service,
        errand=view.errand,
        name=name,
        title=registry.services[view.service].title,
        facts=view.facts,
        what=what,
        why=why,
        address=view.address if view.errand is Errand.ASK_TO_POST and view.address else PAGE + view.service,
        since=ago(view.since or document.submitted, document.now),
        by=_by(asked.deadline if asked and not asked.kept else None, document.now),
    )


def letter_lines(document: CaseDocument, registry: Registry) -> tuple[LetterLine, ...]:
    """Returns the letters that have come, the newest first."""
    to_do = {each.letter for each in document.tasks}
    return tuple(
        LetterLine(
            writer=full_name(registry.party(each.from_)),
            arrived=day(each.arrived),
            about=_about(each, registry),
            address=each.address,
            to_do=each.letter in to_do,
        )
        for each in sorted(document.letters, key=lambda each: each.arrived, reverse=True)
    )


def _worded(view: TaskView, facts: str, name: str, document: CaseDocument, registry: Registry) -> tuple[str, str]:
    """Returns what there is to do, and why it falls to the citizen."""
    match view.errand:
        case Errand.TELL:
            return sentence(facts), f"For {name}: {registry.services[view.service].title}. Only you can tell them."
        case Errand.TELL_AGAIN:
            told = "although you told us and we told them" if document.front_door else "although you told them"
            return f"Tell {name} again: {facts}", f"{name} asks once more for {the(facts)}, {told}."
        case Errand.ASK_TO_POST:
            giver, taker = _parties(view, document, registry)
            return (
                f"Ask {giver} to send {the(facts)} to {taker}",
                f"{sentence(taker)} believes {the(facts)} only from {giver}, which does not send it unless you ask. "
                "The button is in the letter.",
            )
        case Errand.CARRY:
            giver, taker = _parties(view, document, registry)
            cannot = f"{sentence(taker)} cannot go on without {the(facts)} in the letter"
            if _wants_original(view, registry):
                return (
                    f"Take the letter with {the(facts)} to {taker}",
                    f"{cannot}, and takes the original only. {sentence(giver)} sends none.",
                )
            return f"Type in {the(facts)} for {taker}", f"{cannot}: {giver} does not tell {taker}."
        case _:
            assert_never(view.errand)


def _parties(view: TaskView, document: CaseDocument, registry: Registry) -> tuple[str, str]:
    """Returns how giver and taker are called; a taker of whose agency there are more is told by what it does."""
    giver, taker = two_parties(registry, view.provider, view.service)
    title = registry.services[view.service].title
    others = {each.service for each in document.tasks if each.agency == view.agency}
    return giver, taker if len(others) < 2 or title in taker else f"{taker} ({title})"


def _wants_original(view: TaskView, registry: Registry) -> bool:
    reads = registry.services[view.service].reads
    return any(read.recognises is Recognition.ORIGINAL and read.fact in view.facts for read in reads)


def _about(letter: LetterView, registry: Registry) -> str:
    """Says what a letter is about, by the names of facts and never by what it says."""

    def labels(facts: Iterable[str]) -> str:
        return the(listed([registry.facts[fact].label for fact in facts]))

    parts = [f"Gives {labels(letter.facts)}."] if letter.facts else []
    if letter.asks:
        parts.append(f"Asks again for {labels(letter.asks)}.")
    parts += [
        f"Offers to send {labels(facts)} to {called(registry, consumer)}." for consumer, facts in letter.offers.items()
    ]
    return " ".join(parts) or "For your records."


def _by(deadline: datetime | None, now: datetime) -> str:
    """Says until when the citizen has to act."""
    if deadline is None:
        return ""
    if deadline.date() < now.date():
        return f"The legal deadline was {day(deadline)}: please answer as soon as you can."
    return f"Please answer before {day(deadline)}."
