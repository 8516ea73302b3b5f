"""Try an adapter: sample facts, one press, and all that goes over the wire, with what a case would record of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound
from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.handoffs.trying import Recorded, Trial, Understood, try_adapter
from frontdoor.journey.answers import blank, display
from frontdoor.journey.examples import example_facts, later_facts, optional_facts
from frontdoor.pages.citizen.fields import Field, as_typed, make_field, read_answers, sent_for
from frontdoor.pages.design.board import Board
from frontdoor.pages.design.words import agency, label, name
from frontdoor.pages.evaluate.tables import Cell, Table, table
from frontdoor.rendering import listed, sentence
from life_events.coordination import CITIZEN, FRONT_DOOR
from life_events.facts import FactType
from life_events.model import Service

NO_TOWN = "The town of simulated offices does not answer, so nothing was asked. Try again in a moment."
STATUSES = {"ready": "ready: it will be tried again"}


@dataclass(frozen=True)
class Outcome:
    """What the adapter made of the answer, in words: its heading, a sentence, and what was learned."""

    tone: str
    heading: str
    says: str
    learned: tuple[tuple[str, str], ...] = ()


async def show_trial(board: Board) -> Response:
    """Shows the form, with sample facts filled in."""
    service = _tried(board)
    given = example_facts(service, board.registry)
    return _page(board, service, [_field(fact, service, given) for fact in _facts(service, board.registry)])


async def run_trial(board: Board) -> Response:
    """Asks the office, and shows everything; what was typed stays in the form."""
    service, form = _tried(board), board.visit.form
    known = _facts(service, board.registry)
    may_lack = optional_facts(service) | later_facts(service) | _replaceable(service)
    answers, errors = read_answers(known, form, board.visit.today, may_lack)
    facts = {fact: value for fact, value in answers.items() if value}
    errors |= _missing(service, facts, errors, board.registry)
    typed = {fact.name: sent_for(fact, form) for fact in known}
    fields = [_field(fact, service, {}, typed[fact.name], errors.get(fact.name, "")) for fact in known]
    if errors:
        return _page(board, service, fields, status=422)
    try:
        trial = await try_adapter(service.key, facts, board.visit.portal)
    except TownUnreachable:
        return _page(board, service, fields, status=503, problem=NO_TOWN)
    return _page(board, service, fields, trial=trial)


def _tried(board: Board) -> Service:
    service = board.service
    if service.key not in board.registry.adapters:
        raise NotFound("This service has no adapter to be tried.")
    return service


def _facts(service: Service, registry: Registry) -> list[FactType]:
    names = dict.fromkeys(fact for read in service.reads for fact in read.any_of)
    return [registry.facts[fact] for fact in names if fact in registry.facts]


def _replaceable(service: Service) -> frozenset[str]:
    """Returns the facts in whose place another will do."""
    return frozenset(fact for read in service.reads if read.alternatives for fact in read.any_of)


def _missing(
    service: Service, facts: Mapping[str, str], errors: Mapping[str, str], registry: Registry
) -> dict[str, str]:
    """Returns what is wrong where none of several facts was given of which one must be."""
    must = [read.any_of for read in service.reads if read.alternatives and not read.optional
            and read.fact not in later_facts(service)]  # fmt: skip
    lacking = [group for group in must if not any(fact in facts or fact in errors for fact in group)]
    return {
        group[0]: f"{blank(registry.facts[group[0]])}, or {listed([label(registry, each) for each in group[1:]], 'or')}"
        for group in lacking
    }


def _field(fact: FactType, service: Service, given: Mapping[str, str], typed: object = None, error: str = "") -> Field:
    later = fact.name in later_facts(service) and fact.name not in optional_facts(service)
    title = f"{sentence(fact.label)} (may come later)" if later else ""
    held = as_typed(fact, given.get(fact.name, "")) if typed is None else typed
    optional = fact.name in optional_facts(service) | _replaceable(service)
    return make_field(fact, typed=held, optional=optional, title=title, error=error)


def _page(
    board: Board,
    service: Service,
    fields: list[Field],
    *,
    trial: Trial | None = None,
    status: int = 200,
    problem: str = "",
) -> Response:
    registry = board.registry
    wrong = [{"text": _named(each), "href": f"#{each.error_target}"} for each in fields if each.error]
    return board.answer(
        "try.html",
        status=status,
        service=service,
        who=agency(registry, service.key),
        fields=fields,
        trial=trial,
        outcome=_outcome(trial.understood, registry) if trial else None,
        events=_events(trial.events, registry) if trial else None,
        errors=[*wrong, *([{"text": problem, "href": "#send"}] if problem else [])],
        action=board.path,
    )


def _named(field: Field) -> str:
    """Returns what is wrong with a field, with its name where the message does not say it: a form may have several."""
    said = field.fact.label.lower() in field.error.lower()
    return field.error if said else f"{sentence(field.fact.label)}: {field.error}"


def _outcome(came: Understood, registry: Registry) -> Outcome:
    learned = tuple(
        (sentence(label(registry, fact)), display(registry.facts[fact], value)) for fact, value in came.learned.items()
    )
    known = f"The office knows it as {came.reference}." if came.reference else ""
    match came.kind:
        case "accepted":
            return Outcome("settled", "Accepted: it has done what it was asked", known, learned)
        case "pending" if came.waiting_for:
            waits = listed([label(registry, fact) for fact in came.waiting_for])
            return Outcome("have", "Pending: it has it, and waits", f"{known} It waits for the {waits}.", learned)
        case "pending":
            return Outcome("have", "Pending: it has it, and will decide", known, learned)
        case "posted":
            says = f"A carrier has it, under {came.reference}. The office has not said that it has it."
            return Outcome("have", "Posted: it is on its way", says)
        case "declined":
            return Outcome("no", "Declined: it said no", f"{came.reason} (its code: {came.code})")
        case "unavailable":
            says = f"{came.reason}. In a case it would be tried again, later and later."
            return Outcome("waiting", "Unavailable: it could not be asked", says)
        case _:
            says = f"{came.reason}. In a case it would not be tried again: the adapter’s owner would be told."
            return Outcome("no", "Misbehaved: its answer was not what was agreed", says)


def _events(events: tuple[Recorded, ...], registry: Registry) -> Table:
    parties = {FRONT_DOOR: "the front door", CITIZEN: "the citizen"}
    rows = [
        [
            Cell(str(at)),
            Cell(each.activity),
            Cell(parties.get(each.from_party) or name(registry, each.from_party)),
            Cell(parties.get(each.to_party) or name(registry, each.to_party)),
            Cell(listed([label(registry, fact) for fact in each.facts]) or "–"),
            Cell(STATUSES.get(each.status) or each.status.replace("_", " ")),
        ]
        for at, each in enumerate(events, start=1)
    ]
    heads = ("", "Event", "From", "To", "Facts, by name and salted hash", "The handoff is then")
    return table("events", "What a case would have on record", ("No.", *heads[1:]), rows)
