"""An office at its counter: takes requests, works them stage by stage on the world's calendar, answers or calls back.

Each office is its own ASGI application with its own store in each world. Every request is idempotent on the key that
comes with it; every change is on disk before it is answered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from random import Random

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backoffice_adapters.simulated.calendar import CLOSES, HOURS_A_DAY, after_working_days, opening
from backoffice_adapters.simulated.forms import Plain, complaints
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Refused, paces
from backoffice_adapters.simulated.store import DONE, OPEN, REFUSED, WAITING, Message, OfficeStore, Request


class Counter:
    """One office in one world: `app` is what the town mounts, `work` is what the calendar calls."""

    def __init__(self, office: Office, store: OfficeStore, now: Callable[[], datetime], seed: int) -> None:
        self.office = office
        self.store = store
        self._now = now
        self._seed = seed
        self.app = Starlette(routes=[route for procedure in office.procedures for route in self._routes(procedure)])

    def work(self, until: datetime) -> None:
        """Does all that is due until a moment; each request is one commit."""
        for request in self.store.due(until):
            procedure = next(each for each in self.office.procedures if each.path == request.path)
            with self.store.transaction():
                self._settle(procedure, self._finish_stage(procedure, request), tell=True)

    def _routes(self, procedure: Procedure) -> list[Route]:
        async def take(http: HttpRequest) -> Response:
            return self._take(procedure, http, await http.body())

        async def one(http: HttpRequest) -> Response:
            return self._show(procedure, http.path_params["reference"])

        async def supply(http: HttpRequest) -> Response:
            return self._supply(procedure, http, await http.body())

        address = procedure.path + "/{reference:path}"
        return [
            Route(procedure.path, take, methods=["POST"]),
            Route(address, one, methods=["GET"]),
            Route(address, supply, methods=[procedure.supplied_by]),
        ]

    def _take(self, procedure: Procedure, http: HttpRequest, content: bytes) -> Response:
        key = http.headers.get("Idempotency-Key", "")
        if not key:
            return self._answer({"error": "Send an Idempotency-Key."}, 400)
        body = _body(content)
        if body is None:
            return self._answer({"error": "Send a JSON object."}, 400)
        known = self.store.by_key(key)
        if known is not None:
            if known.digest != _digest(body):
                return self._answer({"error": "This key came with another request before."}, 409)
            return self._say(procedure, known)
        wrong = complaints(procedure.form, body, at_start=True)
        if wrong:
            return self._refuse(procedure, "FORM", "; ".join(wrong))
        chance = self._chance(procedure, body, "reference")
        reference = procedure.number(chance)
        while self.store.by_reference(reference):
            reference = procedure.number(chance)
        request = Request(
            reference=reference,
            key=key,
            digest=_digest(body),
            path=procedure.path,
            state=OPEN,
            stage=procedure.stage_from(0, body),
            form=body,
            produced={},
            announced=_listed(http.headers.get("Facts-To-Come", "")) & frozenset(procedure.form),
            code="",
            reason="",
            callback=http.headers.get("Callback-Url", ""),
            envelope=http.headers.get("Case-Envelope", ""),
            opened_at=self._now(),
            closed_at=None,
            due_at=None,
        )
        with self.store.transaction():
            request = self._settle(procedure, request, tell=False)
        return self._say(procedure, request)

    def _show(self, procedure: Procedure, reference: str) -> Response:
        request = self.store.by_reference(reference)
        if request is None or request.path != procedure.path:
            return self._answer({"error": "We have nothing under this reference."}, 404)
        return self._say(procedure, request)

    def _supply(self, procedure: Procedure, http: HttpRequest, content: bytes) -> Response:
        request = self.store.by_reference(http.path_params["reference"])
        if request is None or request.path != procedure.path:
            return self._answer({"error": "We have nothing under this reference."}, 404)
        key, body = http.headers.get("Idempotency-Key", ""), _body(content)
        if not key or body is None:
            return self._answer({"error": "Send an Idempotency-Key and a JSON object."}, 400)
        wrong = complaints(procedure.form, body, at_start=False)
        if wrong:
            return self._answer({"error": "; ".join(wrong)}, 400)
        with self.store.transaction():
            if self.store.hear(key, request.reference, _digest(body)):
                request = replace(request, form={**request.form, **body})
                if request.closed_at is None and request.due_at is None:
                    request = self._settle(procedure, request, tell=False)
                else:
                    self.store.save(request)
        return self._say(procedure, request)

    def _settle(self, procedure: Procedure, request: Request, *, tell: bool) -> Request:
        """Starts whatever stage can start, runs those that take no time, saves, and says so where that was agreed."""
        while request.closed_at is None:
            if request.stage == len(procedure.stages):
                request = replace(request, state=DONE, closed_at=self._now(), due_at=None)
                break
            if procedure.stages[request.stage].waiting(request.form, request.announced):
                request = replace(request, state=WAITING, due_at=None)
                break
            request = replace(request, state=OPEN, due_at=self._due(procedure, request))
            if request.due_at is not None and request.due_at > self._now():
                break
            request = self._finish_stage(procedure, request)
        self.store.save(request)
        if tell and request.callback and procedure.answers is Answers.CALLBACK:
            said = json.dumps(self._report(procedure, request))
            number = f"{request.reference}:{request.stage}:{request.state}"
            self.store.say(Message(number, request.callback, said, self._now().isoformat()))
        return request

    def _due(self, procedure: Procedure, request: Request) -> datetime:
        """Returns when the stage that the request is in will be over."""
        stage = procedure.stages[request.stage]
        chance = self._chance(procedure, request.form, stage.name)
        low, high = paces()[stage.pace]
        due = after_working_days(self._now(), chance.randint(low, high), chance.randrange(HOURS_A_DAY * 60))
        if stage.until is None:
            return due
        evening = datetime.combine(stage.until(self._filed(request, chance)), CLOSES, due.tzinfo)
        return max(due, opening(evening))

    def _filed(self, request: Request, chance: Random) -> Filed:
        return Filed(request.form, request.produced, request.reference, self._now().date(), chance)

    def _finish_stage(self, procedure: Procedure, request: Request) -> Request:
        stage = procedure.stages[request.stage]
        produced = stage.produces(self._filed(request, self._chance(procedure, request.form, stage.name + ".outcome")))
        if isinstance(produced, Refused):
            return replace(
                request, state=REFUSED, code=produced.code, reason=produced.reason, closed_at=self._now(), due_at=None
            )
        following = procedure.stage_from(request.stage + 1, request.form)
        return replace(request, stage=following, produced={**request.produced, **produced}, due_at=None)

    def _report(self, procedure: Procedure, request: Request) -> dict[str, object]:
        words = procedure.words
        word = {OPEN: words.received, WAITING: words.waiting, DONE: words.done, REFUSED: words.refused}[request.state]
        report: dict[str, object] = {words.reference: request.reference, words.state: word, **request.produced}
        if request.state == WAITING:
            report[words.missing] = procedure.stages[request.stage].waiting(request.form, request.announced)
        if request.state == REFUSED:
            report |= {words.code: request.code, words.reason: request.reason}
        return report

    def _say(self, procedure: Procedure, request: Request) -> Response:
        words = procedure.words
        status = {DONE: words.status_done, REFUSED: words.status_refused}.get(request.state, words.status_received)
        return self._answer(self._report(procedure, request), status)

    def _refuse(self, procedure: Procedure, code: str, reason: str) -> Response:
        words = procedure.words
        return self._answer({words.state: words.refused, words.code: code, words.reason: reason}, words.status_refused)

    def _answer(self, body: Mapping[str, object], status: int) -> Response:
        return JSONResponse(body, status, headers={"Office-Time": self._now().isoformat()})

    def _chance(self, procedure: Procedure, form: Mapping[str, Plain], what: str) -> Random:
        """Chance that depends on the seed and what was asked at the start, and so is the same in every world."""
        first = {name: form.get(name) for name, asked in procedure.form.items() if not asked.later}
        return Random(_digest([self._seed, self.office.agency, procedure.path, first, what]))  # noqa: S311 a simulation


def _body(content: bytes) -> dict[str, Plain] | None:
    try:
        body = json.loads(content)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _listed(header: str) -> frozenset[str]:
    return frozenset(name.strip() for name in header.split(",") if name.strip())


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
