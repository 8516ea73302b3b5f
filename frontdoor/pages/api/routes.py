"""The API's addresses. A reference alone opens nothing: the case's secret or the operator's key comes with it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from frontdoor.cases.models import Case
from frontdoor.cases.store import find_case, open_with
from frontdoor.errors import NotFound, Problem, Refused
from frontdoor.evaluation.log import write_log
from frontdoor.evaluation.measures import case_measures
from frontdoor.evaluation.measures import document as measured
from frontdoor.evaluation.report import handoff_report
from frontdoor.handoffs.intake import CaseRequest
from frontdoor.handoffs.townfaults import FaultWish
from frontdoor.pages.api import relationships
from frontdoor.pages.api.access import by_operator, operators_only, portal_of
from frontdoor.pages.api.description import describe
from frontdoor.pages.api.requests import GivenFacts, NewCase, read_body, read_reports
from frontdoor.pages.api.waiting import until_finished
from frontdoor.security.limits import Limits

SECRET = "Case-Secret"


async def _case(request: Request) -> Case:
    """Returns the case that the request may see. Raises NotFound whichever of reference and secret is wrong."""
    reference = request.path_params["reference"]
    if by_operator(request):
        found = await find_case(reference)
    else:
        limits: Limits = request.app.state.limits
        limits.guess(request)
        secret = request.headers.get(SECRET, "")
        opened = await open_with(reference, secret) if secret else None
        found = opened if isinstance(opened, Case) else None
        if found is not None:
            limits.right(request)
    if found is None:
        raise NotFound("There is no case with this reference and secret. Send the secret in the header Case-Secret.")
    return found


async def submit(request: Request) -> Response:
    """Takes a request for a life event; 201 with the case and, this once, its secret."""
    portal = portal_of(request)
    new = await read_body(request, NewCase)
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > 200:
        raise Refused([Problem("Idempotency-Key", "Send a header Idempotency-Key of 1 to 200 characters.")])
    accepted = await portal.submit(
        CaseRequest(
            life_event=new.life_event,
            facts=new.facts,
            scenario=new.scenario or portal.settings.scenario,
            as_of=new.as_of,
            world=new.world or "",
            citizen=new.scripted,
            withheld=new.withheld,
            idempotency_key=key,
            channel="api",
        )
    )
    document = await portal.read(accepted.case)
    body = document.model_dump(mode="json", by_alias=True)
    if accepted.secret:
        body["secret"] = accepted.secret
    address = f"/api/cases/{accepted.case.reference}"
    return JSONResponse(body, 201 if accepted.secret else 200, headers={"Location": address})


async def show(request: Request) -> Response:
    """Shows one case; with what can be measured of it when it is finished, or when that is asked for.

    `Prefer: wait=20` holds the answer back until the case is finished, for so many seconds at most.
    """
    case, portal = await _case(request), portal_of(request)
    await until_finished(request, [case.id])
    document = await portal.reread(case.id)
    if document.finished or "measures" in request.query_params:
        document.measures = measured(await case_measures(case, portal.registry))["measures"]
    return JSONResponse(document.model_dump(mode="json", by_alias=True))


async def give(request: Request) -> Response:
    """Takes facts that an office asked the citizen for."""
    case = await _case(request)
    given = await read_body(request, GivenFacts)
    await portal_of(request).give(case, given.facts, given.service)
    document = await portal_of(request).read(case)
    return JSONResponse(document.model_dump(mode="json", by_alias=True))


async def case_report(request: Request) -> Response:
    """Reports the handoffs of one case."""
    report = await handoff_report(portal_of(request).registry, await _case(request))
    return JSONResponse(report.model_dump(mode="json", by_alias=True))


async def report(request: Request) -> Response:
    """Reports the handoffs of all cases."""
    operators_only(request)
    every = await handoff_report(portal_of(request).registry)
    return JSONResponse(every.model_dump(mode="json", by_alias=True))


async def log(request: Request) -> Response:
    """Streams the event log as JSON Lines."""
    operators_only(request)
    return StreamingResponse(write_log(portal_of(request).registry), media_type="application/jsonl")


async def faults(request: Request) -> Response:
    """Switches a fault of a simulated office on or off."""
    operators_only(request)
    wish = await read_body(request, FaultWish)
    on = await portal_of(request).faults.switch(wish)
    return JSONResponse([each.model_dump() for each in on])


async def callback(request: Request) -> Response:
    """Hears an office at the unguessable address of one handoff."""
    heard = await portal_of(request).hear(request.path_params["token"], request.headers, await request.body())
    return PlainTextResponse(heard.name.lower().replace("_", " "), int(heard))


async def office_events(request: Request) -> Response:
    """Takes what offices report of their own dealings, each with the proof that it holds the case's envelope."""
    await portal_of(request).take_reports(await read_reports(request))
    return Response(status_code=202)


async def openapi(request: Request) -> Response:
    """Describes the API."""
    return JSONResponse(describe(portal_of(request).registry))


async def alive(request: Request) -> Response:
    """Says that the process runs."""
    return PlainTextResponse("ok")


async def ready(request: Request) -> Response:
    """Says whether requests can be taken: the database answers."""
    await Case.all().limit(1).count()
    return PlainTextResponse("ok")


routes = [
    Route("/api/cases", submit, methods=["POST"]),
    Route("/api/cases/{reference}", show),
    Route("/api/cases/{reference}/facts", give, methods=["POST"]),
    Route("/api/cases/{reference}/report", case_report),
    Route("/api/report", report),
    Route("/api/log", log),
    Route("/api/simulation/faults", faults, methods=["POST"]),
    *relationships.routes,
    Route("/api/office-events", office_events, methods=["POST"]),
    Route("/api/openapi.json", openapi),
    Route("/callbacks/{token}", callback, methods=["POST"]),
    Route("/healthz", alive),
    Route("/readyz", ready),
]
