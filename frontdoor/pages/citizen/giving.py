"""The page on which the citizen gives one service what it needs: one form for each errand, with where to find it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.errors import NotFound, Refused
from frontdoor.handoffs.casedocument import CaseDocument, TaskView
from frontdoor.handoffs.state import Errand
from frontdoor.journey.answers import InvalidAnswer, parse
from frontdoor.pages.citizen.case import STATUS
from frontdoor.pages.citizen.fields import Field, make_field, sent_for
from frontdoor.pages.citizen.organisations import called, full_name
from frontdoor.pages.citizen.tasks import PAGE, Task, task
from frontdoor.pages.citizen.visits import Visit
from frontdoor.rendering import day
from life_events.model import Recognition


@dataclass(frozen=True)
class Part:
    """One errand on the page: its words, its letter if there is one, and the fields in which something is typed."""

    task: Task
    fields: tuple[Field, ...]
    writer: str
    arrived: str
    letter: str
    original: bool


async def show_task(visit: Visit) -> Response:
    """Asks for what a service needs from the citizen; leads back where it needs nothing any more."""
    document = await visit.portal.read(await visit.case())
    views = _views(visit, document)
    if not views:
        return visit.go(STATUS)
    page = _page(visit, [_part(visit, document, each) for each in views], visit.session.get("thanks"))
    visit.session.put(thanks=None)
    return page


async def give(visit: Visit) -> Response:
    """Takes what one errand is about, and passes it on to the service that asked, and to no other."""
    case = await visit.case()
    document = await visit.portal.read(case)
    views = [each for each in _views(visit, document) if each.errand is not Errand.ASK_TO_POST]
    chosen = next(
        (each for each in views if task(each, document, visit.registry).key == visit.form.get("errand")), None
    )
    chosen = chosen or next(iter(views), None)
    if chosen is None:
        return visit.go(STATUS)
    given: dict[str, object] = {name: sent_for(visit.registry.facts[name], visit.form) for name in chosen.facts}
    errors: dict[str, str] = {}
    for name, raw in given.items():
        try:
            parse(visit.registry.facts[name], raw, document.now.date())
        except InvalidAnswer as error:
            errors[name] = str(error)
    if not errors:
        try:
            await visit.portal.give(case, given, chosen.service)
        except Refused as refused:
            errors = {problem.where: problem.detail for problem in refused.problems}
    if errors:
        parts = [
            _part(visit, document, each, given, errors) if each is chosen else _part(visit, document, each)
            for each in _views(visit, document)
        ]
        return _page(visit, parts)
    visit.session.put(thanks=called(visit.registry, chosen.service))
    document = await visit.portal.reread(case.id)
    left = [each for each in _views(visit, document) if each.errand is not Errand.ASK_TO_POST]
    return visit.go(PAGE + chosen.service if left else STATUS)


def _views(visit: Visit, document: CaseDocument) -> list[TaskView]:
    """Returns the tasks of this page's service. Raises NotFound."""
    key = visit.named("service")
    if all(each.to != key for each in document.acting):
        raise NotFound("There is no such office in this request.")
    return [each for each in document.tasks if each.service == key]


def _part(
    visit: Visit,
    document: CaseDocument,
    view: TaskView,
    typed: dict[str, object] | None = None,
    errors: dict[str, str] | None = None,
) -> Part:
    known = visit.registry.facts
    names = () if view.errand is Errand.ASK_TO_POST else view.facts
    letter = next((each for each in document.letters if each.letter == view.letter), None)
    reads = visit.registry.services[view.service].reads
    return Part(
        task=task(view, document, visit.registry),
        fields=tuple(
            make_field(known[name], typed=(typed or {}).get(name, ""), error=(errors or {}).get(name, ""))
            for name in names
        ),
        writer=full_name(visit.registry.party(letter.from_)) if letter else "",
        arrived=day(letter.arrived) if letter else "",
        letter=view.address,
        original=any(read.recognises is Recognition.ORIGINAL and read.fact in view.facts for read in reads),
    )


def _page(visit: Visit, parts: list[Part], thanks: str | None = None) -> Response:
    service = visit.registry.services[visit.named("service")]
    wrong = [field for part in parts for field in part.fields if field.error]
    return visit.render(
        "task.html",
        status=422 if wrong else 200,
        parts=parts,
        thanks=thanks,
        service=service,
        agency=visit.registry.agency_of(service.key),
        name=called(visit.registry, service.key),
        errors=[{"text": each.error, "href": f"#{each.error_target}"} for each in wrong],
    )
