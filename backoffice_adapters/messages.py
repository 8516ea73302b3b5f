"""What goes to an office and what may come back: values for every answer, exceptions for the two ways to fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True)
class Envelope:
    """What every message carries for measuring only, never for matching: an opaque case id and a salt (design 5.7)."""

    case: str
    salt: str = field(repr=False)


@dataclass(frozen=True)
class Submission:
    """One handoff to an office: its key (sent as Idempotency-Key), the facts it may see, and where to answer later.

    `facts` holds canonical strings by fact name and nothing that the adapter's service does not read. `withheld`
    names facts that will not come any more, so that the office need not wait for them; `to_come` names facts that
    are expected and will be supplied later, so that it can.
    """

    handoff_id: str
    key: str
    facts: Mapping[str, str] = field(repr=False)
    envelope: Envelope
    callback_url: str | None = None
    withheld: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()


@dataclass(frozen=True)
class Accepted:
    """The office has done what it was asked: its reference and the facts that it produced (canonical strings)."""

    reference: str
    learned: Mapping[str, str] = field(default_factory=dict, repr=False)
    office_time: datetime | None = None


@dataclass(frozen=True)
class Pending:
    """The office has it and will decide: what it still waits for, and what it has produced so far.

    `clerk` says, in the office's words, what its clerk has to look at before it can go on; empty where nothing.
    """

    reference: str
    waiting_for: tuple[str, ...] = ()
    learned: Mapping[str, str] = field(default_factory=dict, repr=False)
    office_time: datetime | None = None
    clerk: str = ""


@dataclass(frozen=True)
class Posted:
    """A carrier has it, under a number of its own; that the office has it, nobody has said."""

    reference: str
    office_time: datetime | None = None


@dataclass(frozen=True)
class Declined:
    """The office said no: its own code and a reason in plain words that holds no fact's value."""

    code: str
    reason: str
    office_time: datetime | None = None


Outcome: TypeAlias = Accepted | Pending | Posted | Declined


class OfficeError(Exception):
    """The office could not be asked, or did not answer as agreed. The message holds no fact's value."""


class OfficeUnavailable(OfficeError):
    """Nobody home, too busy, or no answer in time: try again.

    `sent` is True when the office may have received the request (so that it must honour our key before we send it
    again). `retry_after` is the office's own wish, in seconds.
    """

    def __init__(self, message: str, *, sent: bool = True, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.sent = sent
        self.retry_after = retry_after


class OfficeMisbehaved(OfficeError):
    """The answer broke the contract: do not try again, tell the adapter's owner."""


class OfficeLost(OfficeMisbehaved):
    """The office holds nothing under the reference or key that it was asked about: hand it over anew."""
