"""Keying in by hand what another office told: into the office's own fields, as its own form checks them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from backoffice_adapters.simulated.forms import Asked, filled_in
from backoffice_adapters.simulated.letters import plain
from backoffice_adapters.simulated.papers import Note
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.writing import Plain

ABOUT = "about "
EMPTY = "must be filled in"
NO_SUCH = "\x00"  # a text that no form takes, so that its check says what it wants
BOOLEANS: Mapping[str, Plain] = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True)
class Blank:
    """A field to be typed in: its name on the page, what it is called, and how the office wants it written."""

    name: str
    label: str
    own: bool
    hint: str

    @property
    def id(self) -> str:
        """Its id on the page."""
        return re.sub(r"\W", "-", self.name)


@dataclass(frozen=True)
class Typed:
    """What was typed, or what is wrong with it, by the name of the field.

    facts   what another office told, in canonical form, and `about` whom
    body    what was handed in, as it stands in the office's own fields
    """

    facts: Mapping[str, str] = field(default_factory=dict, repr=False)
    about: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, Plain] = field(default_factory=dict, repr=False)
    wrong: Mapping[str, str] = field(default_factory=dict)


def blanks(note: Note, procedure: Procedure) -> tuple[list[Blank], list[Blank]]:
    """Returns what is to be typed in of a note: the office's own fields, and by what its file is to be found."""
    body = handed_in(note)
    own = [
        Blank(name, ", ".join(plain(fact) for fact in asked.facts), own=True, hint=_hint(asked))
        for name, asked in procedure.form.items()
        if body.get(name) is not None or any(fact in note.facts for fact in asked.facts)
    ]
    search = [] if note.by_file else [Blank(ABOUT + key, called(key), own=False, hint="") for key in note.about]
    return own, search


def typed(note: Note, procedure: Procedure, form: Mapping[str, str]) -> Typed:
    """Reads what was typed in of a note."""
    facts, about, wrong, body = dict(note.facts), dict(note.about), {}, dict(handed_in(note))
    should = {**body, **filled_in(procedure.form, note.facts)}
    own, search = blanks(note, procedure)
    for blank in own:
        asked = procedure.form[blank.name]
        try:
            value = _value(form.get(blank.name, "").strip(), asked)
            # what is as it should be is what was told, also where the office's way of writing loses some of it
            if blank.name in body:
                body[blank.name] = value
            elif value != should[blank.name]:
                facts |= {fact: said for fact, said in _read(value, asked).items() if fact in facts}
        except ValueError as error:
            wrong[blank.name] = str(error)
    for blank in search:
        words = form.get(blank.name, "").strip()
        if words:
            key = blank.name.removeprefix(ABOUT)
            about[key] = _mark(key, words)
        else:
            wrong[blank.name] = EMPTY
    return Typed(facts, about, body, wrong)


def handed_in(note: Note) -> Mapping[str, Plain]:
    """Returns the fields of what was handed in otherwise than over the counter; none of what another office told."""
    body = note.parcel.get("body") if note.parcel and "item" in note.parcel else None
    return body if isinstance(body, dict) else {}


def called(key: str) -> str:
    """Returns what tells one person from another, in words: `deceased names` reads as "names of the deceased"."""
    whose, _, names = key.partition(" ")
    return f"{names} of the {whose.replace('_', ' ')}" if names else plain(key)


def written(key: str, mark: str) -> str:
    """Returns what tells one person from another as people write it: a day with its hyphens."""
    if "date" in key and len(mark) == len("19991231"):
        return f"{mark[:4]}-{mark[4:6]}-{mark[6:]}"
    return mark


def _hint(asked: Asked) -> str:
    try:
        asked.check(NO_SUCH)
    except ValueError as error:
        return str(error)
    return ""


def _value(text: str, asked: Asked) -> Plain:
    """Returns what was typed as the form takes it. Raises ValueError with the office's words."""
    if not text:
        raise ValueError(EMPTY)
    values: list[Plain] = [text]
    if text.isdecimal():
        values.append(int(text))
    if text.lower() in BOOLEANS:
        values.append(BOOLEANS[text.lower()])
    problems = []
    for value in values:
        try:
            asked.check(value)
        except ValueError as error:
            problems.append(str(error))
        else:
            return value
    raise ValueError(problems[-1])


def _read(value: Plain, asked: Asked) -> dict[str, str]:
    """Returns the facts that stand in a field. Raises ValueError where they cannot be told."""
    parts: list[Plain] = [value]
    if len(asked.facts) > 1:
        parts = [*str(value).split(asked.between, len(asked.facts) - 1)]
        if len(parts) != len(asked.facts):
            raise ValueError(f"must hold {len(asked.facts)} things, with “{asked.between}” between them")
    try:
        return {fact: asked.written.read(part) for fact, part in zip(asked.facts, parts, strict=True)}
    except (ValueError, ArithmeticError):
        raise ValueError("cannot be read as we write it") from None


def _mark(key: str, words: str) -> str:
    """Returns what was typed as marks are compared, see `identity.marks`."""
    if key.endswith(" names"):
        return " ".join(sorted(set(re.findall(r"\w+", words.upper()))))
    return "".join(re.findall(r"\w", words.upper()))
