"""For people who do not know what to call what happened: what they would say of it, and an honest "none of these"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from frontdoor.pages.citizen.visits import Visit
from life_events.model import LifeEvent

HERE, NONE = "/not-sure", "/none-of-these"
NO_EVENT = "none"


async def ask(visit: Visit) -> Response:
    """Asks which of some plain sentences fits best."""
    return _asking(visit)


async def answer(visit: Visit) -> Response:
    """Leads to the life event that a sentence belongs to, or to the page that says that there is none."""
    chosen = next(iter(visit.chosen.get("sign", ())), "")
    if chosen == NO_EVENT:
        return visit.go(NONE)
    event = visit.registry.life_events.get(chosen.partition(":")[0])
    if event is None:
        return _asking(visit, [{"text": "Choose the sentence that fits best, or none of these", "href": "#sign"}])
    return visit.go(f"/life-events/{event.key}")


async def none_of_these(visit: Visit) -> Response:
    """Says what cannot be done here, and what to do instead."""
    return visit.render("none_of_these.html", events=_events(visit))


def _asking(visit: Visit, errors: Sequence[dict[str, str]] = ()) -> Response:
    items: list[dict[str, Any]] = [
        {"value": f"{event.key}:{number}", "text": said}
        for event in _events(visit)
        for number, said in enumerate(event.signs or (event.happened,))
    ]
    items += [{"divider": "or"}, {"value": NO_EVENT, "text": "None of these"}]
    return visit.render("triage.html", 422 if errors else 200, items=items, errors=errors)


def _events(visit: Visit) -> list[LifeEvent]:
    return sorted(visit.registry.life_events.values(), key=lambda each: each.title)
