"""Fills templates in and writes them where they belong; what is there already is never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

from frontdoor.errors import FrontdoorError

WIDTH = 120


class ScaffoldRefused(FrontdoorError):
    """Nothing was written, and the sentence says why."""

    title = "Nothing was written"


@dataclass(frozen=True)
class Blank:
    """A file to be written: its template, its place from the project's folder, and the words that fill it in."""

    template: str
    path: str
    words: Mapping[str, str]

    def filled(self) -> str:
        """Returns the text of the file. Raises KeyError where a word is missing."""
        text = (files("frontdoor.scaffold") / "templates" / f"{self.template}.txt").read_text(encoding="utf-8")
        return Template(text).substitute(self.words)


def write(blanks: Iterable[Blank], root: Path) -> list[Path]:
    """Writes all files or none; returns their places. Raises ScaffoldRefused where one of them is there already."""
    texts = {root / blank.path: blank.filled() for blank in blanks}
    there = [str(path.relative_to(root)) for path in texts if path.exists()]
    if there:
        raise ScaffoldRefused(
            f"There is already {' and '.join(there)}. Choose another name, or go on from what is there."
        )
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)


def in_brackets(items: Iterable[str], before: str, indent: int) -> str:
    """Returns items as a tuple's inside: on one line where `before` and they fit, else one a line."""
    each = list(items)
    one_line = ", ".join(each) + ("," if len(each) == 1 else "")
    if "\n" not in one_line and indent + len(before) + len(one_line) + 2 <= WIDTH:
        return one_line
    inner = " " * (indent + 4)
    return "\n" + "".join(f"{inner}{item},\n" for item in each) + " " * indent


def lines(items: Iterable[str], indent: int) -> str:
    """Returns items one a line, each followed by a comma."""
    return "\n".join(f"{' ' * indent}{item}," for item in items)


def call(name: str, arguments: Iterable[str], indent: int) -> str:
    """Returns a call, followed by a comma later on: on one line where it fits, else on three, or an argument a line."""
    each, inner = list(arguments), " " * (indent + 4)
    together = ", ".join(each)
    if indent + len(f"{name}({together}),") <= WIDTH:
        return f"{name}({together})"
    body = inner + together if len(inner + together) <= WIDTH else lines(each, indent + 4)
    return f"{name}(\n{body}\n{' ' * indent})"
