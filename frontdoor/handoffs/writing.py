"""What a change of a case comes to, as rows, and the statements that write the changes of many cases at once.

Plain SQL, made once from the models: a case has a hundred events, and putting each through the object mapper took most
of the time that a case took. The rows are the same as the models would write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import fields
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.fields.data import JSON_DUMPS
from tortoise.models import Model

from frontdoor.cases.models import Case, CaseFact
from frontdoor.database.address import SQLITE
from frontdoor.database.batch import Statement
from frontdoor.handoffs.models import Handoff, InboxMessage, LedgerEvent

Values = tuple[Any, ...]
CHANGES_OF_FACT = ("value", "version", "source", "source_handoff")
FACT_KEY = ("case_id", "fact", "service")


class Event(NamedTuple):
    """One thing that happened, as `LedgerEvent` keeps it."""

    event_id: str
    case_id: UUID
    handoff_id: str | None
    activity: str
    step: str
    timestamp: datetime
    recorded_at: datetime
    claimed_at: datetime | None
    cause_event_id: str | None
    facts: Mapping[str, Any]
    data: Mapping[str, Any]


class Message(NamedTuple):
    """One message of an office, as `InboxMessage` keeps it."""

    sender: str
    message_id: str
    received_at: datetime
    digest: str


@dataclass(frozen=True)
class Changes:
    """One change of one case: what is new, and what is no longer as it was. `case`: the case itself is new.

    Handoffs are rows in the order of `HANDOFF`; `changed` are by handoff the columns that have changed.
    """

    case_id: UUID
    revision: int
    closed_at: datetime | None
    case: Case | None = None
    handoffs: Sequence[Values] = ()
    changed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    facts: Sequence[CaseFact] = ()
    changed_facts: Sequence[CaseFact] = ()
    events: Sequence[Event] = ()
    messages: Sequence[Message] = ()


HANDOFF = tuple(sorted(Handoff._meta.fields_db_projection))
FACT = (*FACT_KEY, *CHANGES_OF_FACT)
CASE = tuple(Case._meta.fields_db_projection)


def statements(kind: str, some: Sequence[Changes]) -> list[Statement]:
    """Returns what writes changes in their order, as one kind of database has it."""
    pen = _pen(kind)
    fresh = [each.case for each in some if each.case is not None]
    facts = (fact for each in some for fact in each.facts)
    told = (fact for each in some for fact in each.changed_facts)
    names = (*CHANGES_OF_FACT, *FACT_KEY)
    given = ([getattr(fact, name) for name in names] for fact in told)
    cases = {each.case_id: (each.revision, each.closed_at, each.case_id) for each in some}
    found = [
        pen.insert(Case, CASE, ([getattr(case, name) for name in CASE] for case in fresh)),
        pen.insert(CaseFact, FACT, ([getattr(fact, name) for name in FACT] for fact in facts)),
        pen.insert(Handoff, HANDOFF, (row for each in some for row in each.handoffs)),
        *(pen.update(Handoff, columns, ("id",), rows) for columns, rows in _alike(some).items()),
        pen.update(CaseFact, CHANGES_OF_FACT, FACT_KEY, given),
        pen.insert(LedgerEvent, Event._fields, (event for each in some for event in each.events)),
        pen.insert(InboxMessage, Message._fields, (message for each in some for message in each.messages)),
        pen.update(Case, ("revision", "closed_at"), ("id",), cases.values()),
    ]
    return [(statement, rows) for statement, rows in found if rows]


async def write(connection: BaseDBAsyncClient, some: Sequence[Changes]) -> None:
    """Writes changes in their order; the connection has a transaction open."""
    for statement, rows in statements(connection.capabilities.dialect, some):
        await connection.execute_many(statement, rows)


def _alike(some: Iterable[Changes]) -> dict[tuple[str, ...], list[Values]]:
    """Returns the changed handoffs by which columns have changed; the last change of a column wins."""
    merged: dict[str, dict[str, Any]] = {}
    for each in some:
        for number, columns in each.changed.items():
            merged.setdefault(number, {}).update(columns)
    found: dict[tuple[str, ...], list[Values]] = {}
    for number, columns in merged.items():
        names = tuple(sorted(columns))
        found.setdefault(names, []).append((*(columns[name] for name in names), number))
    return found


class _Pen:
    """Writes statements and values as one kind of database has them."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._statements: dict[Values, tuple[str, list[Callable[[Any], Any] | None]]] = {}

    def insert(self, table: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Statement:
        """Returns the statement that adds rows, and their values."""
        key = (table, columns)
        if key not in self._statements:
            listed = ", ".join(f'"{each}"' for each in columns)
            places = ", ".join(self._place(number) for number, _ in enumerate(columns, 1))
            statement = f'INSERT INTO "{table._meta.db_table}" ({listed}) VALUES ({places})'  # noqa: S608 our own names
            self._statements[key] = (statement, self._turns(table, columns))
        return self._written(key, rows)

    def update(
        self, table: type[Model], columns: Sequence[str], by: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> Statement:
        """Returns the statement that changes columns of the rows that are found by others, and their values."""
        key = (table, columns, by)
        if key not in self._statements:
            places = [f'"{each}" = {self._place(number)}' for number, each in enumerate((*columns, *by), 1)]
            sets, where = ", ".join(places[: len(columns)]), " AND ".join(places[len(columns) :])
            statement = f'UPDATE "{table._meta.db_table}" SET {sets} WHERE {where}'  # noqa: S608 our own names
            self._statements[key] = (statement, self._turns(table, (*columns, *by)))
        return self._written(key, rows)

    def _written(self, key: Values, rows: Iterable[Sequence[Any]]) -> Statement:
        statement, turns = self._statements[key]
        return statement, [
            [
                value if turn is None or value is None else turn(value)
                for turn, value in zip(turns, row, strict=True)
            ]
            for row in rows
        ]  # fmt: skip

    def _place(self, number: int) -> str:
        return "?" if self._kind == SQLITE else f"${number}"

    def _turns(self, table: type[Model], columns: Sequence[str]) -> list[Callable[[Any], Any] | None]:
        return [self._turn(table._meta.fields_map[each]) for each in columns]

    def _turn(self, about: fields.Field[Any]) -> Callable[[Any], Any] | None:
        """Returns what turns a value of a field into the database's, None where it is that already."""
        if isinstance(about, fields.JSONField):
            return JSON_DUMPS
        if self._kind != SQLITE:
            return None
        turns: dict[type, Callable[[Any], Any]] = {
            fields.DatetimeField: _moment,
            fields.DateField: date.isoformat,
            fields.UUIDField: str,
        }
        return next((turn for kind, turn in turns.items() if isinstance(about, kind)), None)


def _moment(value: datetime) -> str:
    return value.isoformat(" ")


@cache
def _pen(kind: str) -> _Pen:
    return _Pen(kind)
