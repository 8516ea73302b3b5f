"""What the offices' own books say beside what the ledger says, and where they differ, in plain sentences.

An office may be ahead of us: it has done something and we have not heard of it yet. That is a difference too, and while
a case is open an ordinary one; once a case is over, there must be none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from frontdoor.discovery import Registry
from frontdoor.handoffs.events import FINAL, WITH_OFFICE, Status
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.state import ACTING, LETTER, OFFICE, PART, SUPPLY

ENDED = {"done": Status.COMPLETED, "refused": Status.DECLINED}


class RequestEntry(BaseModel):
    """A request as an office holds it."""

    key: str
    service: str
    state: str


class NoteEntry(BaseModel):
    """A note from one office to another, in the books of either."""

    note: str
    from_: str = Field(alias="from")
    to: str
    facts: tuple[str, ...]


class LetterEntry(BaseModel):
    """A letter that an office posted, and whether it lies on the mat."""

    letter: str
    arrived: bool


class ReportEntry(BaseModel):
    """Something that an office reported, and whether that was acknowledged."""

    event_id: str
    kind: str
    from_: str = Field(alias="from")
    told: bool


class Books(BaseModel):
    """What one office's own store holds of a case. `coming`: the keys of what was handed in and is not taken in yet."""

    model_config = ConfigDict(extra="ignore")

    requests: tuple[RequestEntry, ...] = ()
    supplied: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    sent: tuple[NoteEntry, ...] = ()
    taken_in: tuple[NoteEntry, ...] = ()
    letters: tuple[LetterEntry, ...] = ()
    reports: tuple[ReportEntry, ...] = ()


@dataclass(frozen=True)
class Reported:
    """What of the offices' reports is on our side: which came in, and by office how many came more than once."""

    known: Collection[str] = frozenset()
    repeated: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Reconciliation:
    """How many entries were compared, where books and ledger differ, and what came twice and was counted once."""

    compared: int
    differences: tuple[str, ...]
    repeated: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether there is no difference."""
        return not self.differences


def compare(
    handoffs: Sequence[Handoff],
    books: Mapping[str, Books],
    reported: Reported,
    registry: Registry,
    keys: Collection[str] = (),
) -> Reconciliation:
    """Compares a case's ledger with the offices' books. `keys`: further keys that the ledger knows by now."""
    differences = [
        *_requests(handoffs, books, registry),
        *_strange(handoffs, books, registry, keys),
        *_supplied(handoffs, books, registry),
        *_notes(handoffs, books, registry),
        *_letters(handoffs, books, registry),
        *_lost(books, reported, registry),
    ]
    entries = [
        len(each.requests) + len(each.supplied) + len(each.taken_in) + len(each.letters) + len(each.reports)
        for each in books.values()
    ]
    twice = [
        f"{registry.party(office)} reported {_things(times)} more than once. It counts once."
        for office, times in sorted((reported.repeated or {}).items())
    ]
    return Reconciliation(sum(entries), tuple(dict.fromkeys(differences)), tuple(twice))


def _requests(handoffs: Sequence[Handoff], books: Mapping[str, Books], registry: Registry) -> Iterator[str]:
    held: dict[str, list[tuple[str, RequestEntry]]] = {}
    for agency, each in books.items():
        for entry in each.requests:
            held.setdefault(entry.key, []).append((agency, entry))
    coming = {key for each in books.values() for key in each.coming}
    for handoff in handoffs:
        if handoff.kind not in (ACTING, PART) or Status(handoff.status) in (Status.NOT_NEEDED, Status.WITHHELD):
            continue
        status, found = Status(handoff.status), held.get(handoff.key, [])
        who, what = registry.party(handoff.to_party), f"“{registry.services[handoff.target].title}”"
        if len(found) > 1:
            yield f"{what} is held {len(found)} times, although it was asked once."
        elif not found:
            if (handoff.known_as and handoff.key not in coming) or status is Status.COMPLETED:
                yield f"Our record says that {who} has {what}. Its own books have nothing of it."
        elif difference := _state(found[0][1].state, status):
            yield f"{who}, {what}: {difference}"


def _state(state: str, status: Status) -> str:
    """Says how an office's word and ours differ; empty when they do not."""
    ended = ENDED.get(state)
    if ended is None:
        if status in (Status.COMPLETED, Status.DECLINED):
            return "our record says that it is over, its own books say that it is not."
        if status not in WITH_OFFICE:
            return "it has the request, and we have not heard that it has."
        return ""
    taken_back = status is Status.RETRACTED and ended is Status.DECLINED
    if status is ended or taken_back:
        return ""
    if status in FINAL:
        return f"its own books say {'yes' if ended is Status.COMPLETED else 'no'}, our record says the opposite."
    return f"it has {'finished' if ended is Status.COMPLETED else 'said no'}, and we have not heard of it yet."


def _strange(
    handoffs: Sequence[Handoff], books: Mapping[str, Books], registry: Registry, keys: Collection[str]
) -> Iterator[str]:
    ours = {each.key for each in handoffs} | set(keys)
    for agency, each in books.items():
        for entry in each.requests:
            if entry.key not in ours:
                yield f"{registry.agencies[agency].title} holds a request that is not in our record."
        if any(key not in ours for key in each.supplied):
            yield f"{registry.agencies[agency].title} was given something that is not in our record."


def _supplied(handoffs: Sequence[Handoff], books: Mapping[str, Books], registry: Registry) -> Iterator[str]:
    there = {key for each in books.values() for key in each.supplied}
    coming = {key for each in books.values() for key in each.coming}
    for handoff in handoffs:
        if handoff.kind != SUPPLY:
            continue
        is_over, who = Status(handoff.status) is Status.COMPLETED, registry.party(handoff.to_party)
        what = _labels(handoff.facts, registry)
        if is_over and handoff.key not in there | coming:
            yield f"Our record says that {who} was given {what}. Its own books do not."
        if not is_over and handoff.key in there:
            yield f"{who} has been given {what}, and we have not heard that it has."


def _notes(handoffs: Sequence[Handoff], books: Mapping[str, Books], registry: Registry) -> Iterator[str]:
    ours = {each.id: each for each in handoffs if each.kind == OFFICE}
    sent = {note.note: note for each in books.values() for note in each.sent}
    taken = {note.note: note for each in books.values() for note in each.taken_in}
    for number in sorted({*sent, *taken, *ours}):
        entry, handoff = taken.get(number) or sent.get(number), ours.get(number)
        giver, taker = (
            (entry.from_, entry.to) if entry else (handoff.from_party, handoff.to_party) if handoff else ("", "")
        )
        way = f"{registry.party(giver)} has told {registry.party(taker)} something"
        if number in sent and not (handoff and handoff.sent_at):
            yield f"{way}, and we have not heard that it was sent."
        if number in taken and not (handoff and handoff.received_at):
            yield f"{way}, and we have not heard that it was taken in."
        if handoff and handoff.received_at and number not in taken:
            yield f"Our record says that {way}. The books of {registry.party(taker)} do not."
        if handoff and entry and set(handoff.facts) != set(entry.facts):
            yield f"{way}, and our record says that it was something else."


def _letters(handoffs: Sequence[Handoff], books: Mapping[str, Books], registry: Registry) -> Iterator[str]:
    ours = {each.id: each for each in handoffs if each.kind == LETTER}
    posted = {letter.letter: (agency, letter) for agency, each in books.items() for letter in each.letters}
    for number, (agency, letter) in posted.items():
        who, handoff = registry.agencies[agency].title, ours.get(number)
        if handoff is None:
            yield f"{who} has posted a letter to you, and we have not heard that it has."
        elif letter.arrived and not handoff.received_at:
            yield f"A letter from {who} lies on your mat, and we have not heard that it does."
    for number, handoff in ours.items():
        if number not in posted:
            yield f"Our record says that {registry.party(handoff.from_party)} wrote to you. Its own books do not."


def _lost(books: Mapping[str, Books], reported: Reported, registry: Registry) -> Iterator[str]:
    lost = Counter(
        each.from_
        for office in books.values()
        for each in office.reports
        if each.told and each.event_id not in reported.known
    )
    for office, number in sorted(lost.items()):
        yield f"{registry.party(office)} reported {_things(number)} that never reached our record."


def _things(number: int) -> str:
    return "something" if number == 1 else f"{number} things"


def _labels(facts: Iterable[str], registry: Registry) -> str:
    return ", ".join(registry.facts[fact].label for fact in facts) or "word that something will not come"
