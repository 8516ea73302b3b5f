"""One question to an office over HTTP: what it answered, or why there is no answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

import httpx

from backoffice_adapters.messages import OfficeMisbehaved, OfficeUnavailable

LONGEST = 1_000_000  # bytes of an answer: more than an office has to say of a request, and no burden on memory
TOO_BUSY = {408, 425, 429}
NOT_TAKEN = {*TOO_BUSY, 503}  # whoever answers so has not begun (RFC 9110 15.5.9, 15.6.4; RFC 6585 4; RFC 8470 5.2)
SECONDS = re.compile(r"[0-9]{1,6}")
LONGEST_WISH = 999_999.0  # seconds


@dataclass(frozen=True)
class Answer:
    """What an office answered: the status, the content, and the moment on its own clock, as it wrote it."""

    status: int
    content: bytes = field(repr=False)
    office_time: str | None


@lru_cache(maxsize=1024)
def _address(office: str, path: str) -> httpx.URL:
    """Returns a whole address, taken apart once: httpx would do so anew for each request, twice."""
    return httpx.URL(f"{office.rstrip('/')}/{path.lstrip('/')}")


async def ask(
    office: httpx.AsyncClient,
    agency: str,
    method: str,
    path: str,
    content: bytes | None,
    headers: Mapping[str, str],
    longest: int = LONGEST,
) -> Answer:
    """Asks an office and returns its answer, of which no more than `longest` bytes are read.

    Raises OfficeUnavailable where it was not reached, is too busy or broke off, OfficeMisbehaved where what it sent is
    too long or no answer at all.
    """
    try:
        async with office.stream(
            method,
            _address(str(office.base_url), path),
            content=content,
            headers={"Accept-Encoding": "identity", **headers},
        ) as response:
            body = await _read(response, agency, longest)
    except httpx.TransportError as error:
        # httpx-aiohttp calls a dropped answer ConnectTimeout too: only a refused connection was surely not sent
        refused = type(error.__cause__).__name__ == "ClientConnectorError" or isinstance(error, httpx.ConnectError)
        raise OfficeUnavailable(f"No answer from {agency} ({type(error).__name__})", sent=not refused) from None
    except httpx.RequestError as error:
        raise OfficeMisbehaved(f"{agency} answered in a way not agreed: {type(error).__name__}") from None
    if response.status_code in TOO_BUSY or response.status_code >= 500:
        raise OfficeUnavailable(
            f"{agency} answered {response.status_code}",
            sent=response.status_code not in NOT_TAKEN,
            retry_after=_seconds(response.headers.get("Retry-After", "")),
        )
    return Answer(response.status_code, body, response.headers.get("Office-Time"))


def _seconds(wish: str) -> float | None:
    """Returns what Retry-After asks for, in seconds or as a date (RFC 9110 10.2.3); None where it says neither."""
    if SECONDS.fullmatch(wish):
        return float(wish)
    try:
        left = (parsedate_to_datetime(wish) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(left, 0.0), LONGEST_WISH)


async def _read(response: httpx.Response, agency: str, longest: int) -> bytes:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        # a packed answer of a few bytes may unpack to any size, and none was asked for
        raise OfficeMisbehaved(f"{agency} answered in a way not agreed: it packed its answer")
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > longest:
            raise OfficeMisbehaved(f"{agency} answered more than was agreed")
    return bytes(body)
