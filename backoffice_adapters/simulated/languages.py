"""The languages that offices speak over the wire: how each reads what comes in, and writes what it says.

An office's language is part of what it declares (`Procedure.language`). The adapters' side of each is written apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from backoffice_adapters.simulated.forms import BlankForm
from backoffice_adapters.simulated.writing import Plain


class NotUnderstood(ValueError):
    """What came in cannot be read; the message says what was expected, and repeats nothing of it."""


class Language(Protocol):
    """How an office reads a request and writes an answer."""

    @property
    def media_type(self) -> str:
        """What stands in the Content-Type of what it says."""
        ...

    def understand(self, content: bytes, form: BlankForm) -> dict[str, Plain]:
        """Returns the fields of a request under the office's names. Raises NotUnderstood."""
        ...

    def say(self, answer: Mapping[str, object]) -> bytes:
        """Returns an answer, given by the office's own names and words."""
        ...

    def complain(self, complaint: str) -> bytes:
        """Returns an answer that says what was wrong with what was sent."""
        ...


@dataclass(frozen=True)
class Json:
    """One object in, one object out."""

    media_type: ClassVar[str] = "application/json"

    def understand(self, content: bytes, form: BlankForm) -> dict[str, Plain]:
        """Returns the object's members. Raises NotUnderstood."""
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise NotUnderstood("Send a JSON object.")
        return body

    def say(self, answer: Mapping[str, object]) -> bytes:
        """Returns the answer as an object."""
        return json.dumps(answer).encode()

    def complain(self, complaint: str) -> bytes:
        """Returns an object with the complaint."""
        return self.say({"error": complaint})
