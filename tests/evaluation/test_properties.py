"""Measurement a.5: what must hold of the measures, whatever the log."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.evaluation.coordination import compare, gap, ladder_curve
from frontdoor.evaluation.evidence import PROFILES, Evidence, evidence_of
from frontdoor.evaluation.matrix import Arc, handover_matrix
from frontdoor.evaluation.measures import MEASURES
from frontdoor.evaluation.reading import read_log
from life_events.coordination import FRONT_DOOR
from tests.evaluation.made_up import SERVICES, Delivery, World, deliveries, worlds

Number = float | int


def value(evidence: Evidence, key: str) -> float:
    found = MEASURES[key](evidence).value
    assert isinstance(found, Number)
    return float(found)


def parts(evidence: Evidence, key: str) -> dict[str, Any]:
    found = MEASURES[key](evidence).value
    assert isinstance(found, dict)
    return found


def qualities() -> st.SearchStrategy[tuple[float, ...]]:
    return st.lists(st.floats(0, 1), min_size=6, max_size=6).map(lambda found: tuple(sorted(found)))


@given(worlds())
def test_the_gap_lies_between_nothing_and_all_and_its_parts_add_up(world: World) -> None:
    evidence = world.evidence()
    assert 0 <= value(evidence, "G") <= 1
    assert value(evidence, "R") == pytest.approx(value(evidence, "Act") + value(evidence, "U"), abs=1e-9)
    assert sum(parts(evidence, "C3d").values()) == pytest.approx(value(evidence, "U"), abs=1e-9)
    perfect = all(d.rung == 5 and d.correct and d.on_time for d in world.deliveries.values())
    assert (value(evidence, "G") == 0) == perfect


@given(worlds(), st.data())
def test_doing_better_never_raises_the_gap(world: World, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(world.needs))
    was = world.deliveries[key]
    better = [
        replace(was, rung=data.draw(st.integers(was.rung, 5))),
        replace(was, correct=True),
        replace(was, on_time=True),
    ]
    for delivery in better:
        for profile in PROFILES.values():
            after = gap(world.met(key, delivery).evidence(), profile).value
            before = gap(world.evidence(), profile).value
            assert isinstance(after, float)
            assert isinstance(before, float)
            assert after <= before + 1e-12


@given(worlds(), qualities(), st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_a_kinder_quality_never_raises_the_gap(world: World, least: tuple[float, ...], more: list[float]) -> None:
    kinder = tuple(one + (1 - one) * other for one, other in zip(least, sorted(more), strict=True))
    strict, kind = gap(world.evidence(), least).value, gap(world.evidence(), kinder).value
    assert isinstance(strict, float)
    assert isinstance(kind, float)
    assert kind <= strict + 1e-12


@given(worlds(), st.data())
def test_a_curve_that_is_nowhere_below_another_is_better_for_every_quality(world: World, data: st.DataObject) -> None:
    other = replace(world, deliveries={key: data.draw(deliveries) for key in world.needs})
    one, two = ladder_curve(world.evidence()), ladder_curve(other.evidence())
    assert isinstance(one.value, dict)
    assert isinstance(two.value, dict)
    said = compare(one, two)
    mirrored = {"better": "worse", "worse": "better"}.get(said, said)
    assert compare(two, one) == mirrored
    if said not in ("better", "equal"):
        return
    chance = random.Random(7)
    for _ in range(100):
        quality = sorted(chance.random() for _ in range(6))
        quality[0] = 0.0
        acts = [
            sum((quality[rung] - quality[rung - 1]) * curve[str(rung)] for rung in range(1, 6))
            for curve in (one.value, two.value)
        ]
        assert acts[0] >= acts[1] - 1e-12


@given(worlds())
def test_sharing_for_its_own_sake_changes_no_gap_and_shows_as_excess(world: World) -> None:
    known = [(sender, to, "fact.of_no_use") for sender, to in ((SERVICES[0], SERVICES[1]), (SERVICES[2], SERVICES[3]))]
    before, after = world.evidence(), replace(world, beside=tuple(known)).evidence()
    assert value(after, "G") == value(before, "G")
    assert value(after, "C5") > (MEASURES["C5"](before).value or 0)  # type: ignore[operator]
    assert value(after, "P1") == value(before, "P1") + 2


@given(worlds(), st.sampled_from(SERVICES))
def test_one_more_unmet_need_never_lowers_the_gap(world: World, reader: str) -> None:
    more = replace(world, readers={**world.readers, "fact.more": frozenset({reader})})
    assert value(more.evidence(), "G") >= value(world.evidence(), "G")


@given(worlds())
def test_a_case_that_needs_nothing_changes_nothing(world: World) -> None:
    idle = World({}, {}, {}, case="idle")
    both = world.sketch().beside(idle.sketch()).evidence()
    for key in ("R", "Act", "U", "G", "kappa"):
        assert value(both, key) == value(world.evidence(), key)


@given(worlds(), st.permutations(SERVICES))
def test_merging_never_raises_what_is_uncoordinated(world: World, order: list[str]) -> None:
    merged = replace(world, merged={order[0]: order[1]})
    assert value(merged.evidence(), "U") <= value(world.evidence(), "U") + 1e-12
    assert value(merged.evidence(), "G_base") <= value(world.evidence(), "G_base") + 1e-12


@given(worlds(), st.data())
def test_a_hub_leaves_the_gap_and_raises_broker_dependence(world: World, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(world.needs))
    direct, hub = world.met(key, Delivery(5)).evidence(), world.met(key, Delivery(5, hub=True)).evidence()
    assert value(hub, "G") == value(direct, "G")
    assert value(hub, "C8") > value(direct, "C8")
    by_hand = world.met(key, Delivery(1, hub=True)).evidence()
    carried = next(each for each in by_hand.met() if (each.need.provider, each.need.consumer, each.need.fact) == key)
    assert carried.verdict.ladder == 1


@given(worlds(), st.data())
def test_a_citizen_who_stops_carrying_leaves_the_gap_and_lowers_kappa(world: World, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(world.needs))
    carried, unmet = world.met(key, Delivery(1)).evidence(), world.met(key, Delivery(0)).evidence()
    assert value(carried, "G") == value(unmet, "G")
    assert value(carried, "kappa") > value(unmet, "kappa")


SAME = ("R", "Act", "U", "G", "F", "B", "Phi", "rho", "kappa", "C4", "C5", "E1", "F3", "P1", "P3", "T2")


@given(worlds(), st.permutations(SERVICES), st.integers(1, 10_000))
def test_names_dates_and_the_order_of_lines_mean_nothing(world: World, order: list[str], hours: int) -> None:
    here = world.evidence()
    names = dict(zip(SERVICES, order, strict=True))
    lines = world.sketch().lines()
    random.Random(hours).shuffle(lines)
    for there in (
        world.sketch(names).evidence(),
        world.sketch(later=hours).evidence(),
        evidence_of(read_log(lines)),
    ):
        for key in SAME:
            assert MEASURES[key](there).value == MEASURES[key](here).value, key


@given(worlds("one"), worlds("two"), worlds("three"))
def test_a_log_divided_by_case_adds_up(one: World, two: World, three: World) -> None:
    together = one.sketch().beside(two.sketch(), three.sketch()).evidence()
    for key in ("R", "Act", "U"):
        apart = sum(value(each.evidence(), key) for each in (one, two, three))
        assert value(together, key) == pytest.approx(apart, abs=1e-9)


@given(worlds())
def test_every_number_has_events_of_the_log_to_show(world: World) -> None:
    evidence = world.evidence()
    events = {str(row["event_id"]) for row in world.sketch().records if row["record"] == "event"}
    for key, measure in MEASURES.items():
        assert set(measure(evidence).events) <= events, key


@given(worlds())
def test_counting_needs_is_the_matrix_product(world: World) -> None:
    arcs = [Arc(provider, consumer, 1) for provider, consumer, _ in world.needs if provider != FRONT_DOOR]
    performs = {service: {service: 1.0} for service in SERVICES}
    counted = {one: row for one, row in parts(world.evidence(), "C1").items() if one != FRONT_DOOR}
    assert counted == handover_matrix(performs, arcs)


@given(worlds())
def test_dumping_balances(world: World) -> None:
    dumped = MEASURES["F1"](world.evidence()).value
    assert isinstance(dumped, dict)
    assert sum(dumped["balance"].values()) == pytest.approx(0, abs=1e-9)


@given(worlds())
def test_where_the_days_went_adds_up_to_the_days(world: World) -> None:
    drawn = world.sketch()
    drawn.event("case.closed", 200)
    evidence = drawn.evidence()
    assert sum(parts(evidence, "T3").values()) == pytest.approx(value(evidence, "T1_mean"), abs=1e-9)
    assert value(evidence, "T1") == value(evidence, "T1_mean")
