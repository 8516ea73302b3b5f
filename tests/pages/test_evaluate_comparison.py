"""Pairs of the same request, intervals where there are enough of them, and no ranking where ladder curves cross."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from frontdoor.evaluation.paired import FEWEST
from frontdoor.evaluation.sketch import Sketch
from frontdoor.pages.evaluate.comparison import compared, pairs_between, rankings, sure_at_once
from frontdoor.pages.evaluate.onrecord import Group, OnRecord, Origin
from frontdoor.pages.evaluate.shown import show, written

pytestmark = pytest.mark.slow  # whole cases


def drawn(case: str, scenario: str, media: Iterable[str]) -> Sketch:
    """Draws a case in which one office needs several facts of another, each brought by its medium."""
    ways = dict(enumerate(media))
    facts = [f"fact_{number}" for number in ways]
    sketch = Sketch(case, scenario=scenario)
    sketch.service("reg", writes=facts)
    sketch.service("pens", reads=[*facts, "name"])
    sketch.ask("name")
    sketch.hand("front_door", "pens", "name", sent=1, received=1)
    for fact, medium in zip(facts, ways.values(), strict=True):
        sketch.write("reg", fact, at=1)
        sketch.hand("reg", "pens", fact, medium=medium, sent=2, received=3)
    sketch.decide("pens", 5)
    return sketch


def group_of(scenario: str, media: Iterable[str], cases: int = 1) -> Group:
    first, *others = (drawn(f"{scenario}-{number}", scenario, media) for number in range(cases))
    return Group("bereavement", scenario, first.beside(*others).log())


def record_of(*groups: Group, signatures: dict[str, str] | None = None) -> OnRecord:
    origins = {
        case.case_id: Origin(case.case_id, number, "d", "r", ((signatures or {}).get(case.case_id, "same"),))
        for group in groups
        for number, case in enumerate(group.cases)
    }
    return OnRecord({group.key: group for group in groups}, origins)


def test_the_first_goes_with_the_first_and_strangers_stay_alone() -> None:
    one, other = group_of("one", ["post"], 3), group_of("other", ["api"], 2)
    record = record_of(one, other, signatures={"one-0": "another request"})
    assert [(a.case_id, b.case_id) for a, b in pairs_between(one, other, record)] == [
        ("one-1", "other-0"),
        ("one-2", "other-1"),
    ]


@pytest.mark.parametrize("cases", [FEWEST - 1, FEWEST])
def test_an_interval_needs_enough_pairs(cases: int) -> None:
    one, other = group_of("one", ["post"], cases), group_of("other", ["api"], cases)
    (back,) = compared([one, other], record_of(one, other), ["B"])
    (difference,) = back.differences
    assert difference.value == pytest.approx(0.75)
    assert difference.pairs == cases
    assert (difference.low is None) == (cases < FEWEST)


def test_only_differences_of_enough_pairs_are_tested_and_all_at_once() -> None:
    first, few, many = group_of("first", ["post"], 8), group_of("few", ["api"], 2), group_of("many", ["api"], 8)
    rows = compared([first, few, many], record_of(first, few, many), ["U", "B"])
    # eight pairs that all differ alike: two of 2^8 ways to turn their signs, and two tests
    assert sure_at_once(rows) == {("U", 1): 2 * 2 / 2**8, ("B", 1): 2 * 2 / 2**8}


def test_curves_that_cross_give_no_ranking() -> None:
    # half by system and half by the citizen, against all by people
    mixed, even = group_of("mixed", ["api", "citizen_carried"]), group_of("even", ["staff_rekey", "staff_rekey"])
    ((sentence, ranked),) = rankings([mixed, even], ["Mixed", "Even"])
    assert not ranked
    assert sentence.startswith("No ranking: the curves of “Mixed” and “Even” cross")
    best = group_of("best", ["api", "api"])
    assert [ranked for _, ranked in rankings([best, even], ["Best", "Even"])] == [True]


def test_nothing_to_measure_is_said_with_its_reason() -> None:
    alone = Sketch(scenario="alone")
    alone.service("reg")
    alone.ask("name")
    shown = show(Group("bereavement", "alone", alone.log()), "B")
    assert (shown.number, shown.value, shown.href) == (None, "", "")
    assert shown.reason == "No service of these cases needed anything of another."


@pytest.mark.parametrize(
    ("number", "share", "text"),
    [(0.0, True, "0.00"), (0.001, True, "< 0.01"), (0.999, True, "> 0.99"), (1.0, True, "1.00"), (12.0, False, "12")],
)
def test_a_share_that_is_not_quite_all_or_nothing_says_so(number: float, share: bool, text: str) -> None:
    assert written(number, share=share) == text
