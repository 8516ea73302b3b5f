"""When to try again: exponential back-off with full jitter, an office's own wish first. Pure."""

from __future__ import annotations

from random import Random

FIRST, LONGEST = 0.5, 30.0


def delay(attempt: int, chance: Random, wish: float | None = None) -> float:
    """Returns the seconds to wait after so many failed attempts.

    A wish of the office (Retry-After) is the least; full jitter keeps many callers from coming back together (R11).
    """
    ceiling = min(LONGEST, FIRST * 2 ** min(attempt, 10))
    drawn = chance.uniform(FIRST / 2, ceiling)
    return max(drawn, wish) if wish is not None else drawn
