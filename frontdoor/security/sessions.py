"""A browser's session: a random cookie that only the browser keeps, and what the server remembers under its hash.

A visitor who only reads has a cookie and no row. The row comes when a draft or a case is opened, always under a fresh
cookie, so a cookie that somebody else planted opens nothing. It ends after IDLE without use, after LONGEST in any case,
and when the visitor says so.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from frontdoor.errors import NotAllowed
from frontdoor.security.models import Session

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
# How old the note of the last use may be: a row is not written anew for every page.
NOTED = timedelta(minutes=1)
TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class NothingOpen(NotAllowed):
    """A page that needs an open request was asked for in a session that has none."""

    title = "No request is open here"

    def __init__(self) -> None:
        super().__init__("No request is open in this browser, or it was closed because it was not used for an hour.")


class OpenSession:
    """One browser's session while one of its requests is answered."""

    def __init__(self, token: str, data: dict[str, Any], *, is_new: bool, row: Session | None = None) -> None:
        self.token = token
        self._data = data
        self._fresh_cookie = is_new
        self._row = row
        self._old_hash = ""
        self._changed = False

    def get(self, name: str) -> Any:
        """Returns what is remembered under a name, or None."""
        return self._data.get(name)

    def put(self, **values: Any) -> None:
        """Remembers values; None forgets one."""
        wanted = {**self._data, **values}
        wanted = {name: value for name, value in wanted.items() if value is not None}
        self._changed = self._changed or wanted != self._data
        self._data = wanted

    def begin(self, **values: Any) -> None:
        """Forgets everything, takes a fresh cookie and remembers only these values: a draft or a case is opened."""
        if self._row is not None:
            self._old_hash = self._row.token_hash
        self.token, self._fresh_cookie, self._row = secrets.token_urlsafe(TOKEN_BYTES), True, None
        self._data, self._changed = dict(values), True

    async def keep(self, request: Request, response: Response, *, in_use: bool = True) -> None:
        """Writes down what has changed and gives the browser its cookie. Not `in_use`: a page asked by itself."""
        now = datetime.now(UTC)
        if self._old_hash:
            await Session.filter(token_hash=self._old_hash).delete()
        if self._row is None:
            if self._data:
                await forget_ended_sessions()
                row = Session(token_hash=_hash(self.token), data=self._data, started_at=now, used_at=now)
                await row.save(force_create=True)
        elif self._changed or (in_use and now - self._row.used_at > NOTED):
            # an update, not a save: a session that was ended meanwhile must not come back
            used = now if in_use else self._row.used_at
            await Session.filter(token_hash=self._row.token_hash).update(data=self._data, used_at=used)
        if self._fresh_cookie:
            _set_cookie(request, response, self.token)

    async def end(self, request: Request, response: Response) -> None:
        """Ends the session here and in the browser, with everything that the browser kept of us."""
        if self._row is not None:
            await Session.filter(token_hash=self._row.token_hash).delete()
        _set_cookie(request, response, "")
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'


async def open_session(request: Request) -> OpenSession:
    """Returns the session that a request belongs to; an empty one where there is none, or where it is over."""
    token = request.cookies.get(cookie_name(request), "")
    if not TOKEN.fullmatch(token):
        return OpenSession(secrets.token_urlsafe(TOKEN_BYTES), {}, is_new=True)
    row = await Session.get_or_none(token_hash=_hash(token))
    if row is not None and _is_over(row):
        await row.delete()
        row = None
    return OpenSession(token, dict(row.data) if row else {}, is_new=False, row=row)


async def forget_ended_sessions() -> int:
    """Deletes the rows of sessions that are over; returns how many there were."""
    return await Session.filter(used_at__lte=datetime.now(UTC) - IDLE).delete()


def cookie_name(request: Request) -> str:
    """Returns the cookie's name: with the prefix that pins it to this host wherever the connection allows it."""
    return "__Host-frontdoor" if _is_secure(request) else "frontdoor_session"


def _is_secure(request: Request) -> bool:
    return request.scope.get("scheme") == "https"


def _is_over(row: Session) -> bool:
    now = datetime.now(UTC)
    return now - row.used_at > IDLE or now - row.started_at > LONGEST


def _hash(token: str) -> str:
    # 256 random bits need no slow hash
    return hashlib.sha256(token.encode()).hexdigest()


def _set_cookie(request: Request, response: Response, token: str) -> None:
    """Sets the cookie, or takes it back where the token is empty."""
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=None if token else 0,
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
    )
