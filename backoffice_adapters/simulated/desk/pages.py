"""The clerks' desks over HTTP: `/{world}/{agency}/desk`, found from the town's front page at `/` (design 5.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backoffice_adapters.simulated.desk.look import Look, look_of
from backoffice_adapters.simulated.desk.reading import Reader
from backoffice_adapters.simulated.office import Counter
from backoffice_adapters.simulated.rendering import page
from backoffice_adapters.simulated.world import World

LATELY = 10
TOWN = Look(200, "screen")


@dataclass(frozen=True)
class Place:
    """One desk: an office in a world."""

    world: World
    counter: Counter

    @property
    def base(self) -> str:
        """The desk's address."""
        return f"/{self.world.name}/{self.counter.office.agency}/desk"

    @property
    def reader(self) -> Reader:
        """Reads the office's records as they are now."""
        return Reader(self.counter, self.world.now, self.title_of)

    def title_of(self, party: str) -> str:
        """Returns how the office is called that a service belongs to."""
        counter = self.world.counters.get(party.partition(".")[0])
        return counter.office.title if counter else party

    def page(self, template: str, status: int = 200, **shown: object) -> Response:
        """Returns one of the desk's pages, in the office's own look."""
        office = self.counter.office
        own: dict[str, object] = {"office": office, "world": self.world.name, "base": self.base, "now": self.world.now}
        return page(f"desk/{template}.html", status, look=look_of(office), **own, **shown)


@dataclass(frozen=True)
class Seen:
    """A world as the town's front page shows it; `now` is None for one that sleeps."""

    name: str
    now: datetime | None
    waiting: int


@dataclass(frozen=True)
class AtWork:
    """An office as the page of its world shows it: how many cases wait, and how much that came from other offices."""

    agency: str
    title: str
    waiting: int
    decided: int
    papers: int


class Desks:
    """The pages of every desk of a town.

    `known` gives a world that there is, and `names` all there are, with what is known of those that are open.
    """

    def __init__(self, known: Callable[[str], World | None], names: Callable[[], dict[str, World | None]]) -> None:
        self._known = known
        self._names = names
        base = "/{world}/{agency}/desk"
        self.routes = [
            Route("/", self._town),
            Route("/{world}", self._world),
            Route(base, self._desk),
            Route(base + "/cases/{reference:path}", self._record),
        ]

    async def _town(self, request: Request) -> Response:
        worlds = [
            Seen(name, world.now if world else None, _waiting(world) if world else 0)
            for name, world in sorted(self._names().items())
        ]
        return page("desk/town.html", look=TOWN, office=None, worlds=worlds)

    async def _world(self, request: Request) -> Response:
        world = self._known(request.path_params["world"])
        if world is None:
            return _nothing("There is no such world in this town.")
        offices = sorted(map(_office, world.counters.values()), key=lambda each: each.title)
        busy = [each for each in offices if each.waiting or each.papers]
        idle = [each for each in offices if each not in busy]
        return page("desk/world.html", look=TOWN, office=None, world=world.name, now=world.now, busy=busy, idle=idle)

    async def _desk(self, request: Request) -> Response:
        place = self._place(request)
        if place is None:
            return _nothing("There is no such desk in this town.")
        reader = place.reader
        return place.page("desk", waiting=reader.waiting(), tray=reader.tray(), decided=reader.decided(LATELY))

    async def _record(self, request: Request) -> Response:
        place = self._place(request)
        found = place.counter.store.by_reference(request.path_params["reference"]) if place else None
        if place is None or found is None:
            return _nothing("This office holds nothing under that reference.")
        record = place.reader.record(found)
        return place.page("record", record=record, case=record.waiting)

    def _place(self, request: Request) -> Place | None:
        world = self._known(request.path_params["world"])
        counter = world.counters.get(request.path_params["agency"]) if world else None
        return Place(world, counter) if world and counter else None


def _office(counter: Counter) -> AtWork:
    store, office = counter.store, counter.office
    waiting, decided = store.open_requests(), store.closed_requests()
    return AtWork(office.agency, office.title, waiting, decided, store.mail.unsettled())


def _waiting(world: World) -> int:
    return sum(counter.store.open_requests() for counter in world.counters.values())


def _nothing(why: str) -> Response:
    return page("desk/nothing.html", 404, look=TOWN, office=None, why=why)
