"""What every measure is a function of: a log whose needs have been assessed, and tallies of how they were met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import NamedTuple

from frontdoor.evaluation.reading import Log
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.verdicts import Assessed, Verdict, assess
from life_events.coordination import CITIZEN, Need

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

    @cached_property
    def told_once(self) -> ToldOnce:
        """How many of each case's front needs the one telling met."""
        return told_once(self.cases)

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
        verdicts, events = self._in_a_row(front, back)
        return tuple(filter(None, compress(events, map(which.__contains__, verdicts))))

    def _in_a_row(self, front: bool, back: bool) -> tuple[list[Verdict], list[str]]:
        """Returns the verdicts of every case one after the other, and beside them the events that show them."""
        key = (front, back)
        if key not in self._rows:
            verdicts: list[Verdict] = []
            events: list[str] = []
            for case in self.cases:
                middle = len(case.required.front)
                first, last = (0 if front else middle), (len(case.verdicts) if back else middle)
                verdicts += case.verdicts[first:last]
                events += case.evidence[first:last]
            self._rows[key] = (verdicts, events)
        return self._rows[key]

    @cached_property
    def _rows(self) -> dict[tuple[bool, bool], tuple[list[Verdict], list[str]]]:
        return {}


class ToldOnce(NamedTuple):
    """Case by case: the front needs met by the one telling, and all of them; and the events of those met."""

    met: list[float]
    of: list[float]
    events: tuple[str, ...]


def told_once(cases: Iterable[Assessed]) -> ToldOnce:
    """Returns which front needs the one telling met: it came by the front door, and nobody was asked or told again."""
    met: list[float] = []
    of: list[float] = []
    events: list[str] = []
    for case in cases:
        front = case.required.front
        of.append(float(len(front)))
        again = asked_again(case.case)
        shown = [
            event
            for sought, verdict, event in zip(front, case.verdicts, case.evidence, strict=False)
            if verdict.told and (not again or again.isdisjoint(sought.places))
        ]
        met.append(float(len(shown)))
        events += shown
    return ToldOnce(met, of, tuple(events))


def asked_again(case: Trace) -> frozenset[tuple[str, str]]:
    """Returns the (service, fact) pairs for which the citizen was asked once more, or told the office directly."""
    found = {
        (each.service, fact)
        for each in case.events
        if each.activity == "ask.issued" and each.row.get("ask_type") != "confirm"
        for fact in each.facts
    }
    return frozenset(found.union((item.to, item.fact) for item in case.items if item.sender == CITIZEN))


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
