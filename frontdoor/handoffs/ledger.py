"""The ledger: the only writer of handoffs, events and what was learned.

A case is changed inside `opened(...)`: one lock, one transaction, everything loaded at the start and written at the
end, so a change is whole or it never was. Events are only ever added; a handoff's status is a fold of its events.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, TypeAlias

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.transactions import in_transaction

from frontdoor.cases.models import Case, CaseFact
from frontdoor.errors import NotFound
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.events import ACTIVITY, FINAL, STUCK, Status, Step, after
from frontdoor.handoffs.kept import Kept, case_lock
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.state import ACTING, COMMON, CaseState
from frontdoor.journey.plan import Plan

FRONT_DOOR = "front_door"
CITIZEN = "citizen"

Trace: TypeAlias = dict[str, object]

# A handoff's columns are given new values and never changed in place, so a row can be held against itself.
COLUMNS = tuple(sorted(Handoff._meta.fields_db_projection))
_row: Callable[[Handoff], tuple[object, ...]] = attrgetter(*COLUMNS)


def fact_hash(salt: str, value: str) -> str:
    """Returns the salted hash that stands for a value in the ledger: HMAC-SHA256 over the canonical string."""
    return hmac.new(salt.encode(), value.encode(), hashlib.sha256).hexdigest()


def handoff_key(case_id: uuid.UUID, handoff_id: str, revision: int = 1) -> str:
    """Returns the idempotency key of a handoff: the same for every try, restart and machine (R4)."""
    return hashlib.sha256(f"{case_id}:{handoff_id}:{revision}".encode()).hexdigest()[:40]


def _empty() -> dict[str, Any]:
    lists: dict[str, Any] = {name: [] for name in ("announced", "withheld_facts", "waiting_for", "produced", "asks")}
    return {**lists, "facts": {}, "offers": {}}


class Entry(CaseState):
    """One case, open for writing inside one transaction; `now` is the moment on the office calendar."""

    def __init__(
        self, case: Case, plan: Plan, handoffs: Iterable[Handoff], facts: Iterable[CaseFact], now: datetime
    ) -> None:
        super().__init__(plan, handoffs, facts)
        self.case = case
        self.now = now
        self._rows = {number: _row(each) for number, each in self.handoffs.items()}
        self._forget()

    @property
    def teller(self) -> str:
        """Who tells the offices: the front door, or where there is none the citizen."""
        return FRONT_DOOR if self.plan.front_door else CITIZEN

    @property
    def facts(self) -> dict[str, CaseFact]:
        """The facts that are held for all services."""
        return {fact: each for (fact, service), each in self.held.items() if service == COMMON}

    def values(self, names: Iterable[str], service: str) -> dict[str, str]:
        """Returns the values of those facts that a service may be told."""
        given = self.given(service)
        return {name: given[name].value for name in names if name in given}

    def versions(self, names: Iterable[str], service: str = COMMON) -> dict[str, int]:
        """Returns the versions of those facts that are held, for all or also for one service."""
        given = self.given(service)
        return {name: given[name].version for name in names if name in given}

    def add_handoff(
        self, kind: str, target: str, from_party: str, to_party: str, *, medium: str = "api", **more: Any
    ) -> Handoff:
        """Adds a handoff, planned; what is recorded of it follows."""
        number = more.pop("number", "") or uuid.uuid4().hex
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
            **{**_empty(), **more},
        )
        self.handoffs[number] = handoff
        return handoff

    def record(
        self,
        handoff: Handoff,
        step: Step,
        *,
        reason: str = "",
        facts: Iterable[str] = (),
        traces: Mapping[str, Trace] | None = None,
        cause: str | None = None,
        claimed_at: datetime | None = None,
        **data: Any,
    ) -> str:
        """Records a step of a handoff and what its status becomes; returns the event's id.

        What no other cause is given for follows from what happened to the handoff before.
        """
        before = Status(handoff.status)
        status = after(before, step)
        if status is not before:
            handoff.since = self.now
            handoff.ended_at = self.now if status in FINAL else None
        handoff.status = status
        handoff.stuck_by = step if status in STUCK else ""
        if reason and (before not in FINAL or status is not before):
            handoff.reason = reason
        handoff.last_event = self.note(
            ACTIVITY.get(step, f"handoff.{step}"),
            step,
            handoff=handoff,
            facts=facts,
            traces=traces,
            cause=cause or handoff.last_event,
            claimed_at=claimed_at,
            reason=reason,
            status=str(status),
            **data,
        )
        return handoff.last_event

    def note(
        self,
        activity: str,
        step: str = "",
        *,
        handoff: Handoff | None = None,
        facts: Iterable[str] = (),
        traces: Mapping[str, Trace] | None = None,
        cause: str | None = None,
        claimed_at: datetime | None = None,
        **data: Any,
    ) -> str:
        """Adds an event; facts by name, with salted hash, version and the handoff they came by; never a value.

        What an office reports comes with its `traces` made; of the facts that we hold, they are made here.
        """
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
            facts=self._traces(facts, handoff) if traces is None else dict(traces),
            data={name: value for name, value in data.items() if value not in ("", None)},
        )
        self._events.append(event)
        return event.event_id

    def learn(
        self,
        values: Mapping[str, str],
        source: str,
        source_handoff: str | None,
        cause: str | None,
        service: str = COMMON,
    ) -> list[str]:
        """Keeps facts that were given, for all services or for one; returns those that are new or have changed."""
        fresh = []
        for name, value in values.items():
            held = self.held.get((name, service))
            if held is not None and held.value == value:
                continue
            if held is None:
                held = CaseFact(
                    case_id=self.case.id,
                    fact=name,
                    service=service,
                    value=value,
                    source=source,
                    source_handoff=source_handoff,
                )
                self.held[name, service] = held
                self._new_facts.append(held)
            else:
                held.value, held.version, held.source = value, held.version + 1, source
                held.source_handoff = source_handoff
                self._changed_facts.append(held)
            fresh.append(name)
            if service == COMMON and (source == CITIZEN or not self.case.relations):
                # in a town, what an office writes is reported by the office itself
                activity = "fact.written" if held.version == 1 else "fact.corrected"
                self.note(activity, facts=(name,), cause=cause, service_id=source, handoff=None)
        return fresh

    async def write(self, connection: BaseDBAsyncClient) -> None:
        """Writes all that has changed."""
        await self._write_handoffs(connection)
        await CaseFact.bulk_create(self._new_facts, using_db=connection)
        for fact in self._changed_facts:
            # by its name: what was written in bulk does not know its number
            held = CaseFact.filter(case_id=self.case.id, fact=fact.fact, service=fact.service).using_db(connection)
            fresh = {name: getattr(fact, name) for name in ("value", "version", "source", "source_handoff")}
            await held.update(**fresh)
        await LedgerEvent.bulk_create(self._events, using_db=connection)
        await (
            Case.filter(id=self.case.id)
            .using_db(connection)
            .update(closed_at=self.case.closed_at, revision=self.case.revision)
        )
        self._forget()

    async def _write_handoffs(self, connection: BaseDBAsyncClient) -> None:
        """Writes the handoffs that are new, and of others the columns that are no longer as they were last written."""
        rows = {number: _row(each) for number, each in self.handoffs.items()}
        await Handoff.bulk_create(
            [self.handoffs[number] for number in rows if number not in self._rows], using_db=connection
        )
        for number, before in self._rows.items():
            if rows[number] != before:
                changed = [name for name, new, old in zip(COLUMNS, rows[number], before, strict=True) if new != old]
                await self.handoffs[number].save(using_db=connection, update_fields=changed, force_update=True)
        self._rows = rows

    def _forget(self) -> None:
        """Starts anew: all that was changed is written."""
        self._new_facts: list[CaseFact] = []
        self._changed_facts: list[CaseFact] = []
        self._events: list[LedgerEvent] = []

    def _traces(self, names: Iterable[str], handoff: Handoff | None) -> dict[str, Trace]:
        given = self.given(handoff.target if handoff is not None else COMMON)
        return {name: self._trace(given[name]) for name in names if name in given}

    def _trace(self, held: CaseFact) -> Trace:
        trace: Trace = {"hash": fact_hash(self.case.salt, held.value), "version": held.version}
        if held.source_handoff:
            trace["source_handoff_id"] = held.source_handoff
        return trace


_kept = Kept(most=256)


class Busy(Exception):
    """Another process is changing the case."""


@asynccontextmanager
async def opened(case_id: uuid.UUID, now: datetime | Clock, *, wait: bool = True) -> AsyncIterator[Entry]:
    """Opens a case for writing; on leaving, everything is committed at once, or nothing when an error is raised.

    `now` is the moment on the office calendar, or the calendar. One process at a time has a case open: others wait, or
    without `wait` get Busy. Raises NotFound for an unknown case.
    """
    async with case_lock(case_id), in_transaction() as connection:
        # on SQLite there is no such lock, and one process
        locked = Case.filter(id=case_id).using_db(connection).select_for_update(skip_locked=not wait)
        found = await locked.only("id", "revision", "world").first()
        if found is None:
            if not wait and await Case.filter(id=case_id).using_db(connection).exists():
                raise Busy
            raise NotFound("There is no such case.")
        entry = _kept.take(case_id, found.revision) or await _read(case_id, connection)
        entry.now = now if isinstance(now, datetime) else await now.at(found.world)
        yield entry
        entry.case.revision += 1
        await entry.write(connection)
    _kept.put(entry)


async def _read(case_id: uuid.UUID, connection: BaseDBAsyncClient) -> Entry:
    case = await Case.get(id=case_id, using_db=connection)
    handoffs = await Handoff.filter(case_id=case_id).using_db(connection).order_by("position")
    facts = await CaseFact.filter(case_id=case_id).using_db(connection)
    return Entry(case, Plan.model_validate(case.plan), handoffs, facts, case.submitted_at)
