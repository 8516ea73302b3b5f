"""The citizen's letterbox in the town: what lies in it, each letter as a page, and asking an office to post something.

Its address holds the case's opaque number, which nobody can guess; `Accept: application/json` gives the same as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from backoffice_adapters.simulated.letters import Delivered, delivered
from backoffice_adapters.simulated.office import Counter
from backoffice_adapters.simulated.papers import Letter
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.rendering import page
from backoffice_adapters.simulated.world import World


class Letterbox:
    """The letterboxes of every case of a town."""

    def __init__(self, world: Callable[[str], World], procedures: Mapping[str, Procedure]) -> None:
        self._world = world
        self._procedures = procedures
        base = "/_town/worlds/{world}/letters/{case}"
        self.routes = [
            Route(base, self._all),
            Route(base + "/{letter}", self._one),
            Route(base + "/{letter}/post", self._post, methods=["POST"]),
        ]

    def letters(self, world: World, case: str) -> list[Delivered]:
        """Returns the letters that have arrived in a case, the oldest first."""
        found = [
            delivered(letter, arrived, counter.office, self._procedure(counter, letter))
            for counter in world.counters.values()
            for letter, arrived in counter.store.mail.letters(case)
        ]
        return sorted(found, key=lambda each: (each.arrived, each.letter_id))

    def _procedure(self, counter: Counter, letter: Letter) -> Procedure:
        request = counter.store.by_reference(letter.reference)
        assert request is not None, "a letter is about a request of its office"
        return self._procedures[request.service]

    async def _all(self, request: Request) -> Response:
        world = self._world(request.path_params["world"])
        letters = self.letters(world, request.path_params["case"])
        if _wants_json(request):
            return JSONResponse([each.document() for each in letters])
        return page("letterbox.html", letters=letters, now=world.now, path=request.url.path)

    async def _one(self, request: Request) -> Response:
        world = self._world(request.path_params["world"])
        letters = self.letters(world, request.path_params["case"])
        letter = next((each for each in letters if each.letter_id == request.path_params["letter"]), None)
        if letter is None:
            return _gone()
        if _wants_json(request):
            return JSONResponse(letter.document())
        titles = {consumer: self._title(world, consumer) for consumer in letter.offers}
        asked = request.query_params.get("asked")
        return page("letter.html", letter=letter, titles=titles, asked=asked, path=request.url.path)

    async def _post(self, request: Request) -> Response:
        """Asks the office that wrote the letter to post to a consumer what it offers."""
        world, case = self._world(request.path_params["world"]), request.path_params["case"]
        async with request.form() as form:
            consumer = str(form.get("consumer", ""))
        for counter in world.counters.values():
            for letter, _ in counter.store.mail.letters(case):
                if letter.letter_id == request.path_params["letter"] and consumer in letter.offers:
                    with counter.store.transaction():
                        counter.exchange.post_to(letter, consumer)
                    if _wants_json(request):
                        return JSONResponse({"posted_to": consumer})
                    back = request.url.path.removesuffix("/post")
                    return RedirectResponse(f"{back}?asked={consumer}", 303)
        return _gone()

    def _title(self, world: World, service: str) -> str:
        counter = world.counters.get(service.partition(".")[0])
        return counter.office.title if counter else service


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _gone() -> Response:
    return JSONResponse({"error": "There is no such letter in this letterbox."}, 404)
