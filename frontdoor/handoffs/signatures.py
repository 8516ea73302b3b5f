"""Whether a message at a callback address comes from whoever was given that address: Standard Webhooks 1.0.

The key goes to the office as the fragment of the address, which is never sent along when the address is called. The
message is signed over its number, the wall clock and its body; an old one is refused, and a second one is known by its
number (R32, R33). https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

PREFIX = "whsec_"
KEY_BYTES = 32
WINDOW = timedelta(minutes=5)
NUMBER, MOMENT, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


def new_key() -> str:
    """Returns a key as it is written down and handed out."""
    return _written(secrets.token_bytes(KEY_BYTES))


def new_callback() -> tuple[str, str]:
    """Returns what nobody guesses of a callback address, and the key that goes with it."""
    drawn = secrets.token_bytes(2 * KEY_BYTES)
    return base64.urlsafe_b64encode(drawn[KEY_BYTES:]).rstrip(b"=").decode(), _written(drawn[:KEY_BYTES])


def _written(key: bytes) -> str:
    return PREFIX + base64.b64encode(key).decode()


def is_signed(key: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Says whether a message is signed with a key, not longer ago than WINDOW. `now` is the wall clock.

    One good signature among several is enough: whoever changes keys signs with both for a while.
    """
    number, moment = headers.get(NUMBER, ""), headers.get(MOMENT, "")
    if not number or not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return False
    if abs(now.timestamp() - int(moment)) > WINDOW.total_seconds():
        return False
    try:
        secret = base64.b64decode(key.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        return False
    said = b".".join((number.encode(), moment.encode(), body))
    wanted = base64.b64encode(hmac.digest(secret, said, hashlib.sha256))
    given = (each.partition(",") for each in headers.get(SIGNATURE, "").split())
    return any(version == "v1" and hmac.compare_digest(signature.encode(), wanted) for version, _, signature in given)
