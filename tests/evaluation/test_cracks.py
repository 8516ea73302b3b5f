"""Planted cracks: each falls into its own kind and no other."""

import pytest

from frontdoor.evaluation.accounts import How, accounts
from frontdoor.evaluation.cracks import Kind, cracks
from frontdoor.evaluation.sketch import Sketch
from life_events.coordination import FRONT_DOOR


def office_and_reader() -> Sketch:
    """Draws an office that writes a certificate and one that reads it."""
    drawn = Sketch()
    drawn.service("reg", writes=["cert"])
    drawn.service("pens", reads=["cert"])
    drawn.ask("name")
    return drawn


def kinds(drawn: Sketch) -> list[Kind]:
    return [each.kind for each in cracks(drawn.evidence())]


def test_what_came_from_office_to_office_is_no_crack() -> None:
    drawn = office_and_reader()
    drawn.write("reg", "cert", at=1)
    drawn.hand("reg", "pens", "cert", sent=2, received=3)
    drawn.decide("pens", 4)
    assert kinds(drawn) == []
    assert [each.how for each in accounts(drawn.evidence())] == [How.OFFICES]


def test_by_post_is_weak_and_no_crack() -> None:
    drawn = office_and_reader()
    drawn.write("reg", "cert", at=1)
    drawn.hand("reg", "pens", "cert", medium="post", sent=2, received=3)
    assert kinds(drawn) == []
    assert [each.how for each in accounts(drawn.evidence())] == [How.WEAKLY]


def test_what_the_citizen_carried_was_dumped() -> None:
    drawn = office_and_reader()
    drawn.write("reg", "cert", at=1)
    drawn.hand("reg", "pens", "cert", medium="citizen_carried", sent=2, received=3)
    assert kinds(drawn) == [Kind.DUMPING]


def test_what_was_held_and_not_passed_on_is_narrow_exclusivity() -> None:
    drawn = office_and_reader()
    drawn.write("reg", "cert", at=1)
    assert kinds(drawn) == [Kind.EXCLUSIVITY]


def test_what_nobody_produced_was_not_to_be_had() -> None:
    assert kinds(office_and_reader()) == [Kind.INACCESSIBILITY]


def test_what_was_sent_and_never_came_is_lost() -> None:
    drawn = office_and_reader()
    drawn.write("reg", "cert", at=1)
    drawn.hand("reg", "pens", "cert", sent=2, received=None)
    assert kinds(drawn) == [Kind.LOST]


def test_what_came_after_the_decision_is_late_by_so_many_days() -> None:
    drawn = office_and_reader()
    drawn.write("reg", "cert", at=1)
    drawn.decide("pens", 2)
    drawn.hand("reg", "pens", "cert", sent=3, received=2 + 48)
    (late,) = cracks(drawn.evidence())
    assert (late.kind, late.days) == (Kind.LATE, 2.0)


def test_what_was_taken_in_wrong_is_a_conflict() -> None:
    drawn = office_and_reader()
    drawn.write("reg", "cert", at=1)
    drawn.hand("reg", "pens", "cert", sent=2, received=3, taken="mistyped")
    assert kinds(drawn) == [Kind.CONFLICT]


def test_a_mistake_that_had_spread_is_a_conflict_with_how_far_and_how_long() -> None:
    drawn = office_and_reader()
    drawn.write("reg", "cert", "wrong", at=0)
    drawn.hand("reg", "pens", "cert", value="wrong", sent=1, received=1)
    drawn.write("reg", "cert", "right", at=24, corrected=True)
    spread = [each for each in cracks(drawn.evidence()) if each.spread]
    assert [(each.kind, each.provider, each.fact, each.spread, each.days) for each in spread] == [
        (Kind.CONFLICT, "reg", "cert", 1, 1.0)
    ]


@pytest.mark.parametrize(("again", "expected"), [(False, []), (True, [Kind.DUPLICATION])])
def test_what_was_told_and_is_asked_again_is_duplicated(again: bool, expected: list[Kind]) -> None:
    drawn = Sketch()
    drawn.service("dwp", reads=["name"])
    drawn.ask("name")
    drawn.hand(FRONT_DOOR, "dwp", "name", sent=1, received=1)
    if again:
        drawn.event("ask.issued", 5, service_id="dwp", fact_key="name")
    assert kinds(drawn) == expected
    assert [each.how for each in accounts(drawn.evidence())] == [How.AGAIN if again else How.ONCE]
