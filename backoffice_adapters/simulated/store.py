"""What one office keeps in one world: the requests it has, what is due when, and what it still has to say."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from backoffice_adapters.simulated import diary, doubts, items, mailroom, staffing
from backoffice_adapters.simulated.agenda import Agenda, read_agenda
from backoffice_adapters.simulated.diary import Diary
from backoffice_adapters.simulated.doubts import Doubts
from backoffice_adapters.simulated.filing import Cabinet
from backoffice_adapters.simulated.items import Items
from backoffice_adapters.simulated.mailroom import Mailroom
from backoffice_adapters.simulated.staffing import Staffing
from backoffice_adapters.simulated.tables import add_column
from backoffice_adapters.simulated.writing import Plain

TABLES = """
CREATE TABLE IF NOT EXISTS requests (
    reference TEXT PRIMARY KEY, key TEXT UNIQUE NOT NULL, digest TEXT NOT NULL, service TEXT NOT NULL,
    state TEXT NOT NULL, stage INTEGER NOT NULL, form TEXT NOT NULL, produced TEXT NOT NULL,
    announced TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL, callback TEXT NOT NULL,
    envelope TEXT NOT NULL, handoff_id TEXT NOT NULL, came_by TEXT NOT NULL, drawn TEXT NOT NULL,
    opened_at TEXT NOT NULL, closed_at TEXT NOT NULL, due_at TEXT, asked TEXT NOT NULL DEFAULT '[]');
CREATE INDEX IF NOT EXISTS requests_due ON requests (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS requests_of_case ON requests (envelope);
CREATE TABLE IF NOT EXISTS heard (key TEXT PRIMARY KEY, reference TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (
    message_id TEXT PRIMARY KEY, url TEXT NOT NULL, body TEXT NOT NULL, office_time TEXT NOT NULL,
    told INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS outbox_to ON outbox (url);
"""
# made in one transaction: each would wait for the disk, and a town has many offices
ALL_TABLES = TABLES + "".join(each.TABLES for each in (mailroom, items, diary, doubts, staffing))
CHANGES = (
    "state",
    "stage",
    "form",
    "produced",
    "announced",
    "code",
    "reason",
    "came_by",
    "closed_at",
    "due_at",
    "asked",
)
OPEN, WAITING, DONE, REFUSED = "open", "waiting", "done", "refused"


@dataclass(frozen=True)
class Request:
    """One request as the office holds it.

    `stage` is the place of the stage that it is in; `announced`: fields that whoever asked said would come later;
    `came_by`: by which handoff a field came, where it was not the request's own; `drawn`: what its chance is drawn
    from, the same in every world; `asked`: fields that the office has asked the citizen for by letter.
    """

    reference: str
    key: str
    digest: str
    service: str
    state: str
    stage: int
    form: Mapping[str, Plain]
    produced: Mapping[str, Plain]
    announced: frozenset[str]
    code: str
    reason: str
    callback: str
    envelope: str
    handoff_id: str
    came_by: Mapping[str, str]
    drawn: str
    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    asked: frozenset[str] = frozenset()

    @property
    def case(self) -> str:
        """The opaque case id of the envelope, empty where there was none."""
        return self.envelope.partition(":")[0]

    @property
    def salt(self) -> str:
        """The envelope's salt."""
        return self.envelope.partition(":")[2]


@dataclass(frozen=True)
class Message:
    """Something that the office has to say to a callback address."""

    message_id: str
    url: str
    body: str
    office_time: str


class OfficeStore:
    """The office's own SQLite file; every change is one transaction that is on disk before the office answers."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(f"BEGIN; {ALL_TABLES} COMMIT;")
        add_column(self._db, "requests", "asked", "TEXT NOT NULL DEFAULT '[]'")
        self.mail = Mailroom(self._db)
        self.items = Items(self._db)
        self.diary = Diary(self._db)
        self.cabinet = Cabinet(self._db)
        self.doubts = Doubts(self._db)
        self.staffing = Staffing(self._db)
        self._agenda: tuple[int, Agenda] | None = None

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[None]:
        """Makes what happens inside one commit, or nothing at all; nothing also where it is not to be kept."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT" if keep else "ROLLBACK")

    def save(self, request: Request) -> None:
        """Writes a request, new or changed."""
        row = (
            request.reference,
            request.key,
            request.digest,
            request.service,
            request.state,
            request.stage,
            json.dumps(dict(request.form)),
            json.dumps(dict(request.produced)),
            json.dumps(sorted(request.announced)),
            request.code,
            request.reason,
            request.callback,
            request.envelope,
            request.handoff_id,
            json.dumps(dict(request.came_by)),
            request.drawn,
            request.opened_at.isoformat(),
            request.closed_at.isoformat() if request.closed_at else "",
            request.due_at.isoformat() if request.due_at else None,
            json.dumps(sorted(request.asked)),
        )
        marks = ",".join("?" * len(row))
        # not REPLACE: that would give the row a new place, and requests are kept in the order in which they came
        fresh = ", ".join(f"{name} = excluded.{name}" for name in CHANGES)
        saving = f"INSERT INTO requests VALUES ({marks}) ON CONFLICT (reference) DO UPDATE SET {fresh}"  # noqa: S608 ours
        self._db.execute(saving, row)

    def by_reference(self, reference: str) -> Request | None:
        """Returns the request with a reference, if there is one."""
        return self._one("reference = ?", reference)

    def by_key(self, key: str) -> Request | None:
        """Returns the request that came with an idempotency key, if there is one."""
        return self._one("key = ?", key)

    def taken_under(self, key: str) -> Request | None:
        """Returns the request that came, or to which something was supplied, under a key."""
        row = self._db.execute("SELECT reference FROM heard WHERE key = ?", (key,)).fetchone()
        return self.by_reference(row["reference"]) if row else self.by_key(key)

    def due(self, at: datetime) -> list[Request]:
        """Returns the requests whose moment has come, earliest first, without those that a person is to decide."""
        rows = self._db.execute(
            "SELECT * FROM requests WHERE due_at <= ? AND (state <> 'open' OR NOT ?) ORDER BY due_at, reference",
            (at.isoformat(), self.staffing.by_person),
        )
        return [_request(row) for row in rows]

    @property
    def agenda(self) -> Agenda:
        """What there is to do next; looked up again only where something was written since."""
        written = self._db.total_changes
        if self._agenda is None or self._agenda[0] != written:
            self._agenda = (written, read_agenda(self._db, by_person=self.staffing.by_person))
        return self._agenda[1]

    def open_requests(self) -> int:
        """Counts the requests that are not decided."""
        count = self._db.execute("SELECT count(*) FROM requests WHERE closed_at = ''").fetchone()[0]
        return int(count)

    def closed_requests(self) -> int:
        """Counts the requests that are decided."""
        count = self._db.execute("SELECT count(*) FROM requests WHERE closed_at <> ''").fetchone()[0]
        return int(count)

    def decided(self, most: int) -> list[Request]:
        """Returns the requests that were decided last, the latest first."""
        last = "SELECT * FROM requests WHERE closed_at <> '' ORDER BY closed_at DESC, rowid DESC LIMIT ?"
        return [_request(row) for row in self._db.execute(last, (most,))]

    def unfinished(self) -> list[Request]:
        """Returns the requests that are not decided, in the order in which they came."""
        return [_request(row) for row in self._db.execute("SELECT * FROM requests WHERE closed_at = '' ORDER BY rowid")]

    def of_service(self, service: str) -> list[Request]:
        """Returns the requests for one service, in the order in which they came."""
        return [
            _request(row)
            for row in self._db.execute("SELECT * FROM requests WHERE service = ? ORDER BY rowid", (service,))
        ]

    def of_case(self, case: str) -> list[Request]:
        """Returns the requests that came with a case's envelope, in the order in which they came."""
        rows = self._db.execute(
            "SELECT * FROM requests WHERE envelope >= ? AND envelope < ? ORDER BY rowid", (f"{case}:", f"{case};")
        )
        return [_request(row) for row in rows]

    def all(self) -> list[Request]:
        """Returns every request, in the order in which they came."""
        return [_request(row) for row in self._db.execute("SELECT * FROM requests ORDER BY rowid")]

    def hear(self, key: str, reference: str, digest: str) -> bool:
        """Notes that something supplied under a key was taken in; False when it was before."""
        row = self._db.execute("INSERT OR IGNORE INTO heard VALUES (?, ?, ?)", (key, reference, digest))
        return row.rowcount == 1

    def heard(self) -> list[str]:
        """Returns the keys under which something was supplied."""
        return [row["key"] for row in self._db.execute("SELECT key FROM heard ORDER BY rowid")]

    def heard_for(self, references: list[str]) -> list[str]:
        """Returns the keys under which something was supplied to some requests."""
        wanted = set(references)
        return [
            row["key"]
            for row in self._db.execute("SELECT key, reference FROM heard ORDER BY rowid")
            if row["reference"] in wanted
        ]

    def say(self, message: Message) -> None:
        """Puts a message in the outbox."""
        self._db.execute(
            "INSERT OR IGNORE INTO outbox (message_id, url, body, office_time) VALUES (?, ?, ?, ?)",
            (message.message_id, message.url, message.body, message.office_time),
        )

    def said_to(self, url: str) -> list[str]:
        """Returns what was ever put in the outbox for an address, in that order."""
        return [row[0] for row in self._db.execute("SELECT body FROM outbox WHERE url = ? ORDER BY rowid", (url,))]

    def said(self, message: Message) -> None:
        """Keeps a message that was acknowledged without having been in the outbox."""
        self.say(message)
        self.told(message)

    def untold(self) -> list[Message]:
        """Returns the messages that nobody has acknowledged, in the order in which they were written."""
        rows = self._db.execute("SELECT message_id, url, body, office_time FROM outbox WHERE told = 0 ORDER BY rowid")
        return [Message(*row) for row in rows]

    def said_before(self, message: Message) -> Message | None:
        """Returns what was last said to the same address, and acknowledged."""
        row = self._db.execute(
            "SELECT message_id, url, body, office_time FROM outbox WHERE url = ? AND told = 1 ORDER BY rowid DESC",
            (message.url,),
        ).fetchone()
        return Message(*row) if row else None

    def told(self, message: Message) -> None:
        """Notes that a message was acknowledged."""
        self._db.execute("UPDATE outbox SET told = 1 WHERE message_id = ?", (message.message_id,))

    def _one(self, where: str, value: str) -> Request | None:
        row = self._db.execute(f"SELECT * FROM requests WHERE {where}", (value,)).fetchone()  # noqa: S608 our own text
        return _request(row) if row else None


def _request(row: sqlite3.Row) -> Request:
    values = dict(row)
    values["form"] = json.loads(values["form"])
    values["produced"] = json.loads(values["produced"])
    values["came_by"] = json.loads(values["came_by"])
    for name in ("announced", "asked"):
        values[name] = frozenset(json.loads(values[name]))
    for name in ("opened_at", "closed_at", "due_at"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    return Request(**values)


__all__ = ["DONE", "OPEN", "REFUSED", "WAITING", "Message", "OfficeStore", "Request"]
