"""Measurement a.6, which can be checked by hand, and what becomes of it when services merge."""

import pytest

from frontdoor.evaluation.coordination import ladder_curve
from frontdoor.evaluation.evidence import PROFILES, Evidence
from frontdoor.evaluation.matrix import Arc, handover_matrix
from frontdoor.evaluation.measures import MEASURES
from frontdoor.evaluation.sketch import Sketch, worked_example

EXPECTED = {
    "R": 8,
    "Act": 2.5,
    "U": 5.5,
    "G": 0.6875,
    "G_linear": 0.6875,
    "G_base": 0.6875,
    "C4": 0.625,
    "kappa": 0.125,
    "F": 2 / 3,
    "B": 0.2,
    "B_net": 0.2,
    "rho": 0,
    "kappa_back": 0.2,
    "Phi": 7 / 15,
}


def value(evidence: Evidence, key: str) -> object:
    return MEASURES[key](evidence).value


@pytest.mark.parametrize(("key", "expected"), EXPECTED.items())
def test_the_eight_needs_give_the_numbers_of_the_reference(key: str, expected: float) -> None:
    assert value(worked_example().evidence(), key) == pytest.approx(expected, abs=1e-12)


def test_the_parts_of_the_gap_are_those_of_the_reference() -> None:
    parts = value(worked_example().evidence(), "C3d")
    assert parts == {"unmet": 2, "citizen": 1, "medium": 1.75, "wrong": 0.5, "late": 0.25}


def test_without_correctness_and_time_the_gap_is_that_of_the_reference() -> None:
    curve = ladder_curve(worked_example().evidence()).value
    assert isinstance(curve, dict)
    assert [curve[str(rung)] for rung in range(1, 6)] == [0.75, 0.625, 0.5, 0.25, 0.25]
    quality = PROFILES["linear"]
    assert sum((quality[rung] - quality[rung - 1]) * curve[str(rung)] for rung in range(1, 6)) == 3.25 / 8


def merged(one: str, into: str) -> Evidence:
    drawn = worked_example()
    for record in drawn.records:
        if record["record"] == "model" and record["service_id"] == one:
            record["merged_into"] = into
    return drawn.evidence()


def test_merging_away_an_unmet_need_lowers_the_gap() -> None:
    evidence = merged("ctax", "pens")
    assert [value(evidence, key) for key in ("R", "Act", "U", "G_base")] == [7, 2.5, 4.5, 0.5625]
    assert value(evidence, "G") == pytest.approx(4.5 / 7)


def test_merging_away_a_met_need_raises_the_gap_but_never_what_is_uncoordinated() -> None:
    evidence = merged("ctax", "reg")
    assert [value(evidence, key) for key in ("R", "Act", "U", "G_base")] == [7, 1.5, 5.5, 0.6875]
    assert value(evidence, "G") == pytest.approx(5.5 / 7)


def test_counting_needs_one_by_one_is_the_matrix_product() -> None:
    performs = {key: {key: 1.0} for key in ("reg", "pens", "ctax", "prob")}
    arcs = [
        Arc("reg", "pens", 1),
        Arc("reg", "ctax", 1),
        Arc("reg", "prob", 1),
        Arc("pens", "ctax", 1),
        Arc("ctax", "prob", 1),
    ]
    counted = value(worked_example().evidence(), "C1")
    assert isinstance(counted, dict)
    front = counted.pop("front_door")
    assert counted == handover_matrix(performs, arcs)
    assert front == {"ctax": 1, "pens": 1, "reg": 1}


def test_merged_twice_over_is_merged_into_the_last() -> None:
    drawn = Sketch()
    drawn.service("a", writes=["x"], merged_into="b")
    drawn.service("b", reads=["x"], merged_into="c")
    drawn.service("c", reads=["x"])
    drawn.service("d", reads=["x"])
    assert value(drawn.evidence(), "C1") == {"c": {"d": 1}}
