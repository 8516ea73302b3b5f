"""How a request becomes one of the office's own: its key, its reference, and what its chance is drawn from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.relations import Relations
from backoffice_adapters.simulated.store import OPEN, Request
from backoffice_adapters.simulated.writing import Plain


@dataclass(frozen=True)
class Incoming:
    """A request as it came: over the counter, or in a parcel that a hub brought (`brought_by`).

    `coming`: fields that will come later.
    """

    service: str
    key: str
    body: Mapping[str, Plain] = field(repr=False)
    handoff_id: str = ""
    callback: str = ""
    envelope: str = field(default="", repr=False)
    coming: frozenset[str] = frozenset()
    brought_by: str = ""


class OtherRequest(Exception):
    """The same key came with another request before."""


class WrongForm(Exception):
    """What came is not what the form takes; the message repeats nothing of it."""


def new_request(
    came: Incoming, procedure: Procedure, drawn: str, now: datetime, taken: Callable[[str], object]
) -> Request:
    """Returns a request under a reference of the office's own that is not `taken` yet."""
    numbers = Random(digest([drawn, "reference"]))  # noqa: S311 a simulation
    reference = procedure.number(numbers)
    while taken(reference):
        reference = procedure.number(numbers)
    return Request(
        reference=reference,
        key=came.key,
        digest=digest(came.body),
        service=came.service,
        state=OPEN,
        stage=procedure.stage_from(0, came.body),
        form=came.body,
        produced={},
        announced=came.coming & frozenset(procedure.form),
        code="",
        reason="",
        callback=came.callback,
        envelope=came.envelope,
        handoff_id=came.handoff_id,
        came_by={},
        drawn=drawn,
        opened_at=now,
        closed_at=None,
        due_at=None,
    )


def asked_again(procedure: Procedure, request: Request, relations: Relations) -> list[str]:
    """Returns the fields that an office asks the citizen for although it was sent them."""
    again = set(relations.asks_again.get(request.service, ()))
    return [
        name
        for name, asked in procedure.form.items()
        if again.intersection(asked.facts) and request.form.get(name) is not None
    ]


def left_aside(procedure: Procedure, request: Request, relations: Relations) -> list[str]:
    """Returns the fields that an office was sent and does not use, because its own file says something else."""
    overlooked = set(relations.overlooks.get(request.service, ()))
    return [name for name, asked in procedure.form.items() if overlooked.intersection(asked.facts)]


def drawn_from(seed: int, procedure: Procedure, form: Mapping[str, Plain], produced: Set[str]) -> str:
    """Returns what the chance of a request is drawn from: what the citizen said at the start, the same in every world.

    `produced`: the facts that offices produce, which come at another time in another world.
    """
    first = {
        name: form.get(name)
        for name, asked in procedure.form.items()
        if not asked.later and produced.isdisjoint(asked.facts)
    }
    return digest([seed, procedure.service, first])


def digest(value: object) -> str:
    """Returns a number for a value that can be written as JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def chance(request: Request, what: str) -> Random:
    """Returns chance that depends on the seed and what the citizen said, and so is the same in every world."""
    return Random(digest([request.drawn, what]))  # noqa: S311 a simulation
