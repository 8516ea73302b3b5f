"""A network that fails, between the portal and the town: each connection is cut, drawn out or left alone, by chance."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from random import Random
from urllib.parse import urlsplit

CHUNK = 65_536
UNHEARD, UNANSWERED, HALF, DELAYED, WHOLE = "unheard", "unanswered", "half an answer", "delayed", "whole"
# What can happen to a request: it never arrives; its answer never comes, or half of it does, or all of it late.
FATES = (UNHEARD, UNANSWERED, HALF, DELAYED)


class Proxy:
    """Stands before an address; `seen` counts what became of requests, and `fails` is the share that does badly."""

    def __init__(self, town_url: str, seed: int, fails: float = 0.3) -> None:
        self._town = urlsplit(town_url)
        self._chance = Random(seed)
        self.fails = fails
        self.seen: Counter[str] = Counter()
        self.url = ""
        self._open: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Proxy]:
        """Listens on a port of its own."""
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            yield self

    async def closed(self) -> None:
        """Ends the connections that are left."""
        for each in self._open:
            each.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Passes requests on, one after another, until the connection meets its fate."""
        there: asyncio.StreamWriter | None = None
        task = asyncio.current_task()
        assert task is not None, "the server made one"
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        try:
            there_reader, there = await asyncio.open_connection(self._town.hostname, self._town.port)
            while request := await _message(reader):
                fate = self._fate(request)
                if fate == UNHEARD:
                    return _cut(writer)
                there.write(request)
                answer = await _message(there_reader)
                if fate == UNANSWERED:
                    return _cut(writer)
                if fate == DELAYED:
                    await asyncio.sleep(0.2)
                writer.write(answer[: len(answer) // 2] if fate == HALF else answer)
                await writer.drain()
                if fate == HALF:
                    return _cut(writer)
        except (OSError, asyncio.IncompleteReadError):
            return None
        finally:
            for each in (writer, there):
                if each is not None:
                    each.close()

    def _fate(self, request: bytes) -> str:
        # how far the town's calendar is, is no office's affair
        about_an_office = b"/_town" not in request.partition(b"\r\n")[0]
        fate = self._chance.choice(FATES) if about_an_office and self._chance.random() < self.fails else WHOLE
        self.seen[fate] += about_an_office
        return fate


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Returns one request or answer whole; empty at the end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
    }
    if fields.get(b"transfer-encoding") == b"chunked":
        body = b""
        while True:
            size = await reader.readline()
            chunk = await reader.readexactly(int(size, 16) + 2)
            body += size + chunk
            if int(size, 16) == 0:
                return head + body
    return head + await reader.readexactly(int(fields.get(b"content-length", b"0")))


def _cut(writer: asyncio.StreamWriter) -> None:
    """Ends a connection with a reset, as a machine does that went away."""
    with suppress(OSError):
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    writer.transport.abort()
