"""When to try again: exponential back-off with full jitter, an office's own wish first, while there is time. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Pace:
    """How soon it is tried again, in seconds: at most `first` after the first failure, never more than `longest`."""

    first: float = 1.0
    longest: float = 30.0

    def ceiling(self, attempt: int) -> float:
        """Returns the longest wait after so many failed attempts: it doubles with each."""
        return min(self.longest, self.first * 2.0 ** min(max(attempt - 1, 0), 20))


def next_try(attempt: int, chance: Random, pace: Pace, *, left: float, wish: float | None = None) -> float | None:
    """Returns the seconds to wait after so many failed attempts; None where time is up before it can be tried again.

    Full jitter, from nothing to the ceiling, keeps many callers from coming back together, also after an office's wish
    (Retry-After), which is the least that is waited (R11). `left`: the seconds until it is given up.
    """
    if left <= 0:
        return None
    drawn = chance.uniform(0, pace.ceiling(attempt))
    if wish is not None:
        return None if wish > left else wish + min(drawn, left - wish)
    return min(drawn, left)
