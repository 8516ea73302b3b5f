"""The way in and out of an office that is not met at its counter: handed in, opened, answered, each in its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from random import Random
from typing import Any, Protocol

from backoffice_adapters.simulated import clerks, reports
from backoffice_adapters.simulated.forms import complaints, takes
from backoffice_adapters.simulated.intakes import Intake
from backoffice_adapters.simulated.items import COMING, Item
from backoffice_adapters.simulated.mailroom import KEYED
from backoffice_adapters.simulated.papers import Note
from backoffice_adapters.simulated.procedures import Answers, Procedure
from backoffice_adapters.simulated.reception import Incoming, OtherRequest, WrongForm, digest, drawn_from
from backoffice_adapters.simulated.relations import UNKNOWN, Register
from backoffice_adapters.simulated.store import Message, OfficeStore, Request
from backoffice_adapters.simulated.tray import Tray
from backoffice_adapters.simulated.writing import Plain

FRONT_DOOR = "front_door"


class Works(Protocol):
    """What is done with a thing that was handed in."""

    def take(self, came: Incoming) -> Request:
        """Takes a request. Raises OtherRequest or WrongForm."""
        ...

    def supply(self, request: Request, key: str, body: Mapping[str, Plain], handoff_id: str) -> Request:
        """Takes what adds to a request. Raises WrongForm."""
        ...

    def report(self, request: Request) -> dict[str, object]:
        """Returns what the office says of a request."""
        ...


class Intray:
    """The intray of one office in one world."""

    def __init__(
        self,
        store: OfficeStore,
        tray: Tray,
        register: Register,
        procedures: Mapping[str, Procedure],
        now: Callable[[], datetime],
        seed: int,
    ) -> None:
        self._store = store
        self._items = store.items
        self._mail = store.mail
        self._tray = tray
        self._register = register
        self._procedures = procedures
        self._now = now
        self._seed = seed

    def lay(self, procedure: Procedure, intake: Intake, came: Incoming, about: str = "") -> bytes:
        """Lays something in, once for its key, and returns the receipt; `about`: the item that it adds to.

        Raises OtherRequest; inside a transaction.
        """
        known = self._items.under(came.key)
        if known is not None:
            if known.digest != digest([came.body, about]):
                raise OtherRequest
            return self._receipt(procedure, intake, known)
        item = self._new(procedure, intake, came, self._items.by_number(about))
        self._items.add(item)
        self._hand_in(procedure, intake, came, item)
        return self._receipt(procedure, intake, item)

    def first(self, procedure: Procedure, number: str) -> Item | None:
        """Returns the item with which a request came, by the item's number or by the office's reference."""
        found = self._items.by_number(number) or self._items.of_request(number)
        return found if found is not None and found.service == procedure.service and not found.about else None

    def shown(self, procedure: Procedure, intake: Intake, number: str) -> bytes | None:
        """Returns what can be read under an item's, a series' or a request's number; None where there is nothing."""
        first = self.first(procedure, number)
        together = self._items.requests_of(number) or ([first] if first else [])
        answers = [self._answer(procedure, intake, each) for each in together if each.service == procedure.service]
        return intake.shown(answers, procedure.language) if answers else None

    def under(self, procedure: Procedure, intake: Intake, key: str) -> bytes | None:
        """Returns what can be read of what came under a key; None where nothing did."""
        item = self._items.under(key)
        if item is None or item.service != procedure.service:
            return None
        return self._receipt(procedure, intake, item)

    def open(
        self, note: Note, parcel: Mapping[str, Any], works: Works, keyed: Mapping[str, Plain] | None = None
    ) -> None:
        """Opens what was handed in, or what a hub has brought; inside a transaction.

        `keyed`: what a person has keyed in of it; else the simulated clerk does.
        """
        if "item" in parcel:
            self._open_item(note, parcel, works, keyed)
            return
        self._mail.put(note, KEYED)
        try:
            self._tray.opened(note, works.take(_incoming({**parcel, "brought_by": note.from_party}, parcel["body"])))
        except (WrongForm, OtherRequest) as error:
            self._tray.turned_away(note, str(error) or "This key came with another request before.")

    def _open_item(
        self, note: Note, parcel: Mapping[str, Any], works: Works, keyed: Mapping[str, Plain] | None
    ) -> None:
        item = self._items.by_number(str(parcel["item"]))
        assert item is not None, "what lies in the intray was handed in"
        procedure = self._procedures[item.service]
        first = self._items.by_number(item.about)
        if first is not None and first.state == COMING:
            self._mail.lay_aside(note, clerks.tomorrow(self._now()))  # it overtook what it adds to
            return
        self._mail.put(note, KEYED)
        body = self._by_clerk(note, procedure, parcel["body"]) if keyed is None else keyed
        if note.medium in clerks.PEOPLE:
            self._report_slips(note, procedure, parcel, body)
        asked = self._store.by_reference(first.reference) if first is not None else None
        try:
            if first is None:
                request = works.take(_incoming(parcel, body))
            elif asked is None:
                raise WrongForm("It adds to something that was not taken.")
            else:
                request = works.supply(asked, item.key, body, str(parcel["handoff_id"]))
        except (WrongForm, OtherRequest) as error:
            self._items.taken(item.number, "")
            self._say(first or item, procedure, _refusal(procedure, body, str(error)))
            return
        self._items.taken(item.number, request.reference)
        self.say(request, procedure, works.report(request))

    def say(self, request: Request, procedure: Procedure, answer: Mapping[str, object]) -> bool:
        """Says something of a request in the office's own way; False where the request did not come in that way."""
        item = self._items.of_request(request.reference)
        if item is not None:
            self._say(item, procedure, answer)
        return item is not None

    def leave(self, until: datetime) -> int:
        """Lets go what can be read from now on, and tells who asked to be told; returns how much that was."""
        leaving = self._items.leaving(until)
        for each in leaving:
            item = self._items.by_number(each.item)
            assert item is not None, "something is said of what was handed in"
            procedure = self._procedures[item.service]
            if procedure.answers is Answers.CALLBACK and item.callback:
                said = procedure.language.say(each.answer).decode()
                number = f"{item.number}:{each.number}"
                self._store.say(Message(number, item.callback, said, each.written_at.isoformat()))
        return len(leaving)

    def _new(self, procedure: Procedure, intake: Intake, came: Incoming, first: Item | None) -> Item:
        case = came.envelope.partition(":")[0]
        chance = Random(digest([self._seed, came.key, "item"]))  # noqa: S311 a simulation
        series = intake.series(intake.number(self._now(), 0, chance))
        number = intake.number(self._now(), self._items.count(series), chance)
        while self._items.by_number(number) is not None:
            number = intake.number(self._now(), self._items.count(series), chance)
        return Item(
            number=number,
            series=intake.series(number),
            key=came.key,
            digest=digest([came.body, first.number if first else ""]),
            service=procedure.service,
            case=case,
            callback=came.callback,
            about=first.number if first else "",
            drawn=digest([first.drawn, sorted(came.body)])
            if first
            else drawn_from(self._seed, procedure, came.body, self._register.of(case).relations.produced),
        )

    def _hand_in(self, procedure: Procedure, intake: Intake, came: Incoming, item: Item) -> None:
        case, _, salt = came.envelope.partition(":")
        note = Note(
            message_id=reports.number(came.key, "handed in"),
            case=case,
            salt=salt,
            from_party=FRONT_DOOR,
            to_party=self._register.of(case).relations.party(procedure.service),
            service=procedure.service,
            medium=intake.medium,
            facts={},
            share=clerks.drawn(self._seed, item.drawn, "handed in"),
            parcel={**asdict(came), "coming": sorted(came.coming), "item": item.number},
        )
        self._mail.send(note, intake.comes_in(self._now(), note.share))

    def _receipt(self, procedure: Procedure, intake: Intake, item: Item) -> bytes:
        """Returns the answer to who hands something in: what can be read of the request that it belongs to."""
        first = self._items.by_number(item.about) or item
        return procedure.language.say(self._answer(procedure, intake, first))

    def _answer(self, procedure: Procedure, intake: Intake, item: Item) -> Mapping[str, object]:
        said = None if self._items.is_adding(item.number) else self._items.last_said(item.number)
        return said or {procedure.words.reference: item.number, procedure.words.state: intake.word}

    def _say(self, item: Item, procedure: Procedure, answer: Mapping[str, object]) -> None:
        intake = procedure.intake
        assert intake is not None, "only what was handed in is answered so"
        own = procedure.words.reference
        named = {**answer, own: intake.known_as(item.number, answer.get(own))}
        share = clerks.drawn(self._seed, item.drawn, "said", answer[procedure.words.state])
        self._items.say(item, named, self._now(), intake.goes_out(self._now(), share))

    def _by_clerk(self, note: Note, procedure: Procedure, body: Mapping[str, Plain]) -> Mapping[str, Plain]:
        """Returns what stands in the office's fields after somebody has keyed it in, who sees what cannot be right."""
        if note.medium not in clerks.PEOPLE:
            return body
        slips = self._register.of(note.case).relations.slips
        keyed = dict(body)
        for name, fact, value in _told(procedure, body):
            fits = partial(takes, procedure.form, fact)
            typed = clerks.keyed_in(value, slips, (note.share, name), fits)
            keyed[name] = body[name] if typed == value else procedure.form[name].written.write(typed)
        return keyed

    def _report_slips(
        self, note: Note, procedure: Procedure, parcel: Mapping[str, Any], keyed: Mapping[str, Plain]
    ) -> None:
        """Reports what was keyed in otherwise than it was told."""
        if self._register.of(note.case) is UNKNOWN:
            return
        told = {fact: value for _, fact, value in _told(procedure, parcel["body"])}
        slipped = {fact: value for _, fact, value in _told(procedure, keyed) if told.get(fact) != value}
        handoff = replace(note, message_id=str(parcel["handoff_id"]), facts=slipped, parcel=None)
        self._mail.report(reports.note_received(handoff, self._now()))


def _told(procedure: Procedure, body: Mapping[str, Plain]) -> Iterator[tuple[str, str, str]]:
    """Yields the fields of a form that hold one fact each, as the form takes them: field, fact, canonical value."""
    for name, asked in procedure.form.items():
        value = body.get(name)
        if value is None or len(asked.facts) != 1 or complaints(procedure.form, {name: value}, at_start=False):
            continue
        yield name, asked.facts[0], asked.written.read(value)


def _incoming(parcel: Mapping[str, Any], body: Mapping[str, Plain]) -> Incoming:
    fields = {name: value for name, value in parcel.items() if name != "item"}
    return Incoming(**{**fields, "body": body, "coming": frozenset(parcel["coming"])})


def _refusal(procedure: Procedure, body: Mapping[str, Plain], reason: str) -> dict[str, object]:
    """Returns the no to what could not be taken: of another layout, or with something in a field that will not do."""
    words = procedure.words
    code = "LAYOUT" if body.keys() - procedure.form.keys() else "FORM"
    return {words.state: words.refused, words.code: code, words.reason: reason}
