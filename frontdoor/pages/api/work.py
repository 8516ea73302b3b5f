"""What needs a person, and sending it again: one handoff, or all that a filter fits, with a dry run first."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from frontdoor.errors import Problem, Refused
from frontdoor.handoffs.workqueue import Item, Wanted
from frontdoor.pages.api.access import operators_only, portal_of
from frontdoor.pages.api.requests import read_body


class WorkDocument(BaseModel):
    """GET /api/desk: the handoffs that need a person, the longest first."""

    work: list[Item]


class ResendWish(BaseModel):
    """POST /api/desk/resend: which handoffs to send again; with `dry_run` they are only listed."""

    model_config = ConfigDict(extra="forbid")

    wanted: Wanted = Wanted()
    dry_run: bool = False


async def work(request: Request) -> Response:
    """Lists what needs a person; the query narrows it."""
    operators_only(request)
    try:
        wanted = Wanted.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise Refused([Problem(str(each["loc"][0]), each["msg"]) for each in error.errors()]) from None
    items = await portal_of(request).work_waiting(wanted)
    return JSONResponse(WorkDocument(work=items).model_dump(mode="json"))


async def resend_all(request: Request) -> Response:
    """Sends again all that failed or is uncertain and fits, or lists it."""
    operators_only(request)
    wish = await read_body(request, ResendWish)
    items = await portal_of(request).resend_all(wish.wanted, dry_run=wish.dry_run)
    return JSONResponse(WorkDocument(work=items).model_dump(mode="json"), 200 if wish.dry_run else 202)


async def resend(request: Request) -> Response:
    """Tries once more a handoff that failed or is uncertain."""
    operators_only(request)
    await portal_of(request).resend(request.path_params["handoff"])
    return Response(status_code=202)


routes = [
    Route("/api/desk", work),
    Route("/api/desk/resend", resend_all, methods=["POST"]),
    Route("/api/handoffs/{handoff}/resend", resend, methods=["POST"]),
]
