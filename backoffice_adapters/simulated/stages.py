"""How long a stage of a request takes, and what comes out of it: drawn from the request, so the same in every world."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from backoffice_adapters.simulated.calendar import CLOSES, HOURS_A_DAY, after_working_days, opening
from backoffice_adapters.simulated.numbers import paces
from backoffice_adapters.simulated.procedures import Filed, Procedure, Produced, Refused, Stage
from backoffice_adapters.simulated.reception import chance
from backoffice_adapters.simulated.recognising import Known
from backoffice_adapters.simulated.store import WAITING, Request
from backoffice_adapters.simulated.waiting import lacking
from backoffice_adapters.simulated.writing import Plain


def ends_at(procedure: Procedure, request: Request, now: datetime, backlog: int) -> datetime:
    """Returns when the stage that a request is in will be over, if it begins now.

    `backlog`: the working days of other work that lie before it, of which what takes no time has none.
    """
    stage = procedure.stages[request.stage]
    drawn = chance(request, stage.name)
    filed = Filed(request.form, request.produced, request.reference, now.date(), drawn)
    low, high = paces()[stage.pace_of(filed)]
    days = drawn.randint(low, high)
    due = after_working_days(now, days + backlog if days else 0, drawn.randrange(HOURS_A_DAY * 60))
    if stage.until is None:
        return due
    evening = datetime.combine(stage.until(filed), CLOSES, due.tzinfo)
    return max(due, opening(evening))


def longest(stage: Stage) -> int:
    """Returns the working days within which an office means to have done with a stage."""
    return max(paces()[key][1] for key in (stage.pace, stage.paced[1] if stage.paced else stage.pace))


def patience_ends(procedure: Procedure, request: Request, now: datetime) -> datetime | None:
    """Returns when an office that waits goes on without what it waits for; counted from when it began to wait."""
    stage = procedure.stages[request.stage]
    pace = stage.patience or _patience_for_whom(procedure, request)
    if not pace or (request.state == WAITING and request.due_at is not None):
        return request.due_at if pace else None
    drawn = chance(request, stage.name + ".patience")
    return after_working_days(now, drawn.randint(*paces()[pace]), 0)


def _patience_for_whom(procedure: Procedure, request: Request) -> str:
    """Returns the pace after which an office no longer waits to be told who is meant, if it waits for nothing else."""
    only = procedure.file is not None and procedure.file.fields.issuperset(lacking(procedure, request, request.stage))
    return procedure.file.patience if only and procedure.file is not None else ""


def without(procedure: Procedure, request: Request) -> Request:
    """Returns a request whose office has given up waiting: what is lacking is taken not to come."""
    names = lacking(procedure, request, request.stage)
    return replace(request, form={**request.form, **dict.fromkeys(names)}, due_at=None)


def outcome(
    procedure: Procedure, request: Request, today: date, earlier: Known, brought: frozenset[str] = frozenset()
) -> Produced:
    """Returns what the stage that a request is in produces, or the office's no; see `Filed` for what else counts."""
    stage = procedure.stages[request.stage]
    drawn = chance(request, stage.name + ".outcome")
    return stage.produces(Filed(request.form, request.produced, request.reference, today, drawn, earlier, brought))


def worked_out_anew(procedure: Procedure, request: Request, today: date, earlier: Known) -> dict[str, Plain]:
    """Returns what an office that was put right has said and now says otherwise, of what it works out anew at all."""
    fresh: dict[str, Plain] = {}
    for place in range(request.stage):
        if not procedure.stages[place].concerns(request.form):
            continue
        before = replace(request, stage=place, produced={**request.produced, **fresh})
        produced = outcome(procedure, before, today, earlier)
        if isinstance(produced, Refused):
            return fresh
        said = {name: value for name, value in produced.items() if name in request.produced}
        fresh |= {name: said[name] for name, made in procedure.makes.items() if made.again and name in said}
    return {name: value for name, value in fresh.items() if value != request.produced[name]}
