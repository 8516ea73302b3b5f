"""How long a stage of a request takes, and what comes out of it: drawn from the request, so the same in every world."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from backoffice_adapters.simulated.calendar import CLOSES, HOURS_A_DAY, after_working_days, opening
from backoffice_adapters.simulated.numbers import paces
from backoffice_adapters.simulated.procedures import Filed, Procedure, Produced, Stage
from backoffice_adapters.simulated.reception import chance
from backoffice_adapters.simulated.store import WAITING, Request
from backoffice_adapters.simulated.waiting import lacking


def ends_at(procedure: Procedure, request: Request, now: datetime) -> datetime:
    """Returns when the stage that a request is in will be over, if it begins now."""
    stage = procedure.stages[request.stage]
    drawn = chance(request, stage.name)
    filed = Filed(request.form, request.produced, request.reference, now.date(), drawn)
    low, high = paces()[stage.pace_of(filed)]
    due = after_working_days(now, drawn.randint(low, high), drawn.randrange(HOURS_A_DAY * 60))
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
    if not stage.patience or (request.state == WAITING and request.due_at is not None):
        return request.due_at if stage.patience else None
    drawn = chance(request, stage.name + ".patience")
    return after_working_days(now, drawn.randint(*paces()[stage.patience]), 0)


def without(procedure: Procedure, request: Request) -> Request:
    """Returns a request whose office has given up waiting: what is lacking is taken not to come."""
    names = lacking(procedure, request, request.stage)
    return replace(request, form={**request.form, **dict.fromkeys(names)}, due_at=None)


def outcome(procedure: Procedure, request: Request, today: date) -> Produced:
    """Returns what the stage that a request is in produces, or the office's no."""
    stage = procedure.stages[request.stage]
    drawn = chance(request, stage.name + ".outcome")
    return stage.produces(Filed(request.form, request.produced, request.reference, today, drawn))
