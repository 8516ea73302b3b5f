"""Behind the counter: how offices work together, and nothing to rank anybody by. `PAGES` is what the index lists."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.pages.citizen.visits import Visit, page
from frontdoor.pages.evaluate import compare, relationships
from frontdoor.pages.evaluate.cracks import show_cracks
from frontdoor.pages.evaluate.days import show_days
from frontdoor.pages.evaluate.events import show_events
from frontdoor.pages.evaluate.front_and_back import show_front_and_back
from frontdoor.pages.evaluate.looking import looked
from frontdoor.pages.evaluate.matrix import show_matrix
from frontdoor.pages.evaluate.needs import show_needs
from frontdoor.pages.evaluate.obstacles import record_obstacle, show_obstacles
from frontdoor.pages.evaluate.report import show_report
from frontdoor.pages.evaluate.roles import show_roles


@dataclass(frozen=True)
class Entry:
    """A page that the index leads to; some need a town of simulated offices."""

    path: str
    title: str
    about: str
    needs_town: bool = False


PAGES = (
    Entry(
        compare.BASE,
        "One request, two towns",
        "Make the same request in worlds whose offices work together differently, and watch what becomes of it.",
        needs_town=True,
    ),
    Entry(
        "/evaluate/front-and-back",
        "Front and back",
        "What citizens are shown beside what offices do for one another.",
        needs_town=True,
    ),
    Entry(
        "/evaluate/matrix",
        "The matrix",
        "Who needs what of whom, what reached them, and how the two say they stand.",
        needs_town=True,
    ),
    Entry(
        "/evaluate/days",
        "Where the days go",
        "The critical path of a case, and the waiting on each edge.",
        needs_town=True,
    ),
    Entry(
        "/evaluate/cracks",
        "Cracks",
        "What fell between offices: unmet, wrong, late, in conflict, dumped.",
        needs_town=True,
    ),
    Entry(
        "/evaluate/roles",
        "Three roles, three demands",
        "Figure 2 of the book: nine demands, measured or said not to be.",
        needs_town=True,
    ),
    Entry(
        "/evaluate/relationships",
        "How offices stand to one another",
        "Look at every pair of services of which one needs something of the other, and change how it stands.",
        needs_town=True,
    ),
    Entry(
        "/evaluate/report",
        "A report to print",
        "Scenarios beside one another: method, assumptions, what is not measured, and no ranking.",
        needs_town=True,
    ),
)


async def index(visit: Visit) -> Response:
    """Lists what can be looked at."""
    has_town = bool(visit.portal.settings.town_url)
    return visit.render("evaluate.html", entries=[each for each in PAGES if has_town or not each.needs_town])


routes = [
    page("/evaluate", index),
    page(compare.BASE, compare.choose, compare.start),
    page(f"{compare.BASE}/{{comparison}}", compare.show),
    page(f"{compare.BASE}/{{comparison}}/progress", compare.progress, in_use=False),
    page(f"{compare.BASE}/{{comparison}}/calendar", post=compare.move),
    page(f"{compare.BASE}/{{comparison}}/handoffs.csv", compare.download),
    page("/evaluate/relationships", relationships.show, relationships.change),
    page("/evaluate/relationships/reset", post=relationships.set_back),
    looked("/evaluate/front-and-back", show_front_and_back),
    looked("/evaluate/matrix", show_matrix),
    looked("/evaluate/days", show_days),
    looked("/evaluate/cracks", show_cracks),
    looked("/evaluate/obstacles", show_obstacles, record_obstacle),
    looked("/evaluate/roles", show_roles),
    looked("/evaluate/report", show_report),
    looked("/evaluate/needs", show_needs),
    looked("/evaluate/events", show_events),
]
