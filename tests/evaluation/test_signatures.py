"""Measurement a.3a: what the four ways of being joined up look like, whatever the portal relays."""

import pytest

from frontdoor.evaluation.evidence import Evidence
from frontdoor.evaluation.measures import MEASURES
from frontdoor.evaluation.sketch import Sketch
from life_events.coordination import CITIZEN, FRONT_DOOR

FACTS = ("name", "address")
OFFICES = ("reg", "pens", "dvla")


def town(*, front_door: bool) -> Sketch:
    """Three offices that all need what the citizen says, and of which the first writes what the others need."""
    drawn = Sketch(front_door=front_door)
    drawn.service("reg", reads=FACTS, writes=["cert"])
    drawn.service("pens", reads=[*FACTS, "cert"])
    drawn.service("dvla", reads=[*FACTS, "cert"])
    drawn.ask(*FACTS)
    drawn.write("reg", "cert", at=10)
    for office in OFFICES:
        drawn.decide(office, 100)
    return drawn


def siloed() -> Evidence:
    drawn = town(front_door=False)
    for office in OFFICES:
        drawn.hand(CITIZEN, office, *FACTS, medium="citizen_reentered", contact_id=f"visit {office}")
    answer = drawn.hand("reg", CITIZEN, "cert", medium="post", sent=10, received=30)
    for office in ("pens", "dvla"):
        drawn.hand(CITIZEN, office, "cert", medium="citizen_carried", sent=40, received=40, source=answer)
    return drawn.evidence()


def facade(*, relay: bool) -> Evidence:
    drawn = town(front_door=True)
    for office in OFFICES:
        drawn.hand(FRONT_DOOR, office, *FACTS)
    if relay:
        answer = drawn.hand("reg", FRONT_DOOR, "cert", sent=10, received=10)
        for office in ("pens", "dvla"):
            drawn.hand(FRONT_DOOR, office, "cert", sent=11, received=11, source=answer)
    else:
        letter = drawn.hand("reg", CITIZEN, "cert", medium="post", sent=10, received=30)
        for office in ("pens", "dvla"):
            drawn.hand(CITIZEN, office, "cert", medium="citizen_carried", sent=40, received=40, source=letter)
    return drawn.evidence()


def joined_up() -> Evidence:
    drawn = town(front_door=True)
    for office in OFFICES:
        drawn.hand(FRONT_DOOR, office, *FACTS)
    for office in ("pens", "dvla"):
        drawn.hand("reg", office, "cert", medium="shared_record", sent=10, received=10)
    return drawn.evidence()


def hidden_integration() -> Evidence:
    drawn = town(front_door=False)
    drawn.hand(CITIZEN, "reg", *FACTS, medium="citizen_reentered")
    for office in ("pens", "dvla"):
        drawn.hand(CITIZEN, office, *FACTS, medium="citizen_reentered")
        drawn.hand("reg", office, "cert", sent=10, received=10)
    return drawn.evidence()


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (siloed(), {"F": 0, "B": 0, "Phi": 0, "rho": 0, "kappa_back": 1, "B_net": 0}),
        (facade(relay=False), {"F": 1, "B": 0, "Phi": 1, "rho": 0, "kappa_back": 1, "B_net": 0}),
        (facade(relay=True), {"F": 1, "B": 0, "Phi": 1, "rho": 1, "kappa_back": 0, "B_net": 1}),
        (joined_up(), {"F": 1, "B": 1, "Phi": 0, "rho": 0, "kappa_back": 0, "B_net": 1}),
        (hidden_integration(), {"F": 0, "B": 1, "Phi": -1, "rho": 0, "kappa_back": 0, "B_net": 1}),
    ],
    ids=["siloed", "façade without relay", "façade with relay", "joined up", "hidden integration"],
)
def test_each_way_has_its_signature(evidence: Evidence, expected: dict[str, float]) -> None:
    assert {key: MEASURES[key](evidence).value for key in expected} == expected


def test_what_is_required_is_the_same_in_every_town() -> None:
    assert {MEASURES["R"](each).value for each in (siloed(), facade(relay=True), joined_up())} == {8}


def test_siloed_is_repeated_and_avoidable_asking() -> None:
    evidence = siloed()
    # three offices ask for each of two facts, and two want to see what the first produced
    assert MEASURES["E2"](evidence).value == pytest.approx((2 * 2 + 1) / 8)
    assert MEASURES["E2_avoidable"](evidence).value == pytest.approx(2 / 8)
    assert MEASURES["E2"](facade(relay=True)).value == 0


def test_a_citizen_who_is_asked_again_was_not_told_once() -> None:
    drawn = town(front_door=True)
    for office in OFFICES:
        drawn.hand(FRONT_DOOR, office, *FACTS)
    drawn.event("ask.issued", 20, service_id="dvla", fact_key="name")
    assert MEASURES["F"](drawn.evidence()).value == pytest.approx(5 / 6)
    drawn.hand(CITIZEN, "pens", "name", medium="citizen_reentered", sent=20, received=20)
    assert MEASURES["F"](drawn.evidence()).value == pytest.approx(4 / 6)


def test_a_confirmation_is_no_second_asking() -> None:
    drawn = town(front_door=True)
    for office in OFFICES:
        drawn.hand(FRONT_DOOR, office, *FACTS)
    drawn.event("ask.issued", 20, service_id="dvla", fact_key="name", ask_type="confirm")
    assert MEASURES["F"](drawn.evidence()).value == 1


def test_a_fact_that_comes_by_a_hub_was_told_once() -> None:
    drawn = town(front_door=True)
    first = drawn.hand(FRONT_DOOR, "hub", *FACTS)
    for office in OFFICES:
        drawn.hand("hub", office, *FACTS, sent=5, received=5, source=first if office == "reg" else None)
    assert MEASURES["F"](drawn.evidence()).value == 1
    assert MEASURES["C8"](drawn.evidence()).value == 1
