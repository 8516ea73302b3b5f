"""Before anything is sent: exactly what each office will receive, who is not concerned, and who will not be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.cases.models import Draft
from frontdoor.cases.store import keep_draft
from frontdoor.discovery import Registry
from frontdoor.handoffs.preview import OfficePreview, preview
from frontdoor.journey.plan import Plan
from frontdoor.journey.planner import make_plan
from frontdoor.pages.citizen.journey import Journey
from frontdoor.pages.citizen.organisations import KINDS, any_of_them, called
from frontdoor.pages.citizen.questions import journey_of, next_path
from frontdoor.pages.citizen.visits import Visit
from frontdoor.rendering import count, listed, sentence

DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Later:
    """Facts that an office gets later, and from whom."""

    labels: str
    source: str


@dataclass(frozen=True)
class OfficeCard:
    """One office: why it is told, on what ground, what it will receive word for word, and what follows from a no."""

    key: str
    name: str
    kind: str
    title: str
    does: str
    why: str
    law: str
    kept: str
    fields: tuple[tuple[str, str], ...]
    later: tuple[Later, ...]
    refusable: bool
    tell: bool
    consequences: tuple[str, ...]


async def show_offices(visit: Visit) -> Response:
    """Shows what each office will receive."""
    draft = await visit.draft()
    journey = journey_of(visit, draft)
    if not journey.complete:
        return visit.go(next_path(journey))
    plan = plan_of(visit.registry, journey)
    cards = [
        _card(visit.registry, plan, each, told=each.disclosure.service not in draft.withheld)
        for each in preview(plan, visit.registry, journey.facts)
    ]
    in_order = [card for kind in KINDS.values() for card in cards if card.kind == kind]
    return visit.render(
        "offices.html",
        event=journey.event,
        cards=in_order,
        by_law=sum(not card.refusable for card in cards),
        not_needed=[
            (visit.registry.services[each.service].title, visit.registry.agency_of(each.service).title, each.reason)
            for each in plan.services
            if not each.needed
        ],
    )


async def choose_offices(visit: Visit) -> Response:
    """Keeps which offices must not be told; those that the law wants told cannot be left out."""
    draft = await visit.draft()
    journey = journey_of(visit, draft)
    if not journey.complete:
        return visit.go(next_path(journey))
    told = set(visit.chosen.get("tell", ()))
    plan = plan_of(visit.registry, journey)
    asked = [each.disclosure for each in preview(plan, visit.registry, journey.facts) if each.disclosure.refusable]
    draft.withheld = sorted(each.service for each in asked if each.service not in told)
    await keep_draft(draft)
    visit.session.put(looked=True)
    return visit.go("/journey/declaration")


def plan_of(registry: Registry, journey: Journey, draft: Draft | None = None) -> Plan:
    """Returns the plan that the answers lead to; with a draft, without the offices that must not be told."""
    return make_plan(
        journey.event,
        registry.services,
        journey.facts,
        journey.today,
        definitions=registry.version,
        withheld=frozenset(draft.withheld) if draft else frozenset(),
    )


def years(days: int) -> str:
    """Returns how long something is kept, in the largest unit that says it honestly."""
    return count(round(days / DAYS_A_YEAR), "year") if days >= DAYS_A_YEAR else count(days, "day")


def _card(registry: Registry, plan: Plan, office: OfficePreview, *, told: bool) -> OfficeCard:
    disclosure = office.disclosure
    service = registry.services[disclosure.service]
    return OfficeCard(
        key=service.key,
        name=disclosure.agency.title,
        kind=KINDS[disclosure.agency.tier],
        title=disclosure.title,
        does=service.does,
        why=disclosure.why,
        law=disclosure.law,
        kept=years(disclosure.retention_days),
        fields=_entries(office.fields),
        later=_later(registry, plan, service.key, disclosure.later),
        refusable=disclosure.refusable,
        tell=told,
        consequences=_if_refused(registry, plan, service.key) if disclosure.refusable else (),
    )


def _entries(fields: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Returns the office's own fields and what will stand in them; a form within the form is opened up."""
    found: list[tuple[str, str]] = []
    for name, value in fields.items():
        match value:
            case None:
                continue
            case Mapping():
                found += [(f"{name}.{inner}", text) for inner, text in _entries(value)]
            case bool():
                found.append((name, "true" if value else "false"))
            case list() | tuple():
                found.append((name, ", ".join(map(str, value))))
            case _:
                found.append((name, str(value)))
    return tuple(found)


def _later(registry: Registry, plan: Plan, key: str, facts: tuple[str, ...]) -> tuple[Later, ...]:
    by_source: dict[str, list[str]] = {}
    for read in plan.service(key).reads:
        labels = [registry.facts[fact].label for fact in read.any_of if fact in facts]
        if labels:
            by_source.setdefault(any_of_them(registry, read.providers), []).append(listed(labels, "or"))
    return tuple(Later(sentence(listed(labels)), source) for source, labels in by_source.items())


def _if_refused(registry: Registry, plan: Plan, key: str) -> tuple[str, ...]:
    """Says what a no means: what the citizen does instead, and who else will lack something."""
    agency = registry.agency_of(key)
    lacking = [
        f"{called(registry, each.service)} will not get the {listed(missing)} from us."
        for each in plan.services
        if (
            missing := [
                registry.facts[fact].label
                for read in each.reads
                if read.providers == (key,)
                for fact in read.any_of
                if fact in plan.service(key).writes
            ]
        )
    ]
    return (f"If you say no, you will have to tell them yourself. {agency.fallback}.", *lacking)
