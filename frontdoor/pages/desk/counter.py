"""The operator's side of the counter: who may stand there, and the frame that every page there has.

Unlike the pages behind the counter these change what is sent, here and in a real installation, so they want the
operator's key. The session remembers which key it was, and is worth nothing once that key is renewed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from frontdoor.pages.citizen.visits import Visit, page
from frontdoor.security.limits import Limits
from frontdoor.security.operator import is_operator, operator_key

BASE = "/desk"
SIGN_IN = f"{BASE}/sign-in"
PARTS = (
    (BASE, "What needs a person"),
    (f"{BASE}/offices", "The offices"),
    (f"{BASE}/reconciliation", "Reconciliation"),
    (f"{BASE}/digest", "The day"),
)
LONGEST_KEY = 200
WRONG = "That is not the operator's key. It stands in the file operator.key of this installation."


class Desk:
    """One operator's request to a page of the desk."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.portal = visit.portal
        self.registry = visit.registry
        self.query = visit.request.query_params

    @property
    def path(self) -> str:
        """The page's address."""
        return str(self.visit.request.scope["path"])

    def address(self, **changed: str) -> str:
        """Returns the page's own address with something of what was asked for changed; empty takes it out."""
        asked = {name: value for name, value in {**self.query, **changed}.items() if value}
        return f"{self.path}?{urlencode(asked)}" if asked else self.path

    def render(self, template: str, /, status: int = 200, **context: Any) -> Response:
        """Returns a page in the operator's frame."""
        return self.visit.render(f"desk/{template}", status, here=self.path, parts=PARTS, **context)


Showing = Callable[[Desk], Awaitable[Response]]


def at_desk(path: str, get: Showing | None = None, post: Showing | None = None) -> Route:
    """Returns the route of an operator's page; whoever has not shown the key is asked for it first."""

    def behind(show: Showing) -> Callable[[Visit], Awaitable[Response]]:
        async def answer(visit: Visit) -> Response:
            if visit.session.get("operator") != _shown(visit):
                return visit.go(f"{SIGN_IN}?{urlencode({'then': visit.request.scope['path']})}")
            return await show(Desk(visit))

        return answer

    return page(path, behind(get) if get else None, behind(post) if post else None)


async def ask_for_key(visit: Visit) -> Response:
    """Asks for the operator's key."""
    return _asked(visit, visit.request.query_params.get("then", ""))


async def take_key(visit: Visit) -> Response:
    """Opens the desk to whoever has the key, in a fresh session. Raises TooManyTries."""
    key, then = visit.form.get("key", "").strip()[:LONGEST_KEY], visit.form.get("then", "")
    if not key:
        return _asked(visit, then, "Enter the operator's key")
    limits: Limits = visit.request.app.state.limits
    limits.guess(visit.request)
    if not is_operator(f"Bearer {key}", visit.portal.settings.operator_key_file):
        return _asked(visit, then, WRONG)
    limits.right(visit.request)
    visit.session.begin(operator=_shown(visit))
    return visit.go(then if _is_ours(then) else BASE)


async def leave(visit: Visit) -> Response:
    """Closes the desk in this browser."""
    answer = visit.go("/")
    await visit.session.end(visit.request, answer)
    return answer


def _asked(visit: Visit, then: str, error: str = "") -> Response:
    errors = [{"text": error, "href": "#key"}] if error else []
    wanted = then if _is_ours(then) else BASE
    return visit.render("desk/sign_in.html", 422 if error else 200, errors=errors, then=wanted, error=error)


def _is_ours(path: str) -> bool:
    """Says whether an address is one of the desk's, so that nobody is sent elsewhere by a link."""
    return path == BASE or path.startswith(f"{BASE}/")


def _shown(visit: Visit) -> str:
    """Returns what the session remembers of the key that is valid now."""
    return hashlib.sha256(operator_key(visit.portal.settings.operator_key_file).encode()).hexdigest()
