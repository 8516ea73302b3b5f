"""What one office has to say and to take in besides its answers: notes to and from other offices, letters, reports.

It stands in the office's own file, so that what an office decides and what it will say of it are one commit.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from backoffice_adapters.simulated.papers import Letter, Note, Report
from backoffice_adapters.simulated.tables import add_column

TABLES = """
CREATE TABLE IF NOT EXISTS notes (
    message_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, recipient TEXT NOT NULL, body TEXT NOT NULL,
    due_at TEXT NOT NULL, told INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS notes_of_case ON notes (case_id);
CREATE INDEX IF NOT EXISTS notes_due ON notes (due_at) WHERE told = 0;
CREATE TABLE IF NOT EXISTS tray (
    message_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, body TEXT NOT NULL, due_at TEXT NOT NULL, state TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS tray_of_case ON tray (case_id);
CREATE INDEX IF NOT EXISTS tray_due ON tray (due_at) WHERE state = 'travelling';
CREATE TABLE IF NOT EXISTS letters (
    letter_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, body TEXT NOT NULL, arrives_at TEXT NOT NULL,
    arrived INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS letters_of_case ON letters (case_id);
CREATE INDEX IF NOT EXISTS letters_due ON letters (arrives_at) WHERE arrived = 0;
CREATE TABLE IF NOT EXISTS reports (
    event_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, body TEXT NOT NULL, told INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS reports_of_case ON reports (case_id);
CREATE INDEX IF NOT EXISTS reports_untold ON reports (told) WHERE told = 0;
CREATE TABLE IF NOT EXISTS corrections (reference TEXT PRIMARY KEY, fields TEXT NOT NULL, due_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS routines (
    reference TEXT NOT NULL, name TEXT NOT NULL, due_at TEXT NOT NULL, PRIMARY KEY (reference, name));
"""
TRAVELLING, WAITING, DOUBTFUL, KEYED, DISAGREES = "travelling", "waiting", "doubtful", "keyed", "disagrees"


class Mailroom:
    """The notes, letters and reports of one office in one world."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        add_column(db, "tray", "came_at", "TEXT NOT NULL DEFAULT ''")
        add_column(db, "tray", "as_it_came", "TEXT NOT NULL DEFAULT ''")

    def send(self, note: Note, due_at: datetime) -> None:
        """Puts a note out, to be told at a moment; the same note is put out once."""
        self._db.execute(
            "INSERT OR IGNORE INTO notes VALUES (?, ?, ?, ?, ?, 0)",
            (note.message_id, note.case, note.recipient, json.dumps(asdict(note)), due_at.isoformat()),
        )

    def notes_due(self, at: datetime) -> list[Note]:
        """Returns the notes whose moment has come and that nobody has taken in yet."""
        rows = self._db.execute(
            "SELECT body FROM notes WHERE told = 0 AND due_at <= ? ORDER BY due_at, rowid", (at.isoformat(),)
        )
        return [Note(**json.loads(row[0])) for row in rows]

    def untold(self) -> list[Note]:
        """Returns the notes that nobody has taken in yet, in the order in which they were written."""
        rows = self._db.execute("SELECT body FROM notes WHERE told = 0 ORDER BY rowid")
        return [Note(**json.loads(row[0])) for row in rows]

    def postpone(self, note: Note, until: datetime) -> None:
        """Leaves a note for later."""
        self._db.execute("UPDATE notes SET due_at = ? WHERE message_id = ?", (until.isoformat(), note.message_id))

    def told(self, note: Note) -> None:
        """Notes that a note was taken in."""
        self._db.execute("UPDATE notes SET told = 1 WHERE message_id = ?", (note.message_id,))

    def receive(self, note: Note, came_at: datetime, due_at: datetime) -> bool:
        """Lays a note into the tray, to be taken in at a moment; False when it is there already."""
        body = json.dumps(asdict(note))
        row = self._db.execute(
            "INSERT OR IGNORE INTO tray (message_id, case_id, body, due_at, state, came_at, as_it_came)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (note.message_id, note.case, body, due_at.isoformat(), TRAVELLING, came_at.isoformat(), body),
        )
        return row.rowcount == 1

    def tray(self) -> list[tuple[Note, str, datetime | None]]:
        """Returns all that ever came into the tray, what became of it, and when it came, the newest first."""
        return [
            (Note(**json.loads(body)), state, datetime.fromisoformat(came) if came else None)
            for body, state, came in self._db.execute("SELECT body, state, came_at FROM tray ORDER BY rowid DESC")
        ]

    def unsettled(self) -> int:
        """Counts what of the tray is still to be dealt with."""
        count = self._db.execute(
            "SELECT count(*) FROM tray WHERE state IN ('travelling', 'waiting', 'doubtful')"
        ).fetchone()[0]
        return int(count)

    def lay_aside(self, note: Note, until: datetime) -> None:
        """Leaves a note in the tray for later."""
        self._db.execute("UPDATE tray SET due_at = ? WHERE message_id = ?", (until.isoformat(), note.message_id))

    def tray_due(self, at: datetime) -> list[Note]:
        """Returns the notes of the tray that are to be taken in now."""
        rows = self._db.execute(
            "SELECT body FROM tray WHERE state = 'travelling' AND due_at <= ? ORDER BY due_at, rowid",
            (at.isoformat(),),
        )
        return [Note(**json.loads(row[0])) for row in rows]

    def leave(self, note: Note, until: datetime) -> None:
        """Leaves a note in the tray for later."""
        self._db.execute("UPDATE tray SET due_at = ? WHERE message_id = ?", (until.isoformat(), note.message_id))

    def note(self, message_id: str) -> Note:
        """Returns a note of the tray, as it was taken in. Raises LookupError."""
        return self._note("body", message_id)

    def as_it_came(self, message_id: str) -> Note:
        """Returns a note of the tray as the other office wrote it, before it was keyed in. Raises LookupError."""
        return self._note("CASE as_it_came WHEN '' THEN body ELSE as_it_came END", message_id)

    def _note(self, what: str, message_id: str) -> Note:
        found = f"SELECT {what} FROM tray WHERE message_id = ?"  # noqa: S608 our own text
        row = self._db.execute(found, (message_id,)).fetchone()
        if row is None:
            raise LookupError(message_id)
        return Note(**json.loads(row[0]))

    def state_of(self, message_id: str) -> str:
        """Returns what became of a note of the tray, empty where there is none."""
        row = self._db.execute("SELECT state FROM tray WHERE message_id = ?", (message_id,)).fetchone()
        return str(row[0]) if row else ""

    def waiting(self, service: str) -> list[Note]:
        """Returns the notes of which it is not known, or not certain, which request they belong to."""
        rows = self._db.execute("SELECT body FROM tray WHERE state IN ('waiting', 'doubtful') ORDER BY rowid")
        return [note for row in rows if (note := Note(**json.loads(row[0]))).service == service]

    def put(self, note: Note, state: str) -> None:
        """Notes what became of a note, with its content as it was taken in."""
        self._db.execute(
            "UPDATE tray SET state = ?, body = ? WHERE message_id = ?",
            (state, json.dumps(asdict(note)), note.message_id),
        )

    def tray_states(self) -> list[str]:
        """Returns what became of each note that came, in the order in which they did."""
        return [str(row[0]) for row in self._db.execute("SELECT state FROM tray ORDER BY rowid")]

    def write(self, letter: Letter, arrives_at: datetime) -> None:
        """Posts a letter; the same letter is posted once."""
        self._db.execute(
            "INSERT OR IGNORE INTO letters VALUES (?, ?, ?, ?, 0)",
            (letter.letter_id, letter.case, json.dumps(asdict(letter)), arrives_at.isoformat()),
        )

    def arriving(self, at: datetime) -> list[Letter]:
        """Returns the letters that arrive now, and notes that they have."""
        rows = self._db.execute(
            "SELECT body FROM letters WHERE arrived = 0 AND arrives_at <= ? ORDER BY arrives_at, rowid",
            (at.isoformat(),),
        ).fetchall()
        self._db.execute("UPDATE letters SET arrived = 1 WHERE arrived = 0 AND arrives_at <= ?", (at.isoformat(),))
        return [_letter(row[0]) for row in rows]

    def letters(self, case: str) -> list[tuple[Letter, datetime]]:
        """Returns the letters that have arrived in a case, each with its moment."""
        rows = self._db.execute(
            "SELECT body, arrives_at FROM letters WHERE case_id = ? AND arrived = 1 ORDER BY arrives_at, rowid", (case,)
        )
        return [(_letter(row[0]), datetime.fromisoformat(row[1])) for row in rows]

    def report(self, report: Report) -> None:
        """Keeps something to be reported; the same report is kept once."""
        self._db.execute(
            "INSERT OR IGNORE INTO reports VALUES (?, ?, ?, 0)",
            (report.event_id, report.case, json.dumps(report.body)),
        )

    def unreported(self) -> list[Report]:
        """Returns the reports that nobody has acknowledged, in the order in which they were written."""
        rows = self._db.execute("SELECT event_id, case_id, body FROM reports WHERE told = 0 ORDER BY rowid")
        return [Report(row[0], row[1], json.loads(row[2])) for row in rows]

    def reported(self, reports: list[Report]) -> None:
        """Notes that reports were acknowledged."""
        self._db.executemany("UPDATE reports SET told = 1 WHERE event_id = ?", [(each.event_id,) for each in reports])

    def correct_later(self, reference: str, fields: Mapping[str, object], due_at: datetime) -> None:
        """Keeps what a mistake will be corrected to, and when."""
        self._db.execute(
            "INSERT OR IGNORE INTO corrections VALUES (?, ?, ?)", (reference, json.dumps(fields), due_at.isoformat())
        )

    def corrections_due(self, at: datetime) -> list[tuple[str, dict[str, str | int | bool | None]]]:
        """Returns the mistakes that are found out now, by the office's reference, and forgets them."""
        rows = self._db.execute(
            "SELECT reference, fields FROM corrections WHERE due_at <= ? ORDER BY due_at", (at.isoformat(),)
        ).fetchall()
        self._db.execute("DELETE FROM corrections WHERE due_at <= ?", (at.isoformat(),))
        return [(row[0], json.loads(row[1])) for row in rows]

    def write_later(self, reference: str, name: str, due_at: datetime) -> None:
        """Plans the next letter of a routine."""
        self._db.execute("INSERT OR REPLACE INTO routines VALUES (?, ?, ?)", (reference, name, due_at.isoformat()))

    def routines_due(self, at: datetime) -> list[tuple[str, str]]:
        """Returns the routines whose letter is due now, by the office's reference, and forgets them."""
        rows = self._db.execute(
            "SELECT reference, name FROM routines WHERE due_at <= ? ORDER BY due_at", (at.isoformat(),)
        ).fetchall()
        self._db.execute("DELETE FROM routines WHERE due_at <= ?", (at.isoformat(),))
        return [(row[0], row[1]) for row in rows]

    def end_routines(self, reference: str) -> None:
        """Forgets the routines of a request that is closed."""
        self._db.execute("DELETE FROM routines WHERE reference = ?", (reference,))

    def sent_of(self, case: str) -> list[dict[str, object]]:
        """Returns the notes of a case that went out to other offices; what was posted counts from its posting."""
        rows = self._db.execute("SELECT body, told FROM notes WHERE case_id = ? ORDER BY rowid", (case,))
        notes = [(Note(**json.loads(row[0])), bool(row[1])) for row in rows]
        return [_hop(note) for note, told in notes if _counts(note) and (told or note.medium == "post")]

    def taken_in_of(self, case: str) -> list[dict[str, object]]:
        """Returns the notes of a case that were taken in here, or passed on."""
        rows = self._db.execute(
            "SELECT body FROM tray WHERE case_id = ? AND state <> 'travelling' ORDER BY rowid", (case,)
        )
        return [_hop(note) for row in rows if _counts(note := Note(**json.loads(row[0])))]

    def posted_of(self, case: str) -> list[dict[str, object]]:
        """Returns the letters of a case, and whether each has arrived."""
        rows = self._db.execute("SELECT letter_id, arrived FROM letters WHERE case_id = ? ORDER BY rowid", (case,))
        return [{"letter": row[0], "arrived": bool(row[1])} for row in rows]

    def reports_of(self, case: str) -> list[dict[str, object]]:
        """Returns what was reported in a case, and whether that was acknowledged."""
        rows = self._db.execute("SELECT event_id, body, told FROM reports WHERE case_id = ? ORDER BY rowid", (case,))
        return [
            {"event_id": row[0], "kind": body["kind"], "from": body["from"], "told": bool(row[2])}
            for row in rows
            for body in [json.loads(row[1])]
        ]


def _counts(note: Note) -> bool:
    """Says whether a note is a handoff: nothing within one office is, and a parcel's request is one already."""
    return not note.silent and note.parcel is None


def _hop(note: Note) -> dict[str, object]:
    return {"note": note.message_id, "from": note.from_party, "to": note.to_party, "facts": sorted(note.facts)}


def _letter(body: str) -> Letter:
    values = json.loads(body)
    for name in ("asks", "shown", "to_carry"):
        values[name] = tuple(values[name])
    values["offers"] = {consumer: tuple(facts) for consumer, facts in values["offers"].items()}
    return Letter(**values)
