"""What happened, piece by piece: events, handoffs, and each fact of each handoff with the hop that it made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple

from life_events.coordination import LADDER, Medium

Record = Mapping[str, Any]


DAY = 86_400_000
HOUR = 3_600_000


class Item(NamedTuple):
    """One fact of one handoff, one hop. Times are milliseconds of the office calendar; `received` None: never.

    `given` is the hash of what was sent, `taken` of what was taken in; `event` is the id of the receipt (of the
    sending, where it never came).
    """

    handoff: str
    sender: str
    to: str
    fact: str
    medium: str
    sent: int
    received: int | None
    given: str
    taken: str
    source: str
    event: str

    @property
    def ladder(self) -> int:
        """The rung of the ladder of media, 0 to 5 (measurement a.3); a medium that nobody knows is rung 0."""
        return RUNGS.get(self.medium, 0)


# The catalogue's media, and the three of measurement a.3 that no definition uses.
RUNGS: Mapping[str, int] = {
    **{str(medium): rung for medium, rung in LADDER.items()},
    "fax": LADDER[Medium.POST],
    "courier": LADDER[Medium.POST],
    "meeting": LADDER[Medium.PHONE],
}


class Event(NamedTuple):
    """One event of a case; the rows of an event that is about several facts are one. `row` is its first row."""

    id: str
    activity: str
    at: int
    seq: int
    service: str
    handoff: str
    cause: str
    facts: tuple[str, ...]
    row: Record


class Written(NamedTuple):
    """A value that somebody wrote: from when it holds, its hash, and the event."""

    at: int
    hash: str
    event: str


class Transfer(NamedTuple):
    """One handoff with all its facts; `received` None: never."""

    id: str
    sender: str
    to: str
    medium: str
    sent: int
    received: int | None
    sent_event: str
    received_event: str
    facts: tuple[str, ...]


@lru_cache(maxsize=100_000)
def milliseconds(moment: str) -> int:
    """Returns an RFC 3339 moment as milliseconds since 1970.

    >>> milliseconds("1970-01-02T00:00:00.000Z")
    86400000
    """
    return round(datetime.fromisoformat(moment).timestamp() * 1000)


class OpenTransfer:
    """A handoff while its events are being read."""

    def __init__(self, event: Event) -> None:
        row = event.row
        self.id = event.handoff
        # the same few names stand in every handoff: one copy of each makes them quick to compare, and small
        self.sender, self.to = intern(str(row.get("from_service", ""))), intern(str(row.get("to_service", "")))
        self.medium = intern(str(row.get("medium", "none")))
        self.sent: Event | None = None
        self.received: Event | None = None
        self._given: dict[str, Record] = {}
        self._taken: dict[str, tuple[Event, Record]] = {}

    def add(self, event: Event, rows: Iterable[Record]) -> None:
        """Takes in a sending or a receipt. What was sent last before it came is what came."""
        if event.activity == "handoff.sent":
            self.sent = self.sent or event
            for row in rows:
                if "fact_key" in row and (self.received is None or row["fact_key"] not in self._given):
                    self._given[row["fact_key"]] = row
            return
        if not event.facts:
            self.received = self.received or event
        for row in rows:
            if "fact_key" in row:
                self._taken.setdefault(row["fact_key"], (event, row))

    def transfer(self) -> Transfer:
        """Returns the handoff as a whole; it came when its first fact came, or when its receipt was confirmed."""
        came = [event for event, _ in self._taken.values()] + ([self.received] if self.received is not None else [])
        received = min(came, key=lambda event: event[2:4], default=None)
        began = self.sent.at if self.sent else (received.at if received else 0)
        return Transfer(
            self.id,
            self.sender,
            self.to,
            self.medium,
            began,
            received.at if received else None,
            self.sent.id if self.sent else "",
            received.id if received else "",
            tuple(sorted({*self._given, *self._taken})),
        )

    def items(self) -> Iterable[Item]:
        """Yields the handoff's facts; what was taken in may differ from what was sent."""
        for fact in sorted({*self._given, *self._taken}):
            given, taken = self._given.get(fact), self._taken.get(fact)
            row = given or self._taken[fact][1]
            sent = milliseconds(row["timestamp"])
            hashed = str(row.get("value_hash", ""))
            if taken is not None:
                received, event = taken[0].at, str(taken[1]["event_id"])
                kept = str(taken[1].get("value_hash") or hashed)
            elif self.received is not None:
                received, event, kept = self.received.at, self.received.id, hashed
            else:
                received, event, kept = None, self.sent.id if self.sent else "", hashed
            source = row.get("source_handoff_id") or (taken[1].get("source_handoff_id") if taken else None) or ""
            yield Item(
                self.id,
                self.sender,
                self.to,
                intern(fact),
                self.medium,
                sent,
                received,
                hashed,
                kept,
                str(source),
                event,
            )
