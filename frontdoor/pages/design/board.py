"""One look of a designer at the definitions: what was asked for, and the frame that every such page has.

Like the evaluator's pages these are open where the offices are simulated: they try adapters out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound
from frontdoor.pages.citizen.visits import Visit
from frontdoor.pages.citizen.visits import page as visited
from frontdoor.pages.design.words import name
from frontdoor.pages.evaluate.onrecord import OnRecord, Reader
from frontdoor.pages.evaluate.tables import Table, as_csv
from life_events.model import LifeEvent, Service
from life_events.scenario import Scenario

BASE = "/design"
SERVICES = f"{BASE}/services"
OF_EVENT: tuple[tuple[str, str], ...] = (("", "Drawn"), ("/facts", "Facts and services"), ("/journey", "Page by page"))
TRIAL = ("/try", "Try its adapter")
OF_SERVICE: tuple[tuple[str, str], ...] = (("", "The service"), TRIAL, ("/change", "What it changes"))


class Board:
    """One look: the visit, and what of the definitions it is about."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.query = visit.request.query_params

    @property
    def registry(self) -> Registry:
        """Every definition that there is."""
        return self.visit.registry

    @property
    def path(self) -> str:
        """The page's address."""
        return str(self.visit.request.scope["path"])

    @property
    def event(self) -> LifeEvent:
        """The life event that the page is about. Raises NotFound."""
        found = self.registry.life_events.get(self.visit.named("life_event"))
        if found is None:
            raise NotFound("There is no such life event here.")
        return found

    @property
    def service(self) -> Service:
        """The service that the page is about. Raises NotFound."""
        found = self.registry.services.get(self.visit.named("service"))
        if found is None:
            raise NotFound("There is no such service here.")
        return found

    @property
    def scenario(self) -> Scenario:
        """The scenario that was chosen, else the usual one. Raises NotFound."""
        found = self.registry.scenarios.get(self.query.get("scenario") or self.visit.portal.settings.scenario)
        if found is None:
            raise NotFound("There is no such scenario here.")
        return found

    async def record(self) -> OnRecord:
        """Returns what is on record now."""
        reader: Reader = self.visit.request.app.state.on_record
        return await reader.read()

    def address(self, **changed: str) -> str:
        """Returns the page's own address with something of what was asked for changed; empty takes it out."""
        asked = {**self.query, **changed}
        query = urlencode({key: value for key, value in asked.items() if value})
        return f"{self.path}?{query}" if query else self.path

    def answer(self, template: str, /, table: Table | None = None, status: int = 200, **context: Any) -> Response:
        """Returns a page in the designer's frame, or its table as a file where that is asked for."""
        if table is not None and self.query.get("format") == "csv":
            return as_csv(table)
        known: dict[str, Any] = {"table": table, "csv": self.address(format="csv"), "crumbs": (), "parts": ()}
        return self.visit.render(f"design/{template}", status, **{**known, **self._place(), **context})

    def _place(self) -> dict[str, Any]:
        """Returns where the page stands: what is above it, and the other pages about the same."""
        about = self.visit.request.path_params
        if "life_event" in about:
            over, title, parts = f"{BASE}/{self.event.key}", self.event.happened, OF_EVENT
            crumbs: tuple[tuple[str, str], ...] = ((BASE, "For designers"),)
            crumbs += ((over, title),) if self.path != over else ()
        elif "service" in about:
            over, title, parts = f"{SERVICES}/{self.service.key}", name(self.registry, self.service.key), OF_SERVICE
            if self.service.key not in self.registry.adapters:
                parts = tuple(each for each in parts if each != TRIAL)
            crumbs = ((BASE, "For designers"), (SERVICES, "Services"))
        else:
            return {"crumbs": ((BASE, "For designers"),)}
        return {
            "crumbs": crumbs,
            "over": title,
            "parts": tuple((f"{over}{tail}", label, f"{over}{tail}" == self.path) for tail, label in parts),
        }


Showing = Callable[[Board], Awaitable[Response]]


def designed(path: str, get: Showing | None = None, post: Showing | None = None) -> Route:
    """Returns the route of a designer's page."""

    def open_here(show: Showing) -> Callable[[Visit], Awaitable[Response]]:
        async def answer(visit: Visit) -> Response:
            if not visit.portal.settings.town_url:
                raise NotFound("These pages are open in a simulation only.")
            return await show(Board(visit))

        return answer

    return visited(path, open_here(get) if get else None, open_here(post) if post else None)
