"""How sure one can be: the case is what is resampled, and one case says nothing about others."""

import random

import pytest

from frontdoor.evaluation.measure import BOOTSTRAP_UP_TO, Ratio, proportion, ratio
from frontdoor.evaluation.survival import kaplan_meier, quantile


def sample(cases: int, seed: int) -> Ratio:
    chance = random.Random(seed)
    below = [float(chance.randint(3, 12)) for _ in range(cases)]
    return Ratio([float(sum(chance.random() < 0.3 for _ in range(int(each)))) for each in below], below)


def found(part: Ratio) -> tuple[float, float, float]:
    measure = ratio([part], "share", 1, (), "nothing")
    assert isinstance(measure.value, float)
    assert measure.low is not None
    assert measure.high is not None
    return measure.low, measure.value, measure.high


def test_one_case_has_no_interval() -> None:
    measure = ratio([Ratio([1], [2])], "share", 2, (), "nothing")
    assert (measure.value, measure.low, measure.high) == (0.5, None, None)


def test_nothing_to_divide_by_is_null_and_not_zero() -> None:
    measure = ratio([Ratio([0, 0], [0, 0])], "share", 0, (), "no needs")
    assert (measure.value, measure.reason) == (None, "no needs")


def test_cases_that_are_all_alike_leave_no_doubt() -> None:
    assert found(Ratio([1, 1, 1], [4, 4, 4])) == (0.25, 0.25, 0.25)


def test_the_same_cases_always_give_the_same_interval() -> None:
    assert found(sample(20, 1)) == found(sample(20, 1))


@pytest.mark.parametrize("cases", [BOOTSTRAP_UP_TO, BOOTSTRAP_UP_TO + 1])
def test_about_95_of_100_intervals_hold_the_truth(cases: int) -> None:
    held = sum(low <= 0.3 <= high for low, _, high in (found(sample(cases, seed)) for seed in range(100)))
    assert 88 <= held <= 100


def test_bootstrap_and_linearised_interval_agree_where_one_takes_over_from_the_other() -> None:
    few, more = sample(BOOTSTRAP_UP_TO, 4), sample(BOOTSTRAP_UP_TO, 4)
    more = Ratio([*more.above, more.above[0]], [*more.below, more.below[0]])
    assert found(few)[0] == pytest.approx(found(more)[0], abs=0.01)
    assert found(few)[2] == pytest.approx(found(more)[2], abs=0.01)


def test_shares_stay_between_nothing_and_all() -> None:
    low, _, high = found(Ratio([0, 0, 0, 1], [1, 1, 1, 1]))
    assert low >= 0
    assert high <= 1


def test_no_hit_still_has_an_upper_bound() -> None:
    measure = proportion(0, 20, "share", (), "no cases")
    assert measure.low == 0
    assert measure.high == pytest.approx(0.161, abs=0.001)


def test_what_is_not_over_counts_as_lasting_longer() -> None:
    ended = [(float(days), True) for days in range(1, 11)]
    median = quantile(kaplan_meier(ended), 0.5)
    assert median.value == 5
    still = [(days, days <= 5) for days, _ in ended]
    assert quantile(kaplan_meier(still), 0.5).value == 5
    assert quantile(kaplan_meier(still), 0.9).value is None
