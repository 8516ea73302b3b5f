"""The journey page by page, as citizens see it, and what stands behind each question: when it is asked, who is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.pages.design.board import SERVICES, Board
from frontdoor.pages.design.flows import services_of
from frontdoor.pages.design.words import kind, label, name, when_asked
from frontdoor.pages.evaluate.tables import Cell, Table, table
from frontdoor.rendering import listed, sentence
from life_events.conditions import Condition
from life_events.model import LifeEvent, Question


@dataclass(frozen=True)
class Asked:
    """One fact of a question: its label, kind and hint, what can be chosen, who is told, and what it decides."""

    fact: str
    label: str
    kind: str
    hint: str
    choices: tuple[str, ...]
    optional: bool
    told: tuple[tuple[str, str], ...]
    decides: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One page of the journey: its number, the question, when it is asked (empty: always), and its facts."""

    number: int
    question: Question
    when: str
    facts: tuple[Asked, ...]


async def show_journey(board: Board) -> Response:
    """Shows every question of a life event."""
    event, registry = board.event, board.registry
    numbers = {question.key: at for at, question in enumerate(event.questions, start=1)}
    sections = [
        (section.title, [_step(numbers[each.key], each, event, registry) for each in section.questions])
        for section in event.sections
    ]
    steps = [step for _, some in sections for step in some]
    return board.answer(
        "journey.html",
        _table(event, steps),
        event=event,
        sections=sections,
        questions=len(steps),
        always=sum(not step.when for step in steps),
        facts=sum(len(step.facts) for step in steps),
    )


def decides(event: LifeEvent, fact: str, registry: Registry) -> tuple[str, ...]:
    """Returns what a fact decides: which services are concerned and which questions are asked."""
    services = [name(registry, part.service) for part in event.services if _looks_at(part.when, fact)]
    asked = [f"“{each.title}”" for each in event.questions if _looks_at(each.when, fact)]
    found = [f"whether {listed(services)} {'are' if len(services) > 1 else 'is'} concerned"] if services else []
    return (*found, *([f"whether {listed(asked)} {'are' if len(asked) > 1 else 'is'} asked"] if asked else []))


def _looks_at(condition: Condition | None, fact: str) -> bool:
    return condition is not None and fact in condition.facts()


def _step(number: int, question: Question, event: LifeEvent, registry: Registry) -> Step:
    when = when_asked(registry, question.when) if question.when else ""
    return Step(number, question, when, tuple(_asked(fact, question, event, registry) for fact in question.facts))


def _asked(fact: str, question: Question, event: LifeEvent, registry: Registry) -> Asked:
    known = registry.facts.get(fact)
    told = [key for key in services_of(event, registry) if fact in registry.services[key].reads_facts()]
    return Asked(
        fact=fact,
        label=sentence(label(registry, fact)),
        kind=kind(known.kind) if known else "",
        hint=known.hint if known else "",
        choices=tuple(each.label for each in known.choices) if known else (),
        optional=fact in question.optional,
        told=tuple((f"{SERVICES}/{key}", name(registry, key)) for key in told),
        decides=decides(event, fact, registry),
    )


def _table(event: LifeEvent, steps: Iterable[Step]) -> Table:
    heads = ("Page", "Question", "Asked when", "Fact", "Kind", "May be left out", "Told to", "Decides")
    rows = [
        [
            Cell(str(step.number), f"#{step.question.key}", step.number),
            Cell(step.question.title),
            Cell(step.when or "always"),
            Cell(each.label, value=each.fact),
            Cell(each.kind),
            Cell("yes" if each.optional else "no"),
            Cell("; ".join(who for _, who in each.told) or "nobody"),
            Cell("; ".join(each.decides) or "nothing"),
        ]
        for step in steps
        for each in step.facts
    ]
    return table(f"journey-{event.key}", "Fact by fact", heads, rows)
