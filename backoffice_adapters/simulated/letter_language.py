"""Printed forms and letters, as an office of the town reads and writes them that knows nothing but paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from backoffice_adapters.simulated.forms import BlankForm
from backoffice_adapters.simulated.languages import NotUnderstood
from backoffice_adapters.simulated.writing import Plain

MARKED = "SIMULATION"
CROSSED_OUT = "(will not come)"


@dataclass(frozen=True)
class Letters:
    """How the office's letters begin, and what its form is called."""

    form: str
    opening: str
    media_type: ClassVar[str] = "text/plain; charset=utf-8"

    def understand(self, content: bytes, form: BlankForm) -> dict[str, Plain]:
        """Returns what stands on a form after each name; None where it is crossed out. Raises NotUnderstood."""
        lines = content.decode("utf-8", "replace").split("\n")
        if lines[:1] != [MARKED] or self.form not in lines:
            raise NotUnderstood(f"Use the form {self.form}.")
        filled = [line.split(": ", 1) for line in lines[lines.index(self.form) + 1 :] if ": " in line]
        if len({name for name, _ in filled}) < len(filled):
            raise NotUnderstood("Fill in every line once.")
        return {name: None if value == CROSSED_OUT else value for name, value in filled}

    def say(self, answer: Mapping[str, object]) -> bytes:
        """Returns a letter with a line for each thing that there is to say."""
        lines = [f"{name}: {_text(value)}" for name, value in answer.items() if value is not None]
        return "\n".join([MARKED, "", self.opening, "", *lines, ""]).encode("utf-8", "replace")

    def complain(self, complaint: str) -> bytes:
        """Returns a slip that goes back with what was handed in."""
        return "\n".join(["RETURNED TO SENDER", "", complaint, ""]).encode("utf-8", "replace")


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)
