"""What goes from one office to another and to the citizen: the town lives by its table (design 5.3).

A fact that an office produces is handed on at once to everybody who needs it, in the way that the two offices have:
in the reply, by a letter that the citizen carries, from clerk to clerk, from system to system, through a hub, or in a
shared record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from backoffice_adapters.simulated import clerks, reports
from backoffice_adapters.simulated.correspondence import Correspondence
from backoffice_adapters.simulated.forms import facts_in
from backoffice_adapters.simulated.identity import marks
from backoffice_adapters.simulated.papers import Letter, Note
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.relations import UNKNOWN, Concern, Register, Relations, Row, Way
from backoffice_adapters.simulated.store import DONE, OfficeStore, Request
from backoffice_adapters.simulated.writing import Plain


class Exchange:
    """The dealings of one office with the others and with the citizen, in one world."""

    def __init__(
        self, agency: str, store: OfficeStore, register: Register, now: Callable[[], datetime], seed: int
    ) -> None:
        self._agency = agency
        self._store = store
        self._mail = store.mail
        self._register = register
        self._now = now
        self._seed = seed
        self.letters = Correspondence(store, register, now, seed)

    def hand_on(
        self, request: Request, procedure: Procedure, fields: Mapping[str, Plain], *, corrected: bool = False
    ) -> None:
        """Hands on what was produced, or corrected, to everybody who needs it; inside a transaction."""
        facts = {made.fact: made.written.read(fields[name]) for name, made in procedure.makes.items() if name in fields}
        concern = self._register.of(request.case)
        if not facts or concern is UNKNOWN:
            return
        party = concern.relations.party(request.service)
        version = 2 if corrected else 1
        kind = "corrected" if corrected else "written"
        self._mail.report(
            reports.report(
                kind,
                request.case,
                request.salt,
                self._now(),
                facts,
                version=version,
                service=request.service,
                **{"from": party},
            )
        )
        ways = self._ways(request.service, facts, concern)
        if corrected:
            # only who sees the same record sees that it was corrected
            ways = {row: way for row, way in ways.items() if way in (Way.RECORD, Way.INSIDE)}
        else:
            self.letters.write(request, procedure, facts, ways, concern)
        receivers = {row: _receiver(row, way, concern.relations) for row, way in ways.items()}
        for (consumer, way), rows in _together(ways, receivers).items():
            if way in (Way.NOTE, Way.MESSAGE, Way.RECORD, Way.INSIDE, Way.HUB):
                carried = {row.fact: facts[row.fact] for row in rows}
                self._send(request, procedure, consumer, rows[0], way, carried, concern.relations, version)

    def forward(self, request: Request, procedure: Procedure) -> None:
        """Tells the services that this one is the hub of what it knows and they need."""
        concern = self._register.of(request.case)
        held = facts_in(procedure.form, request.form)
        came = {
            fact: request.came_by[name]
            for name, asked in procedure.form.items()
            if name in request.came_by
            for fact in asked.facts
        }
        rows = [
            row
            for row in concern.relations.rows
            if row.via == request.service
            and row.fact in held
            and {row.consumer, row.provider} <= concern.services
            and row.way(self._now().date(), concern.services) is Way.HUB
        ]
        rows += [
            Row(request.service, fact, consumer, "satellite", via=request.service)
            for consumer, facts in concern.relations.tell_too.get(request.service, {}).items()
            for fact in facts
            if fact in held and consumer in concern.services
        ]
        for (consumer, _), some in _together(dict.fromkeys(rows, Way.HUB), {row: row.consumer for row in rows}).items():
            carried = {row.fact: held[row.fact] for row in some}
            sources = {fact: came[fact] for fact in carried if fact in came}
            self._send(
                request, procedure, consumer, some[0], Way.MESSAGE, carried, concern.relations, 1, sources=sources
            )

    def carry(self, parcel: Mapping[str, object], hub: str, case: str, salt: str, due_at: datetime) -> None:
        """Puts a request for a service that this one is the hub of into the hub's queue, unopened."""
        service = str(parcel["service"])
        note = Note(
            message_id=reports.number(parcel["key"], "parcel"),
            case=case,
            salt=salt,
            from_party=hub,
            to_party=self._register.of(case).relations.party(service),
            service=service,
            medium="api",
            facts={},
            parcel=parcel,
        )
        self._mail.send(note, due_at)

    def post_to(self, letter: Letter, consumer: str) -> None:
        """Posts to a consumer what a letter offered, because the citizen asked for it."""
        concern = self._register.of(letter.case)
        request = self._store.by_reference(letter.reference)
        assert request is not None, "a letter is about a request of this office"
        facts = {fact: letter.facts[fact] for fact in letter.offers[consumer]}
        note = Note(
            message_id=reports.number(letter.letter_id, consumer),
            case=letter.case,
            salt=letter.salt,
            from_party=letter.service,
            to_party=concern.relations.party(consumer),
            service=consumer,
            medium="post",
            facts=facts,
            share=clerks.drawn(self._seed, request.drawn, consumer, "post"),
            versions={fact: letter.versions.get(fact, 1) for fact in facts},
            by_file=True,
        )
        self._mail.send(note, clerks.delivered_at(self._now(), note.share))
        self._mail.report(reports.note_sent(note, self._now(), contact=True))

    def ended(self, request: Request, procedure: Procedure) -> None:
        """Reports how a request ended and what was produced, and forwards where this is a hub."""
        concern = self._register.of(request.case)
        if concern is UNKNOWN:
            return
        relations = concern.relations
        produced = sorted(made.fact for name, made in procedure.makes.items() if name in request.produced)
        self._mail.report(
            reports.report(
                "ended",
                request.case,
                request.salt,
                self._now(),
                {},
                service=request.service,
                produced=produced,
                status="completed" if request.state == DONE else "declined",
                reason=request.reason,
                **{"from": relations.party(request.service)},
            )
        )
        if request.state == DONE:
            self.forward(request, procedure)

    def news(self, request: Request) -> None:
        """Reports that there is something new of a request, so that it is time to ask how far it is."""
        concern = self._register.of(request.case)
        if concern is not UNKNOWN:
            more = {"service": request.service, "from": concern.relations.party(request.service)}
            turn = len(self._mail.reports_of(request.case))
            self._mail.report(reports.report("news", request.case, request.salt, self._now(), {}, turn=turn, **more))

    def tell(self, note: Note) -> bool:
        """Says whether a note leaves now; a clerk who serves the own office first leaves it for tomorrow."""
        now = self._now()
        relations = self._register.of(note.case).relations
        targets = relations.targets.get(self._agency, 0.0)
        busy = self._store.open_requests() > 0
        if note.medium in clerks.PEOPLE and targets and not clerks.comes_to_it(now, targets, busy, note.share):
            self._mail.postpone(note, clerks.tomorrow(now))
            return False
        return True

    def left(self, note: Note) -> None:
        """Notes that a note was taken in at the other end; what was posted was reported when it was posted."""
        self._mail.told(note)
        if not note.silent and note.medium != "post":
            self._mail.report(reports.note_sent(note, self._now()))

    def _ways(self, service: str, facts: Iterable[str], concern: Concern) -> dict[Row, Way]:
        today = self._now().date()
        return {
            row: row.way(today, concern.services)
            for fact in facts
            for row in concern.relations.by_fact.get((service, fact), ())
            if row.consumer in concern.services
        }

    def _send(
        self,
        request: Request,
        procedure: Procedure,
        consumer: str,
        row: Row,
        way: Way,
        facts: Mapping[str, str],
        relations: Relations,
        version: int,
        sources: Mapping[str, str] | None = None,
    ) -> None:
        by_person = way is Way.NOTE
        to_party = relations.party(consumer)
        if way is Way.HUB:
            to_party = relations.party(row.via)
        note = Note(
            message_id=reports.number(request.key, consumer, sorted(facts), way, version),
            case=request.case,
            salt=request.salt,
            from_party=relations.party(request.service),
            to_party=to_party,
            service=consumer,
            medium=row.medium if by_person else row.medium_of_record,
            facts=facts,
            about=marks(facts_in(procedure.form, request.form), relations.identity),
            share=clerks.drawn(self._seed, request.drawn, consumer, "note"),
            versions=dict.fromkeys(facts, version),
            sources=sources or {},
            by_file=row.level == "union" or way is Way.INSIDE,
            silent=way is Way.INSIDE,
        )
        self._mail.send(note, clerks.told_at(self._now(), note.share) if by_person else self._now())


def _receiver(row: Row, way: Way, relations: Relations) -> str:
    """Returns for whose work a fact is: a hub that reads it itself takes it in, and passes it on when it is done."""
    readers = {each.consumer for each in relations.by_fact.get((row.provider, row.fact), ())}
    return row.via if way is Way.HUB and row.via in readers else row.consumer


def _together(ways: Mapping[Row, Way], receivers: Mapping[Row, str]) -> dict[tuple[str, Way], list[Row]]:
    """Puts together what goes to one receiver in one way."""
    found: dict[tuple[str, Way], list[Row]] = {}
    for row, way in ways.items():
        found.setdefault((receivers[row], way), []).append(row)
    return found
