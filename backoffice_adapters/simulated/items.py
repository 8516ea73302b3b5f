"""What was handed in to an office otherwise than over its counter, and what it has said of it, by the item's number."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

TABLES = """
CREATE TABLE IF NOT EXISTS items (
    number TEXT PRIMARY KEY, series TEXT NOT NULL, key TEXT UNIQUE NOT NULL, digest TEXT NOT NULL,
    service TEXT NOT NULL, case_id TEXT NOT NULL, callback TEXT NOT NULL, about TEXT NOT NULL, drawn TEXT NOT NULL,
    reference TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'coming');
CREATE INDEX IF NOT EXISTS items_of_case ON items (case_id);
CREATE INDEX IF NOT EXISTS items_of_series ON items (series);
CREATE INDEX IF NOT EXISTS items_of_request ON items (reference);
CREATE TABLE IF NOT EXISTS sayings (
    item TEXT NOT NULL, case_id TEXT NOT NULL, answer TEXT NOT NULL, written_at TEXT NOT NULL,
    leaves_at TEXT NOT NULL, gone INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS sayings_of_item ON sayings (item);
CREATE INDEX IF NOT EXISTS sayings_due ON sayings (leaves_at) WHERE gone = 0;
"""
COMING, TAKEN = "coming", "taken"


@dataclass(frozen=True)
class Item:
    """Something that was handed in.

    `series`: what it came in together with; `about`: the item that it adds to, empty for a new request; `drawn`: what
    its chance is drawn from, the same in every world; `reference`: the office's own, once it has taken it in.
    """

    number: str
    series: str
    key: str
    digest: str
    service: str
    case: str
    callback: str
    about: str
    drawn: str
    reference: str = ""
    state: str = COMING


@dataclass(frozen=True)
class Saying:
    """What the office said of an item, when it was written and when it can be read."""

    number: int
    item: str
    answer: Mapping[str, object]
    written_at: datetime
    leaves_at: datetime


class Items:
    """The items of one office in one world."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, item: Item) -> None:
        """Keeps a new item."""
        self._db.execute(
            "INSERT INTO items (number, series, key, digest, service, case_id, callback, about, drawn)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item.number,
                item.series,
                item.key,
                item.digest,
                item.service,
                item.case,
                item.callback,
                item.about,
                item.drawn,
            ),
        )

    def taken(self, number: str, reference: str) -> None:
        """Notes that an item was taken in, and under which reference of the office's own; empty when it was refused."""
        self._db.execute("UPDATE items SET state = 'taken', reference = ? WHERE number = ?", (reference, number))

    def by_number(self, number: str) -> Item | None:
        """Returns the item of a number, if there is one."""
        return next(self._found("number = ?", number), None)

    def under(self, key: str) -> Item | None:
        """Returns the item that came under a key, if there is one."""
        return next(self._found("key = ?", key), None)

    def of_request(self, reference: str) -> Item | None:
        """Returns the item with which a request came, if it came with one."""
        return next(self._found("about = '' AND reference = ?", reference), None)

    def requests_of(self, series: str) -> list[Item]:
        """Returns the requests that came in together."""
        return list(self._found("about = '' AND series = ?", series))

    def count(self, series: str) -> int:
        """Counts what came in together."""
        return int(self._db.execute("SELECT count(*) FROM items WHERE series = ?", (series,)).fetchone()[0])

    def coming(self, case: str | None = None, *, new: bool | None = None) -> list[str]:
        """Returns the keys of what was handed in and is not taken in; `new`: requests alone, or what adds to them."""
        wanted = [] if case is None else ["case_id = ?"]
        wanted += [] if new is None else ["about = ''" if new else "about <> ''"]
        where = " AND ".join(["state = 'coming'", *wanted])
        return [each.key for each in self._found(where, *([] if case is None else [case]))]

    def turned_away(self, case: str | None = None) -> list[Item]:
        """Returns the requests that the office would not take."""
        where = "state = 'taken' AND reference = '' AND about = ''"
        return list(self._found(where) if case is None else self._found(f"{where} AND case_id = ?", case))

    def is_adding(self, number: str) -> bool:
        """Says whether something that adds to an item has not been taken in yet."""
        return next(self._found("state = 'coming' AND about = ?", number), None) is not None

    def say(self, item: Item, answer: Mapping[str, object], written_at: datetime, leaves_at: datetime) -> None:
        """Keeps what the office says of an item until it leaves, not before what it said earlier."""
        before = self._db.execute(
            "SELECT answer, leaves_at FROM sayings WHERE item = ? ORDER BY rowid DESC LIMIT 1", (item.number,)
        ).fetchone()
        if before is not None and before["answer"] == json.dumps(answer):
            return  # it has said so, or is about to
        last = before["leaves_at"] if before else ""
        self._db.execute(
            "INSERT INTO sayings (item, case_id, answer, written_at, leaves_at) VALUES (?, ?, ?, ?, ?)",
            (
                item.number,
                item.case,
                json.dumps(answer),
                written_at.isoformat(),
                max(leaves_at.isoformat(), last),
            ),
        )

    def leaving(self, at: datetime) -> list[Saying]:
        """Returns what can be read from now on, and notes that it can."""
        rows = self._db.execute(
            "SELECT rowid, * FROM sayings WHERE gone = 0 AND leaves_at <= ? ORDER BY leaves_at, rowid",
            (at.isoformat(),),
        ).fetchall()
        self._db.execute("UPDATE sayings SET gone = 1 WHERE gone = 0 AND leaves_at <= ?", (at.isoformat(),))
        return [_saying(row) for row in rows]

    def last_said(self, number: str) -> Mapping[str, object] | None:
        """Returns what can be read of an item; None where nothing can, or more has been written that cannot yet."""
        row = self._db.execute("SELECT answer, gone FROM sayings WHERE item = ? ORDER BY rowid DESC", (number,))
        last = row.fetchone()
        return json.loads(last["answer"]) if last and last["gone"] else None

    def _found(self, where: str, *values: str) -> Iterator[Item]:
        for row in self._db.execute(f"SELECT * FROM items WHERE {where} ORDER BY rowid", values):  # noqa: S608 our own
            kept = dict(row)
            kept["case"] = kept.pop("case_id")
            yield Item(**kept)


def _saying(row: sqlite3.Row) -> Saying:
    moments = {name: datetime.fromisoformat(row[name]) for name in ("written_at", "leaves_at")}
    return Saying(row["rowid"], row["item"], json.loads(row["answer"]), **moments)
