"""How sure one can be of a difference within pairs, and of many such differences at once (measurement c.3).

Nothing is assumed of how differences are spread: the interval resamples pairs, and the test turns their signs about.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from statistics import variance
from typing import TypeVar

from frontdoor.evaluation.measure import SEED, Ratio, interval

Key = TypeVar("Key")

# With fewer pairs than this, resampling them says little, and no interval is given.
FEWEST = 5
# Up to so many pairs every way of turning signs is looked at; beyond that, so many that are drawn.
ALL_UP_TO = 12
DRAWN = 4000


@dataclass(frozen=True)
class Paired:
    """The mean difference within pairs.

    `low` and `high` bound the 95 % interval, None with fewer than FEWEST pairs. `chance` is how likely so large a mean
    is where there is no difference, from 0 to 1; `reduction` by how much pairing narrows the variance of the difference
    (1: not at all), None where it cannot be said. No pairs: there is no value.
    """

    value: float | None
    low: float | None
    high: float | None
    pairs: int
    chance: float = 1.0
    reduction: float | None = None


def paired(pairs: Sequence[tuple[float, float]]) -> Paired:
    """Returns the mean difference within pairs of (before, after), and how sure it is.

    >>> found = paired([(10, 7), (12, 8), (9, 7), (14, 11), (11, 8), (8, 5)])
    >>> found.value, found.pairs, found.chance
    (-3.0, 6, 0.03125)
    >>> round(found.reduction or 0, 1)
    21.3
    """
    if not pairs:
        return Paired(None, None, None, 0)
    changes = [after - before for before, after in pairs]
    mean = math.fsum(changes) / len(changes)
    if len(pairs) < FEWEST:
        return Paired(mean, None, None, len(pairs))
    low, high = interval([Ratio(changes, [1.0] * len(changes))], mean)
    return Paired(mean, low, high, len(pairs), _chance(changes), _reduction(pairs, changes))


def _chance(changes: Sequence[float]) -> float:
    """Returns the share of ways of turning the signs of differences that give a mean as far from 0 (Fisher 1935)."""
    sizes = [abs(each) for each in changes if each]
    seen = abs(math.fsum(changes)) * (1 - 1e-12)
    sums = [abs(math.fsum(map(math.prod, zip(sizes, signs, strict=True)))) for signs in _signs(len(sizes))]
    return sum(each >= seen for each in sums) / len(sums)


def _signs(count: int) -> Iterator[Sequence[int]]:
    if count <= ALL_UP_TO:
        yield from product((1, -1), repeat=count)
        return
    # the signs as they are count as one that was drawn, so that no chance comes out as 0
    yield [1] * count
    chance = Random(SEED)
    for _ in range(DRAWN - 1):
        yield chance.choices((1, -1), k=count)


def _reduction(pairs: Sequence[tuple[float, float]], changes: Sequence[float]) -> float | None:
    """Returns the variance of a difference between strangers over that within pairs; None where pairs never differ."""
    apart = variance([before for before, _ in pairs]) + variance([after for _, after in pairs])
    within = variance(changes)
    return apart / within if within > 1e-15 else None


def holm(chances: Mapping[Key, float]) -> dict[Key, float]:
    """Returns the chances of a family of tests, each raised so that all can be looked at at once (Holm 1979).

    >>> holm({"U": 0.01, "Phi": 0.04, "T1": 0.03})
    {'U': 0.03, 'T1': 0.06, 'Phi': 0.06}
    """
    raised: dict[Key, float] = {}
    least = 0.0
    for place, (key, chance) in enumerate(sorted(chances.items(), key=lambda each: each[1])):
        least = max(least, min(1.0, chance * (len(chances) - place)))
        raised[key] = least
    return raised
