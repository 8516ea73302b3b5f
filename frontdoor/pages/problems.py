"""What people and programs see when something cannot be done: what happened, what it means, what to do.

Citizens get a page; addresses that programs use answer RFC 9457 problems. Neither shows a traceback or a fact's value.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from frontdoor.database.away import is_away, took_nothing
from frontdoor.errors import Conflict, FrontdoorError, NotAllowed, NotFound, Refused, TooManyTries
from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.rendering import render
from frontdoor.security.csrf import StrangeForm
from frontdoor.security.sessions import NothingOpen

PROGRAMS = ("/api/", "/callbacks/")
AGAIN_AFTER = 30


@dataclass(frozen=True)
class Advice:
    """What a problem means for the person, and what to do: each a sentence; `ways`: where to go from here."""

    title: str
    means: str
    ways: tuple[tuple[str, str], ...]


HOME = ("/", "Go to the start page")
GO_ON = ("/journey/answers", "Go on where you were")
RETURN = ("/return", "Open your request with your reference and secret")

BY_ERROR: dict[type[Exception], Advice] = {
    NothingOpen: Advice(
        NothingOpen.title,
        "We close requests that are not used for an hour, so that nobody else can read them. "
        "Everything that you had sent with a Continue button is kept.",
        (RETURN, HOME),
    ),
    StrangeForm: Advice(
        StrangeForm.title,
        "Nothing was changed, and everything that you had answered before is kept. "
        "Go back to the page before, load it again and send the form once more.",
        (GO_ON, RETURN, HOME),
    ),
    TooManyTries: Advice(
        TooManyTries.title,
        "We limit tries so that nobody can guess their way into somebody else’s request. Nothing was lost.",
        (RETURN,),
    ),
    Conflict: Advice(
        "This was sent before",
        "It was not sent a second time, and nothing was lost. Open it to see how it stands.",
        (RETURN, HOME),
    ),
    TownUnreachable: Advice(
        "The offices cannot be reached at the moment",
        "Nothing was lost: your answers are kept, and nothing was sent twice. Go back and try again in a minute.",
        (GO_ON, RETURN, HOME),
    ),
    Refused: Advice(
        Refused.title,
        "Nothing was kept and nothing was sent. Put right what is named here, and send it again.",
        (GO_ON, RETURN, HOME),
    ),
    NotFound: Advice(
        "There is no such page",
        "The address may be old, or part of it may be missing. Nothing of yours was lost.",
        (RETURN, HOME),
    ),
    NotAllowed: Advice(NotAllowed.title, "Nothing was shown and nothing was changed.", (RETURN, HOME)),
}

BY_STATUS = {
    400: Advice(
        "We could not read that request", "Something in it is not as it should be. Nothing was changed.", (HOME,)
    ),
    404: BY_ERROR[NotFound],
    405: Advice(
        "That cannot be done at this address",
        "The page was asked for in a way that it does not offer. Nothing was changed.",
        (RETURN, HOME),
    ),
    413: Advice(
        "That was too long",
        "What was sent is longer than any answer needs to be, so we did not take it. "
        "Go back, shorten it and send it again; everything that you had answered before is kept.",
        (GO_ON, RETURN, HOME),
    ),
}
OTHERWISE = Advice(
    "Sorry, something went wrong",
    "It is our mistake, not yours. What you had sent with a Continue button is kept. "
    "Try again in a minute; if it happens again, tell us the number below.",
    (GO_ON, RETURN, HOME),
)

UNWRITTEN = Advice(
    "We cannot keep anything at the moment",
    "What you sent just now was not kept, and nothing was sent to any office. What you had sent with a Continue button "
    "before is kept. Wait a minute, then go back and send it again.",
    (GO_ON, RETURN, HOME),
)
NOT_KEPT = "Nothing was kept and nothing was sent: the record cannot be written at the moment. Send it again later."
AWAY = Advice(
    "Our record cannot be reached at the moment",
    "What was accepted before is safe. If you sent something just now, we cannot tell whether it was kept. "
    "Wait a minute, then go back and send it again: it is not done twice.",
    (GO_ON, RETURN, HOME),
)
PERHAPS_KEPT = (
    "The record cannot be reached at the moment, and whether this was kept cannot be told. "
    "Send it again later with the same Idempotency-Key: it is not done twice."
)


async def show_error(request: Request, error: Exception) -> Response:
    """Answers an error that is meant to be read."""
    headers = {}
    if isinstance(error, TooManyTries):
        headers["Retry-After"] = str(error.after)
    status = error.status if isinstance(error, FrontdoorError) else 500
    detail = str(error)
    if isinstance(error, TownUnreachable):
        status, detail = 503, "The offices' town does not answer. Nothing was lost."
        headers["Retry-After"] = str(AGAIN_AFTER)
    advice = next((BY_ERROR[kind] for kind in type(error).__mro__ if kind in BY_ERROR), OTHERWISE)
    title = error.title if isinstance(error, FrontdoorError) else advice.title
    problems = (
        [{"where": each.where, "detail": each.detail} for each in error.problems] if isinstance(error, Refused) else []
    )
    return _answer(
        request, status, advice, title=title, kind=_kind(error), detail=detail, problems=problems, headers=headers
    )


async def show_http_error(request: Request, error: Exception) -> Response:
    """Answers what was refused before any page was reached: no such address, too long, no such method."""
    assert isinstance(error, HTTPException), "registered for HTTPException only"
    advice = BY_STATUS.get(error.status_code, OTHERWISE if error.status_code >= 500 else BY_STATUS[400])
    return _answer(
        request, error.status_code, advice, title=advice.title, detail=advice.means, headers=dict(error.headers or {})
    )


async def show_crash(request: Request, error: Exception) -> Response:
    """Answers a mistake of ours, saying nothing about it but its number in the log; or that the database is away."""
    if is_away(error):
        unwritten = took_nothing(error)
        advice = UNWRITTEN if unwritten else AWAY
        detail = NOT_KEPT if unwritten else PERHAPS_KEPT
        again = {"Retry-After": str(AGAIN_AFTER)}
        return _answer(request, 503, advice, title=advice.title, detail=detail, headers=again)
    return _answer(request, 500, OTHERWISE, title=OTHERWISE.title, detail="It is our mistake, not yours.")


def _answer(
    request: Request,
    status: int,
    advice: Advice,
    *,
    title: str,
    detail: str,
    kind: str = "about:blank",
    problems: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    if request.scope["path"].startswith(PROGRAMS):
        body = {"type": kind, "title": title, "status": status, "detail": detail, "errors": problems or []}
        return JSONResponse(body, status, headers, media_type="application/problem+json")
    context = {"status": status, "advice": advice, "problems": problems or []}
    page = render(request, "pages/problem.html", context, status)
    page.headers.update(headers or {})
    return page


def _kind(error: Exception) -> str:
    """Returns the problem's type: a name of ours, after the error's class."""
    name = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in type(error).__name__)
    return f"urn:frontdoor:problem:{name.lstrip('-')}"


Handler = Callable[[Request, Exception], Awaitable[Response]]

handlers: dict[type[Exception], Handler] = {
    FrontdoorError: show_error,
    TownUnreachable: show_error,
    HTTPException: show_http_error,
    Exception: show_crash,
}
