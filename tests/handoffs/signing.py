"""A message at a callback address as an office would send it, whatever its body is."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time


def sent(callback: str, number: str, body: bytes, *, age: int = 0, key: str = "") -> tuple[str, dict[str, str], bytes]:
    """Returns token, headers and body of a message that was signed `age` seconds ago, with another `key` if given."""
    address, _, own = callback.partition("#")
    moment = str(int(time.time()) - age)
    secret = base64.b64decode((key or own).removeprefix("whsec_"))
    said = number.encode() + b"." + moment.encode() + b"." + body
    mac = base64.b64encode(hmac.new(secret, said, hashlib.sha256).digest()).decode()
    headers = {"webhook-id": number, "webhook-timestamp": moment, "webhook-signature": f"v1,{mac}"}
    return address.rpartition("/")[2], headers, body
