"""How the offices of the town stand to one another: a matrix of pairs, each of which can be changed while it runs."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound, Problem, Refused
from frontdoor.handoffs.relationships import PairView, PairWish, Relationships, hubs, relate, relationships, reset
from frontdoor.journey.answers import InvalidAnswer, parse
from frontdoor.pages.citizen.fields import make_field, sent_for
from frontdoor.pages.citizen.organisations import called
from frontdoor.pages.citizen.visits import Visit
from frontdoor.rendering import count, listed
from life_events.coordination import Relationship
from life_events.facts import FactType, Kind

PAGE = "/evaluate/relationships"
CODES = dict(zip(Relationship, ("No", "Ac", "Di", "Pr", "Ve", "Sa", "Al", "Un", "Me"), strict=True))
UNTIL = FactType("until", Kind.DATE, "the last day of the joint project")


@dataclass(frozen=True)
class Cell:
    """How one pair stands, as a square of the matrix that leads to its form; `said`: all of it in words."""

    code: str
    level: int
    said: str
    address: str
    changed: bool
    chosen: bool
    needed: bool


@dataclass(frozen=True)
class Row:
    """What one service provides, to each of those that need something."""

    name: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Matrix:
    """Who needs something of whom: providers down the side, consumers along the top."""

    consumers: tuple[str, ...]
    rows: tuple[Row, ...]


def words(level: Relationship) -> str:
    """Returns how a relationship is called."""
    return str(level).replace("_", " ")


def matrix(now: Relationships, registry: Registry, chosen: tuple[str, str]) -> Matrix:
    """Returns the pairs of a scenario as a matrix, services in the order of their agencies' names."""

    def place(service: str) -> tuple[str, str]:
        return registry.agency_of(service).title, registry.services[service].title

    pairs = {(each.provider, each.consumer): each for each in now.pairs}
    consumers = sorted({each.consumer for each in now.pairs}, key=place)
    providers = sorted({each.provider for each in now.pairs}, key=place)
    return Matrix(
        tuple(_name(each, registry) for each in consumers),
        tuple(
            Row(
                _name(provider, registry),
                tuple(
                    _cell(pair, now, registry, chosen) if (pair := pairs.get((provider, consumer))) else None
                    for consumer in consumers
                ),
            )
            for provider in providers
        ),
    )


async def show(visit: Visit) -> Response:
    """Shows how a scenario's pairs stand, and the form of the one that was chosen."""
    now = await _now(visit)
    saved, asked = visit.session.get("saved"), visit.request.query_params
    visit.session.put(saved=None)
    return _page(visit, now, _chosen(now, asked.get("from", ""), asked.get("to", "")), saved=saved)


async def change(visit: Visit) -> Response:
    """Changes how a pair stands; the next case behaves so."""
    now = await _now(visit)
    pair = _chosen(now, visit.form.get("from", ""), visit.form.get("to", ""))
    if pair is None:
        raise NotFound("There is no such pair in this scenario.")
    try:
        await relate(now.scenario, _wish(visit, pair), visit.registry)
    except Refused as refused:
        return _page(visit, now, pair, errors={each.where: each.detail for each in refused.problems})
    visit.session.put(
        saved="Saved. The next case in this scenario behaves so; cases under way keep what they began with."
    )
    return visit.go(f"{_address(now.scenario, pair)}#pair")


async def set_back(visit: Visit) -> Response:
    """Goes back to what the scenario's file says."""
    now = await _now(visit)
    gone = await reset(now.scenario, visit.registry)
    visit.session.put(saved=f"{count(gone, 'pair is', 'pairs are')} again as the file says.")
    return visit.go(f"{PAGE}?scenario={now.scenario}")


async def _now(visit: Visit) -> Relationships:
    """Returns how the scenario stands that was asked for. Raises NotFound, also where there is no town."""
    if not visit.portal.settings.town_url:
        raise NotFound("There is no town of simulated offices here.")
    wanted = visit.form.get("scenario") or visit.request.query_params.get("scenario")
    return await relationships(wanted or visit.portal.settings.scenario, visit.registry)


def _chosen(now: Relationships, provider: str, consumer: str) -> PairView | None:
    return next((each for each in now.pairs if (each.provider, each.consumer) == (provider, consumer)), None)


def _wish(visit: Visit, pair: PairView) -> PairWish:
    """Returns what the form says; what does not go with the level is left out. Raises Refused."""
    level, typed = visit.form.get("level", str(pair.level)), sent_for(UNTIL, visit.form)
    until = None
    if level == Relationship.JOINT_PROJECT:
        try:
            until = parse(UNTIL, typed, visit.today)
        except InvalidAnswer as error:
            raise Refused([Problem("until", str(error))]) from None
    via = visit.form.get("via", "") if level == Relationship.SATELLITE else ""
    return PairWish.model_validate(
        {"provider": pair.provider, "consumer": pair.consumer, "level": level[:30], "via": via[:100], "until": until}
    )


def _address(scenario: str, pair: PairView) -> str:
    return f"{PAGE}?scenario={scenario}&from={pair.provider}&to={pair.consumer}"


def _name(service: str, registry: Registry) -> str:
    return f"{called(registry, service)}: {registry.services[service].title}"


def _cell(pair: PairView, now: Relationships, registry: Registry, chosen: tuple[str, str]) -> Cell:
    said = f"{_name(pair.provider, registry)}, to {_name(pair.consumer, registry)}: {words(pair.level)}"
    return Cell(
        code=CODES[pair.level],
        level=pair.level.level,
        said=said + (", changed" if pair.changed else ""),
        address=f"{_address(now.scenario, pair)}#pair",
        changed=pair.changed,
        chosen=(pair.provider, pair.consumer) == chosen,
        needed=bool(pair.facts),
    )


def _page(
    visit: Visit,
    now: Relationships,
    pair: PairView | None,
    errors: dict[str, str] | None = None,
    saved: str | None = None,
) -> Response:
    wrong, registry = errors or {}, visit.registry
    known = registry.facts
    level = visit.form.get("level") or (str(pair.level) if pair else "")
    typed: object = sent_for(UNTIL, visit.form) if wrong else (pair.until.isoformat() if pair and pair.until else "")
    until = make_field(
        UNTIL, typed=typed, error=wrong.get("until", ""), optional=True, title="Until, for a joint project"
    )
    return visit.render(
        "evaluate/relationships.html",
        status=422 if wrong else 200,
        now=now,
        scenarios=[(key, each.title) for key, each in registry.scenarios.items()],
        matrix=matrix(now, registry, (pair.provider, pair.consumer) if pair else ("", "")),
        legend=[(each.level, CODES[each], words(each), each.definition) for each in Relationship],
        pair=pair,
        names=(_name(pair.provider, registry), _name(pair.consumer, registry)) if pair else (),
        needs=listed([known[fact].label for fact in pair.facts]) if pair else "",
        again=listed([known[fact].label for fact in pair.asks_again]) if pair else "",
        level=level,
        hubs=[(key, called(registry, key)) for key in hubs(registry)],
        via=visit.form.get("via") or (pair.via if pair else ""),
        until=until,
        today=visit.portal.clock.now(now.scenario),
        saved=saved,
        wrong=wrong,
        errors=[
            {"text": text, "href": f"#{until.error_target if where == 'until' else where}"}
            for where, text in wrong.items()
        ],
    )
