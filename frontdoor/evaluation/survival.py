"""How long things take when some are not over yet: Kaplan and Meier's estimate (measurement T1, T2, c.3)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from frontdoor.evaluation.measure import Z


@dataclass(frozen=True)
class Step:
    """From `at` on, `open` is the share that is not over; `low` and `high` bound it (log-log, 95 %)."""

    at: float
    open: float
    low: float
    high: float


def kaplan_meier(spans: Iterable[tuple[float, bool]]) -> tuple[Step, ...]:
    """Returns the curve for spans, each with whether it is over (else it was cut off there).

    Source: Kaplan and Meier 1958; variance by Greenwood.

    >>> [(step.at, round(step.open, 3)) for step in kaplan_meier([(1, True), (2, False), (3, True), (4, True)])]
    [(1, 0.75), (3, 0.375), (4, 0.0)]
    """
    ordered = sorted(spans)
    at_risk, share, variance, place = len(ordered), 1.0, 0.0, 0
    curve: list[Step] = []
    while place < len(ordered):
        at, over, left = ordered[place][0], 0, 0
        while place < len(ordered) and ordered[place][0] == at:
            over, left, place = over + ordered[place][1], left + 1, place + 1
        if over:
            share *= 1 - over / at_risk
            variance += over / (at_risk * (at_risk - over)) if at_risk > over else math.inf
            curve.append(Step(at, share, *_bounds(share, variance)))
        at_risk -= left
    return tuple(curve)


def _bounds(share: float, variance: float) -> tuple[float, float]:
    if not 0 < share < 1 or math.isinf(variance):
        return share, share
    spread = Z * math.sqrt(variance) / abs(math.log(share))
    return share ** math.exp(spread), share ** math.exp(-spread)


@dataclass(frozen=True)
class Quantile:
    """When a share of them is over, with its 95 % interval (Brookmeyer and Crowley 1982); None: not in sight."""

    value: float | None
    low: float | None
    high: float | None


def quantile(curve: Iterable[Step], over: float) -> Quantile:
    """Returns when a share is over, from a curve.

    >>> quantile(kaplan_meier([(1, True), (2, False), (3, True), (4, True)]), 0.5).value
    3
    """
    steps = tuple(curve)
    left = 1 - over + 1e-12

    def first(below: Iterable[tuple[float, float]]) -> float | None:
        return next((at for at, share in below if share <= left), None)

    return Quantile(
        first((step.at, step.open) for step in steps),
        first((step.at, step.low) for step in steps),
        first((step.at, step.high) for step in steps),
    )
