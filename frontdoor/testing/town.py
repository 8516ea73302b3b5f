"""A town in a temporary folder, worked by hand: nothing listens, nothing runs by itself, and every message is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx
from starlette.types import ASGIApp

from backoffice_adapters.simulated.faults import Fault
from backoffice_adapters.simulated.papers import Report
from backoffice_adapters.simulated.post import Post
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.store import Message
from backoffice_adapters.simulated.town import Town, TownSettings
from backoffice_adapters.simulated.wire import Severed
from backoffice_adapters.simulated.world import World

WORLD = "practice"
AS_OF = date(2026, 3, 5)


class Letterbox(Post):
    """Takes in whatever an office has to say, and keeps it; `shut`: nobody takes anything."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.shut = False

    async def close(self) -> None:
        """Has nothing to close."""

    async def deliver(self, message: Message) -> bool:
        """Keeps one message, unless the box is shut."""
        if not self.shut:
            self.messages.append(message)
        return not self.shut

    async def report(self, url: str, reports: list[Report]) -> bool:
        """Takes what offices report of a case, unless the box is shut."""
        return not self.shut


class Inside(httpx.AsyncBaseTransport):
    """Carries requests to an application in this process; a connection that it breaks is broken here too."""

    def __init__(self, app: ASGIApp) -> None:
        self._inside = httpx.ASGITransport(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carries one request. Raises httpx.ReadError where the connection is broken in the middle of an answer."""
        try:
            return await self._inside.handle_async_request(request)
        except Severed as error:
            raise httpx.ReadError(str(error), request=request) from error


@dataclass(frozen=True)
class Exchange:
    """One request to an office as it went over the wire, and what came back."""

    request: httpx.Request
    response: httpx.Response


class Wire(httpx.AsyncBaseTransport):
    """Carries requests into the town and keeps a copy of each, with its answer."""

    def __init__(self, town: Town) -> None:
        self.exchanges: list[Exchange] = []
        self._inside = Inside(town.app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carries one request."""
        response = await self._inside.handle_async_request(request)
        await response.aread()
        self.exchanges.append(Exchange(request, response))
        return response


class PracticeTown:
    """The town's offices, or one agency's only, in a world whose calendar moves when `next_event` is called."""

    def __init__(
        self, folder: Path, only: str | None = None, *, as_of: date = AS_OF, day: float = 0, seed: int = 1999
    ) -> None:
        self.letterbox = Letterbox()
        self.town = Town(TownSettings(folder, day, seed, only), self.letterbox)
        self.wire = Wire(self.town)
        self._as_of = as_of
        self.world()

    def procedure(self, service: str) -> Procedure:
        """Returns what an office declares of a service: its form, its words, its language."""
        return self.town.procedures[service]

    def world(self, name: str = WORLD) -> World:
        """Returns a world, started on the day of practice when it is new."""
        world = self.town.world(name)
        world.start(self._as_of)
        return world

    def office(self, agency: str, world: str = WORLD) -> httpx.AsyncClient:
        """Returns a client for an agency's office, as the portal would hand one to an adapter."""
        self.world(world)
        return httpx.AsyncClient(transport=self.wire, base_url=f"http://town.test/{world}/{agency}", trust_env=False)

    async def next_event(self, world: str = WORLD) -> bool:
        """Lets offices say what they have to say, or else moves to the next moment at which one has something to do.

        False when there is neither.
        """
        due = self.world(world).next_due()
        moved = await self.world(world).advance(self.letterbox, None)
        return moved.said > 0 or due is not None

    def books(self, agency: str, world: str = WORLD) -> list[str]:
        """Returns the keys of the requests that an office has on its books, or that are on their way to them."""
        store = self.world(world).counters[agency].store
        return [request.key for request in store.all()] + store.items.coming(new=True)

    def supplied(self, agency: str, world: str = WORLD) -> list[str]:
        """Returns the keys under which later facts were supplied to an office, or are on their way to it."""
        store = self.world(world).counters[agency].store
        return store.heard() + store.items.coming(new=False)

    def break_office(self, agency: str, kind: str, rate: float = 1, seed: int = 0) -> None:
        """Gives an office a fault, in every world."""
        self.town.faults.set(agency, Fault(kind, rate, seed))

    def mend_office(self, agency: str) -> None:
        """Takes an office's faults away."""
        self.town.faults.clear(agency)

    async def close(self) -> None:
        """Closes every office's books."""
        for world in self.town.worlds.values():
            world.close()
