"""Comparisons over the API: start one request in several worlds, and read how it went in each."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from frontdoor.errors import NotFound
from frontdoor.handoffs.comparison import ComparisonRequest
from frontdoor.handoffs.models import Comparison
from frontdoor.pages.api.access import operators_only, portal_of
from frontdoor.pages.api.requests import NewComparison, read_body
from frontdoor.pages.api.waiting import until_finished
from frontdoor.pages.evaluate.confirmation import compared


async def start(request: Request) -> Response:
    """Makes one request in a fresh world of each scenario; 201 with the comparison."""
    operators_only(request)
    portal = portal_of(request)
    if not portal.settings.town_url:
        raise NotFound("There is no town of simulated offices here, so there is nothing to compare.")
    new = await read_body(request, NewComparison)
    comparison = await portal.compare(
        ComparisonRequest(
            life_event=new.life_event,
            facts=new.facts,
            scenarios=new.scenarios,
            as_of=new.as_of or datetime.now(UTC).date(),
            citizen=new.scripted,
            withheld=new.withheld,
            seed=new.seed,
        )
    )
    return await _answer(request, comparison, 201)


async def show(request: Request) -> Response:
    """Shows a comparison: every world's case, and what it came to; `Prefer: wait=20` waits until all are finished."""
    operators_only(request)
    try:
        number = uuid.UUID(request.path_params["comparison"])
    except ValueError:
        number = None
    comparison = await Comparison.get_or_none(id=number) if number else None
    if comparison is None:
        raise NotFound("There is no such comparison.")
    await until_finished(request, [uuid.UUID(case) for case in comparison.cases.values()])
    return await _answer(request, comparison, 200)


async def _answer(request: Request, comparison: Comparison, status: int) -> Response:
    document, _ = await compared(portal_of(request), comparison)
    address = f"/api/comparisons/{comparison.id.hex}"
    return JSONResponse(document.model_dump(mode="json", by_alias=True), status, headers={"Location": address})


routes = [
    Route("/api/comparisons", start, methods=["POST"]),
    Route("/api/comparisons/{comparison}", show),
]
