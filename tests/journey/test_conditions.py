"""Conditions are three-valued, and say themselves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from life_events.conditions import Condition, Fact, all_of, any_of, not_
from life_events.parameters import Parameter

DAY = date(2026, 3, 5)
NAMES = ("a", "b", "c")

leaves = st.builds(lambda name, value: Fact(name).is_(value), st.sampled_from(NAMES), st.booleans())
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: all_of(*parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: any_of(*parts)),
        inner.map(not_),
    ),
    max_leaves=8,
)
answers = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["yes", "no"]))


def test_what_is_not_known_is_neither_true_nor_false() -> None:
    """features.md D13: conditions, with facts that are not known yet."""
    assert Fact("a").is_(True).judge({}, DAY) is None
    assert Fact("a").is_(True).judge({"a": "yes"}, DAY) is True
    assert Fact("a").is_(True).judge({"a": "no"}, DAY) is False


def test_one_false_part_settles_all_of_and_one_true_part_settles_any_of() -> None:
    known, unknown = Fact("a").is_(True), Fact("b").is_(True)
    assert all_of(known, unknown).judge({"a": "no"}, DAY) is False
    assert any_of(known, unknown).judge({"a": "yes"}, DAY) is True
    assert all_of(known, unknown).judge({"a": "yes"}, DAY) is None


def test_two_facts_are_the_same_or_not_once_both_are_known() -> None:
    alike = Fact("a").same_as("b")
    assert alike.judge({"a": "EX1 1AA"}, DAY) is None
    assert alike.judge({"a": "EX1 1AA", "b": "EX1 1AA"}, DAY) is True
    assert alike.judge({"a": "EX1 1AA", "b": "EX2 9QT"}, DAY) is False
    assert alike.facts() == {"a", "b"}
    assert alike.say(str.upper) == "A is the same as B"


def test_a_number_is_compared_with_the_parameter_of_the_day() -> None:
    rich = Fact("value").at_least(Parameter("inheritance_tax.nil_rate_band"))
    assert rich.judge({"value": "325000.00"}, DAY) is True
    assert rich.judge({"value": "324999.99"}, DAY) is False
    assert rich.judge({"value": "much"}, DAY) is None


def test_a_parameter_before_its_first_day_is_refused() -> None:
    with pytest.raises(LookupError, match="no value for 1900-01-01"):
        Parameter("inheritance_tax.nil_rate_band").on(date(1900, 1, 1))


@given(conditions, answers)
def test_learning_more_never_turns_a_judgement_round(condition: Condition, held: dict[str, str]) -> None:
    judged = condition.judge(held, DAY)
    for name in NAMES:
        for value in ("yes", "no"):
            if name not in held and judged is not None:
                assert condition.judge({**held, name: value}, DAY) is judged


@given(conditions, answers)
def test_a_condition_looks_only_at_the_facts_that_it_names(condition: Condition, held: dict[str, str]) -> None:
    seen = {name: value for name, value in held.items() if name in condition.facts()}
    assert condition.judge(held, DAY) is condition.judge(seen, DAY)


@given(conditions)
def test_a_condition_says_every_fact_that_it_names(condition: Condition) -> None:
    sentence = condition.say(lambda name: f"<{name}>")
    assert all(f"<{name}>" in sentence for name in condition.facts())


@given(conditions, answers)
def test_not_not_is_the_same(condition: Condition, held: dict[str, str]) -> None:
    assert not_(not_(condition)).judge(held, DAY) is condition.judge(held, DAY)
