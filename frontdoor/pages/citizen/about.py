"""The pages in the footer: help, privacy, accessibility."""

from __future__ import annotations

from starlette.responses import Response

from frontdoor.cases.store import DRAFT_DAYS
from frontdoor.pages.citizen.organisations import short_name
from frontdoor.pages.citizen.visits import Visit
from frontdoor.security.sessions import IDLE, LONGEST


async def help_page(visit: Visit) -> Response:
    """Says what the words mean and whom to call: every organisation's own desk."""
    agencies = sorted(visit.registry.agencies.values(), key=lambda each: short_name(each.title))
    return visit.render("help.html", agencies=agencies)


async def privacy(visit: Visit) -> Response:
    """Says what is kept, for how long, and who gets it."""
    return visit.render(
        "privacy.html",
        draft_days=DRAFT_DAYS,
        idle_minutes=int(IDLE.total_seconds() // 60),
        longest_hours=int(LONGEST.total_seconds() // 3600),
    )


async def accessibility(visit: Visit) -> Response:
    """Says what was done so that everybody can use this, and what was not checked."""
    return visit.render("accessibility.html", idle_minutes=int(IDLE.total_seconds() // 60))
