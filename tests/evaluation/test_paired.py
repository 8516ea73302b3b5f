"""Differences within pairs: how sure they are, what pairing gains, and what many tests at once take away again."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.evaluation.paired import ALL_UP_TO, FEWEST, holm, paired


def drawn(pairs: int, shift: float, seed: int) -> list[tuple[float, float]]:
    """Requests that differ a lot from one another, and little from their own twin but for the shift."""
    chance = random.Random(seed)
    befores = [chance.gauss(100, 20) for _ in range(pairs)]
    return [(before, before + shift + chance.gauss(0, 1)) for before in befores]


def test_nothing_to_compare_has_no_value() -> None:
    assert paired([]).value is None


def test_few_pairs_have_a_mean_and_no_interval() -> None:
    found = paired(drawn(FEWEST - 1, 5, 1))
    assert (found.low, found.chance) == (None, 1.0)
    assert found.value == pytest.approx(5, abs=2)


@pytest.mark.parametrize("pairs", [ALL_UP_TO - 2, 40])
def test_a_difference_is_told_from_chance(pairs: int) -> None:
    there, none = paired(drawn(pairs, 5, 2)), paired(drawn(pairs, 0, 3))
    assert there.chance < 0.01
    assert there.low is not None
    assert there.low > 0
    assert none.chance > 0.05


def test_pairing_gains_what_the_twins_have_in_common() -> None:
    twins, strangers = drawn(200, 5, 4), drawn(200, 5, 5)
    assert (paired(twins).reduction or 0) > 100
    mixed = [(before, after) for (before, _), (_, after) in zip(twins, strangers, strict=True)]
    assert paired(mixed).reduction == pytest.approx(1, abs=0.3)


def test_where_there_is_no_difference_one_test_in_twenty_says_that_there_is() -> None:
    found = [paired(drawn(8, 0, seed)).chance for seed in range(400)]
    assert sum(each <= 0.05 for each in found) / len(found) == pytest.approx(0.05, abs=0.025)


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=12))
def test_looking_at_more_never_makes_surer(chances: dict[str, float]) -> None:
    raised = holm(chances)
    assert raised.keys() == chances.keys()
    assert all(chances[key] <= raised[key] <= min(1, chances[key] * len(chances)) for key in chances)
    assert sorted(chances, key=lambda key: (chances[key], key)) == sorted(
        chances, key=lambda key: (raised[key], chances[key], key)
    )


def test_one_test_alone_stays_what_it_is() -> None:
    assert holm({"Phi": 0.04}) == {"Phi": 0.04}
