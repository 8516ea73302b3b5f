"""The ledger: the only writer of handoffs, events and what was learned.

A case is changed inside `opened(...)`: one lock, one commit, everything loaded at the start and written at the
end, so a change is whole or it never was. Events are only ever added; a handoff's status is a fold of its events.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeAlias

from tortoise.transactions import in_transaction

from frontdoor.cases.models import Case, CaseFact, Draft
from frontdoor.errors import NotFound
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.commits import Turn, forget_changes, group
from frontdoor.handoffs.events import ACTIVITY, FINAL, STUCK, Status, Step, after
from frontdoor.handoffs.kept import Kept, case_lock
from frontdoor.handoffs.models import Handoff, made
from frontdoor.handoffs.numbers import handoff_key, new_number
from frontdoor.handoffs.state import ACTING, COMMON
from frontdoor.handoffs.unwritten import Unwritten, fact_row
from frontdoor.handoffs.writing import Event, write
from frontdoor.journey.plan import Plan

FRONT_DOOR = "front_door"
CITIZEN = "citizen"

Trace: TypeAlias = dict[str, object]


def fact_hash(salt: str, value: str) -> str:
    """Returns the salted hash that stands for a value in the ledger: HMAC-SHA256 over the canonical string."""
    return hmac.new(salt.encode(), value.encode(), hashlib.sha256).hexdigest()


class Entry(Unwritten):
    """One case, open for writing; `now` is the moment on the office calendar."""

    @cached_property
    def _traced(self) -> dict[tuple[str, str, int, str | None], Trace]:
        return {}

    @property
    def teller(self) -> str:
        """Who tells the offices: the front door, or where there is none the citizen."""
        return FRONT_DOOR if self.plan.front_door else CITIZEN

    @property
    def facts(self) -> Mapping[str, CaseFact]:
        """The facts that are held for all services."""
        return self.given(COMMON)

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
        number = more.pop("number", "") or new_number()
        handoff = made(
            Handoff,
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
            **more,
        )
        self.handoffs[number] = handoff
        self._asked = None
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
        number = new_number()
        event = Event(
            event_id=number,
            case_id=self.case.id,
            handoff_id=handoff.id if handoff else None,
            activity=activity,
            step=step,
            timestamp=self.now,
            recorded_at=datetime.now(UTC),
            claimed_at=claimed_at,
            cause_event_id=cause,
            facts=self._traces(facts, handoff) if traces is None else dict(traces),
            data={name: value for name, value in data.items() if value is not None and value != ""},
        )
        self._events.append(event)
        return number

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
                held = made(
                    CaseFact,
                    case_id=self.case.id,
                    fact=name,
                    service=service,
                    value=value,
                    source=source,
                    source_handoff=source_handoff,
                )
                self.held[name, service] = held
                self._new_facts.append(held)
                self._given.clear()
            else:
                self._will_change(held)
                held.value, held.version, held.source = value, held.version + 1, source
                held.source_handoff = source_handoff
            fresh.append(name)
            if service == COMMON and (source == CITIZEN or not self.case.relations):
                # in a town, what an office writes is reported by the office itself
                activity = "fact.written" if held.version == 1 else "fact.corrected"
                self.note(activity, facts=(name,), cause=cause, service_id=source, handoff=None)
        return fresh

    def _traces(self, names: Iterable[str], handoff: Handoff | None) -> dict[str, Trace]:
        if not names:
            return {}
        given = self.given(handoff.target if handoff is not None else COMMON)
        return {name: self._trace(given[name]) for name in names if name in given}

    def _trace(self, held: CaseFact) -> Trace:
        # a fact goes to many offices: what stands for it is worked out once for each of its versions
        key = (held.fact, held.service, held.version, held.source_handoff)
        if key not in self._traced:
            trace: Trace = {"hash": fact_hash(self.case.salt, held.value), "version": held.version}
            if held.source_handoff:
                trace["source_handoff_id"] = held.source_handoff
            self._traced[key] = trace
        return self._traced[key]


class Busy(Exception):
    """Another process is changing the case."""


LOCK = 'SELECT "revision" FROM "case" WHERE "id" = $1 FOR UPDATE'
_kept = Kept(most=256)


def start_afresh() -> None:
    """Forgets what was kept of cases: another database is opened, or the same after others had it."""
    forget_changes()
    _kept.forget_all()


def opened(case_id: uuid.UUID, now: datetime | Clock, *, wait: bool = True) -> AbstractAsyncContextManager[Entry]:
    """Opens a case for writing; on leaving, everything is committed at once, or nothing when an error is raised.

    `now` is the moment on the office calendar, or the calendar. One at a time has a case open: others wait, or without
    `wait` get Busy where it is another process. Raises NotFound for an unknown case.
    """
    commits = group()
    return Turn(case_id, now, commits, _read) if commits is not None else _locked(case_id, now, wait=wait)


@asynccontextmanager
async def _locked(case_id: uuid.UUID, now: datetime | Clock, *, wait: bool) -> AsyncIterator[Entry]:
    """Opens a case in a transaction of its own, in which no other process can change it.

    What is kept counts only while the case's revision in the database is still the one that it was left with.
    """
    async with case_lock(case_id), in_transaction() as connection:
        patience = "" if wait else " SKIP LOCKED"
        found = await connection.execute_query_dict(f"{LOCK}{patience}", [case_id])
        if not found:
            if not wait and await Case.filter(id=case_id).using_db(connection).exists():
                raise Busy
            raise NotFound("There is no such case.")
        entry = _kept.find(case_id)
        if entry is None or entry.case.revision != found[0]["revision"]:
            entry = await _read(case_id)
        _kept.forget(entry)  # an error must leave nothing behind
        entry.now = now if isinstance(now, datetime) else await now.at(entry.case.world)
        yield entry
        if changes := entry.take():
            await write(connection, changes)
    _kept.put(entry)


async def begin(entry: Entry, draft: Draft | None = None) -> None:
    """Puts a new case on record, and takes its draft away with the same commit.

    Raises IntegrityError where there is a case with the same key, or of the same draft.
    """
    taken = entry.take()
    assert taken is not None, "a new case has events"
    facts = [fact_row(each) for each in entry.held.values()]
    changes = replace(taken, case=entry.case, facts=facts, draft=draft.id if draft is not None else None)
    commits = group()
    if commits is not None:
        await commits.hand_in(entry, changes)
    else:
        async with in_transaction() as connection:
            await write(connection, changes)
    entry.case = copy(entry.case)  # whoever submitted it has the other one
    (_kept if commits is None else commits.kept).put(entry)


async def _read(case_id: uuid.UUID) -> Entry:
    case = await Case.get_or_none(id=case_id)
    if case is None:
        raise NotFound("There is no such case.")
    handoffs = await Handoff.filter(case_id=case_id).order_by("position")
    facts = await CaseFact.filter(case_id=case_id)
    return Entry(case, Plan.model_validate(case.plan), handoffs, facts, case.submitted_at)
