"""Files of lines (CSV) as an office of the town speaks them: a header that names the columns, lines, a trailer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from backoffice_adapters.simulated.forms import BlankForm
from backoffice_adapters.simulated.languages import NotUnderstood
from backoffice_adapters.simulated.writing import Plain

WILL_NOT_COME = r"\N"


@dataclass(frozen=True)
class Lines:
    """The layout of an office's files: what those are called that it takes and gives, and the columns of an answer."""

    takes: str
    gives: str
    answers: tuple[str, ...]
    media_type: ClassVar[str] = "text/csv"

    def understand(self, content: bytes, form: BlankForm) -> dict[str, Plain]:
        """Returns the columns of the one line of a file that are filled in. Raises NotUnderstood."""
        rows = self._rows(content)
        if len(rows) != 3 or rows[0][:2] != ["H", self.takes] or rows[1][:1] != ["D"]:
            raise NotUnderstood(f"Send a header of {self.takes}, one line and a trailer.")
        if rows[2] != ["T", "1"]:
            raise NotUnderstood("The trailer does not count what was sent.")
        columns, values = rows[0][2:], rows[1][2:]
        if len(columns) != len(values) or len(set(columns)) < len(columns):
            raise NotUnderstood("The line has not as many values as the header has columns.")
        return {
            name: None if value == WILL_NOT_COME else value
            for name, value in zip(columns, values, strict=True)
            if value
        }

    def say(self, answer: Mapping[str, object]) -> bytes:
        """Returns a file with one line."""
        return self.say_all([answer])

    def say_all(self, answers: Sequence[Mapping[str, object]]) -> bytes:
        """Returns a file with a line for each answer."""
        lines = [["R", *(_text(answer.get(name)) for name in self.answers)] for answer in answers]
        return _written([["H", self.gives, *self.answers], *lines, ["T", str(len(lines))]])

    def complain(self, complaint: str) -> bytes:
        """Returns a file that says why another was not taken."""
        return _written([["E", complaint]])

    def _rows(self, content: bytes) -> list[list[str]]:
        try:
            return list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
        except (ValueError, csv.Error):
            raise NotUnderstood("Send a file of lines in UTF-8.") from None


def _text(value: object) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "|".join(map(str, value))
    return "" if value is None else str(value)


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    return made.getvalue().encode("utf-8", "replace")
