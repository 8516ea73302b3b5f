"""A limit on guessing: so many tries at a reference and its secret from one address in a while, and no more."""

from __future__ import annotations

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request

from frontdoor.errors import TooManyTries


class Limits:
    """Counts tries by client address, in memory: a restart forgives. `guesses` is written as `limits` reads it."""

    def __init__(self, guesses: str) -> None:
        self._item = parse(guesses)
        self._storage = MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._storage)

    def guess(self, request: Request) -> None:
        """Counts a try before it is judged, so that tries at the same moment count too. Raises TooManyTries."""
        who = _address(request)
        if not self._limiter.hit(self._item, who):
            ends = self._limiter.get_window_stats(self._item, who).reset_time
            raise TooManyTries(max(1, math.ceil(ends - time.time())))

    def right(self, request: Request) -> None:
        """Takes back a try that was right: only wrong ones count."""
        key = self._item.key_for(_address(request))
        if self._storage.get(key) > 0:
            self._storage.incr(key, self._item.get_expiry(), amount=-1)


def _address(request: Request) -> str:
    return request.client.host if request.client else "nobody"
