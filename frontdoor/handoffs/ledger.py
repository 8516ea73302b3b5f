"""The ledger: the only writer of handoffs, events and what was learned.

A case is changed inside `opened(...)`: one lock, one transaction, everything loaded at the start and written at the
end, so a change is whole or it never was. Events are only ever added; a handoff's status is a fold of its events.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from asyncio import Lock
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.transactions import in_transaction

from frontdoor.cases.models import Case, CaseFact
from frontdoor.errors import NotFound
from frontdoor.handoffs.events import ACTIVITY, FINAL, Status, Step, after
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.journey.plan import Plan
from frontdoor.journey.planner import Known

FRONT_DOOR = "front_door"
CITIZEN = "citizen"
ACTING, SUPPLY, ANSWER = "acting", "supply", "answer"

_locks: WeakValueDictionary[uuid.UUID, Lock] = WeakValueDictionary()


def fact_hash(salt: str, value: str) -> str:
    """Returns the salted hash that stands for a value in the ledger: HMAC-SHA256 over the canonical string."""
    return hmac.new(salt.encode(), value.encode(), hashlib.sha256).hexdigest()


def handoff_key(case_id: uuid.UUID, handoff_id: str, revision: int = 1) -> str:
    """Returns the idempotency key of a handoff: the same for every try, restart and machine (R4)."""
    return hashlib.sha256(f"{case_id}:{handoff_id}:{revision}".encode()).hexdigest()[:40]


class Entry:
    """One case, open for writing inside one transaction; `now` is the moment on the office calendar."""

    def __init__(
        self, case: Case, plan: Plan, handoffs: Iterable[Handoff], facts: Iterable[CaseFact], now: datetime
    ) -> None:
        self.case = case
        self.plan = plan
        self.now = now
        self.handoffs = {each.id: each for each in handoffs}
        self.facts = {each.fact: each for each in facts}
        self._changed: dict[str, Handoff] = {}
        self._new_handoffs: list[Handoff] = []
        self._new_facts: list[CaseFact] = []
        self._changed_facts: list[CaseFact] = []
        self._events: list[LedgerEvent] = []

    @property
    def acting(self) -> dict[str, Handoff]:
        """The acting handoff of each service."""
        return {each.service: each for each in self.handoffs.values() if each.service}

    @property
    def known(self) -> Known:
        """The facts held and the services that are final."""
        ended = {service for service, each in self.acting.items() if Status(each.status) in FINAL}
        return Known(frozenset(self.facts), frozenset(ended))

    def values(self, names: Iterable[str]) -> dict[str, str]:
        """Returns the values of those facts that are held."""
        return {name: self.facts[name].value for name in names if name in self.facts}

    def versions(self, names: Iterable[str]) -> dict[str, int]:
        """Returns the versions of those facts that are held."""
        return {name: self.facts[name].version for name in names if name in self.facts}

    def add_handoff(
        self, kind: str, target: str, from_party: str, to_party: str, *, medium: str = "api", **more: Any
    ) -> Handoff:
        """Adds a handoff, planned; what is recorded of it follows."""
        number = uuid.uuid4().hex
        handoff = Handoff(
            id=number,
            case_id=self.case.id,
            world=self.case.world,
            kind=kind,
            service=target if kind == ACTING else None,
            target=target,
            from_party=from_party,
            to_party=to_party,
            medium=medium,
            status=Status.PLANNED,
            key=handoff_key(self.case.id, number),
            since=self.now,
            position=len(self.handoffs),
            **{"facts": {}, "announced": [], "withheld_facts": [], "waiting_for": [], **more},
        )
        self.handoffs[number] = handoff
        self._new_handoffs.append(handoff)
        return handoff

    def record(
        self,
        handoff: Handoff,
        step: Step,
        *,
        reason: str = "",
        facts: Iterable[str] = (),
        cause: str | None = None,
        claimed_at: datetime | None = None,
        **data: Any,
    ) -> str:
        """Records a step of a handoff and what its status becomes; returns the event's id."""
        before = Status(handoff.status)
        status = after(before, step)
        if status is not before:
            handoff.since = self.now
            if status in FINAL:
                handoff.ended_at = self.now
        handoff.status = status
        if reason and before not in FINAL:
            handoff.reason = reason
        self.touch(handoff)
        return self.note(
            ACTIVITY.get(step, f"handoff.{step}"),
            step,
            handoff=handoff,
            facts=facts,
            cause=cause,
            claimed_at=claimed_at,
            reason=reason,
            status=str(status),
            **data,
        )

    def note(
        self,
        activity: str,
        step: str = "",
        *,
        handoff: Handoff | None = None,
        facts: Iterable[str] = (),
        cause: str | None = None,
        claimed_at: datetime | None = None,
        **data: Any,
    ) -> str:
        """Adds an event; facts by name, with salted hash, version and the handoff they came by; never a value."""
        event = LedgerEvent(
            event_id=uuid.uuid4().hex,
            case_id=self.case.id,
            handoff_id=handoff.id if handoff else None,
            activity=activity,
            step=step,
            timestamp=self.now,
            recorded_at=datetime.now(UTC),
            claimed_at=claimed_at,
            cause_event_id=cause,
            facts={name: self._trace(name) for name in facts if name in self.facts},
            data={name: value for name, value in data.items() if value not in ("", None)},
        )
        self._events.append(event)
        return event.event_id

    def touch(self, handoff: Handoff) -> None:
        """Marks a handoff as changed, so that it is written."""
        if handoff not in self._new_handoffs:
            self._changed[handoff.id] = handoff

    def learn(self, values: Mapping[str, str], source: str, source_handoff: str | None, cause: str | None) -> list[str]:
        """Keeps facts that were given; returns those that are new or have changed."""
        fresh = []
        for name, value in values.items():
            held = self.facts.get(name)
            if held is not None and held.value == value:
                continue
            if held is None:
                held = CaseFact(
                    case_id=self.case.id, fact=name, value=value, source=source, source_handoff=source_handoff
                )
                self.facts[name] = held
                self._new_facts.append(held)
            else:
                held.value, held.version, held.source = value, held.version + 1, source
                held.source_handoff = source_handoff
                self._changed_facts.append(held)
            fresh.append(name)
            activity = "fact.written" if held.version == 1 else "fact.corrected"
            self.note(activity, facts=(name,), cause=cause, service_id=source, handoff=None)
        return fresh

    async def write(self, connection: BaseDBAsyncClient) -> None:
        """Writes all that has changed."""
        await Handoff.bulk_create(self._new_handoffs, using_db=connection)
        for handoff in self._changed.values():
            await handoff.save(using_db=connection)
        await CaseFact.bulk_create(self._new_facts, using_db=connection)
        for fact in self._changed_facts:
            await fact.save(using_db=connection)
        await LedgerEvent.bulk_create(self._events, using_db=connection)
        if self.case.closed_at is not None:
            await Case.filter(id=self.case.id).using_db(connection).update(closed_at=self.case.closed_at)

    def _trace(self, name: str) -> dict[str, object]:
        held = self.facts[name]
        trace: dict[str, object] = {"hash": fact_hash(self.case.salt, held.value), "version": held.version}
        if held.source_handoff:
            trace["source_handoff_id"] = held.source_handoff
        return trace


def case_lock(case_id: uuid.UUID) -> Lock:
    """Returns the lock of a case: one writer at a time in this process."""
    return _locks.setdefault(case_id, Lock())


@asynccontextmanager
async def opened(case_id: uuid.UUID, now: datetime) -> AsyncIterator[Entry]:
    """Opens a case for writing; on leaving, everything is committed at once, or nothing when an error is raised.

    Raises NotFound when there is no such case.
    """
    lock = case_lock(case_id)
    async with lock, in_transaction() as connection:
        case = await Case.get_or_none(id=case_id, using_db=connection)
        if case is None:
            raise NotFound("There is no such case.")
        handoffs = await Handoff.filter(case_id=case_id).using_db(connection).order_by("position")
        facts = await CaseFact.filter(case_id=case_id).using_db(connection)
        entry = Entry(case, Plan.model_validate(case.plan), handoffs, facts, now)
        yield entry
        await entry.write(connection)
