"""What every measure is a function of: a log whose needs have been assessed, and tallies of how they were met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import NamedTuple

from frontdoor.evaluation.reading import Log
from frontdoor.evaluation.verdicts import Assessed, Verdict, assess
from life_events.coordination import Need

# Quality of each rung of the ladder, 0 to 5 (measurement a.3). All four are declared assumptions, so all are printed.
LINEAR = (0.0, 0.0, 0.25, 0.5, 0.75, 1.0)
ANY_CONTACT = (0.0, 0.0, 1.0, 1.0, 1.0, 1.0)
DIGITAL_ONLY = (0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
INCLUSIVE = (0.0, 1.0, 1.0, 1.0, 1.0, 1.0)
PROFILES: Mapping[str, tuple[float, ...]] = {
    "linear": LINEAR,
    "any": ANY_CONTACT,
    "digital": DIGITAL_ONLY,
    "inclusive": INCLUSIVE,
}
Score = Callable[[Verdict], float]


class Met(NamedTuple):
    """A need, how it was met, and the event that shows it."""

    need: Need
    verdict: Verdict
    event: str


class Tally(NamedTuple):
    """How much of what a case needed was met in one way: the verdict, and the weight of the needs that have it."""

    verdict: Verdict
    weight: float


@dataclass(frozen=True)
class Evidence:
    """A log, with what its cases required and how that was met. Make it with `evidence_of`."""

    log: Log
    cases: tuple[Assessed, ...]

    @cached_property
    def front(self) -> tuple[tuple[Tally, ...], ...]:
        """How each case's front needs were met, case by case."""
        return tuple(_tallies([(case.verdicts[: len(case.required.front)], 1.0)]) for case in self.cases)

    @cached_property
    def back(self) -> tuple[tuple[Tally, ...], ...]:
        """How each case's back needs were met, case by case."""
        found = []
        for case in self.cases:
            first, last = len(case.required.front), len(case.required.front) + len(case.required.flow)
            found.append(_tallies([(case.verdicts[first:last], 1.0), (case.verdicts[last:], 0.5)]))
        return tuple(found)

    @cached_property
    def all(self) -> tuple[tuple[Tally, ...], ...]:
        """How each case's needs of both kinds were met, case by case."""
        return tuple((*front, *back) for front, back in zip(self.front, self.back, strict=True))

    @cached_property
    def weights(self) -> list[float]:
        """The weight of each case's needs."""
        return summed(self.all)

    @cached_property
    def back_weights(self) -> list[float]:
        """The weight of each case's back needs."""
        return summed(self.back)

    @cached_property
    def needs(self) -> int:
        """The number of needs."""
        return sum(len(case.verdicts) for case in self.cases)

    def met(self) -> Iterator[Met]:
        """Yields every need of every case."""
        for case in self.cases:
            yield from map(Met._make, zip(case.required.needs, case.verdicts, case.evidence, strict=True))

    @cached_property
    def _verdicts(self) -> frozenset[Verdict]:
        return frozenset(tally.verdict for tallies in self.all for tally in tallies)

    @cached_property
    def _shown(self) -> dict[tuple[frozenset[Verdict], bool, bool], tuple[str, ...]]:
        return {}

    def events(self, counted: Callable[[Verdict], bool], *, front: bool = True, back: bool = True) -> tuple[str, ...]:
        """Returns the events that show the needs whose verdict counts, of front needs, back needs, or both."""
        which = frozenset(verdict for verdict in self._verdicts if counted(verdict))
        key = (which, front, back)
        if key not in self._shown:
            self._shown[key] = self._showing(which, front, back) if which else ()
        return self._shown[key]

    def _showing(self, which: frozenset[Verdict], front: bool, back: bool) -> tuple[str, ...]:
        found: list[str] = []
        for case in self.cases:
            middle = len(case.required.front)
            first, last = (0 if front else middle), (len(case.verdicts) if back else middle)
            counts = map(which.__contains__, case.verdicts[first:last])
            found += compress(case.evidence[first:last], counts)
        return tuple(filter(None, found))


def evidence_of(log: Log) -> Evidence:
    """Returns a log with its needs assessed."""
    return Evidence(log, assess(log.cases))


def summed(cases: Iterable[Iterable[Tally]], score: Score = lambda _: 1.0) -> list[float]:
    """Returns, case by case, the sum of weight times score over needs; without a score, of weight."""
    known: dict[Verdict, float] = {}
    found = []
    for tallies in cases:
        total = 0.0
        for verdict, weight in tallies:
            worth = known.get(verdict)
            if worth is None:
                worth = known[verdict] = score(verdict)
            total += worth * weight
        found.append(total)
    return found


def _tallies(blocks: Iterable[tuple[tuple[Verdict, ...], float]]) -> tuple[Tally, ...]:
    return tuple(
        Tally(verdict, weight * number) for verdicts, weight in blocks for verdict, number in Counter(verdicts).items()
    )
