"""Drafts and cases by reference and secret."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from frontdoor.cases.identity import hash_secret, is_secret, new_reference, new_secret, tidy_reference
from frontdoor.cases.models import Case, Draft

DRAFT_DAYS = 30


async def start_draft(life_event: str) -> tuple[Draft, str]:
    """Starts a journey; returns the draft and its secret, which is nowhere stored in clear."""
    secret = new_secret()
    draft = await Draft.create(
        id=uuid.uuid4(),
        reference=new_reference(),
        secret_hash=hash_secret(secret),
        life_event=life_event,
        answers={},
        withheld=[],
        expires_at=datetime.now(UTC) + timedelta(days=DRAFT_DAYS),
    )
    return draft, secret


async def keep_draft(draft: Draft) -> None:
    """Keeps a draft's answers, and the draft itself for another DRAFT_DAYS days."""
    draft.expires_at = datetime.now(UTC) + timedelta(days=DRAFT_DAYS)
    await draft.save()


async def find_draft(number: str) -> Draft | None:
    """Returns a draft by its number, if it is there and has not expired."""
    return await Draft.filter(id=uuid.UUID(number), expires_at__gt=datetime.now(UTC)).first()


async def forget_expired_drafts() -> int:
    """Deletes the drafts that have expired; returns how many there were."""
    return await Draft.filter(expires_at__lte=datetime.now(UTC)).delete()


async def open_with(reference: str, secret: str) -> Case | Draft | None:
    """Returns the case or draft that a reference and its secret open together; None whichever of them is wrong."""
    name = tidy_reference(reference)
    found = (
        await Case.get_or_none(reference=name)
        or await Draft.filter(reference=name, expires_at__gt=datetime.now(UTC)).first()
    )
    # the same work whether or not the reference exists, so that time tells nothing
    stored = found.secret_hash if found else "0$0"
    return found if is_secret(secret, stored) else None


async def find_case(reference: str) -> Case | None:
    """Returns a case by its reference, for those who may see any case."""
    return await Case.get_or_none(reference=tidy_reference(reference))
