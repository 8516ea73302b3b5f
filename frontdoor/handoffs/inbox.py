"""What offices send by themselves: each message is taken in once, with all that follows from it, in one commit."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import IntEnum

from tortoise.exceptions import IntegrityError

from backoffice_adapters.api import OfficeMisbehaved
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.dispatcher import Dispatcher
from frontdoor.handoffs.events import FINAL, Status, Step
from frontdoor.handoffs.ledger import opened
from frontdoor.handoffs.models import Handoff, InboxMessage
from frontdoor.handoffs.signatures import NUMBER, is_signed

OLD_NUMBER = "message-id"  # before messages were signed

log = logging.getLogger("frontdoor.inbox")


class Heard(IntEnum):
    """What is answered to the office, as an HTTP status (R7)."""

    TAKEN = 200
    NOT_SIGNED = 401
    UNKNOWN = 404
    OVER = 410
    NOT_UNDERSTOOD = 422


async def hear(callback: str, headers: Mapping[str, str], body: bytes, dispatcher: Dispatcher, clock: Clock) -> Heard:
    """Takes in a message at a callback address; a second copy changes nothing and is answered like the first.

    It is signed with the key that its office was given; an office that was asked by a version without keys has none.
    """
    handoff = await Handoff.get_or_none(callback=callback)
    if handoff is None:
        return Heard.UNKNOWN
    if handoff.callback_key and not is_signed(handoff.callback_key, headers, body, datetime.now(UTC)):
        log.warning("a message about handoff %s is not signed by its office, or was signed too long ago", handoff.id)
        return Heard.NOT_SIGNED
    message_id, claimed_at = headers.get(NUMBER) or headers.get(OLD_NUMBER, ""), _moment(headers.get("office-time", ""))
    digest = hashlib.sha256(body).hexdigest()
    message_id = message_id[:200] or digest
    try:
        async with opened(handoff.case_id, clock) as entry:
            acting = entry.handoffs[handoff.id]
            known = InboxMessage.filter(sender=handoff.id, message_id=message_id)
            if entry.has_heard(handoff.id, message_id) or await known.exists():
                return Heard.TAKEN
            over = Status(acting.status) in FINAL
            entry.hear(handoff.id, message_id, digest)
            changed = await dispatcher.take_in(entry, acting, body, claimed_at)
            return Heard.OVER if over and not changed else Heard.TAKEN
    except IntegrityError:
        return Heard.TAKEN  # the same message was taken in by somebody else meanwhile
    except OfficeMisbehaved:
        async with opened(handoff.case_id, clock) as entry:
            acting = entry.handoffs[handoff.id]
            if Status(acting.status) not in FINAL:
                entry.record(acting, Step.MISBEHAVED, reason="Its message could not be understood.")
        return Heard.NOT_UNDERSTOOD


def _moment(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None
