"""What a change of a case comes to, as rows, and the statements that write the changes of many cases at once.

Plain SQL, made once from the models: a case has a hundred events, and putting each through the object mapper took most
of the time that a case took. All rows of a table travel as one JSON text, which the database takes apart: one statement
a table, and while SQLite works on it the other threads of this process do too. The rows are the same as the models
would write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from tortoise import fields
from tortoise.backends.base.client import BaseDBAsyncClient
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

    Handoffs and facts are whole rows, in the order of `HANDOFF` and `FACT`, whether they are new or have changed.
    """

    case_id: UUID
    revision: int
    closed_at: datetime | None
    case: Case | None = None
    handoffs: Sequence[Values] = ()
    facts: Sequence[Values] = ()
    events: Sequence[Event] = ()
    messages: Sequence[Message] = ()


HANDOFF = tuple(sorted(Handoff._meta.fields_db_projection, key=lambda name: name != "id"))
FACT = (*FACT_KEY, *CHANGES_OF_FACT)
CASE = tuple(Case._meta.fields_db_projection)
# What a handoff is from its first day on; its indexes need not be looked at when something else changes.
LASTING = frozenset({"id", "case_id", "world", "kind", "service", "target", "key", "position"})


def statements(kind: str, some: Sequence[Changes]) -> list[Statement]:
    """Returns what writes changes in their order, as one kind of database has it; the last state of a row wins."""
    pen = _pen(kind)
    fresh = [each.case for each in some if each.case is not None]
    handoffs = {row[0]: row for each in some for row in each.handoffs}
    facts = {row[: len(FACT_KEY)]: row for each in some for row in each.facts}
    cases = {each.case_id: (each.case_id, each.revision, each.closed_at) for each in some if each.case is None}
    found: list[tuple[str, Sequence[Sequence[Any]]]] = [
        (pen.cases, [[getattr(case, name) for name in CASE] for case in fresh]),
        (pen.facts, list(facts.values())),
        (pen.handoffs, list(handoffs.values())),
        (pen.events, [tuple(event) for each in some for event in each.events]),
        (pen.messages, [tuple(message) for each in some for message in each.messages]),
        (pen.revisions, list(cases.values())),
    ]
    return [(statement, orjson.dumps(rows, _plain).decode()) for statement, rows in found if rows]


def _plain(value: object) -> str:
    """Returns what orjson takes for no UUID and no moment, being of a kind of its own: a driver's, or a test's."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


async def write(connection: BaseDBAsyncClient, changes: Changes) -> None:
    """Writes a change; the connection has a transaction open. PostgreSQL is told all of it at once."""
    found = statements(connection.capabilities.dialect, [changes])
    if connection.capabilities.dialect != SQLITE:
        parts = [f"part{number} AS ({each.replace('$1', f'${number}')})" for number, (each, _) in enumerate(found, 1)]
        await connection.execute_query(f"WITH {', '.join(parts)} SELECT 1", [rows for _, rows in found])
        return
    for statement, rows in found:
        await connection.execute_query(statement, [rows])


class _Pen:
    """The statements that put the rows of a JSON text into each table, as one kind of database has them."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self.cases = self._insert(Case, CASE)
        self.facts = self._insert(CaseFact, FACT, by=FACT_KEY, news=CHANGES_OF_FACT)
        self.handoffs = self._insert(
            Handoff, HANDOFF, by=("id",), news=[each for each in HANDOFF if each not in LASTING]
        )
        self.events = self._insert(LedgerEvent, Event._fields)
        self.messages = self._insert(InboxMessage, Message._fields)
        self.revisions = self._update(Case, "id", ("revision", "closed_at"))

    def _insert(
        self, table: type[Model], columns: Sequence[str], *, by: Sequence[str] = (), news: Iterable[str] = ()
    ) -> str:
        """Adds rows; those that are there, found `by` some columns, are given the `news`."""
        values = ", ".join(self._values(table, columns))
        clash = f" ON CONFLICT ({_listed(by)}) DO UPDATE SET " if by else ""
        sets = ", ".join(f'"{each}" = excluded."{each}"' for each in news)
        # without WHERE, SQLite would take ON for the condition of a join
        where = " WHERE true" if by else ""
        rows = f'INSERT INTO "{table._meta.db_table}" ({_listed(columns)}) SELECT {values}'
        return f"{rows} FROM {self._rows()}{where}{clash}{sets}"

    def _update(self, table: type[Model], by: str, columns: Sequence[str]) -> str:
        """Changes columns of the rows that are found by the first value."""
        key, *values = self._values(table, (by, *columns))
        sets = ", ".join(f'"{each}" = {value}' for each, value in zip(columns, values, strict=True))
        name = table._meta.db_table
        return f'UPDATE "{name}" SET {sets} FROM {self._rows()} WHERE "{name}"."{by}" = {key}'  # noqa: S608 our own names

    def _rows(self) -> str:
        return "json_each(?) AS new" if self._kind == SQLITE else "json_array_elements(CAST($1 AS text)::json) AS new"

    def _values(self, table: type[Model], columns: Sequence[str]) -> Iterable[str]:
        for place, name in enumerate(columns):
            about = table._meta.fields_map[name]
            if self._kind == SQLITE:
                value = f"json_extract(new.value, '$[{place}]')"
                # the models write a moment with a space in it, and SQLite compares letters
                yield f"replace({value}, 'T', ' ')" if isinstance(about, fields.DatetimeField) else value
            elif isinstance(about, fields.JSONField):
                yield f"new.value -> {place}"
            else:
                # without its length, by which a cast would cut what is too long and say nothing
                kind, _, _ = about.get_for_dialect("postgres", "SQL_TYPE").partition("(")
                yield f"CAST(new.value ->> {place} AS {kind})"


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{each}"' for each in columns)


@cache
def _pen(kind: str) -> _Pen:
    return _Pen(kind)
