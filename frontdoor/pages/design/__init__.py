"""For designers: the life events and services as they are declared, drawn, checked, and tried out on the town."""

from __future__ import annotations

from starlette.responses import Response

from frontdoor.checks import run_checks
from frontdoor.pages.citizen.visits import Visit, page
from frontdoor.pages.design.board import BASE, OF_EVENT, SERVICES, Board, designed
from frontdoor.pages.design.catalogue import show_service, show_services
from frontdoor.pages.design.changing import show_change
from frontdoor.pages.design.facts import show_facts
from frontdoor.pages.design.flows import services_of
from frontdoor.pages.design.journey import show_journey
from frontdoor.pages.design.life_event import show_life_event
from frontdoor.pages.design.trying import run_trial, show_trial

ABOUT = {
    "": "Its services in the order of their dependencies, what they need of one another, and how each pair stands.",
    "/facts": "Who asks, who reads, who writes, and where offices write the same thing differently.",
    "/journey": "Each question as citizens see it, when it is asked, and who gets the answer.",
}


async def index(visit: Visit) -> Response:
    """Lists the life events and what can be looked at, and says whether the definitions are in order."""
    if not visit.portal.settings.town_url:
        return visit.render("design/closed.html")
    board, registry = Board(visit), visit.registry
    events = [
        (
            event,
            len(services_of(event, registry)),
            len(event.questions),
            [(f"{BASE}/{event.key}{tail}", title, ABOUT[tail]) for tail, title in OF_EVENT],
        )
        for event in registry.life_events.values()
    ]
    return board.answer(
        "index.html",
        events=events,
        broken=run_checks(registry),
        refused=visit.portal.renewal.refused,
        services=len(registry.services),
        agencies=len({each.agency for each in registry.services.values()}),
        catalogue=SERVICES,
        crumbs=(),
    )


routes = [
    page(BASE, index),
    # before the life events, whose keys stand in the same place
    designed(SERVICES, show_services),
    designed(f"{SERVICES}/{{service}}", show_service),
    designed(f"{SERVICES}/{{service}}/try", show_trial, run_trial),
    designed(f"{SERVICES}/{{service}}/change", show_change),
    designed(f"{BASE}/{{life_event}}", show_life_event),
    designed(f"{BASE}/{{life_event}}/facts", show_facts),
    designed(f"{BASE}/{{life_event}}/journey", show_journey),
]
