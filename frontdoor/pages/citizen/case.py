"""The page of an open case: how it stands, what an office asks for, and the simulation's calendar."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from frontdoor.errors import NotFound, Refused
from frontdoor.handoffs.casefile import CaseDocument, TaskView
from frontdoor.journey.answers import InvalidAnswer, parse
from frontdoor.pages.citizen.fields import Field, make_field, sent_for
from frontdoor.pages.citizen.organisations import called
from frontdoor.pages.citizen.status import case_page
from frontdoor.pages.citizen.visits import Visit

STATUS = "/case"
# The town moves a moment after it was asked to: how often we look before the page is shown, and how many seconds apart.
LOOKS, BETWEEN_LOOKS = 30, 0.05


async def show(visit: Visit) -> Response:
    """Shows how the case stands. The confirmation has been left, so the secret is forgotten here."""
    case = await visit.case()
    page = case_page(await visit.portal.read(case), visit.registry)
    thanks = visit.session.get("thanks")
    visit.session.put(secret=None, thanks=None)
    return visit.render("case.html", page=page, thanks=thanks, simulated=bool(visit.portal.settings.town_url))


async def progress(visit: Visit) -> Response:
    """Returns the part of the page that changes; nothing when nothing has. Not a use: it is asked for by itself."""
    if not visit.session.get("case"):
        # the session is over: let the browser load the page, which says so and shows nothing of the case
        return Response(status_code=200, headers={"HX-Refresh": "true"})
    page = case_page(await visit.portal.read(await visit.case()), visit.registry)
    if visit.request.query_params.get("seen") == page.digest:
        return Response(status_code=204)
    return visit.render("progress.html", page=page, simulated=bool(visit.portal.settings.town_url))


async def move_calendar(visit: Visit) -> Response:
    """Moves the simulation's calendar to its next event or its next day, and shows the page when it has moved."""
    case = await visit.case()
    if not visit.portal.settings.town_url:
        raise NotFound("There is no simulated calendar here.")
    before = visit.portal.clock.now(case.world)
    match visit.form.get("move"):
        case "day":
            await visit.portal.next_day(case.world)
        case "event":
            await visit.portal.next_event(case.world)
        case _:
            raise NotFound("The calendar can be moved by an event or by a day.")
    for _ in range(LOOKS):
        if visit.portal.clock.now(case.world) > before:
            break
        await asyncio.sleep(BETWEEN_LOOKS)
    return visit.go(STATUS)


async def show_task(visit: Visit) -> Response:
    """Asks for what an office needs from the citizen; leads back where it needs nothing any more."""
    document = await visit.portal.read(await visit.case())
    task = _task(visit, document)
    if task is None:
        return visit.go(STATUS)
    return _task_page(visit, task, [_field(visit, task, name) for name in task.facts])


async def give(visit: Visit) -> Response:
    """Takes what an office asked for, and passes it on."""
    case = await visit.case()
    document = await visit.portal.read(case)
    task = _task(visit, document)
    if task is None:
        return visit.go(STATUS)
    given: dict[str, object] = {name: sent_for(visit.registry.facts[name], visit.form) for name in task.facts}
    errors: dict[str, str] = {}
    for name, raw in given.items():
        try:
            parse(visit.registry.facts[name], raw, document.now.date())
        except InvalidAnswer as error:
            errors[name] = str(error)
    if not errors:
        try:
            await visit.portal.give(case, given)
        except Refused as refused:
            errors = {problem.where: problem.detail for problem in refused.problems}
    if errors:
        fields = [_field(visit, task, name, given[name], errors.get(name, "")) for name in task.facts]
        return _task_page(visit, task, fields)
    visit.session.put(thanks=called(visit.registry, task.service))
    return visit.go(STATUS)


def _task(visit: Visit, document: CaseDocument) -> TaskView | None:
    """Returns the task of this page's service; None when it has none now. Raises NotFound."""
    key = visit.named("service")
    if all(each.to != key for each in document.acting):
        raise NotFound("There is no such office in this request.")
    return next((each for each in document.tasks if each.service == key), None)


def _field(visit: Visit, task: TaskView, name: str, typed: object = "", error: str = "") -> Field:
    return make_field(visit.registry.facts[name], typed=typed, error=error)


def _task_page(visit: Visit, task: TaskView, fields: list[Field]) -> Response:
    service = visit.registry.services[task.service]
    wrong = [each for each in fields if each.error]
    return visit.render(
        "task.html",
        status=422 if wrong else 200,
        task=task,
        service=service,
        agency=visit.registry.agencies[service.agency],
        name=called(visit.registry, task.service),
        fields=fields,
        errors=[{"text": each.error, "href": f"#{each.error_target}"} for each in wrong],
    )
