"""Mistakes of an office's own: written down wrong, put on the wrong file, found out later, taken back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from backoffice_adapters.simulated.clerks import mistaken
from backoffice_adapters.simulated.identity import Identity
from backoffice_adapters.simulated.procedures import Procedure, Refused
from backoffice_adapters.simulated.store import Request
from backoffice_adapters.simulated.writing import Plain

FOUND_OUT_DAYS = 10  # working days until a mistake of the office's own is found out; assumption
TAKEN_BACK_DAYS = 5  # working days until an office that takes its yes back does so; assumption
NO_MATCH = Refused("NO-MATCH", "We hold no record under this name and date of birth.")
TAKEN_BACK = Refused("TAKEN-BACK", "We have found on checking that we should not have agreed to this.")


def with_mistakes(procedure: Procedure, request: Request, produced: Mapping[str, Plain]) -> dict[str, Plain]:
    """Returns what an office that errs writes down instead of what it should."""
    wrong = dict(produced)
    for name in produced.keys() & procedure.makes.keys():
        made = procedure.makes[name]
        wrong[name] = made.written.write(mistaken(made.written.read(produced[name]), (request.drawn, name)))
    return wrong


def on_another_file(procedure: Procedure, request: Request, identity: Identity) -> Request:
    """Returns a request as it stands on somebody else's file: each name and number is nearly the same."""
    telling = {fact for facts in identity.values() for fact in facts}
    form = dict(request.form)
    for name, asked in procedure.form.items():
        value = form.get(name)
        if value is not None and asked.facts and telling.issuperset(asked.facts):
            other = _nearly(asked.written.read(value), (request.drawn, name))
            form[name] = asked.written.write(other)
    return replace(request, form=form)


def _nearly(value: str, what: object) -> str:
    """Returns a value that is nearly the same: the last digit or, in a name, the first letters are others."""
    if any(letter.isdigit() for letter in value):
        return mistaken(value, what)
    return re.sub(r"\b[A-Za-z]", lambda found: "B" if found[0].upper() != "B" else "R", value)
