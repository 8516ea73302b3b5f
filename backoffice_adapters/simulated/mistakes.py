"""Mistakes of an office's own: written down wrong, found out later, and put right wherever the office says it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backoffice_adapters.simulated.clerks import mistaken
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.store import Request
from backoffice_adapters.simulated.writing import Plain

FOUND_OUT_DAYS = 10  # working days until a mistake of the office's own is found out; assumption


def with_mistakes(procedure: Procedure, request: Request, produced: Mapping[str, Plain]) -> dict[str, Plain]:
    """Returns what an office that errs writes down instead of what it should."""
    wrong = dict(produced)
    for name in produced.keys() & procedure.makes.keys():
        made = procedure.makes[name]
        wrong[name] = made.written.write(mistaken(made.written.read(produced[name]), (request.drawn, name)))
    return wrong


def repeated(procedure: Procedure, request: Request, corrected: Iterable[str]) -> dict[str, Plain]:
    """Returns what an office has said itself and has to say anew, because facts that it repeats were corrected."""
    fresh: dict[str, Plain] = {}
    for name, made in procedure.makes.items():
        asked = procedure.form.get(made.repeats)
        if asked is None or name not in request.produced or set(asked.facts).isdisjoint(corrected):
            continue
        value = made.written.write(asked.written.read(request.form[made.repeats]))
        if value != request.produced[name]:
            fresh[name] = value
    return fresh
