"""What an office waits for in a request, and what it asks to be sent."""

from __future__ import annotations

from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.store import OPEN, WAITING, Request


def lacking(procedure: Procedure, request: Request, place: int) -> list[str]:
    """Returns the fields that a request waits for: to start at all, or for the stage at a place."""
    coming = [
        name
        for name, asked in procedure.form.items()
        if not asked.later and name in request.announced and name not in request.form
    ]
    papers = coming if procedure.starts_with_papers(place, request.form) else []
    stage = procedure.stages[place]
    asked = (
        [] if stage.before_papers else [name for name in procedure.form if name in request.asked - set(request.form)]
    )
    return list(dict.fromkeys([*papers, *asked, *stage.waiting(request.form, request.announced)]))


def outstanding(procedure: Procedure, request: Request) -> list[str]:
    """Returns the fields that the one who asked should send, those included that only the next stage waits for."""
    if request.state == OPEN and procedure.stages[request.stage].before_papers:
        return lacking(procedure, request, procedure.stage_from(request.stage + 1, request.form))
    return lacking(procedure, request, request.stage) if request.state == WAITING else []
