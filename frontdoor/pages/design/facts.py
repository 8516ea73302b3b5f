"""Facts by services: who asks, who reads, who writes, and where the ways of writing differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.handoffs.forms import OfficeField, office_fields
from frontdoor.pages.design.board import BASE, SERVICES, Board
from frontdoor.pages.design.flows import services_of
from frontdoor.pages.design.words import agency, kind, label, name
from frontdoor.pages.evaluate.tables import Cell, Table, table
from life_events.model import LifeEvent, Question

Fields = Mapping[tuple[str, str], OfficeField]


@dataclass(frozen=True)
class Mark:
    """A cell: `sign` is what is read at a glance, `tone` its colour, `says` all of it in words."""

    sign: str = ""
    tone: str = ""
    says: str = ""


@dataclass(frozen=True)
class Row:
    """One fact: its label, the question that asks for it (none where an office produces it), and a mark by service.

    `written`: in how many different ways offices write it.
    """

    label: str
    asked: str
    href: str
    written: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Group:
    """Facts that belong together, under one heading."""

    title: str
    rows: tuple[Row, ...]


async def show_facts(board: Board) -> Response:
    """Shows the facts of a life event against its services."""
    event, registry = board.event, board.registry
    keys = services_of(event, registry)
    fields = {(each.fact, each.service): each for key in keys for each in office_fields(key, registry)}
    groups = _groups(event, keys, fields, registry)
    return board.answer(
        "facts.html",
        _table(event, keys, fields, registry),
        event=event,
        services=[(f"{SERVICES}/{key}", agency(registry, key), registry.services[key].title) for key in keys],
        groups=groups,
        several=sum(row.written > 1 for group in groups for row in group.rows),
        facts=sum(len(group.rows) for group in groups),
    )


def asked_in(event: LifeEvent) -> dict[str, Question]:
    """Returns by fact the question that asks for it first."""
    found: dict[str, Question] = {}
    for question in event.questions:
        for fact in question.facts:
            found.setdefault(fact, question)
    return found


def _groups(event: LifeEvent, keys: Iterable[str], fields: Fields, registry: Registry) -> list[Group]:
    """Returns the citizen's facts section by section, then what offices produce."""
    services, questions = tuple(keys), asked_in(event)
    rows = {fact: _row(fact, event, services, questions, fields, registry) for fact in questions}
    found = [
        Group(section.title, tuple(rows[fact] for each in section.questions for fact in each.facts))
        for section in event.sections
    ]
    produced = dict.fromkeys(write.fact for key in services for write in registry.services[key].writes)
    made = tuple(_row(fact, event, services, questions, fields, registry) for fact in produced if fact not in questions)
    return [*found, Group("Produced by offices", made)]


def _row(
    fact: str,
    event: LifeEvent,
    services: tuple[str, ...],
    questions: Mapping[str, Question],
    fields: Fields,
    registry: Registry,
) -> Row:
    question = questions.get(fact)
    held = [fields[fact, key] for key in services if (fact, key) in fields]
    return Row(
        label=label(registry, fact),
        asked=question.title if question else "",
        href=f"{BASE}/{event.key}/journey#{question.key}" if question else "",
        written=len({each.form for each in held}),
        marks=tuple(_mark(fact, key, fields, registry) for key in services),
    )


def _mark(fact: str, key: str, fields: Fields, registry: Registry) -> Mark:
    service = registry.services[key]
    if fact not in service.reads_facts() | service.writes_facts():
        return Mark()
    field = fields.get((fact, key))
    writes = fact in service.writes_facts()
    does = "writes" if writes else "reads"
    own = field is not None and field.own
    says = f"{agency(registry, key)} {does} it"
    if field is not None and field.name:
        says += f" as {field.name}, {_how(field)}"
    return Mark(("W" if writes else "R") + ("≠" if own else ""), does + ("-own" if own else ""), says)


def _how(field: OfficeField) -> str:
    return f"written {field.form}" if field.own else "written as the portal does"


def _table(event: LifeEvent, keys: Iterable[str], fields: Fields, registry: Registry) -> Table:
    """Returns every field of every office's form, fact by fact."""
    questions = asked_in(event)
    order = {fact: at for at, fact in enumerate(questions)}
    services = list(keys)
    every = sorted(
        fields.values(), key=lambda each: (order.get(each.fact, len(order)), each.fact, services.index(each.service))
    )
    heads = ("Fact", "Asked in", "Service", "Does", "Office’s own name", "Way of writing", "For example", "There")
    return table(f"facts-{event.key}", "Field by field", heads, [_line(each, questions, registry) for each in every])


def _line(field: OfficeField, questions: Mapping[str, Question], registry: Registry) -> list[Cell]:
    question = questions.get(field.fact)
    known = registry.facts.get(field.fact)
    return [
        Cell(label(registry, field.fact), value=field.fact, note=kind(known.kind) if known else ""),
        Cell(question.title if question else "–", value=question.key if question else ""),
        Cell(name(registry, field.service), f"{SERVICES}/{field.service}", field.service),
        Cell("reads" if field.sent else "writes"),
        Cell(field.name),
        Cell(field.form),
        Cell(field.canonical),
        Cell(field.written),
    ]
