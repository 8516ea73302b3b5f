"""The table beneath a chart: the same numbers, each with the way to what it counted, on the page and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from starlette.responses import Response, StreamingResponse

from frontdoor.evaluation.spreadsheet import cell, line


@dataclass(frozen=True)
class Cell:
    """One cell: what is read on the page, the address that it opens, and its value where that is another in CSV."""

    text: str
    href: str = ""
    value: float | str | None = None
    number: bool = False
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its caption. `name` is its file's, `heads` are its columns; the first cell of a row is its head."""

    name: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    numbers: frozenset[int] = field(default_factory=frozenset)


def table(name: str, caption: str, heads: Iterable[str], rows: Iterable[Iterable[Cell]], note: str = "") -> Table:
    """Returns a table; the columns whose cells are numbers are set as such."""
    every = tuple(tuple(row) for row in rows)
    numbers = frozenset(at for row in every for at, each in enumerate(row) if each.number)
    return Table(name, caption, tuple(heads), every, note, numbers)


def number(text: str, value: float | None = None, href: str = "", note: str = "") -> Cell:
    """Returns the cell of a number."""
    return Cell(text, href, value, number=True, note=note)


def as_csv(made: Table) -> Response:
    """Answers with a table as a file for a spreadsheet. Its name says that it was simulated."""
    headers = {"Content-Disposition": f'attachment; filename="simulation-{made.name}.csv"'}
    return StreamingResponse(_lines(made), media_type="text/csv; charset=utf-8", headers=headers)


def _lines(made: Table) -> Iterator[str]:
    yield line(cell(head) for head in made.heads)
    for row in made.rows:
        yield line(cell(each.text if each.value is None else each.value) for each in row)
