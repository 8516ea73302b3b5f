"""How a need is seen to be met: whose chain counts, when it was in time, and what was right at that moment."""

import pytest

from frontdoor.evaluation.chains import Carrier
from frontdoor.evaluation.sketch import Sketch
from frontdoor.evaluation.verdicts import Verdict
from life_events.coordination import CITIZEN, FRONT_DOOR


def drawn(**more: object) -> Sketch:
    """The registrar writes a certificate that the DVLA needs."""
    sketch = Sketch()
    sketch.service("reg", writes=["cert"])
    sketch.service("dvla", reads=["cert"], **more)  # type: ignore[arg-type]
    sketch.ask("name")
    sketch.write("reg", "cert", at=1)
    sketch.decide("dvla", 50)
    return sketch


def verdict(sketch: Sketch) -> Verdict:
    return next(each.verdict for each in sketch.evidence().met() if each.need.provider == "reg")


def test_a_source_that_is_named_is_followed_and_nothing_else() -> None:
    sketch = drawn()
    sketch.hand("reg", "hub", "cert", sent=2, received=2)
    letter = sketch.hand("reg", CITIZEN, "cert", medium="post", sent=2, received=9)
    by_hand = sketch.hand(CITIZEN, "hub", "cert", medium="citizen_carried", sent=9, received=9, source=letter)
    sketch.hand("hub", "dvla", "cert", sent=10, received=10, source=by_hand)
    found = verdict(sketch)
    assert (found.carrier, found.ladder) == (Carrier.CITIZEN, 1)


def test_without_a_source_the_best_way_that_time_allows_counts() -> None:
    sketch = drawn()
    sketch.hand("reg", "hub", "cert", medium="post", sent=2, received=9)
    sketch.hand("reg", "hub", "cert", sent=2, received=30)
    sketch.hand("hub", "dvla", "cert", sent=10, received=10)
    assert verdict(sketch).ladder == 2
    sketch.hand("hub", "dvla", "cert", sent=31, received=31)
    assert verdict(sketch).ladder == 5


def test_what_was_handed_on_before_it_came_is_no_chain() -> None:
    sketch = drawn()
    sketch.hand("reg", "hub", "cert", sent=20, received=20)
    sketch.hand("hub", "dvla", "cert", sent=10, received=10)
    assert verdict(sketch).ladder == 0


def test_a_circle_of_handoffs_in_one_moment_ends() -> None:
    sketch = drawn()
    for one, other in (("a", "b"), ("b", "c"), ("c", "a"), ("c", "dvla")):
        sketch.hand(one, other, "cert", sent=5, received=5)
    assert verdict(sketch).ladder == 0
    sketch.hand("reg", "a", "cert", sent=5, received=5)
    found = verdict(sketch)
    assert (found.ladder, found.between) == (5, ("a", "b", "c"))


def test_what_the_citizen_typed_into_the_portal_came_from_the_office() -> None:
    sketch = drawn()
    sketch.write(CITIZEN, "cert", at=9)
    sketch.hand(FRONT_DOOR, "dvla", "cert", sent=10, received=10)
    found = verdict(sketch)
    assert (found.carrier, found.ladder) == (Carrier.CITIZEN, 1)


def test_what_the_portal_sends_that_nobody_gave_it_is_no_chain() -> None:
    sketch = drawn()
    sketch.hand(FRONT_DOOR, "dvla", "cert", sent=10, received=10)
    assert verdict(sketch).ladder == 0


def test_a_letter_that_names_no_fact_still_is_where_the_fact_came_by() -> None:
    sketch = drawn()
    letter = sketch.hand("reg", CITIZEN, medium="post", sent=2, received=9)
    sketch.hand(CITIZEN, "dvla", "cert", medium="citizen_carried", sent=10, received=10, source=letter)
    found = verdict(sketch)
    assert (found.carrier, found.ladder, found.correct) == (Carrier.CITIZEN, 1, True)


def test_what_the_offices_did_themselves_counts_before_a_better_relay() -> None:
    sketch = drawn()
    first = sketch.hand("reg", FRONT_DOOR, "cert", sent=2, received=2)
    sketch.hand(FRONT_DOOR, "dvla", "cert", sent=3, received=3, source=first)
    sketch.hand("reg", "dvla", "cert", medium="phone", sent=4, received=4)
    found = verdict(sketch)
    assert (found.good, found.office, found.relayed, found.carrier) == (5, 3, 5, Carrier.OFFICE)


def test_one_more_wrong_message_takes_nothing_away() -> None:
    sketch = drawn()
    sketch.hand("reg", "dvla", "cert", medium="phone", sent=4, received=4)
    sketch.hand("reg", "dvla", "cert", sent=5, received=5, taken="garbled")
    found = verdict(sketch)
    assert (found.good, found.ladder, found.correct) == (3, 5, True)


@pytest.mark.parametrize(("came", "on_time"), [(50, True), (51, False)])
def test_in_time_is_before_the_services_own_decision(came: float, on_time: bool) -> None:
    sketch = drawn()
    sketch.hand("reg", "dvla", "cert", sent=2, received=came)
    assert verdict(sketch).on_time is on_time


def test_a_service_that_was_never_asked_or_may_have_it_afterwards_is_never_late() -> None:
    later = Sketch()
    later.service("reg", writes=["cert"])
    later.service("dvla", afterwards=["cert"])
    later.decide("dvla", 50)
    withheld = Sketch()
    withheld.service("reg", writes=["cert"])
    withheld.service("dvla", reads=["cert"])
    withheld.decide("dvla", 0, status="withheld")
    for sketch in (later, withheld):
        sketch.hand("reg", "dvla", "cert", sent=80, received=90)
        assert verdict(sketch).on_time


def test_right_is_what_the_provider_held_to_be_true_when_it_came() -> None:
    sketch = drawn()
    sketch.write("reg", "cert", "better", at=20, corrected=True)
    sketch.hand("reg", "dvla", "cert", sent=2, received=10)
    assert verdict(sketch).correct
    late = drawn()
    late.write("reg", "cert", "better", at=20, corrected=True)
    late.hand("reg", "dvla", "cert", sent=2, received=30)
    assert not verdict(late).correct


def test_a_handoff_that_never_came_met_nothing() -> None:
    sketch = drawn()
    sketch.hand("reg", "dvla", "cert", sent=2, received=None)
    assert verdict(sketch).ladder == 0


def test_what_comes_to_the_new_owner_meets_the_needs_of_a_merged_service() -> None:
    sketch = Sketch()
    sketch.service("reg", writes=["cert"])
    sketch.service("dvla", reads=["cert"], merged_into="transport")
    sketch.service("transport")
    sketch.write("reg", "cert", at=1)
    sketch.decide("dvla", 0, status="not_needed")
    sketch.decide("transport", 50)
    sketch.hand("reg", "transport", "cert", sent=2, received=2)
    found = next(each for each in sketch.evidence().met())
    assert (found.need.consumer, found.verdict.good) == ("transport", 5)


def test_two_offices_that_write_one_fact_make_two_half_needs() -> None:
    sketch = Sketch()
    sketch.service("council", writes=["household"])
    sketch.service("dwp", writes=["household"])
    sketch.hand("council", "dwp", "household", sent=1, received=1)
    found = [(each.need.weight, each.verdict.good) for each in sketch.evidence().met()]
    assert sorted(found) == [(0.5, 0), (0.5, 5)]
