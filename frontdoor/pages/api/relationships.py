"""How the offices of the simulated town stand to one another: read, changed for the next case, and set back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from frontdoor.errors import NotFound
from frontdoor.handoffs.portal import Portal
from frontdoor.handoffs.relationships import PairWish, relate, relationships, reset
from frontdoor.pages.api.access import operators_only, portal_of
from frontdoor.pages.api.requests import read_body


async def answer(request: Request) -> Response:
    """Shows a scenario's pairs; PUT changes one, DELETE sets one back (provider, consumer) or all."""
    operators_only(request)
    portal, scenario = _with_town(request), request.path_params["scenario"]
    match request.method:
        case "PUT":
            await relate(scenario, await read_body(request, PairWish), portal.registry)
        case "DELETE":
            pair = request.query_params
            _ = await reset(scenario, portal.registry, pair.get("provider", ""), pair.get("consumer", ""))
        case _:
            pass
    document = await relationships(scenario, portal.registry)
    return JSONResponse(document.model_dump(mode="json"))


def _with_town(request: Request) -> Portal:
    portal = portal_of(request)
    if not portal.settings.town_url:
        raise NotFound("There is no town of simulated offices here.")
    return portal


routes = [Route("/api/scenarios/{scenario}/relationships", answer, methods=["GET", "PUT", "DELETE"])]
