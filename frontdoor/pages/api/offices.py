"""The offices as operators see them: how each stands, pausing and resuming one, and asking all what they have."""

from __future__ import annotations

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from frontdoor.handoffs.pausing import PauseWish
from frontdoor.handoffs.rollcall import OfficeStanding
from frontdoor.pages.api.access import operators_only, portal_of
from frontdoor.pages.api.requests import read_body


class OfficesDocument(BaseModel):
    """GET /api/offices: how every office stands."""

    offices: list[OfficeStanding]


async def offices(request: Request) -> Response:
    """Lists how every office stands."""
    operators_only(request)
    return await _standing(request)


async def pause(request: Request) -> Response:
    """Pauses an office."""
    operators_only(request)
    await portal_of(request).pause(request.path_params["agency"], await read_body(request, PauseWish))
    return await _standing(request)


async def resume(request: Request) -> Response:
    """Resumes an office."""
    operators_only(request)
    await portal_of(request).resume(request.path_params["agency"], await read_body(request, PauseWish))
    return await _standing(request)


async def take_stock(request: Request) -> Response:
    """Asks every office, or one agency's, whether it has what our record says it has."""
    operators_only(request)
    stock = await portal_of(request).take_stock(request.query_params.get("agency", ""))
    return JSONResponse(stock.model_dump(mode="json"))


async def _standing(request: Request) -> Response:
    document = OfficesDocument(offices=await portal_of(request).roll_call())
    return JSONResponse(document.model_dump(mode="json"))


routes = [
    Route("/api/offices", offices),
    Route("/api/offices/{agency}/pause", pause, methods=["POST"]),
    Route("/api/offices/{agency}/resume", resume, methods=["POST"]),
    Route("/api/reconciliation", take_stock, methods=["POST"]),
]
