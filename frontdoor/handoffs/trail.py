"""The trail of facts through a case: when each came into being, when and how it reached whom, and what was put right.

Read off the handoffs and the ledger's own events; nothing here knows a scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.state import LETTER, OFFICE, SUPPLY, CaseState
from frontdoor.journey.plan import party
from life_events.frictions import Friction

TOLD, WRITTEN, CORRECTED, RECEIVED = "request.submitted", "fact.written", "fact.corrected", "handoff.received"
DECIDED = "decision.made"


@dataclass(frozen=True)
class Trail:
    """A case's handoffs with what the ledger says of its facts.

    `written` and `corrected` are when a fact came into being and when its author put it right, `stands` the salted
    hashes of facts as they stand now. `hashes` are those that offices reported to have taken in, by handoff and fact,
    `codes` by handoff what an office decided, in a word of its own. `now` is the moment of looking.
    """

    state: CaseState
    now: datetime
    written: Mapping[str, datetime] = field(default_factory=dict)
    corrected: Mapping[str, datetime] = field(default_factory=dict)
    stands: Mapping[str, str] = field(default_factory=dict)
    hashes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def handoffs(self) -> Iterable[Handoff]:
        """Every handoff of the case, in order."""
        return self.state.handoffs.values()

    @property
    def letters(self) -> list[Handoff]:
        """The letters that have come."""
        return [each for each in self.handoffs if each.kind == LETTER and each.received_at]

    def active(self, service: str) -> bool:
        """Says whether a service is asked in this case."""
        return any(each.service == service for each in self.state.plan.active)

    def ended(self, service: str) -> datetime | None:
        """Returns when a service that was asked ended."""
        asked = self.state.asked.get(service)
        return asked.ended_at if asked is not None and Status(asked.status) in FINAL else None

    def value(self, fact: str) -> str:
        """Returns a fact that the citizen told all offices, or nothing."""
        return next(
            (each.value for (name, service), each in self.state.held.items() if (name, service) == (fact, "")), ""
        )

    def came_by(self, fact: str, service: str) -> list[Handoff]:
        """Returns the handoffs by which a fact reached a service, the first one first."""
        office = party(self.state.plan, service)
        found = [each for each in self.handoffs if each.received_at and fact in each.facts]
        reached = [
            each
            for each in found
            if (each.kind == OFFICE and each.to_party == office)
            or (each.kind == SUPPLY and each.target == service)
            or each is self.state.asked.get(service)
        ]
        return sorted(reached, key=lambda each: each.received_at or self.now)

    def reached(self, fact: str, service: str) -> datetime | None:
        """Returns when a fact first reached a service."""
        return next((each.received_at for each in self.came_by(fact, service)), None)


async def read_trail(case_id: UUID, state: CaseState, now: datetime, frictions: Iterable[Friction]) -> Trail:
    """Reads the trail of a case as far as frictions are judged by it."""
    compared = _told_twice(state) or any(each.compares for each in frictions)
    wanted = [TOLD, WRITTEN, CORRECTED, DECIDED, *([RECEIVED] if compared else [])]
    written: dict[str, datetime] = {}
    corrected: dict[str, datetime] = {}
    stands: dict[str, str] = {}
    hashes: dict[tuple[str, str], str] = {}
    codes: dict[str, str] = {}
    for event in await LedgerEvent.filter(case_id=case_id, activity__in=wanted).order_by("seq"):
        if event.activity == DECIDED:
            codes[str(event.handoff_id)] = str(event.data.get("decision_code", ""))
            continue
        for fact, trace in event.facts.items():
            if event.activity == RECEIVED:
                hashes[str(event.handoff_id), fact] = str(trace["hash"])
                continue
            stands[fact] = str(trace["hash"])
            if event.activity != TOLD:
                kept = written if event.activity == WRITTEN else corrected
                kept.setdefault(fact, event.claimed_at or event.timestamp)
    return Trail(state, now, written, corrected, stands, hashes, codes)


def _told_twice(state: CaseState) -> bool:
    """Says whether some office was told the same fact by two others, so that it matters what each of them said."""
    told = [(each.to_party, fact) for each in state.handoffs.values() if each.kind == OFFICE for fact in each.facts]
    return len(told) > len(set(told))
