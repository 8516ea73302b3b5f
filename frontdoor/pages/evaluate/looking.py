"""One look of an evaluator at the record: which cases are looked at, and the frame that every such page has.

The pages are open where the offices are simulated. In a real installation they do not exist yet: there, whoever looks
at a record of cases has to be somebody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound
from frontdoor.pages.citizen.visits import Visit
from frontdoor.pages.citizen.visits import page as visited
from frontdoor.pages.evaluate.onrecord import Group, OnRecord, Reader
from frontdoor.pages.evaluate.tables import Table, as_csv
from frontdoor.pages.evaluate.words import ASSUMED, life_event, scenario
from frontdoor.rendering import count

T = TypeVar("T")
# What can be looked at: address, title, and the question that it answers.
CONTENTS = (
    ("/evaluate/front-and-back", "Front and back", "Is the back as joined up as the front looks?"),
    ("/evaluate/matrix", "The matrix", "Who needs whom, and who gets what they need?"),
    ("/evaluate/days", "Where the days go", "What did people wait for?"),
    ("/evaluate/cracks", "Cracks", "What fell between offices?"),
    ("/evaluate/roles", "Three roles", "What do the same people want as consumers, citizens and taxpayers?"),
    ("/evaluate/report", "Report", "How do scenarios compare, and how sure is that?"),
)


@dataclass(frozen=True)
class Choice:
    """A group that can be looked at: its title, how many cases, its address, and whether it is the one shown."""

    event: str
    title: str
    cases: str
    href: str
    chosen: bool


class Look:
    """One look: the visit, what is on record, and the group of cases that was chosen."""

    def __init__(self, visit: Visit, record: OnRecord) -> None:
        self.visit = visit
        self.record = record
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
    def wants_csv(self) -> bool:
        """Whether the table is asked for as a file."""
        return self.query.get("format") == "csv"

    def group(self) -> Group | None:
        """Returns the group that was chosen: by its names, else the one with the most cases. Raises NotFound."""
        event, key = self.query.get("life_event", ""), self.query.get("scenario", "")
        fits = [
            group for (one, other), group in self.record.groups.items() if event in ("", one) and key in ("", other)
        ]
        if not fits and (event or key):
            raise NotFound("There are no cases of this life event in this scenario.")
        usual = self.visit.portal.settings.scenario
        return max(fits, key=lambda each: (len(each.cases), each.scenario == usual), default=None)

    def choices(self, shown: Group | None) -> list[Choice]:
        """Returns every group that can be looked at on this page."""
        found = []
        for (event, key), group in self.record.groups.items():
            href = f"{self.path}?{urlencode({'life_event': event, 'scenario': key})}"
            title, cases = scenario(self.registry, key), count(len(group.cases), "case")
            found.append(Choice(life_event(self.registry, event), title, cases, href, group is shown))
        return found

    def csv_address(self) -> str:
        """Returns where the page's table is as a file."""
        return f"{self.path}?{urlencode([*self.query.multi_items(), ('format', 'csv')])}"

    def render(self, template: str, shown: Group | None, /, status: int = 200, **context: Any) -> Response:
        """Returns a page in the evaluator's frame."""
        known = {
            "contents": CONTENTS,
            "here": self.path,
            "choices": self.choices(shown),
            "group": shown,
            "csv": self.csv_address(),
            "assumed": ASSUMED,
            "event_title": life_event(self.registry, shown.life_event) if shown else "",
            "scenario_title": scenario(self.registry, shown.scenario) if shown else "",
        }
        return self.visit.render(f"evaluate/{template}", status, **{**known, **context})

    def answer(self, template: str, shown: Group | None, made: Table, /, **context: Any) -> Response:
        """Returns a page with its table, or the table as a file where that is asked for."""
        if self.wants_csv:
            return as_csv(made)
        return self.render(template, shown, table=made, **context)

    def nothing(self) -> Response:
        """Returns the page that says that there is nothing on record."""
        return self.render("empty.html", None)


Showing = Callable[[Look], Awaitable[Response]]


def looked(path: str, get: Showing | None = None, post: Showing | None = None) -> Route:
    """Returns the route of an evaluator's page."""

    def open_here(show: Showing) -> Callable[[Visit], Awaitable[Response]]:
        async def answer(visit: Visit) -> Response:
            if not visit.portal.settings.town_url:
                raise NotFound("These pages are open in a simulation only.")
            reader: Reader = visit.request.app.state.on_record
            return await show(Look(visit, await reader.read()))

        return answer

    return visited(path, open_here(get) if get else None, open_here(post) if post else None)


async def worked_out(work: Callable[[], T]) -> T:
    """Returns what a piece of measuring gives; it runs beside the portal, which has others to serve."""
    return await asyncio.to_thread(work)
