"""A circuit breaker: an office that fails again and again is left alone for a while, then tried by one. Pure.

    closed ──so many failures in a row──> open ──its time is over──> half open ──an answer──> closed
                                            ^                            │
                                            └────────another failure─────┘   (for twice as long)

Times are seconds of a clock that never goes back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from frontdoor.handoffs.retries import Pace

MOST_FAILURES = 5  # in a row; assumption


class State(StrEnum):
    """Whether requests go through."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True)
class Breaker:
    """One office's breaker.

    failures  how many there were in a row
    openings  how often it opened without an answer in between
    until     the moment until which nothing goes through
    trying    one request is out to see whether the office answers again
    """

    failures: int = 0
    openings: int = 0
    until: float = 0.0
    trying: bool = False

    def state(self, now: float) -> State:
        """Returns how it stands at a moment."""
        if not self.openings:
            return State.CLOSED
        return State.OPEN if now < self.until else State.HALF_OPEN

    def lets_through(self, now: float) -> bool:
        """Says whether a request may go to the office: every one, none, or the first that comes."""
        state = self.state(now)
        return state is State.CLOSED or (state is State.HALF_OPEN and not self.trying)

    def sent(self, now: float) -> Breaker:
        """Returns the breaker after a request that it let through has left."""
        return replace(self, trying=True) if self.state(now) is State.HALF_OPEN else self

    def answered(self) -> Breaker:
        """Returns the breaker after the office answered as agreed."""
        return UNTOUCHED

    def dropped(self) -> Breaker:
        """Returns the breaker after a request ended that says nothing about the office."""
        return replace(self, trying=False) if self.trying else self

    def failed(self, now: float, chance: Random, pace: Pace) -> Breaker:
        """Returns the breaker after the office failed."""
        failures = self.failures + 1
        if self.state(now) is State.OPEN or failures < MOST_FAILURES:
            return replace(self, failures=failures, trying=False)
        openings = self.openings + 1
        # not to nothing: whoever is left alone is left alone for a while
        rest = chance.uniform(0.5, 1) * pace.ceiling(openings)
        return Breaker(failures, openings, now + rest)


UNTOUCHED = Breaker()
