"""What an office's rules say to a case: what would come out if it was decided now, by which numbers, and why."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from backoffice_adapters.simulated import stages
from backoffice_adapters.simulated.numbers import consulted, number_files, rows_in
from backoffice_adapters.simulated.procedures import Procedure, Refused
from backoffice_adapters.simulated.recognising import Known
from backoffice_adapters.simulated.stages import longest
from backoffice_adapters.simulated.store import Request
from backoffice_adapters.simulated.writing import Plain


@dataclass(frozen=True)
class Number:
    """A number by which an office decides, with what it counts and where it is from."""

    what: str
    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True)
class Proposal:
    """What the rules say to the step that a case is in.

    step      what the step is called, and within how many working days the office means to have done with it
    does      what the rule does, in its own words
    produces  what would be written into the office's own fields
    refuses   why it would be a no; empty for a yes
    numbers   the numbers that were looked up
    last      whether nothing comes after this step
    """

    step: str
    days: int
    does: str
    produces: Mapping[str, Plain] = field(repr=False)
    refuses: str
    numbers: tuple[Number, ...]
    last: bool


def proposal(procedure: Procedure, request: Request, today: date, earlier: Known) -> Proposal:
    """Returns what the rules say to a case today; nothing is done. `earlier` is what the office has on file."""
    stage = procedure.stages[request.stage]
    with consulted() as looked_up:
        said = stages.outcome(procedure, request, today, earlier)
    known = _rows()
    return Proposal(
        step=stage.name,
        days=longest(stage),
        does=inspect.getdoc(stage.produces) or "",
        produces={} if isinstance(said, Refused) else said,
        refuses=f"{said.reason} ({said.code})" if isinstance(said, Refused) else "",
        numbers=tuple(
            Number(
                key.partition(".")[2].replace("_", " "),
                value,
                str(known.get(key, {}).get("unit", "")),
                str(known.get(key, {}).get("source", "")),
            )
            for key, value in looked_up.items()
        ),
        last=procedure.stage_from(request.stage + 1, request.form) == len(procedure.stages),
    )


def _rows() -> dict[str, Mapping[str, object]]:
    """Reads the rows of every number, for their units and sources."""
    return {key: row for path in number_files() for key, row in rows_in(path) if "values" in row}
