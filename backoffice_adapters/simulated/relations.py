"""How the offices of a town stand to one another: the table that a town is given, and what follows from a row of it.

The table comes over HTTP as plain JSON, computed from definitions and a scenario (design 5.5). The town knows no life
event and no scenario: it knows who provides which fact to whom, at what level, and does what the level says (5.3).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

UNRELATED = ("none", "taking_into_account")
MESSAGES = ("joint_project", "joint_venture")
SHARED = ("strategic_alliance", "union")


class Way(StrEnum):
    """What a provider's office does so that a fact reaches a consumer's."""

    REPLIED = "replied"  # it stands in the reply, and whoever asked passes it on
    LETTER = "letter"  # the citizen gets a letter, and carries it
    POSTED = "posted"  # the consumer believes the issuer only: the citizen asks it to post
    NOTE = "note"  # its clerk tells the other clerk, who keys it in again
    MESSAGE = "message"  # its system tells the other system
    HUB = "hub"  # it goes through a hub, and waits in the hub's queue
    RECORD = "record"  # it stands in a record that both see
    INSIDE = "inside"  # both are one office


@dataclass(frozen=True)
class Row:
    """One fact that one service provides to another, and how the two stand."""

    provider: str
    fact: str
    consumer: str
    level: str
    via: str = ""
    medium: str = "staff_rekey"
    released: str = "reply"
    recognised: str = "portal"
    until: date | None = None

    def way(self, today: date, concerned: frozenset[str]) -> Way:
        """Returns what the provider does on a day, in a case that concerns these services."""
        level = self.level
        if level == "joint_project" and self.until is not None and today > self.until:
            level = "none"
        if level == "satellite" and self.via not in concerned:
            level = "none"
        if level == "merger":
            return Way.INSIDE
        if level in SHARED:
            return Way.RECORD
        if level == "satellite":
            return Way.HUB
        if level in MESSAGES:
            return Way.MESSAGE
        if level == "dialogue":
            return Way.LETTER if self.recognised == "original" else Way.NOTE
        if self.released == "reply" and self.recognised == "portal":
            return Way.REPLIED
        return Way.POSTED if self.recognised == "issuer" else Way.LETTER

    @property
    def medium_of_record(self) -> str:
        """By what a fact travels where no person carries it."""
        return "shared_record" if self.level in SHARED else "api"


@dataclass(frozen=True)
class Relations:
    """One version of the table.

    releases    how each fact that a service produces is given out: reply, letter or partner
    merged      service by service: into which other it was merged
    asks_again  facts that a service asks the citizen for although it was sent them
    overlooks   facts that a service is sent and does not use, because its own file says something else
    tell_too    by hub and service, what the hub tells to a service that another hub asks
    targets     by agency, 0 to 1: how much its clerks serve their own office's indicators first (S2, Table 5)
    slips       how often a clerk who keys in a field again makes a mistake, 0 to 1
    identity    which facts tell one person from another: `names` and `numbers`
    knows_of    by service, the others of which its clerks can know that the citizen has told them
    """

    version: str = ""
    rows: tuple[Row, ...] = ()
    releases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    asks_again: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overlooks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tell_too: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    slips: float = 0.0
    identity: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    knows_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Relations:
        """Reads a table as it came. Raises KeyError, TypeError or ValueError where it is of another form."""
        rows = [
            Row(**{**row, "until": date.fromisoformat(row["until"]) if row.get("until") else None})
            for row in table["rows"]
        ]
        return cls(
            version=str(table["version"]),
            rows=tuple(rows),
            releases={service: dict(facts) for service, facts in table["releases"].items()},
            merged=dict(table["merged"]),
            asks_again={service: tuple(facts) for service, facts in table["asks_again"].items()},
            overlooks={service: tuple(facts) for service, facts in table.get("overlooks", {}).items()},
            tell_too={
                hub: {service: tuple(facts) for service, facts in told.items()}
                for hub, told in table.get("tell_too", {}).items()
            },
            targets={agency: float(share) for agency, share in table["targets"].items()},
            slips=float(table["slips"]),
            identity={name: tuple(facts) for name, facts in table["identity"].items()},
            knows_of={service: tuple(others) for service, others in table.get("knows_of", {}).items()},
        )

    def party(self, service: str) -> str:
        """Returns as whom a service acts: itself, or the one that it was merged into."""
        return self.merged.get(service, service)

    @cached_property
    def produced(self) -> frozenset[str]:
        """Every fact that some office produces."""
        return frozenset(fact for facts in self.releases.values() for fact in facts)

    @cached_property
    def by_fact(self) -> Mapping[tuple[str, str], tuple[Row, ...]]:
        """The rows of each fact of each provider."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows:
            found.setdefault((row.provider, row.fact), []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def replies_with(self, service: str, fact: str) -> bool:
        """Says whether a fact stands in the reply to whoever asked."""
        return self.releases.get(service, {}).get(fact, "reply") == "reply"


@dataclass(frozen=True)
class Concern:
    """What the town was told of a case: its services, and the table that it keeps to the end."""

    services: frozenset[str] = frozenset()
    relations: Relations = field(default_factory=Relations)


UNKNOWN = Concern()


class Register:
    """A world's tables, by version, and the cases that were announced to it; kept on disk."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("CREATE TABLE IF NOT EXISTS tables (version TEXT PRIMARY KEY, body TEXT NOT NULL)")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS cases (id TEXT PRIMARY KEY, services TEXT NOT NULL, version TEXT NOT NULL)"
        )
        self._db.execute("CREATE TABLE IF NOT EXISTS listener (url TEXT NOT NULL)")
        found = self._db.execute("SELECT url FROM listener").fetchone()
        self.reports_to = str(found[0]) if found else ""
        self._tables: dict[str, Relations] = {}
        self._cases: dict[str, Concern] = {}

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def announce(self, case: str, services: list[str], table: Mapping[str, Any], reports_to: str) -> None:
        """Keeps which services a case concerns, by which table the offices live for it, and to whom they report.

        Said twice, it is the same.

        Raises as `Relations.read`.
        """
        relations = Relations.read(table)
        self._db.execute("INSERT OR IGNORE INTO tables VALUES (?, ?)", (relations.version, json.dumps(table)))
        self._db.execute(
            "INSERT OR IGNORE INTO cases VALUES (?, ?, ?)", (case, json.dumps(services), relations.version)
        )
        if reports_to != self.reports_to:
            self._db.execute("DELETE FROM listener")
            self._db.execute("INSERT INTO listener VALUES (?)", (reports_to,))
            self.reports_to = reports_to

    def of(self, case: str) -> Concern:
        """Returns what the town was told of a case; of one that it was told nothing of, everything is in replies."""
        if case not in self._cases:
            row = self._db.execute("SELECT services, version FROM cases WHERE id = ?", (case,)).fetchone()
            if row is None:
                return UNKNOWN
            self._cases[case] = Concern(frozenset(json.loads(row[0])), self._table(row[1]))
        return self._cases[case]

    def _table(self, version: str) -> Relations:
        if version not in self._tables:
            body = self._db.execute("SELECT body FROM tables WHERE version = ?", (version,)).fetchone()[0]
            self._tables[version] = Relations.read(json.loads(body))
        return self._tables[version]
