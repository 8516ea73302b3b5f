"""The numbers of handoffs and events, and the key by which an office knows a handoff again."""

from __future__ import annotations

import hashlib
from uuid import UUID

from uuid_utils import uuid7


def new_number() -> str:
    """Returns a number for a handoff or an event, 32 hex digits that nobody else has (UUID version 7, RFC 9562).

    Numbers grow with time, so that a database adds them at the end of its indexes and writes half as much.
    """
    return uuid7().hex


def handoff_key(case_id: UUID, handoff_id: str, revision: int = 1) -> str:
    """Returns the idempotency key of a handoff: the same for every try, restart and machine (R4)."""
    return hashlib.sha256(f"{case_id}:{handoff_id}:{revision}".encode()).hexdigest()[:40]
