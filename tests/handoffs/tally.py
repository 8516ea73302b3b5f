"""What a long test did and what it found, as one line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What was done where, how often of each kind, and what became of the cases meanwhile."""

    where: str
    what: str
    done: Counter[str] = field(default_factory=Counter)
    cases: int = 0
    sent_again: int = 0
    handoffs: int = 0
    seconds: float = 0.0
    verdict: str = "and then it went wrong"

    def __str__(self) -> str:
        kinds = ", ".join(f"{name} {number}" for name, number in sorted(self.done.items()))
        return (
            f"{self.where}: {self.done.total()} {self.what} ({kinds}) in {self.seconds:.0f} s; {self.cases} cases, "
            f"{self.sent_again} got no answer and were sent again; {self.handoffs} handoffs ended; {self.verdict}"
        )
