"""Forms are taken from our own pages only: a token bound to the session, and what the browser says of where it was.

The token is an HMAC keyed with the session's own cookie, which only the browser and this server ever hold. So it needs
no key of its own, outlives a restart, and is worth nothing with another session.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request

from frontdoor.errors import NotAllowed

FIELD = "form_token"


class StrangeForm(NotAllowed):
    """A form that did not come from a page of ours in this session."""

    title = "We could not take that form"

    def __init__(self) -> None:
        super().__init__("The form was open for too long, or it did not come from this site. Nothing was changed.")


def form_token(session_token: str) -> str:
    """Returns what a form must carry in this session."""
    return hmac.new(session_token.encode(), b"this form is from our own page", hashlib.sha256).hexdigest()


def check_form(request: Request, session_token: str, form: Mapping[str, str]) -> None:
    """Raises StrangeForm when a form was not sent from our own page in this session."""
    token = form.get(FIELD, "")
    ours = hmac.compare_digest(token.encode(), form_token(session_token).encode())
    if not ours or not _from_here(request):
        raise StrangeForm


def _from_here(request: Request) -> bool:
    """Says what the browser says; one that says nothing is judged by the token alone."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "null")
    # "null" is what browsers send from pages with Referrer-Policy: no-referrer, ours among them
    return origin == "null" or urlsplit(origin).netloc == request.headers.get("host")
