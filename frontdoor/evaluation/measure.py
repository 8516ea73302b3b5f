"""What a measure is, and how sure one can be of it (measurement c.3). The case is what is resampled, never the handoff.

Up to BOOTSTRAP_UP_TO cases the interval is a bias-corrected and accelerated bootstrap of the cases; above that, where
the two agree, the normal interval of the linearised ratio, which takes one pass. One case has no interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from random import Random
from statistics import NormalDist
from typing import Any

Value = float | Mapping[str, Any] | None

RESAMPLES = 2000
BOOTSTRAP_UP_TO = 100
SEED = 1999
NORMAL = NormalDist()
Z = NORMAL.inv_cdf(0.975)


@dataclass(frozen=True)
class Measure:
    """One number, or one table, and what it rests on.

    `value` is None where there is nothing to measure; `reason` then says why. `low` and `high` bound the 95 % interval,
    None where none can be given. `n` is how many of what the unit counts over; `events` are the ids of the events that
    were counted, so that the number opens onto its cases.
    """

    value: Value
    unit: str
    n: int
    events: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    reason: str = ""

    def document(self) -> dict[str, Any]:
        """Returns the measure as `frontdoor evaluate --json` gives it (design 6)."""
        said = {"value": self.value, "low": self.low, "high": self.high, "unit": self.unit, "n": self.n}
        return {**said, "events": list(self.events)} | ({"reason": self.reason} if self.reason else {})


def nothing(unit: str, reason: str, events: Iterable[str] = ()) -> Measure:
    """Returns the measure of nothing."""
    return Measure(None, unit, 0, tuple(events), reason=reason)


@dataclass(frozen=True)
class Ratio:
    """A ratio of sums over cases, its parts case by case; `sign` is its sign in a sum of ratios."""

    above: Sequence[float]
    below: Sequence[float]
    sign: float = 1.0


def ratio(
    parts: Sequence[Ratio], unit: str, n: int, events: Iterable[str], reason: str, *, share: bool = True
) -> Measure:
    """Returns a ratio of sums over cases, or a sum of several such ratios of the same cases, with its interval.

    `share`: it cannot leave 0 to 1 (−1 to 1 for a difference), nor can its interval. Null with `reason` where a
    denominator is 0 (measurement a.1).

    >>> ratio([Ratio([1, 2], [2, 2])], "share", 4, (), "no needs").value
    0.75
    """
    if not all(math.fsum(part.below) for part in parts):
        return nothing(unit, reason, events)
    value = math.fsum(part.sign * math.fsum(part.above) / math.fsum(part.below) for part in parts)
    low, high = interval(parts, value)
    if share and low is not None and high is not None:
        least = 0.0 if len(parts) == 1 else -1.0
        low, high = min(max(low, least), value), max(min(high, 1.0), value)
    return Measure(value, unit, n, tuple(events), low, high)


def interval(parts: Sequence[Ratio], value: float) -> tuple[float | None, float | None]:
    """Returns the 95 % interval of a sum of ratios by resampling cases; none for a single case."""
    cases = len(parts[0].above)
    if cases < 2:
        return None, None
    pulls = _influence(parts)
    spread = math.sqrt(math.fsum(each * each for each in pulls) / (cases * (cases - 1)))
    if spread <= 1e-15:
        return value, value
    if cases > BOOTSTRAP_UP_TO:
        return value - Z * spread, value + Z * spread
    return _bootstrap(parts, value, pulls)


def _influence(parts: Sequence[Ratio]) -> list[float]:
    """Returns how far each case pulls the value from where it is: the linearised ratio."""
    pulls = [0.0] * len(parts[0].above)
    for part in parts:
        below = math.fsum(part.below)
        at, mean = math.fsum(part.above) / below, below / len(part.below)
        for number, (above, under) in enumerate(zip(part.above, part.below, strict=True)):
            pulls[number] += part.sign * (above - at * under) / mean
    return pulls


def _bootstrap(parts: Sequence[Ratio], value: float, pulls: Sequence[float]) -> tuple[float, float]:
    """Returns the bias-corrected and accelerated interval (Efron 1987) of RESAMPLES resamples."""
    drawn: list[float] = []
    for pick in _picks(len(pulls)):
        sums = [(part.sign, sum(pick(part.above)), sum(pick(part.below))) for part in parts]
        if all(below for _, _, below in sums):
            drawn.append(sum(sign * above / below for sign, above, below in sums))
    drawn.sort()
    if not drawn:
        return value, value
    under = sum(each < value for each in drawn) + sum(each == value for each in drawn) / 2
    bias = NORMAL.inv_cdf(min(max(under / len(drawn), 0.5 / len(drawn)), 1 - 0.5 / len(drawn)))
    cubes, squares = math.fsum(each**3 for each in pulls), math.fsum(each**2 for each in pulls)
    bend = cubes / (6 * squares**1.5)

    def bound(z: float) -> float:
        shifted = bias + (bias + z) / (1 - bend * (bias + z))
        place = NORMAL.cdf(shifted) * (len(drawn) - 1)
        return drawn[min(max(round(place), 0), len(drawn) - 1)]

    return bound(-Z), bound(Z)


@lru_cache(maxsize=8)
def _picks(cases: int) -> tuple[itemgetter[Any], ...]:
    """Returns what picks each resample out of a list of cases; the same for every measure, so that they agree."""
    chance = Random(SEED)
    return tuple(itemgetter(*chance.choices(range(cases), k=cases)) for _ in range(RESAMPLES))


def proportion(hits: int, of: int, unit: str, events: Iterable[str], reason: str) -> Measure:
    """Returns a proportion of cases with Wilson's 95 % interval (measurement c.3).

    >>> found = proportion(8, 10, "share of cases", (), "no cases")
    >>> found.value, round(found.low or 0, 3), round(found.high or 0, 3)
    (0.8, 0.49, 0.943)
    """
    if not of:
        return nothing(unit, reason, events)
    at = hits / of
    if of == 1:
        return Measure(at, unit, of, tuple(events))
    centre = (at + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z / (1 + Z * Z / of) * math.sqrt(at * (1 - at) / of + Z * Z / (4 * of * of))
    return Measure(at, unit, of, tuple(events), min(at, max(0.0, centre - half)), max(at, min(1.0, centre + half)))
