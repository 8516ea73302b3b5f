"""The operator's key: made at the first start, readable by its owner only, never shown."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path

from frontdoor.database import lasting


def operator_key(file: Path) -> str:
    """Returns the operator's key, making it where there is none (mode 0600)."""
    if not (key := _kept(file)):
        key = secrets.token_urlsafe(32)
        lasting.write(file, key)
    return key


def is_operator(authorization: str, file: Path) -> bool:
    """Says whether an Authorization header carries the operator's key; nobody is where there is none."""
    scheme, _, key = authorization.partition(" ")
    kept = _kept(file)
    return bool(kept) and scheme.lower() == "bearer" and hmac.compare_digest(key.strip().encode(), kept.encode())


def _kept(file: Path) -> str:
    """Returns the key in a file; nothing where there is no file, or one that was never finished."""
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""
