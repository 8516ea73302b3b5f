"""Whom an office knows: under what it keeps each file, and whether a new request is about somebody it has a file of.

Every office goes by a rule of its own (domain 1b and 2b, "matches by"). Who is the same by all of it is known. Who is
the same by a part of it may be: the office asks once more, by letter, and if that does not settle it goes on as if it
knew nobody, as it does with a stranger. Whichever life event a file came with makes no difference.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from backoffice_adapters.simulated.forms import BlankForm
from backoffice_adapters.simulated.identity import Match, agrees
from backoffice_adapters.simulated.writing import Plain

TABLES = """
CREATE TABLE IF NOT EXISTS files (reference TEXT PRIMARY KEY, service TEXT NOT NULL, marks TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file_marks (
    mark TEXT NOT NULL, value TEXT NOT NULL, reference TEXT NOT NULL, PRIMARY KEY (mark, value, reference));
"""
NAMES, FORMER = "names", "former names"
WHOSE = "their names"  # how identity calls what is compared word by word
SHORTEST = 8  # characters to which offices cut a number: HMRC and pension schemes (domain section 0, P)


@dataclass(frozen=True)
class File:
    """Under what an office keeps a file: the fields of its form that hold each mark, the surest mark first.

    A mark is called the same in every procedure of an office. NAMES are compared word by word, and FORMER names will do
    in their place. `looks_in` are the services in whose files the office looks for an earlier one; `patience` is the
    pace after which it no longer waits to be told who is meant.
    """

    marks: Mapping[str, tuple[str, ...]]
    looks_in: tuple[str, ...] = ()
    patience: str = "undocumented.who_is_meant"

    @property
    def fields(self) -> frozenset[str]:
        """Every field that it goes by."""
        return frozenset(name for fields in self.marks.values() for name in fields)


@dataclass(frozen=True)
class Found:
    """An earlier file: whether it is of the same person, its reference, and the marks that do not agree."""

    match: Match
    reference: str
    doubtful: tuple[str, ...] = ()


def marks_of(file: File, form: BlankForm, filled: Mapping[str, Plain]) -> dict[str, str]:
    """Returns the marks of a filled-in form, whatever the office's way of writing them."""
    found: dict[str, str] = {}
    for mark, names in file.marks.items():
        words = [word for name in names for word in _words(form, name, filled.get(name))]
        if words:
            found[mark] = " ".join(sorted(words)) if mark in (NAMES, FORMER) else "".join(words)
    return found


def compare(file: File, one: Mapping[str, str], other: Mapping[str, str]) -> tuple[Match, tuple[str, ...]]:
    """Says whether two sets of marks are of one person by an office's rule, and which marks do not agree."""
    wanted = [mark for mark in file.marks if mark != FORMER]
    doubtful = tuple(mark for mark in wanted if not _agree(mark, one, other))
    agreeing = len(wanted) - len(doubtful)
    if not doubtful:
        return Match.SAME, ()
    sure = wanted[0] not in doubtful
    return (Match.DOUBTFUL if sure or agreeing > 1 else Match.ANOTHER), doubtful


class Cabinet:
    """The files of one office in one world, by their marks; part of the office's own store."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._db.executescript(f"BEGIN; {TABLES} COMMIT;")

    def put(self, reference: str, service: str, marks: Mapping[str, str]) -> None:
        """Keeps a file under its marks; what it was kept under before and does not say any more stays."""
        row = self._db.execute("SELECT marks FROM files WHERE reference = ?", (reference,)).fetchone()
        every = {**(json.loads(row[0]) if row else {}), **marks}
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (reference, service, json.dumps(every)))
        self._db.executemany(
            "INSERT OR IGNORE INTO file_marks VALUES (?, ?, ?)",
            [(mark, value[:SHORTEST], reference) for mark, value in every.items() if mark not in (NAMES, FORMER)],
        )

    def find(self, file: File, reference: str, service: str) -> Found | None:
        """Returns the file of a service that a request's own marks lead to: a sure one, else a likely one."""
        row = self._db.execute("SELECT marks FROM files WHERE reference = ?", (reference,)).fetchone()
        own: dict[str, str] = json.loads(row[0]) if row else {}
        likely: Found | None = None
        for known, marks in self._like(own, service):
            if known == reference:
                continue
            match, doubtful = compare(file, own, marks)
            if match is Match.SAME:
                return Found(match, known)
            if match is Match.DOUBTFUL:
                likely = likely or Found(match, known, doubtful)
        return likely

    def _like(self, marks: Mapping[str, str], service: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yields the files of a service that share a number with some marks, the newest first."""
        numbers = [(mark, value[:SHORTEST]) for mark, value in marks.items() if mark not in (NAMES, FORMER)]
        seen: set[str] = set()
        for mark, value in numbers:
            rows = self._db.execute(
                "SELECT files.reference, files.marks FROM file_marks JOIN files USING (reference)"
                " WHERE mark = ? AND value = ? AND service = ? ORDER BY files.rowid DESC",
                (mark, value, service),
            )
            for reference, body in rows.fetchall():
                if reference not in seen:
                    seen.add(reference)
                    yield reference, json.loads(body)


def _words(form: BlankForm, name: str, value: Plain) -> list[str]:
    if value is None:
        return []
    try:
        return re.findall(r"\w+", form[name].written.read(value).upper())
    except ValueError:
        return []  # what stands there is not of this office's writing


def _agree(mark: str, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    if mark != NAMES:
        return mark in one and mark in other and agrees(mark, one[mark], other[mark])
    pairs = ((NAMES, NAMES), (FORMER, NAMES), (NAMES, FORMER))
    return any(mine in one and yours in other and agrees(WHOSE, one[mine], other[yours]) for mine, yours in pairs)
