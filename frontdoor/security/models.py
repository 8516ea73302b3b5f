"""The table of sessions: what the server remembers of a browser, under a token that only the browser has."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.models import Model


class Session(Model):
    """One browser's session. `token_hash` is the hash of its cookie; `data` names a draft or case, never a fact."""

    token_hash = fields.CharField(max_length=64, primary_key=True)
    data: fields.Field[dict[str, Any]] = fields.JSONField()
    started_at = fields.DatetimeField()
    used_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "session"
