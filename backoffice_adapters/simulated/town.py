"""The town: every office at `/{world}/{agency}/...` on one port, and its own affairs under `/_town`.

Worlds are opened when they are first asked for; each keeps its calendar and its offices' stores in a folder of its
own, so that a town that was killed goes on where it was.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from backoffice_adapters.simulated.books import books
from backoffice_adapters.simulated.desk.acts import DeskActs
from backoffice_adapters.simulated.desk.guard import Guard
from backoffice_adapters.simulated.desk.pages import DeskPages
from backoffice_adapters.simulated.desk.place import Places
from backoffice_adapters.simulated.fault_kinds import KINDS
from backoffice_adapters.simulated.faults import EVERY_WORLD, Fault, Faults
from backoffice_adapters.simulated.letterbox import Letterbox
from backoffice_adapters.simulated.post import Post
from backoffice_adapters.simulated.procedures import Office
from backoffice_adapters.simulated.roster import found_anew, found_offices
from backoffice_adapters.simulated.wire import Voice
from backoffice_adapters.simulated.world import Moved, World

# A world holds some fifty files open; a comparison opens two or more worlds, and nobody looks into them for long.
MOST_OPEN = 16
WORLD_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,60}")


@dataclass(frozen=True)
class TownSettings:
    """Where the town keeps its worlds, how many seconds a working day takes (0: jump), and the seed of its chance."""

    folder: Path
    day: float = 2.0
    seed: int = 1999
    only: str | None = None


class Town:
    """The worlds and the post between them and whoever asks. `app` is the ASGI application."""

    def __init__(self, settings: TownSettings, post: Post | None = None) -> None:
        self.settings = settings
        self.offices: Mapping[str, Office] = found_offices(settings.only)
        self.procedures = {
            procedure.service: procedure for office in self.offices.values() for procedure in office.procedures
        }
        self.faults = Faults()
        self.worlds: dict[str, World] = {}
        self.post = post or Post()
        self.guard = Guard()
        places = Places(self.known, self.guard)
        self.app = Starlette(
            routes=[
                Route("/_town", self._about),
                Route("/_town/worlds/{world}", self._world, methods=["GET", "POST"]),
                Route("/_town/worlds/{world}/cases", self._announce, methods=["POST"]),
                Route("/_town/worlds/{world}/advance", self._advance, methods=["POST"]),
                Route("/_town/worlds/{world}/offices/{agency}", self._books),
                Route("/_town/worlds/{world}/books/{case}", self._books_of_case),
                *Letterbox(self.world, self.procedures).routes,
                Route("/_town/offices", self._renew, methods=["POST"]),
                Route("/_town/faults", self._faults, methods=["GET", "POST", "DELETE"]),
                Route("/_town/fault-kinds", self._fault_kinds),
                *DeskPages(places, self.names).routes,
                *DeskActs(places).routes,
                Mount("/", self._offices),
            ],
            lifespan=self._lifespan,
        )

    def world(self, name: str) -> World:
        """Returns a world by its name, opened when it is not yet."""
        if not WORLD_NAME.fullmatch(name):
            raise ValueError("A world's name is made of small letters, digits, dots, hyphens and underscores.")
        if name in self.worlds:
            self.worlds[name] = self.worlds.pop(name)  # the one that was used last stands last
        else:
            self._rest()
            folder, settings = self.settings.folder / name, self.settings
            self.worlds[name] = World(
                name, folder, self.offices, self.procedures, self.faults, settings.day, settings.seed
            )
        return self.worlds[name]

    def known(self, name: str) -> World | None:
        """Returns a world that there is, opened when it sleeps."""
        return self.world(name) if name in self.names() else None

    def names(self) -> dict[str, World | None]:
        """Returns every world that there is by its name; None for one that sleeps."""
        folder = self.settings.folder
        asleep = [each.parent.name for each in folder.glob("*/calendar.json")] if folder.is_dir() else []
        return {**dict.fromkeys(name for name in asleep if WORLD_NAME.fullmatch(name)), **self.worlds}

    def _rest(self) -> None:
        """Closes those worlds that were not used for longest and have nothing to do, when many are open."""
        idle = [name for name, world in self.worlds.items() if world.is_idle()]
        for name in idle[: max(0, len(self.worlds) - MOST_OPEN + 1)]:
            self.worlds.pop(name).close()

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        yield
        await self.post.close()
        for world in self.worlds.values():
            world.close()

    async def _offices(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a request for `/{world}/{agency}/...` to that office in that world, through what is wrong with it."""
        world, _, rest = scope["path"].lstrip("/").partition("/")
        agency, _, path = rest.partition("/")
        if scope["type"] != "http" or agency not in self.offices or not WORLD_NAME.fullmatch(world):
            await JSONResponse({"error": "There is no such office in this town."}, 404)(scope, receive, send)
            return
        counter = self.world(world).counters[agency]
        app: ASGIApp = counter.app
        if path.startswith("~") and path.partition("/")[0] in {f"~{each}" for each in self.offices}:
            guest, _, path = path.removeprefix("~").partition("/")
            app = counter.merged(self.offices[guest])
        inner = {**scope, "path": f"/{path}", "raw_path": f"/{path}".encode(), "root_path": ""}
        await counter.wire.through(
            app, Voice(counter.store.say, counter.store.said, self.post.deliver), inner, receive, send
        )

    async def _about(self, request: Request) -> Response:
        return JSONResponse(
            {
                "offices": {agency: office.title for agency, office in self.offices.items()},
                "worlds": {name: world.now.isoformat() for name, world in self.worlds.items()},
                "day": self.settings.day,
                "faults": self.faults.list(),
                "kinds": dict(KINDS),
            }
        )

    async def _world(self, request: Request) -> Response:
        world = self.world(request.path_params["world"])
        if request.method == "POST":
            world.start(date.fromisoformat((await request.json())["as_of"]))
        return _moved(Moved(world.now, world.next_due()))

    async def _announce(self, request: Request) -> Response:
        """Is told which services a case concerns, by which table its offices live, and where they report."""
        wish = await request.json()
        try:
            self.world(request.path_params["world"]).register.announce(
                str(wish["case"]), [str(each) for each in wish["services"]], wish["table"], str(wish["reports_to"])
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return JSONResponse({"error": f"The table is not of the form that we take: {type(error).__name__}."}, 422)
        return JSONResponse({})

    async def _advance(self, request: Request) -> Response:
        world, wish = self.world(request.path_params["world"]), await request.json()
        until = datetime.fromisoformat(wish["until"]) if wish.get("until") else None
        return _moved(
            await world.advance(self.post, until, jump=bool(wish.get("jump")), patient=bool(wish.get("patient")))
        )

    async def _books(self, request: Request) -> Response:
        """Shows what an office's own store holds, `case` of one case: for reconciliation, never for routing."""
        counter = self.world(request.path_params["world"]).counters.get(request.path_params["agency"])
        if counter is None:
            return JSONResponse({"error": "There is no such office in this town."}, 404)
        return JSONResponse(books(counter.store, request.query_params.get("case")))

    async def _books_of_case(self, request: Request) -> Response:
        """Shows what every office's own store holds of one case."""
        counters, case = self.world(request.path_params["world"]).counters, request.path_params["case"]
        return JSONResponse({agency: books(counter.store, case) for agency, counter in counters.items()})

    async def _renew(self, request: Request) -> Response:
        """Reads again what offices there are; where one cannot be read, all stay as they are."""
        try:
            found = await asyncio.to_thread(found_anew, self.settings.only)
        except Exception as error:  # whatever an office's author got wrong is told to them
            return JSONResponse({"error": f"An office cannot be read: {type(error).__name__}, {error}."}, 422)
        self.offices = found
        self.procedures.clear()
        self.procedures |= {each.service: each for office in found.values() for each in office.procedures}
        for world in tuple(self.worlds.values()):  # others are opened and closed while one is waited for
            await world.renew(found, self.procedures)
        return JSONResponse({"offices": sorted(found)})

    async def _fault_kinds(self, request: Request) -> Response:
        return JSONResponse(dict(KINDS))

    async def _faults(self, request: Request) -> Response:
        if request.method == "GET":
            return JSONResponse(self.faults.list())
        wish = await request.json()
        agency, world = wish.get("agency", ""), wish.get("world") or EVERY_WORLD
        if agency not in self.offices:
            return JSONResponse(
                {"error": f"There is no such office. There are: {', '.join(sorted(self.offices))}."}, 404
            )
        kind, clears = wish.get("kind") or "", request.method == "DELETE"
        if kind not in KINDS and (kind or not clears):
            return JSONResponse({"error": f"There is no such fault. There are: {', '.join(KINDS)}."}, 422)
        if clears:
            self.faults.clear(agency, world, kind)
        else:
            self.faults.set(agency, Fault(kind, float(wish.get("rate", 1)), int(wish.get("seed", 0))), world)
        return JSONResponse(self.faults.list())


def _moved(moved: Moved) -> Response:
    return JSONResponse(
        {
            "now": moved.now.isoformat(),
            "next_due": moved.next_due.isoformat() if moved.next_due else None,
            "said": moved.said,
            "held": moved.held,
            "on_the_way": sorted(moved.on_the_way),
        }
    )
