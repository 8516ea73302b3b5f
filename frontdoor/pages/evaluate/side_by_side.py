"""A comparison as its page shows it: what each world promised, what came of it, and the lanes behind the counter."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from frontdoor.discovery import Registry
from frontdoor.handoffs.casedocument import CaseDocument, HandoffView
from frontdoor.handoffs.comparison import CARRIED, TOLD_AGAIN, ComparedCase, ComparisonDocument, Summary
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.ledger import FRONT_DOOR
from frontdoor.journey.planner import CITIZEN
from frontdoor.pages.citizen.forecast import Forecast
from frontdoor.pages.citizen.history import MEDIA
from frontdoor.pages.citizen.organisations import any_of_them, called
from frontdoor.pages.evaluate.arrows import LEGEND, Style
from frontdoor.pages.evaluate.confirmation import Confirmation
from frontdoor.pages.evaluate.lanes import Chart, Names, draw
from frontdoor.rendering import count, day, listed, sentence

BY_THE_CITIZEN = {"citizen_carried": "carried by the citizen", "citizen_reentered": "told again by the citizen"}


@dataclass(frozen=True)
class Errand:
    """What the citizen brought or told at one moment: to whom, and off whose letter."""

    when: str
    what: str
    number: int


@dataclass(frozen=True)
class Handover:
    """One handoff in words: facts by their labels, never their values."""

    sent: datetime
    received: datetime | None
    source: str
    target: str
    facts: str
    medium: str
    strong: bool


@dataclass(frozen=True)
class World:
    """One world of the comparison."""

    scenario: str
    title: str
    about: str
    reference: str
    summary: Summary
    forecast: Forecast | None
    offices: int
    waits: tuple[str, ...]
    errands: tuple[Errand, ...]
    letters: tuple[tuple[str, str, str], ...]
    handovers: tuple[Handover, ...]
    chart: Chart
    described: str


@dataclass(frozen=True)
class ComparisonPage:
    """The page, and a digest that changes when anything on it does."""

    document: ComparisonDocument
    event: str
    worlds: tuple[World, ...]
    same: str
    found: str
    legend: tuple[tuple[Style, str], ...]
    digest: str


def comparison_page(
    document: ComparisonDocument, said: Mapping[str, Confirmation], registry: Registry
) -> ComparisonPage:
    """Returns the page of a comparison. `said`: the confirmations by scenario."""
    names = Names(
        {key: _short(registry, key) for key in registry.agencies},
        {key: service.title for key, service in registry.services.items()},
    )
    charts = draw([each.case for each in document.worlds], names)
    worlds = tuple(
        _world(each, said.get(each.scenario), chart, registry)
        for each, chart in zip(document.worlds, charts, strict=True)
    )
    used = {arrow.style for chart in charts for arrow in chart.arrows}
    return ComparisonPage(
        document=document,
        event=registry.life_events[document.life_event].title,
        worlds=worlds,
        same=_same(document),
        found=_found(document),
        legend=tuple((style, text) for style, text in LEGEND.items() if style in used),
        digest=hashlib.sha256(document.model_dump_json().encode()).hexdigest()[:16],
    )


def _short(registry: Registry, agency: str) -> str:
    service = next((key for key, each in registry.services.items() if each.agency == agency), "")
    return called(registry, service) if service else registry.agencies[agency].title


def _same(document: ComparisonDocument) -> str:
    """Says whether the citizen was promised the same."""
    doors = [each for each in document.worlds if each.summary.front_door]
    match document.confirmation_equal:
        case True:
            worlds = "both worlds" if len(doors) == 2 else f"all {len(doors)} worlds"
            return f"The same confirmation, word for word, in {worlds} with a front door. Only the reference differs."
        case False:
            return "The confirmations are not the same in every world that has a front door."
        case None:
            return "Only one of these worlds has a front door." if doors else "None of these worlds has a front door."


def _found(document: ComparisonDocument) -> str:
    """Says in one sentence what the worlds came to: the most and the least that the citizen had to carry or repeat."""
    order = sorted(document.worlds, key=lambda each: each.summary.carried_or_told_again)
    least, most = order[0], order[-1]
    so_far = "" if document.finished else "so far, "
    most_often, least_often = (_times(each.summary.carried_or_told_again) for each in (most, least))
    return (
        f"In “{most.title}” the citizen {so_far}carried something or told it again {most_often}; "
        f"in “{least.title}” {least_often}."
    )


def _times(number: int) -> str:
    return {0: "not once", 1: "once"}.get(number, f"{number} times")


def _world(one: ComparedCase, said: Confirmation | None, chart: Chart, registry: Registry) -> World:
    case = one.case
    handovers = _handovers(case, registry)
    return World(
        scenario=one.scenario,
        title=one.title,
        about=one.about,
        reference=case.reference,
        summary=one.summary,
        forecast=said.forecast if said else None,
        offices=len({each.agency for each in case.acting if each.status not in (Status.NOT_NEEDED, Status.WITHHELD)}),
        waits=tuple(_waits(case, registry)),
        errands=tuple(_errands(case, registry)),
        letters=tuple((day(each.arrived), called(registry, each.from_), each.address) for each in case.letters),
        handovers=handovers,
        chart=chart,
        described=_described(one, len(handovers)),
    )


def _described(one: ComparedCase, handovers: int) -> str:
    """Says in words what the drawing shows."""
    found = one.summary
    end = f"settled after {count(found.calendar_days, 'day')}" if found.finished else "not settled yet"
    parties = "the citizen, the front door and the offices" if found.front_door else "the citizen and the offices"
    return (
        f"{count(handovers, 'handover')} between {parties}. "
        f"The citizen carried something {_times(found.carried)} and told something again "
        f"{_times(found.told_again)}, and got {count(found.letters, 'letter')}. "
        f"{found.services_settled} of {found.services} services are settled; the case is {end}. "
        "The table below has every handover."
    )


def _waits(case: CaseDocument, registry: Registry) -> list[str]:
    """Says who waits for whom, once for each pair."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in case.waiting:
        whom = "the citizen" if CITIZEN in each.for_ else any_of_them(registry, each.for_)
        facts = found.setdefault((called(registry, each.service), whom), [])
        facts += [registry.facts[fact].label for fact in each.facts if registry.facts[fact].label not in facts]
    return [
        f"{who} waits for {whom}" + (f": {listed(facts)}." if facts else ".") for (who, whom), facts in found.items()
    ]


def _errands(case: CaseDocument, registry: Registry) -> list[Errand]:
    """Returns what the citizen did, put together by moment, kind and letter."""
    by_id = {each.handoff_id: each for each in case.handoffs}
    found: dict[tuple[datetime, str, str], list[str]] = {}
    for each in sorted(case.handoffs, key=lambda one: one.sent or case.now):
        if each.sent and each.medium in (CARRIED, TOLD_AGAIN) and each.status is not Status.NOT_NEEDED:
            source = by_id.get(each.source or "")
            whose = called(registry, source.from_) if source and source.from_ in registry.services else ""
            found.setdefault((each.sent, each.medium, whose), []).append(called(registry, each.to))
    errands = []
    for (sent, medium, whose), targets in found.items():
        does = "tells again" if medium == TOLD_AGAIN else f"carries from {whose}" if whose else "brings"
        errands.append(Errand(day(sent), f"{does} to {listed(list(dict.fromkeys(targets)))}", len(targets)))
    return errands


def _handovers(case: CaseDocument, registry: Registry) -> tuple[Handover, ...]:
    sent = sorted((each for each in case.handoffs if each.sent), key=lambda each: each.sent or case.now)
    return tuple(
        Handover(
            sent=each.sent or case.now,
            received=each.received,
            source=_party(each.from_, registry),
            target=_party(each.to, registry),
            facts=_facts(each, registry),
            medium=BY_THE_CITIZEN.get(each.medium) or MEDIA[each.medium],
            strong=each.medium in BY_THE_CITIZEN,
        )
        for each in sent
        if each.status is not Status.NOT_NEEDED
    )


def _party(key: str, registry: Registry) -> str:
    fixed = {CITIZEN: "Citizen", FRONT_DOOR: "Front door"}
    return fixed.get(key) or called(registry, key)


def _facts(handoff: HandoffView, registry: Registry) -> str:
    labels = [registry.facts[fact].label for fact in handoff.facts]
    return sentence(listed(labels)) if labels else ""
