"""How a case stands, from its plan, its handoffs and the names of the facts held: who waits for whom, and what the
citizen has to do. Reads only; the ledger writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from frontdoor.cases.models import CaseFact
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.models import Handoff
from frontdoor.journey.plan import Plan, PlannedRead, party
from frontdoor.journey.planner import CITIZEN, Known, Wait, waiting_for

ACTING, PART, SUPPLY, ANSWER = "acting", "part", "supply", "answer"
OFFICE, LETTER, PARCEL = "office", "letter", "parcel"
ASKS_AN_OFFICE = (ACTING, PART, SUPPLY)
COMMON = ""


class Errand(StrEnum):
    """What the citizen has to do for a service."""

    TELL = "tell"  # say what only the citizen knows
    TELL_AGAIN = "tell_again"  # say once more what was told before
    CARRY = "carry"  # type in, or bring, what stands in a letter
    ASK_TO_POST = "ask_to_post"  # ask the issuer to send it, because the service believes nobody else


@dataclass(frozen=True)
class Due:
    """Something that the citizen has to do for a service: which facts, off which letter (its handoff), from whom."""

    errand: Errand
    service: str
    facts: tuple[str, ...]
    letter: str = ""
    provider: str = ""


class CaseState:
    """One case as it stands. `held` are its facts, those included that were typed for one service only."""

    def __init__(self, plan: Plan, handoffs: Iterable[Handoff], held: Iterable[CaseFact]) -> None:
        self.plan = plan
        self.handoffs: dict[str, Handoff] = {each.id: each for each in handoffs}
        self.held: dict[tuple[str, str], CaseFact] = {(each.fact, each.service): each for each in held}
        self._asked: dict[str, Handoff] | None = None
        self._given: dict[str, Mapping[str, CaseFact]] = {}

    @property
    def acting(self) -> dict[str, Handoff]:
        """The acting handoff of each service."""
        return {each.service: each for each in self.handoffs.values() if each.service}

    @property
    def asked(self) -> Mapping[str, Handoff]:
        """The handoff by which each service's office is asked: its acting one, or its part of another's work."""
        if self._asked is None:
            parts = {each.target: each for each in self.handoffs.values() if each.kind == PART}
            self._asked = self.acting | parts
        return self._asked

    @property
    def known(self) -> Known:
        """The facts held, the services that are final, and the facts that are out without us."""
        asked = self.asked
        ended = {service for service, each in asked.items() if each.status in FINAL}
        out: set[str] = set()
        for planned in self.plan.active:
            each = asked[planned.service]
            out |= set(each.produced)
            if each.status == Status.COMPLETED and not each.reported:
                out |= set(planned.writes)  # until its office says otherwise
        return Known(self.given(COMMON).keys(), ended, out)

    @property
    def all_final(self) -> bool:
        """Whether nothing more will happen to any handoff."""
        return all(each.status in FINAL for each in self.handoffs.values())

    def given(self, service: str) -> Mapping[str, CaseFact]:
        """Returns the facts that a service may be told: those held for all, and those typed for it."""
        given = self._given.get(service)
        if given is None:
            given = self._given[service] = self._given_anew(service)
        return given

    def _given_anew(self, service: str) -> Mapping[str, CaseFact]:
        own = {fact: each for (fact, whose), each in self.held.items() if whose == service}
        if service == COMMON:
            return own
        common = self.given(COMMON)
        return {**common, **own} if own else common

    def _look_anew(self) -> None:
        """Forgets what was worked out from which handoffs and facts there are: there are others now."""
        self._asked = None
        self._given.clear()

    def lacking(self, handoff: Handoff) -> list[str]:
        """Returns the facts that an office says it waits for and that are not on their way to it from us."""
        told = self.plan.service(handoff.target).told
        asked = self._asked_by(handoff.to_party)
        sent = {
            fact
            for each in self._supplies(handoff.target)
            for fact in (*each.facts, *each.withheld_facts)
            if fact not in asked or asked[fact].position < each.position
        }
        common = {fact for fact, service in self.held if service == COMMON and fact in told}
        fresh = common - set(handoff.facts) - asked.keys()
        return [fact for fact in handoff.waiting_for if fact not in sent and fact not in fresh]

    def due(self, handoff: Handoff) -> tuple[Due, ...]:
        """Returns what the citizen has to do so that an office can go on."""
        if handoff.status in FINAL or handoff.known_as is None:
            return ()
        reads = {fact: read for read in self.plan.service(handoff.target).reads for fact in read.any_of}
        found: dict[tuple[Errand, str, str], list[str]] = {}
        for fact in self.lacking(handoff):
            key = self._errand(handoff, fact, reads.get(fact))
            if key is not None:
                found.setdefault(key, []).append(fact)
        return tuple(
            Due(errand, handoff.target, tuple(facts), letter, provider)
            for (errand, letter, provider), facts in found.items()
        )

    def waits(self, handoff: Handoff) -> tuple[Wait, ...]:
        """Returns what an open service waits for: to be asked at all, or, once asked, what its office lacks."""
        status = Status(handoff.status)
        if status not in (Status.BLOCKED, Status.IN_PROGRESS, Status.NEEDS_CITIZEN, Status.NEEDS_CLERK):
            return ()
        planned = self.plan.service(handoff.target)
        if status is Status.BLOCKED:
            lacking = set(handoff.waiting_for)
            if not lacking and handoff.from_party == planned.hub:
                return (Wait((), (planned.hub,)),)
            return tuple(wait for wait in waiting_for(planned, self.known) if lacking & set(wait.any_of))
        mine = {fact for each in self.due(handoff) for fact in each.facts}
        waits = [Wait((fact,), (CITIZEN,)) for fact in sorted(mine)]
        reads = {fact: read for read in planned.reads for fact in read.any_of}
        others: dict[tuple[str, ...], Wait] = {}
        for fact in self.lacking(handoff):
            if fact in reads and mine.isdisjoint(reads[fact].any_of) and (providers := self._coming_from(reads[fact])):
                others.setdefault(reads[fact].any_of, Wait(reads[fact].any_of, providers))
        return (*waits, *others.values())

    def in_vain_since(self, handoff: Handoff) -> datetime | None:
        """Returns since when an office lacks what was to come and nobody is left to bring; None while somebody is."""
        if self.due(handoff):
            return None
        asked, reads = (
            self.asked,
            {fact: each for each in self.plan.service(handoff.target).reads for fact in each.any_of},
        )
        ends: list[datetime] = []
        for fact in self.lacking(handoff):
            if fact not in reads or self.under_way(handoff.target, reads[fact].any_of):
                return None
            for provider in reads[fact].providers:
                ended_at = asked[provider].ended_at if provider in asked else None
                if ended_at is None:
                    return None
                ends.append(ended_at)
        return max(ends, default=None)

    def ready_at(self, wait: Wait) -> str:
        """Returns the provider that has what is waited for, so that it is only on its way; empty while none has."""
        asked = self.asked
        return next(
            (
                provider
                for provider in wait.providers
                if provider in asked and not set(asked[provider].produced).isdisjoint(wait.any_of)
            ),
            "",
        )

    def under_way(self, service: str, facts: Iterable[str]) -> Handoff | None:
        """Returns the note to a service, or the letter to the citizen, that has left with such a fact and not come."""
        wanted = set(facts)
        for each in self.handoffs.values():
            if each.received_at or not each.sent_at:
                continue
            to_office = each.kind == OFFICE and each.to_party == party(self.plan, service)
            if to_office and wanted.intersection(each.facts):
                return each
            told = {*each.facts, *each.offers.get(service, ())}
            if each.kind == LETTER and wanted.intersection(told):
                return each
        return None

    def arrived(self, service: str, fact: str) -> bool:
        """Says whether another office has brought a fact to a service."""
        return any(
            each.kind == OFFICE
            and each.to_party == party(self.plan, service)
            and fact in each.facts
            and each.received_at
            for each in self.handoffs.values()
        )

    def _errand(self, handoff: Handoff, fact: str, read: PlannedRead | None) -> tuple[Errand, str, str] | None:
        letters = [each for each in self.handoffs.values() if each.kind == LETTER and each.received_at]
        asking = self._asked_by(handoff.to_party).get(fact)
        if fact in handoff.facts or asking:
            return (Errand.TELL_AGAIN, asking.id, handoff.target) if asking and asking.received_at else None
        if read is None or not read.providers:
            return (Errand.TELL, "", "")
        if fact in read.passed_on:
            return None
        on_its_way = any(
            each.kind == OFFICE and each.to_party == party(self.plan, handoff.target) and fact in each.facts
            for each in self.handoffs.values()
        )
        if on_its_way:
            return None
        for letter in reversed(letters):
            if fact in letter.offers.get(handoff.target, ()):
                return (Errand.ASK_TO_POST, letter.id, letter.from_party)
            if fact in letter.facts:
                return (Errand.CARRY, letter.id, letter.from_party)
        return None

    def _asked_by(self, office: str) -> dict[str, Handoff]:
        """Returns by fact the last letter by which an office asks the citizen for it."""
        letters = (each for each in self.handoffs.values() if each.kind == LETTER and each.from_party == office)
        return {fact: each for each in letters for fact in each.asks}

    def _coming_from(self, read: PlannedRead) -> tuple[str, ...]:
        """Returns who may still bring a fact: who has not ended without it."""
        known, asked = self.known, self.asked
        return tuple(
            provider
            for provider in read.providers
            if provider not in known.ended
            or (not known.out.isdisjoint(read.any_of) and asked[provider].status == Status.COMPLETED)
        )

    def _supplies(self, service: str) -> list[Handoff]:
        return [
            each
            for each in self.handoffs.values()
            if each.kind == SUPPLY and each.target == service and each.status != Status.FAILED
        ]
