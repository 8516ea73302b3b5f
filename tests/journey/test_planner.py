"""The planner's properties: whatever is asked and whatever offices answer, every service gets an end."""

import json
from collections.abc import Set
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from frontdoor.discovery import registry
from frontdoor.journey.plan import Plan, PlannedRead, PlannedService
from frontdoor.journey.planner import (
    CITIZEN,
    Known,
    asked_facts,
    expected_later,
    make_plan,
    missing_facts,
    never_coming,
    readiness,
    route,
    waiting_for,
)
from life_events.facts import Kind
from life_events.model import LifeEvent, Timing

DAY = date(2026, 3, 5)
EVENTS = sorted(registry().life_events.values(), key=lambda event: event.key)


def _value(name: str) -> st.SearchStrategy[str]:
    known = registry().facts[name]
    match known.kind:
        case Kind.YES_NO:
            return st.sampled_from(["yes", "no"])
        case Kind.CHOICE:
            return st.sampled_from([choice.value for choice in known.choices])
        case Kind.MONEY:
            return st.sampled_from(["0.00", "324999.00", "325000.00", "900000.00"])
    return st.just("given")


@st.composite
def journeys(draw: st.DrawFn) -> tuple[LifeEvent, dict[str, str]]:
    """Answers every question on the way, as a person might; optional ones now and then."""
    event = draw(st.sampled_from(EVENTS))
    facts: dict[str, str] = {}
    for question in event.questions:
        if question.when is None or question.when.judge(facts, DAY) is True:
            for name in question.facts:
                if name not in question.optional or draw(st.booleans()):
                    facts[name] = draw(_value(name))
    return event, facts


def plan_of(event: LifeEvent, facts: dict[str, str]) -> Plan:
    return make_plan(event, registry().services, facts, DAY, definitions="test")


@given(journeys())
def test_a_whole_journey_leaves_nothing_open(journey: tuple[LifeEvent, dict[str, str]]) -> None:
    event, facts = journey
    assert missing_facts(event, facts, DAY) == ()
    assert asked_facts(event, facts, DAY) == facts


@given(journeys(), st.data())
def test_what_falls_off_the_route_is_not_kept(journey: tuple[LifeEvent, dict[str, str]], data: st.DataObject) -> None:
    event, facts = journey
    changed = data.draw(st.sampled_from(sorted(facts)))
    other = {**facts, changed: data.draw(_value(changed))}
    kept = asked_facts(event, other, DAY)
    assert asked_facts(event, kept, DAY) == kept
    assert kept.items() <= other.items()
    asked = {name for question in route(event, kept, DAY) for name in question.facts}
    assert set(kept) <= asked


@given(journeys())
def test_a_plan_is_by_the_definitions_of_its_moment(journey: tuple[LifeEvent, dict[str, str]]) -> None:
    event, facts = journey
    before = plan_of(event, facts)
    changed = {key: replace(each, agency="another") for key, each in registry().services.items()}
    after = make_plan(event, changed, facts, DAY, definitions="test")
    assert {each.agency for each in after.services} == {"another"}
    assert plan_of(event, facts) == before


@given(journeys())
def test_a_stored_plan_is_the_plan(journey: tuple[LifeEvent, dict[str, str]]) -> None:
    plan = plan_of(*journey)
    stored = json.loads(json.dumps(plan.document()))
    assert stored == plan.model_dump(mode="json")
    assert Plan.model_validate(stored) == plan


@given(journeys())
def test_every_service_of_the_event_is_in_the_plan_once(journey: tuple[LifeEvent, dict[str, str]]) -> None:
    event, facts = journey
    plan = plan_of(event, facts)
    assert sorted(each.service for each in plan.services) == sorted(part.service for part in event.services)
    assert all(each.reason for each in plan.services if not each.needed)
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


@given(journeys())
def test_providers_to_start_come_first(journey: tuple[LifeEvent, dict[str, str]]) -> None:
    plan = plan_of(*journey)
    place = {each.service: number for number, each in enumerate(plan.services)}
    for each in plan.active:
        for read in each.reads:
            if read.when is Timing.TO_START:
                assert all(place[provider] < place[each.service] for provider in read.providers)


@given(journeys(), st.data())
def test_every_service_ends_whatever_offices_answer(
    journey: tuple[LifeEvent, dict[str, str]], data: st.DataObject
) -> None:
    event, facts = journey
    plan = plan_of(event, facts)
    held, ended = set(facts), {each.service for each in plan.services if not each.active}
    while True:
        known = Known(frozenset(held), frozenset(ended))
        open_ = [each for each in plan.active if each.service not in ended]
        if not open_:
            break
        movable = [each for each in open_ if readiness(each, known).ready or readiness(each, known).impossible]
        assert movable, f"nobody can move: {[each.service for each in open_]}"
        each = data.draw(st.sampled_from(movable))
        ended.add(each.service)
        if readiness(each, known).ready and data.draw(st.booleans()):
            held |= set(each.writes)


@given(journeys(), st.data())
def test_knowing_more_never_holds_back_what_was_ready(
    journey: tuple[LifeEvent, dict[str, str]], data: st.DataObject
) -> None:
    plan = plan_of(*journey)
    written = sorted({fact for each in plan.active for fact in each.writes})
    held = set(journey[1])
    less = Known(frozenset(held), frozenset())
    more = Known(frozenset(held | set(data.draw(st.lists(st.sampled_from(written))) if written else [])), frozenset())
    for each in plan.active:
        if readiness(each, less).ready:
            assert readiness(each, more).ready


def _service(*reads: PlannedRead) -> PlannedService:
    return PlannedService(service="b.act", agency="b", needed=True, reads=reads)


def _read(
    *any_of: str, when: Timing = Timing.TO_START, optional: bool = False, by: Set[str] = frozenset()
) -> PlannedRead:
    return PlannedRead(any_of=any_of, when=when, optional=optional, providers=tuple(sorted(by)), passed_on=any_of)


def test_a_parent_that_ends_without_its_fact_makes_the_dependant_impossible() -> None:
    state = readiness(_service(_read("a.fact", by={"a.act"})), Known(frozenset(), frozenset({"a.act"})))
    assert state.impossible is not None
    assert not state.ready


def test_unless_the_fact_is_optional() -> None:
    service = _service(_read("a.fact", by={"a.act"}, optional=True))
    assert not readiness(service, Known()).ready
    assert readiness(service, Known(frozenset(), frozenset({"a.act"}))).ready


def test_any_one_of_several_facts_will_do() -> None:
    service = _service(_read("a.fact", "c.fact", by={"a.act", "c.act"}))
    assert readiness(service, Known(frozenset({"c.fact"}))).ready
    assert readiness(service, Known(frozenset(), frozenset({"a.act"}))).waits[0].providers == ("c.act",)


def test_a_fact_that_the_citizen_left_out_is_asked_of_the_citizen() -> None:
    service = _service(_read("you.account", when=Timing.TO_FINISH))
    assert readiness(service, Known()).ready
    assert waiting_for(service, Known())[0].providers == (CITIZEN,)
    assert expected_later(service, Known()) == {"you.account"}


def test_an_office_is_told_what_will_not_come() -> None:
    service = _service(_read("a.fact", when=Timing.TO_FINISH, by={"a.act"}, optional=True))
    assert expected_later(service, Known()) == {"a.fact"}
    over = Known(frozenset(), frozenset({"a.act"}))
    assert never_coming(service, over) == {"a.fact"}
    assert expected_later(service, over) == frozenset()
