"""How much coordination a log required, how much there was, and the gap: R, Act, U, G, and what the gap is made of.

Each function is a row of measurement a.4 and takes the evidence that `evidence_of` gives. Worked examples are
measurement a.6.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from frontdoor.evaluation.evidence import LINEAR, Evidence, Score, summed
from frontdoor.evaluation.measure import Measure, Ratio, ratio
from frontdoor.evaluation.verdicts import Verdict

NO_NEED = "The cases of this log needed nothing of one another."
NO_CASE = "There is no case in this log."


def quality(profile: tuple[float, ...] = LINEAR) -> Score:
    """Returns phi of a need: the quality of its best chain that was correct and on time. Measurement a.3."""
    return lambda verdict: profile[verdict.good]


def required(evidence: Evidence) -> Measure:
    """R = sum of w over needs. Unit: weighted needs. Measurement C1.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> required(worked_example().evidence()).value
    8.0
    """
    return _total(evidence, evidence.weights, evidence.events(lambda verdict: True))


def actual(evidence: Evidence) -> Measure:
    """Act = sum of w phi over needs. Unit: weighted needs. Measurement C2.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> actual(worked_example().evidence()).value
    2.5
    """
    met = evidence.events(lambda verdict: LINEAR[verdict.good] > 0)
    return _total(evidence, summed(evidence.all, quality()), met)


def uncoordinated(evidence: Evidence) -> Measure:
    """U = R − Act. Unit: weighted needs. Measurement C3.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> uncoordinated(worked_example().evidence()).value
    5.5
    """
    return _total(evidence, summed(evidence.all, _lacking), evidence.events(lambda verdict: _lacking(verdict) > 0))


def gap(evidence: Evidence, profile: tuple[float, ...] = LINEAR) -> Measure:
    """G = U / R, with the quality profile given. Unit: share of weighted needs. Measurement C3.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> from frontdoor.evaluation.evidence import PROFILES
    >>> found = worked_example().evidence()
    >>> gap(found).value
    0.6875
    >>> {name: gap(found, profile).value for name, profile in PROFILES.items()}
    {'linear': 0.6875, 'any': 0.625, 'digital': 0.75, 'inclusive': 0.5}
    """
    lacking = summed(evidence.all, lambda verdict: 1 - profile[verdict.good])
    events = evidence.events(lambda verdict: profile[verdict.good] < 1)
    return ratio([Ratio(lacking, evidence.weights)], "share of needs", evidence.needs, events, NO_NEED)


def gap_on_baseline(evidence: Evidence, baseline: float | None = None) -> Measure:
    """G_base = U / R_0, with R_0 from `baseline`, else what would be required had nothing been merged.

    Unit: share of the baseline's weighted needs. Measurement C3: compare scenarios on this, never on G alone.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> gap_on_baseline(worked_example().evidence(), 10).value
    0.55
    """
    apart = [case.required.unmerged for case in evidence.cases]
    if baseline is not None:
        apart = [baseline / len(apart) for _ in apart]
    events = evidence.events(lambda verdict: _lacking(verdict) > 0)
    lacking = summed(evidence.all, _lacking)
    return ratio([Ratio(lacking, apart)], "share of the baseline's needs", evidence.needs, events, NO_NEED)


def gap_parts(evidence: Evidence) -> Measure:
    """The first failing cause of each need: unmet w; citizen w; else medium w(1−q), then wq to wrong, else to late.

    The parts sum to U. Unit: weighted needs by cause. Measurement C3d.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> gap_parts(worked_example().evidence()).value
    {'unmet': 2.0, 'citizen': 1.0, 'medium': 1.75, 'wrong': 0.5, 'late': 0.25}
    """
    causes = ("unmet", "citizen", "medium", "wrong", "late")
    value = {cause: math.fsum(summed(evidence.all, _caused_by(cause))) for cause in causes}
    return Measure(value, "weighted needs", evidence.needs, evidence.events(lambda verdict: _lacking(verdict) > 0))


def ladder_curve(evidence: Evidence) -> Measure:
    """s(l) = sum of w[L ≥ l] / R for l = 1 to 5, and the share that was correct and on time (`good`).

    Unit: share of needs. Measurement C7: where one curve is nowhere below another, it is better for every monotone q.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> ladder_curve(worked_example().evidence()).value
    {'1': 0.75, '2': 0.625, '3': 0.5, '4': 0.25, '5': 0.25, 'good': 0.5}
    """
    whole = math.fsum(evidence.weights)
    events = evidence.events(lambda verdict: verdict.ladder > 0)
    if not whole:
        return Measure(None, "share of needs", 0, events, reason=NO_NEED)

    def share(score: Score) -> float:
        return math.fsum(summed(evidence.all, score)) / whole

    def reaches(rung: int) -> Score:
        return lambda verdict: verdict.ladder >= rung

    value = {str(rung): share(reaches(rung)) for rung in range(1, 6)}
    value["good"] = share(lambda verdict: verdict.good > 0)
    return Measure(value, "share of needs", evidence.needs, events)


def compare(one: Measure, other: Measure) -> str:
    """Says how the first of two ladder curves stands to the second: better, worse, equal, or crossing.

    Only where they do not cross does every monotone quality rank them alike; else there is no ranking. Measurement C7.

    >>> from frontdoor.evaluation.sketch import Sketch, worked_example
    >>> full = Sketch()
    >>> full.service("reg", writes=["cert"])
    >>> full.service("dwp", reads=["cert"])
    >>> _ = full.hand("reg", "dwp", "cert")
    >>> compare(ladder_curve(full.evidence()), ladder_curve(worked_example().evidence()))
    'better'
    """
    if not isinstance(one.value, Mapping) or not isinstance(other.value, Mapping):
        return "nothing to compare"
    steps = [one.value[rung] - other.value[rung] for rung in map(str, range(1, 6))]
    if any(step > 0 for step in steps) and any(step < 0 for step in steps):
        return "crossing"
    if any(steps):
        return "better" if max(steps) > 0 else "worse"
    return "equal"


def citizen_share(evidence: Evidence) -> Measure:
    """Kappa = sum of w[L = 1] / sum of w. Unit: share of needs. Measurement E3.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> citizen_share(worked_example().evidence()).value
    0.125
    """
    carried = summed(evidence.all, lambda verdict: verdict.ladder == 1)
    events = evidence.events(lambda verdict: verdict.ladder == 1)
    return ratio([Ratio(carried, evidence.weights)], "share of needs", evidence.needs, events, NO_NEED)


def _total(evidence: Evidence, by_case: list[float], events: tuple[str, ...]) -> Measure:
    """Returns a sum over all cases; its interval is that of the mean case, times the number of cases."""
    cases = len(by_case)
    if not cases:
        return Measure(None, "weighted needs", 0, events, reason=NO_CASE)
    mean = ratio([Ratio(by_case, [1.0] * cases)], "", cases, (), NO_CASE, share=False)
    low, high = (None if bound is None else bound * cases for bound in (mean.low, mean.high))
    return Measure(math.fsum(by_case), "weighted needs", evidence.needs, events, low, high)


def _lacking(verdict: Verdict) -> float:
    return 1 - LINEAR[verdict.good]


def _caused_by(cause: str) -> Score:
    def part(verdict: Verdict) -> float:
        best = LINEAR[verdict.good]
        if best > 0:
            return 1 - best if cause == "medium" else 0.0
        if verdict.ladder < 2:
            return float(cause == ("citizen" if verdict.ladder else "unmet"))
        reached = LINEAR[verdict.ladder]
        failed = "late" if verdict.correct else "wrong"
        return {"medium": 1 - reached, failed: reached}.get(cause, 0.0)

    return part
