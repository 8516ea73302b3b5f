"""What a service changes: a life event without it and with it, from definitions and scenarios alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.handoffs.relationships import table_of
from frontdoor.pages.design.board import BASE, SERVICES, Board
from frontdoor.pages.design.flows import services_of
from frontdoor.pages.design.words import BEARERS, label, name
from frontdoor.pages.evaluate.tables import Cell, Table, number, table
from frontdoor.rendering import listed
from life_events.carrying import Bearer, bearers
from life_events.conditions import Condition
from life_events.coordination import FRONT_DOOR, Need, needs
from life_events.model import LifeEvent, Question
from life_events.relations import Table as Relations


@dataclass(frozen=True)
class Whole:
    """A life event with some of its services: what is asked, and what services need."""

    services: tuple[str, ...]
    questions: tuple[Question, ...]
    facts: tuple[str, ...]
    needs: tuple[Need, ...]

    @property
    def front(self) -> int:
        """How many facts of the citizen's have to reach how many services, each counted once."""
        return sum(each.front for each in self.needs)

    @property
    def back(self) -> int:
        """How many facts services need of one another."""
        return len(self.needs) - self.front


@dataclass(frozen=True)
class Bar:
    """In one scenario, how many of the needs that a service brings would be carried by whom."""

    title: str
    key: str
    carried: tuple[tuple[Bearer, str, int, float, float], ...]
    total: int


@dataclass(frozen=True)
class Change:
    """What one service changes in one life event."""

    event: LifeEvent
    without: Whole
    whole: Whole
    asked: tuple[Question, ...]
    told: tuple[str, ...]
    lost: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]


async def show_change(board: Board) -> Response:
    """Shows what a service changes in every life event that it is part of."""
    service, registry = board.service, board.registry
    on = board.visit.today
    tables = [(each.title, await table_of(each, registry)) for each in registry.scenarios.values()]
    changes = [
        change(event, service.key, registry, tables, on)
        for event in registry.life_events.values()
        if service.key in services_of(event, registry)
    ]
    return board.answer(
        "change.html",
        _table(service.key, changes),
        service=service,
        title=name(registry, service.key),
        changes=[(each, f"{BASE}/{each.event.key}", _losses(each, registry),
                  [label(registry, fact) for fact in each.told]) for each in changes],
        words=BEARERS,
    )  # fmt: skip


def change(
    event: LifeEvent, service: str, registry: Registry, tables: Iterable[tuple[str, Relations]], on: date
) -> Change:
    """Returns what a service changes in a life event; `tables` are scenarios with their titles."""
    keys = services_of(event, registry)
    with_it = whole(event, keys, registry)
    without = whole(event, tuple(key for key in keys if key != service), registry)
    given_up = {(each.consumer, each.fact) for each in with_it.needs if each.provider == service and not each.front}
    return Change(
        event=event,
        without=without,
        whole=with_it,
        asked=tuple(each for each in with_it.questions if each not in without.questions),
        told=tuple(fact for fact in with_it.facts if fact not in without.facts),
        lost=tuple(sorted(given_up)),
        bars=tuple(_bar(title, each, frozenset(keys), service, on) for title, each in tables),
    )


def whole(event: LifeEvent, services: tuple[str, ...], registry: Registry) -> Whole:
    """Returns a life event with some of its services: of its questions, those whose answers are still of use."""
    read = {fact for key in services for fact in registry.services[key].reads_facts()}
    conditions = [part.when for part in event.services if part.service in services]
    questions = event.questions
    while True:
        used = read | _judged([*conditions, *(each.when for each in questions)])
        kept = tuple(each for each in questions if used.intersection(each.facts))
        if kept == questions:
            break
        questions = kept
    facts = tuple(dict.fromkeys(fact for each in questions for fact in each.facts if fact in used))
    return Whole(services, questions, facts, needs(registry.services, services, frozenset(facts), centre=FRONT_DOOR))


def _judged(conditions: Iterable[Condition | None]) -> set[str]:
    return {fact for each in conditions if each is not None for fact in each.facts()}


def _bar(title: str, relations: Relations, active: frozenset[str], service: str, on: date) -> Bar:
    """Returns who would carry the needs of which a service is an end."""
    every = bearers(relations.rows, active, on, front_door=relations.front_door)
    mine = [carrier for row, carrier in every.items() if service in (row.provider, row.consumer)]
    by = Counter(mine)
    carried, start = [], 0.0
    for each in (Bearer.CITIZEN, Bearer.POST, Bearer.FRONT_DOOR, Bearer.OFFICES):
        width = 100 * by[each] / len(mine) if mine else 0.0
        carried.append((each, BEARERS[each], by[each], start, width))
        start += width
    return Bar(title, relations.scenario, tuple(carried), len(mine))


def _losses(made: Change, registry: Registry) -> list[tuple[str, str, str]]:
    """Returns who would lack what, with the way to it."""
    lost: dict[str, list[str]] = {}
    for who, fact in made.lost:
        lost.setdefault(who, []).append(label(registry, fact))
    keys = [key for key in made.whole.services if key in lost]
    return [(f"{SERVICES}/{key}", name(registry, key), listed(lost[key])) for key in keys]


def _table(service: str, changes: Iterable[Change]) -> Table:
    heads = (
        "Life event", "What", "Without it", "With it", "Carried by the citizen", "Posted", "Relayed", "Between offices",
    )  # fmt: skip
    rows: list[list[Cell]] = []
    for each in changes:
        counted = (
            ("services", len(each.without.services), len(each.whole.services)),
            ("questions", len(each.without.questions), len(each.whole.questions)),
            ("facts asked of the citizen", len(each.without.facts), len(each.whole.facts)),
            ("front needs: a fact told, a service that reads it", each.without.front, each.whole.front),
            ("back needs: a fact of one service that another needs", each.without.back, each.whole.back),
        )
        rows += [
            [Cell(each.event.happened), Cell(what), number(str(one), one), number(str(other), other),
             *[Cell("")] * len(Bearer)]
            for what, one, other in counted
        ]  # fmt: skip
        rows += [
            [Cell(each.event.happened), Cell(f"its back needs, {bar.title}"), number("0", 0),
             number(str(bar.total), bar.total), *(number(str(part[2]), part[2]) for part in bar.carried)]
            for bar in each.bars
        ]  # fmt: skip
    return table(f"change-{service}", "Without it and with it", heads, rows)
