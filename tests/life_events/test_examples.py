"""The life events that there are: examples that work, questions that can be reached, offices that can be left out."""

from datetime import date
from itertools import product

import pytest

from frontdoor.discovery import registry
from frontdoor.handoffs.intake import check_request
from frontdoor.journey.planner import make_plan, route
from frontdoor.testing.simulation import example, request_of
from life_events.conditions import Condition
from life_events.facts import Kind
from life_events.model import LifeEvent

DAY = date(2026, 3, 5)
EVENTS = sorted(registry().life_events.values(), key=lambda event: event.key)


def plan_of(name: str) -> dict[str, bool]:
    event, facts = check_request(request_of(example(name)), registry(), DAY)
    plan = make_plan(event, registry().services, facts, DAY, definitions="test")
    return {each.service: each.needed for each in plan.services}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.key)
def test_the_full_example_concerns_nearly_every_service(event: LifeEvent) -> None:
    needed = plan_of(event.key)
    assert sum(needed.values()) >= len(needed) * 0.9


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.key)
def test_the_partial_example_leaves_half_out(event: LifeEvent) -> None:
    needed = plan_of(f"{event.key}_partial")
    assert sum(needed.values()) <= len(needed) / 2


@pytest.mark.parametrize(
    ("event", "names"),
    [
        (
            "bereavement",
            ("funeral service arrangements", "death duties", "pension", "the will", "mailing lists", "counselling"),
        ),
        (
            "business_start_up",
            (
                "land-use planning",
                "environmental health",
                "transport",
                "customs and excise",
                "inland revenue",
                "contributions agency",
                "data protection",
                "health and safety",
            ),
        ),
    ],
)
def test_the_seed_books_own_list_is_covered(event: str, names: tuple[str, ...]) -> None:
    """Governing in the Round, on a death in the family, and on a business start-up (‘Just for the poor’)."""
    published = registry().life_events[event].published
    assert published is not None
    assert len(published.entries) == len(names)
    for entry, name in zip(published.entries, names, strict=True):
        assert name in entry.name.lower()
        assert entry.services, "nobody of the book's own lists is left out"


def test_the_rows_of_the_domain_reference_are_covered() -> None:
    rows = {registry().services[part.service].row for part in registry().life_events["bereavement"].services}
    assert rows >= {*(f"BV{number:02}" for number in range(1, 17)), "BV18", "BV20"}


def _possible(name: str) -> list[str]:
    fact = registry().facts[name]
    match fact.kind:
        case Kind.YES_NO:
            return ["yes", "no"]
        case Kind.CHOICE:
            return [choice.value for choice in fact.choices]
    return ["0.00", "1000000.00"]


def _conditions() -> list[Condition]:
    return [
        condition
        for event in EVENTS
        for condition in [part.when for part in event.services] + [question.when for question in event.questions]
        if condition is not None
    ]


@pytest.mark.parametrize("condition", _conditions(), ids=lambda condition: condition.say(str)[:60])
def test_every_condition_can_be_true_and_false(condition: Condition) -> None:
    names = sorted(condition.facts())
    truths = {
        condition.judge(dict(zip(names, values, strict=True)), DAY)
        for values in product(*(_possible(name) for name in names))
    }
    assert truths == {True, False}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.key)
def test_every_question_can_be_reached(event: LifeEvent) -> None:
    given = {
        fact: _possible(fact)[0] if fact in registry().facts else "x"
        for question in event.questions
        for fact in question.facts
    }
    reached = {question.key for question in route(event, given, DAY)}
    for flipped in given:
        for value in _possible(flipped):
            reached |= {question.key for question in route(event, {**given, flipped: value}, DAY)}
    assert reached >= {question.key for question in event.questions}
