"""An office at its counter: takes requests over HTTP, says how far they are, takes what is supplied later.

Each office is its own ASGI application with its own store in each world. Every request is idempotent on the key that
comes with it; every change is on disk before it is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from backoffice_adapters.simulated.casework import Casework
from backoffice_adapters.simulated.exchange import Exchange
from backoffice_adapters.simulated.faults import Flaws
from backoffice_adapters.simulated.intray import Intray
from backoffice_adapters.simulated.languages import Json, Language, NotUnderstood
from backoffice_adapters.simulated.procedures import Office, Procedure
from backoffice_adapters.simulated.reception import Incoming, OtherRequest, WrongForm
from backoffice_adapters.simulated.relations import Register
from backoffice_adapters.simulated.store import DONE, REFUSED, OfficeStore, Request
from backoffice_adapters.simulated.taking_in import TakingIn
from backoffice_adapters.simulated.tray import Tray
from backoffice_adapters.simulated.wire import Wire

PARCELS = "/~parcels"
JSON = Json()


class Counter:
    """One office in one world: `app` is what the town mounts, `work` is what the calendar calls.

    `procedures` are all of the town's, by service: an office also works on what was merged into it. `flaws` is what is
    wrong with it, and `wire` what that does to its words.
    """

    def __init__(
        self,
        office: Office,
        store: OfficeStore,
        register: Register,
        procedures: Mapping[str, Procedure],
        now: Callable[[], datetime],
        seed: int,
        flaws: Flaws,
    ) -> None:
        self.office = office
        self.store = store
        self.register = register
        self.procedures = procedures
        self.wire = Wire(flaws, office)
        self.exchange = Exchange(office.agency, store, register, now, seed)
        self.tray = Tray(store, register, now)
        self.intray = Intray(store, self.tray, register, procedures, now, seed)
        self.casework = Casework(store, self.exchange, self.intray, register, procedures, now, flaws)
        self.taking_in = TakingIn(
            office.agency, self.casework, self.exchange, self.tray, self.intray, register, procedures, now, seed, flaws
        )
        self._now = now
        self._flaws = flaws
        self._guests: dict[str, Starlette] = {}
        routes = [route for procedure in office.procedures for route in self._routes(procedure)]
        self.app = Starlette(routes=[*routes, Route(PARCELS, self._carry, methods=["POST"])])

    def work(self, until: datetime) -> int:
        """Does all that is due until a moment; returns how much that was."""
        return self.taking_in.work(until)

    def merged(self, office: Office) -> Starlette:
        """Returns the counter of an office that was merged into this one: its forms, this one's store."""
        if office.agency not in self._guests:
            routes = [route for procedure in office.procedures for route in self._routes(procedure)]
            self._guests[office.agency] = Starlette(routes=routes)
        return self._guests[office.agency]

    def _routes(self, procedure: Procedure) -> list[Route]:
        async def take(http: HttpRequest) -> Response:
            return self._take(procedure, http, await http.body())

        async def find(http: HttpRequest) -> Response:
            return self._find(procedure, http.headers.get("Idempotency-Key", ""))

        async def one(http: HttpRequest) -> Response:
            return self._show(procedure, http.path_params["reference"])

        async def supply(http: HttpRequest) -> Response:
            return self._supply(procedure, http, await http.body())

        address = procedure.path + "/{reference:path}"
        return [
            Route(procedure.path, take, methods=["POST"]),
            Route(procedure.path, find, methods=["GET"]),
            Route(address, one, methods=["GET"]),
            Route(address, supply, methods=[procedure.supplied_by]),
        ]

    def _take(self, procedure: Procedure, http: HttpRequest, content: bytes) -> Response:
        try:
            came = _incoming(procedure, http, content)
            with self._takes(came.key):
                if procedure.intake is not None:
                    return self._written(procedure.language, self.intray.lay(procedure, procedure.intake, came), 202)
                request = self.taking_in.take(came)
        except NotUnderstood as error:
            return self._complain(procedure, str(error), 400)
        except OtherRequest:
            return self._complain(procedure, "This key came with another request before.", 409)
        except WrongForm as error:
            words = procedure.words
            refused = {words.state: words.refused, words.code: "FORM", words.reason: str(error)}
            return self._answer(procedure, refused, words.status_refused)
        return self._say(procedure, request)

    def _find(self, procedure: Procedure, key: str) -> Response:
        if procedure.intake is not None and (said := self.intray.under(procedure, procedure.intake, key)):
            return self._written(procedure.language, said, 200)
        request = self.store.taken_under(key)
        known = request is not None and request.service == procedure.service
        return self._say(procedure, request) if request and known else self._unknown(procedure)

    def _show(self, procedure: Procedure, reference: str) -> Response:
        if procedure.intake is not None and (said := self.intray.shown(procedure, procedure.intake, reference)):
            return self._written(procedure.language, said, 200)
        request = self._held(procedure, reference)
        return self._say(procedure, request) if request else self._unknown(procedure)

    def _supply(self, procedure: Procedure, http: HttpRequest, content: bytes) -> Response:
        reference = http.path_params["reference"]
        first, request = self.intray.first(procedure, reference), self._held(procedure, reference)
        if first is None and request is None:
            return self._unknown(procedure)
        try:
            came = _incoming(procedure, http, content)
            with self._takes(came.key):
                if procedure.intake is not None and first is not None:
                    said = self.intray.lay(procedure, procedure.intake, came, first.number)
                    return self._written(procedure.language, said, 202)
                assert request is not None, "what was not handed in came over the counter"
                request = self.taking_in.supply(request, came.key, came.body, came.handoff_id)
        except (NotUnderstood, WrongForm) as error:
            return self._complain(procedure, str(error), 400)
        except OtherRequest:
            return self._complain(procedure, "This key came with something else before.", 409)
        return self._say(procedure, request)

    def _held(self, procedure: Procedure, reference: str) -> Request | None:
        request = self.store.by_reference(reference)
        return request if request is not None and request.service == procedure.service else None

    def _unknown(self, procedure: Procedure) -> Response:
        return self._complain(procedure, "We have nothing under this.", 404)

    async def _carry(self, http: HttpRequest) -> Response:
        """Takes a parcel: a request for a service that this office is the hub of, to be carried there unopened."""
        case, _, salt = http.headers.get("Case-Envelope", "").partition(":")
        try:
            wish = JSON.understand(await http.body(), {})
        except NotUnderstood as error:
            return self._written(JSON, JSON.complain(str(error)), 400)
        if not case:
            return self._written(JSON, JSON.complain("Send the case's envelope."), 400)
        with self._takes(str(wish.get("key"))):
            self.exchange.carry(wish, http.headers["Hub"], case, salt, self._now())
        return self._written(JSON, JSON.say({"state": "carried"}), 202)

    def _takes(self, key: str) -> AbstractContextManager[None]:
        """Opens the transaction in which something is taken in; an office that loses it keeps nothing of it."""
        return self.store.transaction(keep=not self._flaws.shows("loses", key))

    def _say(self, procedure: Procedure, request: Request) -> Response:
        words = procedure.words
        status = {DONE: words.status_done, REFUSED: words.status_refused}.get(request.state, words.status_received)
        return self._answer(procedure, self.casework.report(request), status)

    def _answer(self, procedure: Procedure, answer: Mapping[str, object], status: int) -> Response:
        return self._written(procedure.language, procedure.language.say(answer), status)

    def _complain(self, procedure: Procedure, complaint: str, status: int) -> Response:
        return self._written(procedure.language, procedure.language.complain(complaint), status)

    def _written(self, language: Language, content: bytes, status: int) -> Response:
        headers = {"Office-Time": self._now().isoformat()}
        return Response(content, status, headers=headers, media_type=language.media_type)


def _incoming(procedure: Procedure, http: HttpRequest, content: bytes) -> Incoming:
    """Returns what came in as the office reads it. Raises NotUnderstood."""
    key = http.headers.get("Idempotency-Key", "")
    if not key:
        raise NotUnderstood("Send an Idempotency-Key.")
    return Incoming(
        service=procedure.service,
        key=key,
        body=procedure.language.understand(content, procedure.form),
        handoff_id=http.headers.get("Handoff-Id", ""),
        callback=http.headers.get("Callback-Url", ""),
        envelope=http.headers.get("Case-Envelope", ""),
        coming=_listed(http.headers.get("Facts-To-Come", "")),
    )


def _listed(header: str) -> frozenset[str]:
    return frozenset(name.strip() for name in header.split(",") if name.strip())
