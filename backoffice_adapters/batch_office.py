"""The adapter for an office that is fed by a nightly file: a line goes into tonight's, results are fetched by day."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote

import httpx

from backoffice_adapters.declared import DeclaredAdapter
from backoffice_adapters.formats import NotAgreed, Plain, digits_or_words
from backoffice_adapters.messages import OfficeLost, Outcome

NEVER = r"\N"  # what stands in a column for something that will not come


class BatchAdapter(DeclaredAdapter):
    """Speaks files of lines. Besides what every adapter declares, it has these.

    question, answer    what the files are called that the office takes and gives

    A file has a header that names its columns, a line for each request and a trailer that counts the lines. The office
    gathers lines by its cut-off hour, under a reference that names tonight's file and the line in it; what it made of
    them stands in that file's results. All values are texts.
    """

    question: ClassVar[str]
    answer: ClassVar[str]
    language = "a nightly file"
    media_type = "text/csv"
    medium = "batch_file"
    longest = 16_000_000  # the results of a whole night: some sixty thousand lines
    supplies = "POST"
    follow_up_days = 1
    faults = ("LAYOUT",)

    def fit(self, name: str, value: Plain) -> Plain:
        """Returns a value as a text on one line."""
        plain = "".join(each if each.isprintable() else " " for each in digits_or_words(value))
        return " ".join(re.sub(r"\\", "/", plain).split()) or "?"

    def encode(self, body: Mapping[str, Plain], about: str) -> bytes:
        """Returns a file with one line."""
        values = {name: NEVER if value is None else str(value) for name, value in body.items()}
        made = io.StringIO(newline="")
        line = ["D", about, *(values.get(name, "") for name in self.sends)]
        csv.writer(made).writerows([["H", self.question, *self.sends], line, ["T", "1"]])
        return made.getvalue().encode("utf-8", "replace")

    def decode(self, content: bytes, about: str) -> Mapping[str, Any]:
        """Returns the columns of the line that is about a request. Raises NotAgreed, or OfficeLost: there is none."""
        try:
            rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
        except csv.Error:
            raise NotAgreed("a file of lines was agreed") from None
        columns, lines = self._checked(rows)
        found = [dict(zip(columns, line[1:], strict=True)) for line in lines]
        if about:
            found = [each for each in found if each.get(self.reference) == about]
            if not found:
                raise OfficeLost(f"{self.agency} gave a file without the line that was asked about")
        if len(found) != 1:
            raise NotAgreed("one line about a request was agreed")
        said: dict[str, Any] = {name: value for name, value in found[0].items() if value}
        return said | {self.missing: said.get(self.missing, "").split("|") if said.get(self.missing) else []}

    async def follow_up(self, reference: str, office: httpx.AsyncClient) -> Outcome:
        """Fetches the results of the file that the request's line stood in."""
        results = f"{self.path}/{quote(reference.partition('/')[0], safe='')}"
        return await self._ask("GET", results, office, about=reference)

    def _checked(self, rows: Sequence[Sequence[str]]) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
        if len(rows) < 2 or rows[0][:2] != ["H", self.answer] or rows[-1][:1] != ["T"]:
            raise NotAgreed(f"a file '{self.answer}' with a header and a trailer was agreed")
        columns, lines = rows[0][2:], rows[1:-1]
        if rows[-1][1:] != [str(len(lines))]:
            raise NotAgreed("a trailer that counts the lines was agreed")
        if len(set(columns)) < len(columns) or any(len(line) != len(columns) + 1 or line[0] != "R" for line in lines):
            raise NotAgreed("a value for each column was agreed")
        return columns, lines
