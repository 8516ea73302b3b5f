"""The minimal office, which also counts: how many requests it had, how often the same, and how many at once.

python -m tests.benchmarks.routed.counted PORT SECONDS

`GET /counted` says what it has counted since it was started.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter as Tally
from dataclasses import dataclass, field

from tests.benchmarks.routed.office import KEY, Counter


@dataclass
class Book:
    """What an office has counted."""

    there: int = 0
    most_at_once: int = 0
    seconds: Tally[int] = field(default_factory=Tally)
    keys: set[bytes] = field(default_factory=set)

    def come(self, key: bytes) -> None:
        """Counts a request that came in."""
        self.there += 1
        self.most_at_once = max(self.most_at_once, self.there)
        self.seconds[int(time.monotonic())] += 1
        self.keys.add(key)

    def document(self) -> dict[str, int]:
        """Returns all that it has counted."""
        return {
            "requests": self.seconds.total(),
            "different": len(self.keys),
            "most_at_once": self.most_at_once,
            "most_a_second": max(self.seconds.values(), default=0),
        }


class Counting(Counter):
    """A connection to the office that counts."""

    def __init__(self, seconds: float, book: Book) -> None:
        super().__init__(seconds)
        self._book = book

    def take(self, head: bytes) -> None:
        """Counts a request, unless it asks for the count."""
        if head.startswith(b"GET /counted "):
            self.say(self._book.document())
            return
        key = KEY.search(head)
        self._book.come(key[1] if key else head)
        super().take(head)

    def answer(self, head: bytes) -> None:
        """Answers a request, which is not there any more then."""
        self._book.there -= 1
        super().answer(head)


async def serve(port: int, seconds: float) -> None:
    """Answers until it is ended."""
    book = Book()
    server = await asyncio.get_running_loop().create_server(lambda: Counting(seconds, book), "127.0.0.1", port)
    print("open", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
