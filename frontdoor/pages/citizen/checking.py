"""Check your answers: everything that was said, part by part, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.cases.models import Draft
from frontdoor.errors import Problem
from frontdoor.journey.answers import display
from frontdoor.pages.citizen.journey import Journey
from frontdoor.pages.citizen.questions import CHANGE, journey_of, next_path
from frontdoor.pages.citizen.visits import Visit
from frontdoor.rendering import sentence


@dataclass(frozen=True)
class Row:
    """One answer: what it is called, what was said (empty: left out), and where to change it."""

    fact: str
    label: str
    value: str
    href: str


@dataclass(frozen=True)
class Card:
    """The answers of one part."""

    title: str
    rows: tuple[Row, ...]


async def check_answers(visit: Visit) -> Response:
    """Shows every answer, once all that must be asked was asked."""
    draft = await visit.draft()
    journey = journey_of(visit, draft)
    if not journey.complete:
        return visit.go(next_path(journey))
    return answers_page(visit, draft)


def answers_page(visit: Visit, draft: Draft, problems: Iterable[Problem] = ()) -> Response:
    """Returns the list of answers; with problems, as it comes back when they were not taken."""
    journey = journey_of(visit, draft)
    cards = _cards(visit, journey)
    hrefs = {row.fact: row.href for card in cards for row in card.rows}
    errors = [{"text": each.detail, "href": hrefs.get(each.where, "#main-content")} for each in problems]
    return visit.render(
        "answers.html",
        status=422 if errors else 200,
        event=journey.event,
        cards=cards,
        errors=errors,
        wrong={each.where: each.detail for each in problems},
        back=f"/journey/{journey.route[-1].key}",
    )


def _cards(visit: Visit, journey: Journey) -> list[Card]:
    facts = visit.registry.facts
    return [
        Card(
            section.title,
            tuple(
                Row(
                    name,
                    sentence(facts[name].label),
                    display(facts[name], value) if (value := journey.answers.get(name, "")) else "",
                    f"/journey/{question.key}{CHANGE}",
                )
                for question in section.questions
                if question in journey.route
                for name in question.facts
            ),
        )
        for section in journey.sections
    ]
