"""A minimal office in a process of its own: it reads a request whole and answers at once that it is done.

It does nothing else, so that what is timed is whoever asks. `python -m tests.benchmarks.routed.office PORT`.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys

LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
KEY = re.compile(rb"idempotency-key:\s*(\S+)", re.IGNORECASE)


class Counter(asyncio.Protocol):
    """One connection; requests may come one after another on it."""

    def __init__(self) -> None:
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the way to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answers every request that is there whole."""
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end]
            length = LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._held) < whole:
                return
            self._held = self._held[whole:]
            key = KEY.search(head)
            number = key[1].decode()[:12] if key else "none"
            body = json.dumps({"state": "done", "reference": f"R-{number}", "number": f"N-{number}"}).encode()
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
            )


async def serve(port: int) -> None:
    """Answers until it is ended."""
    server = await asyncio.get_running_loop().create_server(Counter, "127.0.0.1", port)
    print("open", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
