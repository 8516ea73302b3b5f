"""A case with what has changed of it and is not written yet: it can be taken, to be written, or undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from operator import attrgetter, itemgetter

from frontdoor.cases.models import Case, CaseFact
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.state import CaseState
from frontdoor.handoffs.writing import CHANGES_OF_FACT, FACT, HANDOFF, Changes, Event, Message
from frontdoor.journey.plan import Plan

_row: Callable[[Mapping[str, object]], tuple[object, ...]] = itemgetter(*HANDOFF)
fact_row: Callable[[CaseFact], tuple[object, ...]] = attrgetter(*FACT)


class Unwritten(CaseState):
    """A case as it stands, and as it stood when its changes were last taken.

    `pending` counts its changes that are taken and not on disk yet; `lost` is the error that kept one of them from
    getting there.
    """

    def __init__(
        self, case: Case, plan: Plan, handoffs: Iterable[Handoff], facts: Iterable[CaseFact], now: datetime
    ) -> None:
        super().__init__(plan, handoffs, facts)
        self.case = case
        self.now = now
        self._written = {number: _row(vars(each)) for number, each in self.handoffs.items()}
        self._heard: list[Message] = []
        self.pending = 0
        self.lost: Exception | None = None
        self._forget()

    def hear(self, sender: str, message_id: str, digest: str = "") -> None:
        """Keeps that a message was taken in; it is on record with what came of it."""
        self._messages.append(Message(sender, message_id, datetime.now(UTC), digest))

    def has_heard(self, sender: str, message_id: str) -> bool:
        """Says whether a message was taken in by a change that may not be on disk yet."""
        return any((each.sender, each.message_id) == (sender, message_id) for each in (*self._heard, *self._messages))

    def take(self) -> Changes | None:
        """Returns all that has changed since the last time, as rows; None where nothing has."""
        rows = {number: _row(vars(each)) for number, each in self.handoffs.items()}
        moved = [row for number, row in rows.items() if row != self._written.get(number)]
        facts = [*self._new_facts, *self._changed_facts]
        news = (moved, facts, self._events, self._messages)
        if not any(news) and self.case.closed_at == self._closed_at:
            return None
        self.case.revision += 1
        changes = Changes(
            self.case.id,
            self.case.revision,
            self.case.closed_at,
            handoffs=moved,
            facts=[fact_row(each) for each in facts],
            events=self._events,
            messages=self._messages,
        )
        self._written = rows
        self._heard += self._messages
        self._forget()
        return changes

    def undo(self) -> None:
        """Puts everything back as it was at the last `take`."""
        for number in [each for each in self.handoffs if each not in self._written]:
            del self.handoffs[number]
        for number, each in self.handoffs.items():
            vars(each).update(zip(HANDOFF, self._written[number], strict=True))
        for fact in self._new_facts:
            del self.held[fact.fact, fact.service]
        for fact, before in zip(reversed(self._changed_facts), reversed(self._before), strict=True):
            for name, value in zip(CHANGES_OF_FACT, before, strict=True):
                setattr(fact, name, value)
        self.case.closed_at = self._closed_at
        self._look_anew()
        self._forget()

    def _forget(self) -> None:
        """Starts a new change: what has changed is written, or is no longer so."""
        self._new_facts: list[CaseFact] = []
        self._changed_facts: list[CaseFact] = []
        self._before: list[tuple[object, ...]] = []
        self._events: list[Event] = []
        self._messages: list[Message] = []
        self._closed_at = self.case.closed_at

    def _will_change(self, fact: CaseFact) -> None:
        """Remembers a fact as it is, before it is given another value."""
        self._before.append(tuple(getattr(fact, name) for name in CHANGES_OF_FACT))
        self._changed_facts.append(fact)
