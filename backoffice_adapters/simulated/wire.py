"""What happens to an office's words on their way: faults in its answers, and in what it says by itself.

The wrapper is ASGI's, so that no office knows of it and no protocol is special.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from backoffice_adapters.simulated.faults import Flaws
from backoffice_adapters.simulated.procedures import Office, Words
from backoffice_adapters.simulated.store import Message

SLOW_SECONDS = 3.0
SECONDS_A_BYTE = 1.0
UNREADABLE = "%%% \x07 <reply>"
TIME = "Office-Time"


class Severed(ConnectionResetError):
    """The connection was broken in the middle of an answer, on purpose."""


@dataclass(frozen=True)
class Voice:
    """How an office speaks by itself: `say` puts a message into its outbox, `tell` has it carried at once.

    `said` keeps one that was carried.
    """

    say: Callable[[Message], None]
    said: Callable[[Message], None]
    tell: Callable[[Message], Awaitable[bool]]


@dataclass(frozen=True)
class Answer:
    """An answer as it leaves the office."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class Wire:
    """The way between one office and the world outside, with all that is wrong with it."""

    def __init__(self, flaws: Flaws, office: Office) -> None:
        self._flaws = flaws
        self._own_words = _own_words(office)

    async def through(self, app: ASGIApp, voice: Voice, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a request to the office's application and its answer back. Raises Severed to break the connection."""
        asked = Headers(scope=scope)
        about = f"{scope['method']} {scope['path']} {asked.get('Idempotency-Key', '')}"
        if self._flaws.shows("down", about):
            await PlainTextResponse("The office is closed.", 503)(scope, receive, send)
            return
        if self._flaws.shows("hangs", about):
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        if self._flaws.shows("slow", about):
            await asyncio.sleep(SLOW_SECONDS)
        answer = await _answer(app, scope, receive)
        if (url := asked.get("Callback-Url")) and answer.status < 300:
            await self._repeat(answer, url, about, voice)
        await self._give(self._altered(answer, about), about, send)

    def spoken(self, message: Message) -> Message:
        """Returns a message as it arrives."""
        body = self._misspoken(message.body, message.message_id)
        return replace(message, body=body, office_time=self._stamped(message.office_time))

    def said_besides(self, message: Message, before: Message | None) -> list[Message]:
        """Returns what is said besides a message: the same again, or what was said `before` it."""
        more = [message] if self._flaws.shows("repeats", message.message_id) else []
        if before is not None and self._flaws.shows("disorders", message.message_id):
            more.append(before)
        return [
            replace(self.spoken(each), message_id=f"{message.message_id}:more:{number}")
            for number, each in enumerate(more)
        ]

    async def _repeat(self, answer: Answer, url: str, about: str, voice: Voice) -> None:
        """Says an answer to the callback address too: before it is given, or as a second time."""
        number = hashlib.sha256(about.encode() + answer.body).hexdigest()[:32]
        copy = Message(number, url, answer.body.decode(), Headers(raw=list(answer.headers)).get(TIME, ""))
        if self._flaws.shows("disorders", about) and await voice.tell(self.spoken(copy)):
            voice.said(copy)
        if self._flaws.shows("repeats", about):
            voice.say(copy)

    def _altered(self, answer: Answer, about: str) -> Answer:
        headers = MutableHeaders(raw=list(answer.headers))
        if (said := headers.get(TIME)) is not None:
            headers[TIME] = self._stamped(said)
        text = answer.body.decode("utf-8", "surrogateescape")
        said_now = self._misspoken(text, about)
        body = said_now.encode("utf-8", "surrogateescape")
        headers["Content-Length"] = str(len(body))
        # an answer that nobody can read says nothing by its status either
        return Answer(200 if said_now == UNREADABLE else answer.status, tuple(headers.raw), body)

    def _stamped(self, said: str) -> str:
        return (datetime.fromisoformat(said) + self._flaws.clock_error()).isoformat() if said else said

    def _misspoken(self, text: str, about: str) -> str:
        if self._flaws.shows("garbled", about):
            return UNREADABLE
        if self._flaws.shows("drifts", about):
            return self._own_words.sub(lambda found: _with_other_capital(found[0]), text)
        return text

    async def _give(self, answer: Answer, about: str, send: Send) -> None:
        await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers)})
        if self._flaws.shows("resets", about):
            await send({"type": "http.response.body", "body": answer.body[: len(answer.body) // 2], "more_body": True})
            raise Severed("in the middle of an answer")
        if self._flaws.shows("trickles", about):
            for at in range(len(answer.body)):
                await send({"type": "http.response.body", "body": answer.body[at : at + 1], "more_body": True})
                await asyncio.sleep(SECONDS_A_BYTE)
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.body", "body": answer.body})


def _own_words(office: Office) -> re.Pattern[str]:
    """Returns what finds the names and codes that are an office's own, in whatever protocol it writes them."""
    found: set[str] = set()
    for each in office.procedures:
        found |= {*each.form, *each.makes, *(str(getattr(each.words, one.name)) for one in fields(Words))}
    own = sorted(word for word in found if _with_other_capital(word) != word)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, own)) + r")(?!\w)")


def _with_other_capital(word: str) -> str:
    return word[:1].swapcase() + word[1:]


async def _answer(app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    events: list[Event] = []

    async def keep(event: Event) -> None:
        events.append(event)

    await app(scope, receive, keep)
    start, *parts = events
    return Answer(start["status"], tuple(start["headers"]), b"".join(each.get("body", b"") for each in parts))
