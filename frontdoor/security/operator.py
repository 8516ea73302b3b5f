"""The operator's key: made at the first start, readable by its owner only, never shown."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path


def operator_key(file: Path) -> str:
    """Returns the operator's key, making it where there is none (mode 0600)."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(32))
    return file.read_text(encoding="utf-8").strip()


def is_operator(authorization: str, file: Path) -> bool:
    """Says whether an Authorization header carries the operator's key."""
    scheme, _, key = authorization.partition(" ")
    return scheme.lower() == "bearer" and file.exists() and hmac.compare_digest(key.strip(), operator_key(file))
