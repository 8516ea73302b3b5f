"""The page of an open case: how it stands, and the simulation's calendar."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from frontdoor.cases.models import Case
from frontdoor.errors import NotFound
from frontdoor.pages.citizen.agreement import agreement
from frontdoor.pages.citizen.status import CasePage, case_page
from frontdoor.pages.citizen.visits import Visit

STATUS = "/case"
# The town moves a moment after it was asked to: how often we look before the page is shown, and how many seconds apart.
LOOKS, BETWEEN_LOOKS = 30, 0.05


async def show(visit: Visit) -> Response:
    """Shows how the case stands. The confirmation has been left, so the secret is forgotten here."""
    case = await visit.case()
    page = await _page(visit, case)
    thanks = visit.session.get("thanks")
    visit.session.put(secret=None, thanks=None)
    return visit.render("case.html", page=page, thanks=thanks, simulated=bool(visit.portal.settings.town_url))


async def progress(visit: Visit) -> Response:
    """Returns the part of the page that changes; nothing when nothing has. Not a use: it is asked for by itself."""
    if not visit.session.get("case"):
        # the session is over: let the browser load the page, which says so and shows nothing of the case
        return Response(status_code=200, headers={"HX-Refresh": "true"})
    page = await _page(visit, await visit.case())
    if visit.request.query_params.get("seen") == page.digest:
        return Response(status_code=204)
    return visit.render("progress.html", page=page, simulated=bool(visit.portal.settings.town_url))


async def _page(visit: Visit, case: Case) -> CasePage:
    return case_page(await visit.portal.read(case), visit.registry, await agreement(visit.portal, case))


async def move_calendar(visit: Visit) -> Response:
    """Moves the simulation's calendar to its next event or its next day, and shows the page when it has moved."""
    case = await visit.case()
    if not visit.portal.settings.town_url:
        raise NotFound("There is no simulated calendar here.")
    before = await visit.portal.clock.at(case.world)
    match visit.form.get("move"):
        case "day":
            await visit.portal.next_day(case.world)
        case "event":
            await visit.portal.next_event(case.world)
        case _:
            raise NotFound("The calendar can be moved by an event or by a day.")
    for _ in range(LOOKS):
        if await visit.portal.clock.at(case.world) > before:
            break
        await asyncio.sleep(BETWEEN_LOOKS)
    return visit.go(STATUS)
