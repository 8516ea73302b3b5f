"""The requests that can be compared: the complete examples, and whatever case is open in this browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from frontdoor.cases.models import Case, CaseFact
from frontdoor.discovery import Registry
from frontdoor.errors import Refused
from frontdoor.handoffs.comparison import ComparisonRequest
from frontdoor.handoffs.intake import CaseRequest, ScriptedCitizen, check_request
from frontdoor.journey.plan import Plan
from frontdoor.journey.planner import CITIZEN, make_plan
from frontdoor.rendering import count, sentence

OWN = "own"


@dataclass(frozen=True)
class Choice:
    """A request that can be chosen: what it is called and what it is about."""

    key: str
    label: str
    hint: str


@dataclass(frozen=True)
class Example:
    """A complete example request."""

    choice: Choice
    life_event: str
    facts: dict[str, object]
    as_of: date


def examples(registry: Registry) -> dict[str, Example]:
    """Returns the example requests that are complete, by name."""
    found = {}
    for name, path in registry.example_files().items():
        example = _example(name, json.loads(path.read_text(encoding="utf-8")), registry)
        if example is not None:
            found[name] = example
    return found


def example_request(example: Example, scenarios: tuple[str, ...], press: str) -> ComparisonRequest:
    """Returns the comparison of an example."""
    return ComparisonRequest(
        life_event=example.life_event, facts=example.facts, scenarios=scenarios, as_of=example.as_of, press=press
    )


def own_choice(case: Case, registry: Registry) -> Choice:
    """Returns the choice of the case that is open in this browser."""
    title = registry.life_events[case.life_event].title
    hint = f"{title}, {case.reference}: the same answers, made up anew. Nothing happens to your request."
    return Choice(OWN, "Your own request", hint)


async def own_request(case: Case, registry: Registry, scenarios: tuple[str, ...], press: str) -> ComparisonRequest:
    """Returns the comparison of an open case: what its citizen said for all offices, and no to the same ones."""
    event = registry.life_events[case.life_event]
    asked = {fact for question in event.questions for fact in question.facts}
    held = await CaseFact.filter(case_id=case.id, source=CITIZEN, service="")
    plan = Plan.model_validate(case.plan)
    return ComparisonRequest(
        life_event=case.life_event,
        facts={each.fact: each.value for each in held if each.fact in asked},
        scenarios=scenarios,
        as_of=case.as_of,
        citizen=ScriptedCitizen("attentive", case.knows),
        withheld=tuple(each.service for each in plan.services if each.withheld),
        press=press,
        source_case=case.id,
    )


def _example(name: str, document: dict[str, object], registry: Registry) -> Example | None:
    life_event, facts, told = document.get("life_event"), document.get("facts"), document.get("as_of")
    if not isinstance(facts, dict) or not isinstance(told, str) or life_event not in registry.life_events:
        return None
    as_of, scenario = date.fromisoformat(told), next(iter(registry.scenarios))
    try:
        event, canonical = check_request(CaseRequest(str(life_event), facts, scenario), registry, as_of)
    except Refused:
        return None  # the example of a refusal, or one whose questions are not all answered
    plan = make_plan(event, registry.services, canonical, as_of, definitions=registry.version)
    concerned = count(len({each.agency for each in plan.active}), "organisation")
    hint = f"{event.title}: {count(len(canonical), 'answer')}, which concern {concerned}."
    return Example(Choice(name, sentence(name.replace("_", ", ")), hint), event.key, facts, as_of)
