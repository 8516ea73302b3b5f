"""One desk: an office in a world, as it is addressed, read and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from backoffice_adapters.simulated.desk.guard import Guard
from backoffice_adapters.simulated.desk.look import Look, look_of
from backoffice_adapters.simulated.desk.postbag import Postbag
from backoffice_adapters.simulated.desk.reading import Reader
from backoffice_adapters.simulated.office import Counter
from backoffice_adapters.simulated.rendering import page
from backoffice_adapters.simulated.world import World

BASE = "/{world}/{agency}/desk"
TOWN = Look(200, 34, 24, "screen")


@dataclass(frozen=True)
class Place:
    """The desk of an office in a world."""

    world: World
    counter: Counter
    guard: Guard

    @property
    def base(self) -> str:
        """The desk's address."""
        return f"/{self.world.name}/{self.counter.office.agency}/desk"

    @property
    def reader(self) -> Reader:
        """Reads the office's records as they are now."""
        return Reader(self.counter, self.world.now, self.title_of)

    @property
    def postbag(self) -> Postbag:
        """Reads what came from other offices."""
        return Postbag(self.counter, self.title_of)

    def title_of(self, party: str) -> str:
        """Returns how the office is called that a service belongs to."""
        counter = self.world.counters.get(party.partition(".")[0])
        return counter.office.title if counter else "Whoever asked us"

    def page(self, template: str, status: int = 200, **shown: object) -> Response:
        """Returns one of the desk's pages, in the office's own look."""
        office, staffing = self.counter.office, self.counter.store.staffing
        own: dict[str, object] = {"office": office, "world": self.world.name, "base": self.base, "now": self.world.now}
        own |= {"staffing": staffing, "token": self.guard.token, "look": look_of(office)}
        return page(f"desk/{template}.html", status, **own, **shown)

    def back(self, path: str = "", said: str = "") -> Response:
        """Sends the browser on to a page of the desk, where something is said to have been done."""
        return RedirectResponse(f"{self.base}{path}" + (f"?said={said}" if said else ""), 303)


class Places:
    """Finds desks. `known` gives a world that there is."""

    def __init__(self, known: Callable[[str], World | None], guard: Guard) -> None:
        self.known = known
        self.guard = guard

    def find(self, request: Request) -> Place | None:
        """Returns the desk that a request is for, if there is one."""
        world = self.known(request.path_params["world"])
        counter = world.counters.get(request.path_params["agency"]) if world else None
        return Place(world, counter, self.guard) if world and counter else None


def nothing(why: str, status: int = 404) -> Response:
    """Returns the page that says what there is not, or what cannot be done."""
    return page("desk/nothing.html", status, look=TOWN, office=None, why=why)
