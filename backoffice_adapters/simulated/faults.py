"""What can be wrong with an office, and where it is switched on. Behaviour and faults are separate things.

What goes over the wire passes `wire`, which asks here what is wrong with it; the casework asks at the few places where
work can go wrong. Neither decides anything else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from backoffice_adapters.simulated.clerks import drawn

EVERY_WORLD = "*"
BACKLOG_DAYS = 40  # working days; assumption: two such steps make the months that were waited for (domain C-R9)


@dataclass
class Fault:
    """One fault of one office: its kind, in what share of cases it shows, and the seed of that chance."""

    kind: str
    rate: float = 1.0
    seed: int = 0
    _times: Counter[str] = field(default_factory=Counter, init=False, repr=False, compare=False)

    def shows(self, about: str = "") -> bool:
        """Draws whether the fault shows: the same for the same matter, asked for the same time."""
        if self.rate >= 1:
            return True
        self._times[about] += 1
        return drawn(self.kind, self.seed, about, self._times[about]) < self.rate


class Faults:
    """The faults that are switched on, by world (or every world), agency and kind."""

    def __init__(self) -> None:
        self._on: dict[tuple[str, str, str], Fault] = {}

    def set(self, agency: str, fault: Fault, world: str = EVERY_WORLD) -> None:
        """Switches a fault on, beside any other, in one world or in every world, also those opened later."""
        self._on[world, agency, fault.kind] = fault

    def clear(self, agency: str, world: str = EVERY_WORLD, kind: str = "") -> None:
        """Switches an agency's faults off, or those of one kind; for every world also those set for single ones."""
        for place in list(self._on):
            if place[1] == agency and world in (EVERY_WORLD, place[0]) and kind in ("", place[2]):
                del self._on[place]

    def of(self, world: str, agency: str) -> Flaws:
        """Returns what is wrong with an agency's office in a world, as it will be at any moment."""
        return Flaws(self, world, agency)

    def find(self, world: str, agency: str, kind: str) -> Fault | None:
        """Returns the fault of a kind that is switched on: in the world, else in every world."""
        return self._on.get((world, agency, kind)) or self._on.get((EVERY_WORLD, agency, kind))

    def list(self) -> list[dict[str, object]]:
        """Returns every fault that is on, as plain rows."""
        return [
            {"world": world, "agency": agency, "kind": kind, "rate": fault.rate, "seed": fault.seed}
            for (world, agency, kind), fault in sorted(self._on.items())
        ]


@dataclass(frozen=True)
class Flaws:
    """What is wrong with one office in one world at the moment it is asked."""

    _faults: Faults
    _world: str
    _agency: str

    def shows(self, kind: str, about: str = "") -> bool:
        """Says whether a fault shows now. `about`: what it would show in, so that a run can be repeated."""
        fault = self._faults.find(self._world, self._agency, kind)
        return fault is not None and fault.shows(about)

    def is_down(self) -> bool:
        """Says whether the office does no work at all; one that only turns some requests away works."""
        fault = self._faults.find(self._world, self._agency, "down")
        return fault is not None and fault.rate >= 1

    def backlog(self, about: str) -> int:
        """Returns how many working days of other work lie before a step of a request."""
        return BACKLOG_DAYS if self.shows("backlogged", about) else 0

    def clock_error(self) -> timedelta:
        """Returns by how much the office's clock is wrong."""
        fault = self._faults.find(self._world, self._agency, "clock-off")
        return timedelta(days=0 if fault is None else -1 if fault.seed % 2 else 1)
