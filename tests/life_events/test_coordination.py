"""The spectrum, the ladder and the needs between services."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from frontdoor.discovery import registry
from life_events.coordination import DEFINITIONS, LADDER, Dependency, Medium, Relationship, needs
from life_events.model import Basis, Purpose, Read, Service, Write
from life_events.parameters import Parameter

BEREAVEMENT = [part.service for part in registry().life_events["bereavement"].services]


def service(key: str, reads: tuple[str, ...] = (), writes: tuple[str, ...] = ()) -> Service:
    return Service(
        key=key,
        agency=key.partition(".")[0],
        row="T1",
        title=key,
        does="",
        reads=tuple(map(Read, reads)),
        purpose=Purpose("test", Basis.CONSENT, "test", 1),
        usually=Parameter("probate.usually"),
        writes=tuple(map(Write, writes)),
    )


def test_the_spectrum_is_the_books_in_its_order() -> None:
    assert [each.level for each in Relationship] == list(range(9))
    assert set(DEFINITIONS) == set(Relationship)
    assert Relationship.SATELLITE.definition.startswith("separate entity created to serve as integrative mechanism")


def test_every_medium_has_its_rung() -> None:
    assert set(LADDER) == set(Medium)
    assert (Medium.API.ladder, Medium.POST.ladder, Medium.CITIZEN_CARRIED.ladder) == (5, 2, 1)


def test_the_four_kinds_of_need() -> None:
    town = {
        "a.give": service("a.give", ("you.name",), ("a.paper",)),
        "b.take": service("b.take", ("you.name", "a.paper", "b.own", "nobody.knows"), ("b.own", "both.write")),
        "c.too": service("c.too", (), ("both.write",)),
    }
    found = needs(town, town, {"you.name", "a.paper"})
    assert {(need.provider, need.consumer, need.fact, need.dependency, need.weight) for need in found} == {
        ("front_door", "a.give", "you.name", Dependency.SHARING, 1),
        ("front_door", "b.take", "you.name", Dependency.SHARING, 1),
        ("a.give", "b.take", "a.paper", Dependency.FLOW, 1),
        ("b.take", "c.too", "both.write", Dependency.FIT, 0.5),
        ("c.too", "b.take", "both.write", Dependency.FIT, 0.5),
    }, "what a service writes is a flow even when the citizen said it; nobody needs their own fact or one nobody has"


def test_without_a_front_door_the_citizen_is_the_centre_and_the_number_is_the_same() -> None:
    given_facts = {"deceased.last_name", "deceased.first_names", "deceased.date_of_birth"}
    with_door = needs(registry().services, BEREAVEMENT, given_facts)
    without = needs(registry().services, BEREAVEMENT, given_facts, centre="citizen")
    assert len(with_door) == len(without)
    assert {need.provider for need in without if need.front} == {"citizen"}


def test_every_need_that_probate_has_of_other_offices_is_found() -> None:
    flows = {
        (need.provider, need.fact)
        for need in needs(registry().services, BEREAVEMENT, set())
        if need.consumer == "hmcts.grant_probate"
    }
    assert flows == {
        ("register_office.register_death", "registration.date_of_death"),
        ("register_office.register_death", "registration.certificate_number"),
        ("hmrc.settle_inheritance_tax", "inheritance_tax.unique_code"),
        ("hmrc.settle_inheritance_tax", "inheritance_tax.gross_value"),
        ("hmrc.settle_inheritance_tax", "inheritance_tax.net_value"),
    }


@given(st.sets(st.sampled_from(BEREAVEMENT)), st.sampled_from(BEREAVEMENT))
def test_one_more_service_never_takes_a_flow_away(active: set[str], more: str) -> None:
    """Monotone: needs only grow with the plan, but for front needs that a writer now serves."""
    given_facts = set(registry().facts)
    few, many = (
        {need for need in needs(registry().services, each, given_facts) if not need.front}
        for each in (active, active | {more})
    )
    assert few <= many
    assert all(
        one != other for one, other in pairwise(sorted(need.fact + need.provider + need.consumer for need in few))
    )


@given(st.sets(st.sampled_from(BEREAVEMENT)))
def test_needs_stay_within_the_plan(active: set[str]) -> None:
    for need in needs(registry().services, active, set(registry().facts)):
        assert need.consumer in active
        assert need.provider in active | {"front_door"}
        assert need.provider != need.consumer


def test_parameters_have_a_value_on_the_days_of_the_simulation() -> None:
    for each in registry().services.values():
        assert each.usually.on(date(2026, 1, 5)) > 0
