"""What the way to an office does when a connection breaks: whether something may have been sent is told truly."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from backoffice_adapters.asking import ask
from backoffice_adapters.messages import OfficeUnavailable
from frontdoor.handoffs.offices import network

Fate = Callable[[asyncio.StreamWriter, int], None]
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
CONTENT, KEY = b'{"dod":"2026-03-02"}', {"Idempotency-Key": "a-key-of-ours"}


def closes(writer: asyncio.StreamWriter, number: int) -> None:
    """Reads the request whole, and closes without a word."""
    writer.close()


def resets(writer: asyncio.StreamWriter, number: int) -> None:
    """Reads the request whole, and resets the connection."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    writer.transport.abort()


def answers_first(writer: asyncio.StreamWriter, number: int) -> None:
    """Answers the first request on a connection, and closes at the second."""
    if number == 1:
        writer.write(ANSWER)
    else:
        writer.close()


@asynccontextmanager
async def office(fate: Fate, heard: list[bytes]) -> AsyncIterator[str]:
    """An office of which only the fate of connections is known; keeps each request that it has read whole."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = 0
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                heard.append(head + await reader.readexactly(len(CONTENT)))
                number += 1
                fate(writer, number)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("fate", [closes, resets], ids=lambda each: each.__name__)
async def test_what_was_read_whole_and_not_answered_may_have_been_taken(fate: Fate) -> None:
    heard: list[bytes] = []
    async with office(fate, heard) as url, httpx.AsyncClient(transport=network(), base_url=url) as client:
        with pytest.raises(OfficeUnavailable) as caught:
            await ask(client, "dvla", "POST", "/requests", CONTENT, KEY)
    assert caught.value.sent, "whoever took it for never sent would ask an office twice that knows no keys"
    assert len(heard) == 1, "what is asked by POST is asked once"


async def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{found.getsockname()[1]}"
        async with httpx.AsyncClient(transport=network(), base_url=url) as client:
            with pytest.raises(OfficeUnavailable) as caught:
                await ask(client, "dvla", "POST", "/requests", CONTENT, KEY)
    assert not caught.value.sent


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_what_the_transport_sends_again_by_itself_has_the_same_key(method: str) -> None:
    """It does so with PUT when a connection that was kept open is closed: the office must be able to tell."""
    heard: list[bytes] = []
    async with office(answers_first, heard) as url, httpx.AsyncClient(transport=network(), base_url=url) as client:
        assert (await ask(client, "dvla", method, "/requests", CONTENT, KEY)).status == 200
        with suppress(OfficeUnavailable):
            _ = await ask(client, "dvla", method, "/requests", CONTENT, KEY)
    assert len(heard) == (3 if method == "PUT" else 2)
    assert all(b"idempotency-key: a-key-of-ours" in each.lower() for each in heard)
