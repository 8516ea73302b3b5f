"""What a change of a case comes to, as rows, and the one statement that writes the changes of many cases.

Plain SQL, made once from the models: a case has a hundred events, and putting each through the object mapper took most
of the time that a case took. All rows of a table travel as one JSON text, which the database takes apart. The rows are
the same as the models would write.
"""

from __future__ import annotations

import sqlite3
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

from frontdoor.cases.models import Case, CaseFact, Draft
from frontdoor.database.address import POSTGRES, SQLITE
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
    """One change of one case: what is new, and what is no longer as it was.

    `case`: the case itself is new; `draft`: it was one, which is gone then.
    Handoffs and facts are whole rows, in the order of `HANDOFF` and `FACT`, whether they are new or have changed.
    """

    case_id: UUID
    revision: int
    closed_at: datetime | None
    case: Case | None = None
    draft: UUID | None = None
    handoffs: Sequence[Values] = ()
    facts: Sequence[Values] = ()
    events: Sequence[Event] = ()
    messages: Sequence[Message] = ()


HANDOFF = tuple(sorted(Handoff._meta.fields_db_projection, key=lambda name: name != "id"))
FACT = (*FACT_KEY, *CHANGES_OF_FACT)
CASE = tuple(Case._meta.fields_db_projection)
PARTS = ("drafts", "cases", "facts", "handoffs", "events", "messages", "revisions")
# What a handoff is from its first day on; its indexes need not be looked at when something else changes.
LASTING = frozenset({"id", "case_id", "world", "kind", "service", "target", "key", "position"})


def rows_of(some: Sequence[Changes]) -> dict[str, str]:
    """Returns the rows of changes in their order, each table's as JSON; the last state of a row wins."""
    handoffs = {row[0]: row for each in some for row in each.handoffs}
    facts = {row[: len(FACT_KEY)]: row for each in some for row in each.facts}
    cases = {each.case_id: (each.case_id, each.revision, each.closed_at) for each in some if each.case is None}
    found: dict[str, Sequence[Sequence[Any]]] = {
        "drafts": [(each.draft,) for each in some if each.draft is not None],
        "cases": [[getattr(each.case, name) for name in CASE] for each in some if each.case is not None],
        "facts": list(facts.values()),
        "handoffs": list(handoffs.values()),
        "events": [tuple(event) for each in some for event in each.events],
        "messages": [tuple(message) for each in some for message in each.messages],
        "revisions": list(cases.values()),
    }
    return {name: orjson.dumps(rows, _plain).decode() for name, rows in found.items() if rows}


def _plain(value: object) -> str:
    """Returns what orjson takes for no UUID and no moment, being of a kind of its own: a driver's, or a test's."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


async def write(connection: BaseDBAsyncClient, changes: Changes) -> None:
    """Writes a change to PostgreSQL; the connection has a transaction open."""
    rows = rows_of([changes])
    pen = _pen(POSTGRES)
    parts = [f"{name} AS ({pen.into(name, f'${number}')})" for number, name in enumerate(rows, 1)]
    await connection.execute_query(f"WITH {', '.join(parts)} SELECT 1", list(rows.values()))


class Inlet:
    """Where changes are put on a connection to SQLite: a view of its own, with a trigger that knows the tables.

    So they are one statement, during which SQLite holds no lock of Python's: it need not get hold of it again between
    the tables, while others have it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        pen = _pen(SQLITE)
        columns = ", ".join(f"NULL AS {name}" for name in PARTS)
        steps = "".join(f"{pen.into(name, f'NEW.{name}')};\n" for name in PARTS)
        connection.executescript(f"""
            CREATE TEMP VIEW IF NOT EXISTS change AS SELECT {columns};
            CREATE TEMP TRIGGER IF NOT EXISTS put INSTEAD OF INSERT ON change BEGIN {steps} END;
        """)
        self._connection = connection
        self._put = f"INSERT INTO change VALUES ({', '.join('?' * len(PARTS))})"  # noqa: S608 our own names

    def put(self, some: Sequence[Changes]) -> None:
        """Writes changes; all of it is on disk then, or nothing is. Raises what sqlite3 does."""
        rows = rows_of(some)
        self._connection.execute(self._put, [rows.get(name, "[]") for name in PARTS])


class _Pen:
    """The statements that put the rows of a JSON text into each table, as one kind of database has them."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        news = [each for each in HANDOFF if each not in LASTING]
        self._into = {
            "drafts": self._delete(Draft, "id"),
            "cases": self._insert(Case, CASE),
            "facts": self._insert(CaseFact, FACT, by=FACT_KEY, news=CHANGES_OF_FACT),
            "handoffs": self._insert(Handoff, HANDOFF, by=("id",), news=news),
            "events": self._insert(LedgerEvent, Event._fields),
            "messages": self._insert(InboxMessage, Message._fields),
            "revisions": self._update(Case, "id", ("revision", "closed_at")),
        }

    def into(self, name: str, rows: str) -> str:
        """Returns the statement that writes one part; `rows` is what stands for its JSON text."""
        return self._into[name].replace("$rows", rows)

    def _delete(self, table: type[Model], by: str) -> str:
        """Deletes the rows that are found by the first value."""
        (key,) = self._values(table, (by,))
        return f'DELETE FROM "{table._meta.db_table}" WHERE "{by}" IN (SELECT {key} FROM {self._rows()})'  # noqa: S608 our own names

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
        return (
            "json_each($rows) AS item"
            if self._kind == SQLITE
            else "json_array_elements(CAST($rows AS text)::json) AS item"
        )

    def _values(self, table: type[Model], columns: Sequence[str]) -> Iterable[str]:
        for place, name in enumerate(columns):
            about = table._meta.fields_map[name]
            if self._kind == SQLITE:
                value = f"json_extract(item.value, '$[{place}]')"
                # the models write a moment with a space in it, and SQLite compares letters
                yield f"replace({value}, 'T', ' ')" if isinstance(about, fields.DatetimeField) else value
            elif isinstance(about, fields.JSONField):
                yield f"item.value -> {place}"
            else:
                # without its length, by which a cast would cut what is too long and say nothing
                kind, _, _ = about.get_for_dialect("postgres", "SQL_TYPE").partition("(")
                yield f"CAST(item.value ->> {place} AS {kind})"


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{each}"' for each in columns)


@cache
def _pen(kind: str) -> _Pen:
    return _Pen(kind)
