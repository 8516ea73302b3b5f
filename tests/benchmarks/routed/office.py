"""A minimal office in a process of its own: it reads a request whole and answers that it is done.

It answers at once, or after a fixed time, and does nothing else, so that what is timed is whoever asks.

python -m tests.benchmarks.routed.office PORT [SECONDS]
"""

from __future__ import annotations

import asyncio
import json
import re
import sys

LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
KEY = re.compile(rb"idempotency-key:\s*(\S+)", re.IGNORECASE)


class Counter(asyncio.Protocol):
    """One connection; requests may come one after another on it. Each is answered after so many seconds."""

    def __init__(self, seconds: float = 0.0) -> None:
        self._held = b""
        self._seconds = seconds

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
            self.take(head)

    def take(self, head: bytes) -> None:
        """Takes one request, of which this is the head."""
        if self._seconds:
            asyncio.get_running_loop().call_later(self._seconds, self.answer, head)
        else:
            self.answer(head)

    def answer(self, head: bytes) -> None:
        """Answers a request that it is done."""
        key = KEY.search(head)
        number = key[1].decode()[:12] if key else "none"
        self.say({"state": "done", "reference": f"R-{number}", "number": f"N-{number}"})

    def say(self, words: object) -> None:
        """Writes an answer, unless whoever asked has gone."""
        body = json.dumps(words).encode()
        if not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
            )


async def serve(port: int, seconds: float) -> None:
    """Answers until it is ended."""
    server = await asyncio.get_running_loop().create_server(lambda: Counter(seconds), "127.0.0.1", port)
    print("open", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0))
