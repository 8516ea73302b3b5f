"""The adapter for an old system that takes and gives records of fixed width, made of cells of eight characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from backoffice_adapters.declared import DeclaredAdapter
from backoffice_adapters.formats import NotAgreed, Plain, digits_or_words

CELL = 8
NEVER = "*" * CELL  # what stands in a cell for something that will not come


class RecordAdapter(DeclaredAdapter):
    """Speaks records. Besides what every adapter declares, it has these.

    question, later, answer    the codes with which the records begin: a new request, something later, an answer
    cells       how many cells a field takes, where that is not one

    A record is its code, the office's reference and the fields of `sends` in their order; an answer is its code, the
    reference, the state, the code of the reason, the fields of `learns` and the names of what is missing. It has no
    room for words, so `reasons` says what the codes mean. Letters are capitals without accents, and what is longer than
    its cells is cut off: `preview` shows what is left.
    """

    question: ClassVar[str]
    later: ClassVar[str]
    answer: ClassVar[str]
    cells: ClassVar[Mapping[str, int]] = {}
    language = "records of eight characters to a cell"
    media_type = "text/plain"

    def fit(self, name: str, value: Plain) -> Plain:
        """Returns a value as it stands in its cells."""
        letters = unicodedata.normalize("NFKD", digits_or_words(value).upper())
        bare = "".join(each for each in letters if not unicodedata.combining(each))
        plain = re.sub(r"[^ -~]", "?", bare)
        return plain[: self._width(name)].rstrip() or "?"

    def encode(self, body: Mapping[str, Plain], about: str) -> bytes:
        """Returns a record, a cell of stars for what will not come and blanks for what is not said."""
        values = {name: NEVER if value is None else str(value) for name, value in body.items()}
        fields = "".join(values.get(name, "").ljust(self._width(name)) for name in self.sends)
        code = self.later if about else self.question
        return f"{code:{CELL}}{about:{self._width(self.reference)}}{fields}\n".encode("ascii")

    def decode(self, content: bytes, about: str) -> Mapping[str, Any]:
        """Returns the cells of an answer that are not blank. Raises NotAgreed."""
        record = content.decode("ascii").removesuffix("\n")
        names = (self.reference, self.state, self.code, *self.learns)
        widths = [CELL, *(self._width(name) for name in names), *(CELL for _ in self.sends)]
        if len(record) != sum(widths):
            raise NotAgreed(f"a record of {sum(widths)} characters was agreed")
        first, *values = _cut(record, widths)
        if first != self.answer:
            raise NotAgreed(f"a record '{self.answer}' was agreed")
        said: dict[str, Any] = {name: value for name, value in zip(names, values, strict=False) if value}
        return said | {self.missing: [value for value in values[len(names) :] if value]}

    def _width(self, name: str) -> int:
        return self.cells.get(name, 1) * CELL


def _cut(record: str, widths: list[int]) -> Iterator[str]:
    at = 0
    for width in widths:
        yield record[at : at + width].rstrip()
        at += width
