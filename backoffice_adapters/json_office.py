"""The adapter for an office that speaks JSON: one object in a request, one in an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from backoffice_adapters.declared import DeclaredAdapter
from backoffice_adapters.formats import NotAgreed, Plain


class JsonAdapter(DeclaredAdapter):
    """Speaks JSON; what is declared is what every adapter declares."""

    language = "JSON"
    media_type = "application/json"

    def encode(self, body: Mapping[str, Plain], about: str) -> bytes:
        """Returns an object of the office's fields."""
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, content: bytes, about: str) -> Mapping[str, Any]:
        """Returns the fields of the object that was answered. Raises NotAgreed."""
        body = json.loads(content)
        if not isinstance(body, dict):
            raise NotAgreed("an object was agreed")
        return body
