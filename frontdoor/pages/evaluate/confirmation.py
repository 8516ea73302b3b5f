"""What the citizen was promised in each world of a comparison, and whether it was the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from frontdoor.cases.models import Case, CaseFact
from frontdoor.handoffs.comparison import ComparisonDocument
from frontdoor.handoffs.models import Comparison
from frontdoor.handoffs.portal import Portal
from frontdoor.journey.plan import Plan
from frontdoor.journey.planner import CITIZEN
from frontdoor.pages.citizen.forecast import Forecast, forecast


@dataclass(frozen=True)
class Confirmation:
    """What the page after sending says, the reference aside: what happened, and what will follow."""

    event: str
    forecast: Forecast


async def compared(portal: Portal, comparison: Comparison) -> tuple[ComparisonDocument, Mapping[str, Confirmation]]:
    """Reads a comparison, with the confirmations of those worlds, by scenario, that have a front door."""
    document = await portal.read_comparison(comparison)
    with_door = [each.scenario for each in document.worlds if each.case.front_door]
    said = {scenario: await _confirmation(portal, comparison.cases[scenario]) for scenario in with_door}
    return document.model_copy(update={"confirmation_equal": are_equal(list(said.values()))}), said


def are_equal(confirmations: list[Confirmation]) -> bool | None:
    """Says whether all confirmations say the same; None where there are not two to compare."""
    if len(confirmations) < 2:
        return None
    return all(each == confirmations[0] for each in confirmations)


async def _confirmation(portal: Portal, number: str) -> Confirmation:
    case = await Case.get(id=UUID(number))
    given = await CaseFact.filter(case_id=case.id, source=CITIZEN, service="").values_list("fact", flat=True)
    event = portal.registry.life_events[case.life_event].title
    plan = Plan.model_validate(case.plan)
    return Confirmation(event, forecast(portal.registry, plan, [str(each) for each in given], case.submitted_at))
