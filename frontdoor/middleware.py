"""The guard at the door: every request and every answer passes through it, errors and static files included.

It refuses hosts that are not ours and bodies that are too long, turns a crash into a page, sets the headers that tell
browsers to be strict, and writes one line of log that says nothing about anybody. It looks at the scope's own path
only: an address put together from the Host header can be made to lie (CVE-2026-48710).
"""

from __future__ import annotations

import logging
import secrets
import time
import traceback
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from frontdoor.rendering import STATIC, warm_up
from frontdoor.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
STRICT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = "max-age=31536000; includeSubDomains"

access = logging.getLogger("frontdoor.access")
log = logging.getLogger("frontdoor.errors")


class Guard:
    """ASGI middleware around the whole portal. Error pages come from the portal's own exception handlers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        warm_up()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guards one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = _Visit(scope, receive, send, self._settings.body_limit)
        try:
            self._refuse_strangers(visit.headers)
            visit.refuse_long_body()
            await self._app(scope, visit.receive, visit.send)
        except ClientDisconnect:
            access.info("%s left before the answer", visit.name)
        except HTTPException as error:
            await (await _error_page(scope, error))(scope, receive, visit.send)
        except Exception as error:
            log.error("request %s broke: %s", visit.name, _where(error))
            if visit.status:
                # too late for a page; end the connection, and keep the error's own words out of the server's log
                raise RuntimeError("an answer broke off") from None
            await (await _error_page(scope, error))(scope, receive, visit.send)
        finally:
            visit.write_log()

    def _refuse_strangers(self, headers: Headers) -> None:
        """Raises HTTPException for a request that was meant for another host."""
        host = headers.get("host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        allowed = self._settings.allowed_hosts
        if "*" not in allowed and name.lower() not in allowed:
            raise HTTPException(400, "This address is not one of ours.")


class _Visit:
    """One request on its way in and its answer on its way out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, body_limit: int) -> None:
        self.name = uuid.uuid4().hex
        self.nonce = secrets.token_urlsafe(16)
        self.headers = Headers(scope=scope)
        self.status = 0
        self._scope, self._receive, self._send = scope, receive, send
        self._left = self._limit = body_limit
        self._started = time.perf_counter()
        scope["state"] = {**scope.get("state", {}), "nonce": self.nonce, "request_id": self.name}

    def refuse_long_body(self) -> None:
        """Raises HTTPException for a body that says itself that it is too long."""
        said = self.headers.get("content-length", "0")
        if not said.isdigit() or int(said) > self._limit:
            raise HTTPException(413)

    async def receive(self) -> Message:
        """Receives, counting the body's bytes as they arrive. Raises HTTPException when they are too many."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise HTTPException(413)
        return message

    async def send(self, message: Message) -> None:
        """Sends, with every header that is owed."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._be_strict(MutableHeaders(scope=message))
        await self._send(message)

    def write_log(self) -> None:
        """Writes one line: the route's pattern, never the path, which holds what people typed or were given."""
        route = getattr(self._scope.get("route"), "path", "no such page")
        took = (time.perf_counter() - self._started) * 1000
        method = self._scope["method"] if self._scope["method"].isalpha() else "odd"
        access.info("%s %s %s %s %.1f ms", self.name, method, route, self.status or "unanswered", took)

    def _be_strict(self, headers: MutableHeaders) -> None:
        headers.update(STRICT)
        headers["Content-Security-Policy"] = POLICY.format(nonce=self.nonce)
        headers["X-Request-ID"] = self.name
        if not (self._scope["path"].startswith(f"{STATIC}/") and "cache-control" in headers):
            headers["Cache-Control"] = "no-store"
        if self._scope.get("scheme") == "https":
            headers["Strict-Transport-Security"] = A_YEAR


async def _error_page(scope: Scope, error: Exception) -> Response:
    """Asks the portal's own handlers for the page; says it in plain text where even that fails."""
    handlers = scope["app"].exception_handlers
    kind = HTTPException if isinstance(error, HTTPException) else Exception
    try:
        page = await handlers[kind](Request(scope), error)
    except Exception as second:
        log.error("the error page broke too: %s", _where(second))
        page = None
    if isinstance(page, Response):
        return page
    return PlainTextResponse(
        "Something went wrong. Nothing you have sent was lost.", getattr(error, "status_code", 500)
    )


def _where(error: BaseException) -> str:
    """Returns an error's type and the lines it came through; its message may hold what somebody typed."""
    lines = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return " < ".join([type(error).__name__, *reversed(lines)])
