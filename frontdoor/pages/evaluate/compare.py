"""One request, two towns: choose a request and worlds, press once, and watch them side by side on one calendar."""

from __future__ import annotations

import csv
import io
import secrets
import uuid
from collections.abc import Collection

from starlette.responses import Response

from frontdoor.cases.models import Case
from frontdoor.errors import NotFound, Refused
from frontdoor.handoffs.comparison import MOST, ComparisonRequest
from frontdoor.handoffs.models import Comparison
from frontdoor.pages.citizen.visits import Visit
from frontdoor.pages.evaluate.confirmation import compared
from frontdoor.pages.evaluate.requests import OWN, example_request, examples, own_choice, own_request
from frontdoor.pages.evaluate.side_by_side import ComparisonPage, comparison_page
from life_events.coordination import Relationship
from life_events.scenario import Scenario

BASE = "/evaluate/compare"
FIRST_CHOICE = ("front_door_only", "joined_up")
COLUMNS = ("world", "handoff", "kind", "from", "to", "medium", "facts", "sent", "received", "status")


async def choose(visit: Visit) -> Response:
    """Asks which request, and in which worlds."""
    _only_in_a_simulation(visit)
    return await _choosing(visit, FIRST_CHOICE)


async def start(visit: Visit) -> Response:
    """Starts the comparison, once however often the button is pressed."""
    _only_in_a_simulation(visit)
    chosen = tuple(visit.chosen.get("world", ()))
    try:
        comparison = await visit.portal.compare(await _wish(visit, chosen))
    except Refused as refused:
        return await _choosing(visit, chosen, [problem.detail for problem in refused.problems])
    return visit.go(f"{BASE}/{comparison.id.hex}")


async def show(visit: Visit) -> Response:
    """Shows the comparison as it stands."""
    return visit.render("compare.html", page=await _page(visit), wide="app-container--wide")


async def progress(visit: Visit) -> Response:
    """Returns the part of the page that changes; nothing when nothing has."""
    page = await _page(visit)
    if visit.request.query_params.get("seen") == page.digest:
        return Response(status_code=204)
    return visit.render("comparison.html", page=page)


async def move(visit: Visit) -> Response:
    """Lets every world of the comparison run to its end, whatever its pace."""
    comparison = await _comparison(visit)
    for case in await Case.filter(id__in=[uuid.UUID(number) for number in comparison.cases.values()], closed_at=None):
        await visit.portal.to_the_end(case.world)
    return visit.go(f"{BASE}/{comparison.id.hex}")


async def download(visit: Visit) -> Response:
    """Gives every handoff of every world as CSV: facts by name, never by value."""
    document, _ = await compared(visit.portal, await _comparison(visit))
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for world in document.worlds:
        for each in world.case.handoffs:
            times = [at.isoformat() if at else "" for at in (each.sent, each.received)]
            facts = " ".join(each.facts)
            ends = (each.handoff_id, each.kind, each.from_, each.to, each.medium, facts)
            table.writerow([world.scenario, *ends, *times, each.status])
    headers = {"Content-Disposition": f'attachment; filename="handoffs-{document.comparison[:8]}.csv"'}
    return Response(out.getvalue(), media_type="text/csv", headers=headers)


def _only_in_a_simulation(visit: Visit) -> None:
    if not visit.portal.settings.town_url:
        raise NotFound("There is no town of simulated offices here, so there is nothing to compare.")


async def _wish(visit: Visit, worlds: tuple[str, ...]) -> ComparisonRequest:
    """Returns what was chosen. Raises Refused, NotFound."""
    press, request = visit.form.get("press", "")[:64], visit.form.get("request", "")
    if request == OWN:
        return await own_request(await visit.case(), visit.registry, worlds, press)
    found = examples(visit.registry)
    if request not in found:
        raise NotFound("There is no such example.")
    return example_request(found[request], worlds, press)


async def _choosing(visit: Visit, worlds: Collection[str], problems: Collection[str] = ()) -> Response:
    choices = [each.choice for each in examples(visit.registry).values()]
    if visit.session.get("case"):
        choices.append(own_choice(await visit.case(), visit.registry))
    chosen = visit.form.get("request") or (choices[0].key if choices else "")
    return visit.render(
        "compare_choose.html",
        status=422 if problems else 200,
        errors=[{"text": each, "href": "#world"} for each in problems],
        problem=" ".join(problems),
        requests=[_item(each.key, each.label, each.hint, on=each.key == chosen) for each in choices],
        worlds=[_item(each.key, each.title, each.about, on=each.key in worlds) for each in _in_order(visit)],
        most=MOST,
        press=visit.form.get("press") or secrets.token_hex(16),
    )


def _item(value: str, text: str, hint: str, *, on: bool) -> dict[str, object]:
    return {"value": value, "text": text, "hint": {"text": hint}, "checked": on}


def _in_order(visit: Visit) -> list[Scenario]:
    """Returns the scenarios from offices that stand alone to offices that are joined up."""
    return sorted(
        visit.registry.scenarios.values(),
        key=lambda each: (each.front_door, list(Relationship).index(each.default), len(each.rules), each.key),
    )


async def _comparison(visit: Visit) -> Comparison:
    """Returns the comparison of this address; one of somebody's own request opens in their browser only."""
    _only_in_a_simulation(visit)
    try:
        number = uuid.UUID(visit.named("comparison"))
    except ValueError:
        raise NotFound("There is no such comparison.") from None
    found = await Comparison.get_or_none(id=number)
    if found is None or (found.source_case and visit.session.get("case") != str(found.source_case)):
        raise NotFound("There is no such comparison.")
    return found


async def _page(visit: Visit) -> ComparisonPage:
    document, said = await compared(visit.portal, await _comparison(visit))
    return comparison_page(document, said, visit.registry)
