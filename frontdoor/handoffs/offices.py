"""One HTTP client per office, handed to adapters: address, connection pool, no redirects, no environment proxies."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.settings import Settings

CONNECTING = 3.0  # seconds: a machine that is there answers sooner, whatever its office takes


@dataclass(frozen=True)
class TownAnswer:
    """What the town said about its own affairs."""

    status: int
    body: Any


@cache
def _trusted() -> ssl.SSLContext:
    """Returns whose certificates are trusted: read once, which takes 25 ms, and there is a client for each office."""
    return httpx.create_ssl_context(trust_env=False)


class _Network(AiohttpTransport):
    """Says of an answer that is no HTTP what httpx's own transport says; this one lets other errors through."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except (aiohttp.ClientError, UnicodeError) as error:  # its first line may hold any bytes
            raise httpx.RemoteProtocolError(type(error).__name__, request=request) from error


def network() -> AiohttpTransport:
    """Returns the way to an office; aiohttp's carries several times more requests than httpx's own (design 4.5)."""
    return _Network(verify=_trusted(), trust_env=False)


class Offices:
    """The offices' clients by world and agency. `transport` replaces the network in tests."""

    def __init__(self, settings: Settings, transport: Callable[[], httpx.AsyncBaseTransport] = network) -> None:
        self._settings = settings
        self._make = transport
        self._clients: dict[str, httpx.AsyncClient] = {}

    def client(self, world: str, agency: str, *, guest: str = "") -> httpx.AsyncClient:
        """Returns the client of an agency's office in a world; `guest`: of another agency's work that it took over."""
        place = self._settings.office_urls.get(agency) or self._settings.town_url
        address = f"{place}/{world}/{agency}" + (f"/~{guest}" if guest else "")
        return self._client(address, self._settings.deadline(agency))

    @asynccontextmanager
    async def overheard(
        self, world: str, agency: str, asked: list[httpx.Request], answered: list[httpx.Response]
    ) -> AsyncIterator[httpx.AsyncClient]:
        """Opens a client of an agency's office in the town, never elsewhere, and keeps all that it says and hears."""

        async def ask(request: httpx.Request) -> None:
            asked.append(request)

        async def hear(response: httpx.Response) -> None:
            _ = await response.aread()
            answered.append(response)

        async with httpx.AsyncClient(
            transport=self._make(),
            base_url=f"{self._settings.town_url}/{world}/{agency}",
            timeout=self._settings.office_seconds,
            follow_redirects=False,
            trust_env=False,
            event_hooks={"request": [ask], "response": [hear]},
        ) as client:
            yield client

    def apart(self) -> list[httpx.AsyncClient]:
        """Returns clients for the own affairs of the offices that have addresses of their own."""
        return [self._client(url) for url in sorted(set(self._settings.office_urls.values()))]

    def town(self) -> httpx.AsyncClient:
        """Returns a client for the town's own affairs: its calendar and its faults."""
        return self._client(self._settings.town_url)

    async def books(self, world: str, case: str) -> Mapping[str, Any]:
        """Returns by agency what the offices' own books hold of a case. Raises TownUnreachable."""
        found: dict[str, Any] = {}
        for place in [self.town(), *self.apart()]:
            try:
                response = await place.get(f"/_town/worlds/{world}/books/{case}")
                response.raise_for_status()
                found |= response.json()
            except (httpx.HTTPError, ValueError) as error:
                raise TownUnreachable(type(error).__name__) from None
        return found

    async def ask_town(self, method: str, path: str, body: Mapping[str, object]) -> TownAnswer:
        """Asks the town about its own affairs. Raises TownUnreachable."""
        return await _heard(self.town().request(method, path, json=body))

    async def renew(self) -> list[TownAnswer]:
        """Has the town, and offices run apart, read again what offices there are. Raises TownUnreachable."""
        return [await _heard(place.post("/_town/offices")) for place in [self.town(), *self.apart()]]

    async def close(self) -> None:
        """Closes all connections."""
        for client in tuple(self._clients.values()):
            await client.aclose()

    def _client(self, base: str, seconds: float = 0.0) -> httpx.AsyncClient:
        if base not in self._clients:
            self._clients[base] = httpx.AsyncClient(
                transport=self._make(),
                base_url=base,
                timeout=_within(seconds or self._settings.office_seconds),
                follow_redirects=False,
                trust_env=False,
            )
        return self._clients[base]


async def _heard(asked: Awaitable[httpx.Response]) -> TownAnswer:
    """Returns what a town says. Raises TownUnreachable where it does not answer, or fails and so says nothing."""
    try:
        response = await asked
    except httpx.HTTPError as error:
        raise TownUnreachable(type(error).__name__) from None
    if response.is_server_error:
        raise TownUnreachable(str(response.status_code))
    return TownAnswer(response.status_code, response.json())


def _within(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=min(seconds, CONNECTING))
