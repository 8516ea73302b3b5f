"""The letters that an office writes to the citizen: what it decided, what it wants to be told, what a machine sends.

A letter goes to the address on the form, or to the one on the office's own file where it does not have that, or
overlooks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from backoffice_adapters.simulated import clerks, reports
from backoffice_adapters.simulated.calendar import after_working_days
from backoffice_adapters.simulated.numbers import paces, rule
from backoffice_adapters.simulated.papers import Letter, Report
from backoffice_adapters.simulated.procedures import Procedure, Routine
from backoffice_adapters.simulated.reception import chance
from backoffice_adapters.simulated.relations import UNKNOWN, Concern, Register, Row, Way
from backoffice_adapters.simulated.store import OfficeStore, Request


class Correspondence:
    """What one office writes to the citizen, in one world."""

    def __init__(self, store: OfficeStore, register: Register, now: Callable[[], datetime], seed: int) -> None:
        self._store = store
        self._mail = store.mail
        self._register = register
        self._now = now
        self._seed = seed

    def ask_again(self, request: Request, procedure: Procedure, fields: Iterable[str], words: str = "") -> None:
        """Writes to the citizen to be told, perhaps again, what the office lacks; `words` are the clerk's own."""
        facts = tuple(dict.fromkeys(fact for name in fields for fact in procedure.form[name].facts))
        self._post(self._letter(request, procedure, asks=facts, words=words), request, "asks again")

    def plan_routines(self, request: Request, procedure: Procedure) -> None:
        """Plans the first letter of each routine, for a case of which the town was told."""
        for routine in procedure.routines if self._register.of(request.case) is not UNKNOWN else ():
            if routine.concerns(request.form):
                self._plan(request, routine)

    def write_routines(self, until: datetime, procedures: Mapping[str, Procedure]) -> int:
        """Writes the letters that a machine writes for as long as it lacks something; returns how many were due."""
        due = self._mail.routines_due(until)
        for reference, name in due:
            request = self._store.by_reference(reference)
            assert request is not None, "a routine is about a request of this office"
            procedure = procedures[request.service]
            routine = next(each for each in procedure.routines if each.name == name)
            if request.closed_at is None and request.form.get(routine.without) is None:
                facts = self._charge(request, procedure, routine)
                letter = self._letter(request, procedure, facts=facts, shown=tuple(facts), routine=routine)
                self._post(letter, request, letter.letter_id)
                self._plan(request, routine)
        return len(due)

    def _charge(self, request: Request, procedure: Procedure, routine: Routine) -> dict[str, str]:
        """Books what a machine charges, once, and returns it as the fact that stands in each of its letters."""
        if not routine.charges:
            return {}
        made = procedure.makes[routine.charges]
        if routine.charges not in request.produced:
            amount = made.written.write(f"{rule(routine.amount, self._now().date()):.2f}")
            self._store.save(replace(request, produced={**request.produced, routine.charges: amount}))
            self._mail.report(self._written(request, {made.fact: made.written.read(amount)}))
            return {made.fact: made.written.read(amount)}
        return {made.fact: made.written.read(request.produced[routine.charges])}

    def _written(self, request: Request, facts: Mapping[str, str]) -> Report:
        party = self._register.of(request.case).relations.party(request.service)
        more = {"version": 1, "service": request.service, "from": party}
        return reports.report("written", request.case, request.salt, self._now(), facts, **more)

    def _plan(self, request: Request, routine: Routine) -> None:
        days = chance(request, routine.name).randint(*paces()[routine.every])
        self._mail.write_later(request.reference, routine.name, after_working_days(self._now(), days, 0))

    def write(
        self,
        request: Request,
        procedure: Procedure,
        facts: Mapping[str, str],
        ways: Mapping[Row, Way],
        concern: Concern,
    ) -> None:
        """Writes one letter about all that the citizen has to know or carry, if there is anything."""
        needed = {row.fact for row in ways}
        to_carry = {row.fact for row, way in ways.items() if way is Way.LETTER}
        releases = concern.relations.releases.get(request.service, {})
        shown = to_carry | {fact for fact in facts if fact not in needed and releases.get(fact) == "letter"}
        offered = {row.fact for row, way in ways.items() if way is Way.POSTED}
        if not shown | offered:
            return
        offers: dict[str, list[str]] = {}
        for row, way in ways.items():
            if way is Way.POSTED:
                offers.setdefault(row.consumer, []).append(row.fact)
        letter = self._letter(
            request,
            procedure,
            facts={fact: facts[fact] for fact in facts if fact in shown | offered},
            shown=tuple(sorted(shown)),
            to_carry=tuple(sorted(to_carry)),
            offers={consumer: tuple(some) for consumer, some in offers.items()},
        )
        self._post(letter, request, "letter", sorted(facts))

    def _post(self, letter: Letter, request: Request, *what: object) -> None:
        self._mail.report(reports.letter_event("sent", letter, self._now()))
        share = clerks.drawn(self._seed, request.drawn, *what)
        self._mail.write(letter, clerks.delivered_at(self._now(), share))

    def _letter(
        self,
        request: Request,
        procedure: Procedure,
        facts: Mapping[str, str] | None = None,
        shown: tuple[str, ...] = (),
        to_carry: tuple[str, ...] = (),
        asks: tuple[str, ...] = (),
        offers: Mapping[str, tuple[str, ...]] | None = None,
        routine: Routine | None = None,
        words: str = "",
    ) -> Letter:
        more = (routine.name if routine else words, self._now().isoformat()) if routine or asks else ()
        return Letter(
            letter_id=reports.number(request.key, "letter", sorted(facts or ()), asks, *more),
            case=request.case,
            salt=request.salt,
            service=self._register.of(request.case).relations.party(request.service),
            reference=request.reference,
            written_at=self._now().isoformat(),
            facts=facts or {},
            shown=shown,
            to_carry=to_carry,
            versions=dict.fromkeys(facts or (), 1),
            asks=asks,
            offers=offers or {},
            addressed_to=procedure.on_file if routine else self._address(request, procedure),
            heading=routine.heading if routine else "",
            words=words,
        )

    def _address(self, request: Request, procedure: Procedure) -> str:
        """Returns the fact whose address stands on a letter, or nothing where the office writes to whoever asked."""
        if not procedure.writes_to:
            return ""
        told = procedure.form[procedure.writes_to].facts[0]
        return told if request.form.get(procedure.writes_to) is not None else procedure.on_file or told
