"""One visit to a citizen's page: the session, the form if there is one, and the way to the next page.

Every citizen's route is made by `page`, so no form is ever read whose token was not checked.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from frontdoor.cases.models import Case, Draft
from frontdoor.cases.store import find_draft
from frontdoor.discovery import Registry
from frontdoor.handoffs.portal import Portal
from frontdoor.rendering import render
from frontdoor.security.csrf import check_form, form_token
from frontdoor.security.sessions import NothingOpen, OpenSession, open_session


class Visit:
    """A request to a page, with the session it belongs to and the fields of its form."""

    def __init__(
        self, request: Request, session: OpenSession, form: Mapping[str, str], chosen: Mapping[str, list[str]]
    ) -> None:
        self.request = request
        self.session = session
        self.form = form
        self.chosen = chosen

    @property
    def portal(self) -> Portal:
        """The portal behind the pages."""
        portal: Portal = self.request.app.state.portal
        return portal

    @property
    def registry(self) -> Registry:
        """Every definition that there is."""
        return self.portal.registry

    @property
    def today(self) -> date:
        """The day on which answers are judged, as the request will be when it is sent."""
        return datetime.now(UTC).date()

    def named(self, name: str) -> str:
        """Returns a part of the page's address."""
        return str(self.request.path_params[name])

    async def draft(self) -> Draft:
        """Returns the draft that is open in this session. Raises NothingOpen."""
        number = self.session.get("draft")
        draft = await find_draft(number) if number else None
        if draft is None:
            raise NothingOpen
        return draft

    async def case(self) -> Case:
        """Returns the case that is open in this session. Raises NothingOpen."""
        number = self.session.get("case")
        case = await Case.get_or_none(id=uuid.UUID(number)) if number else None
        if case is None:
            raise NothingOpen
        return case

    def render(self, template: str, /, status: int = 200, **context: Any) -> Response:
        """Returns a page; it knows the form token and whether a draft or a case is open."""
        known = {
            "form_token": form_token(self.session.token),
            "draft_open": bool(self.session.get("draft")),
            "case_open": bool(self.session.get("case")),
            "registry": self.registry,
        }
        return render(self.request, f"pages/{template}", {**known, **context}, status)

    def go(self, path: str) -> Response:
        """Sends the browser on; a form that was taken is never sent twice by reloading."""
        return RedirectResponse(path, 303)


Endpoint = Callable[[Visit], Awaitable[Response]]


def page(path: str, get: Endpoint | None = None, post: Endpoint | None = None, *, in_use: bool = True) -> Route:
    """Returns the route of a citizen's page. Not `in_use`: asking for it does not keep the session awake."""
    endpoints = {"GET": get, "HEAD": get, "POST": post}

    async def answer(request: Request) -> Response:
        session = await open_session(request)
        form: dict[str, str] = {}
        chosen: dict[str, list[str]] = {}
        if request.method == "POST":
            async with request.form() as sent:
                for name, value in sent.multi_items():
                    if isinstance(value, str):
                        form[name] = value
                        chosen.setdefault(name, []).append(value)
            check_form(request, session.token, form)
        endpoint = endpoints[request.method]
        assert endpoint is not None, "the route takes only the methods that it has an endpoint for"
        try:
            response = await endpoint(Visit(request, session, form, chosen))
        except NothingOpen:
            response = RedirectResponse(_what_is_open(request, session), 303)
        if "clear-site-data" not in response.headers:
            await session.keep(request, response, in_use=in_use)
        return response

    answer.__name__ = f"page {path}"
    return Route(path, answer, methods=[name for name, endpoint in endpoints.items() if endpoint and name != "HEAD"])


def _what_is_open(request: Request, session: OpenSession) -> str:
    """Leads from a journey's page to the case that came of it, and from a case's page to the journey that is open.

    Raises NothingOpen where neither is.
    """
    is_journey = request.scope["path"].startswith("/journey/")
    if is_journey and session.get("case"):
        return "/journey/sent"
    if not is_journey and session.get("draft"):
        return "/journey/answers"
    raise NothingOpen
