"""A life event drawn: its services, what they need of one another, and how each pair stands or was seen to stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound
from frontdoor.handoffs.relationships import table_of
from frontdoor.pages.design.board import SERVICES, Board
from frontdoor.pages.design.drawing import Link, Node, draw
from frontdoor.pages.design.flows import Edge, Flow, Round, Seen, flows, rounds, seen_in, services_of, together
from frontdoor.pages.design.words import BEARERS, RECOGNISED, RELEASED, WHEN, agency, label, name
from frontdoor.pages.evaluate.looking import worked_out
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.relationships import CODES
from frontdoor.pages.evaluate.relationships import PAGE as RELATIONSHIPS
from frontdoor.pages.evaluate.shown import NEEDS, address
from frontdoor.pages.evaluate.tables import Cell, Table, number, table
from frontdoor.pages.evaluate.words import WAYS, relationship
from frontdoor.rendering import count, listed
from life_events.coordination import Relationship
from life_events.model import Timing

DECLARED, LOGGED = "declared", "log"
STEPS = (
    ("none", "the offices met none of the needs themselves"),
    ("little", "less than a third"),
    ("half", "about half"),
    ("most", "most"),
    ("all", "all of them"),
)


@dataclass(frozen=True)
class Key:
    """One line of the legend: its colour, its mark, and what it says."""

    tone: str
    mark: str
    says: str


async def show_life_event(board: Board) -> Response:
    """Shows a life event drawn in one scenario, coloured by what is declared or by what the log shows."""
    event, registry, scenario = board.event, board.registry, board.scenario
    by = board.query.get("by") or DECLARED
    if by not in (DECLARED, LOGGED):
        raise NotFound("A drawing is coloured by what is declared or by what the log shows.")
    found = flows(event, registry, await table_of(scenario, registry), board.visit.today)
    group = (await board.record()).groups.get((event.key, scenario.key))
    seen = await worked_out(lambda: seen_in(group))
    by = by if group else DECLARED
    links = _links(found, seen, by, registry)
    nodes = [
        Node(key, registry.services[key].title, agency(registry, key), f"{SERVICES}/{key}")
        for key in services_of(event, registry)
    ]
    return board.answer(
        "life_event.html",
        _table(event.key, scenario.key, found, seen, group, registry),
        event=event,
        chosen=scenario,
        scenarios=[(each.title, board.address(scenario=key), key == scenario.key)
                   for key, each in registry.scenarios.items()],
        drawing=draw(nodes, links),
        described=_described(nodes, found, scenario.title, by),
        by=by,
        ways=(("how the pair stands", board.address(by=""), by == DECLARED),
              ("what the log shows", board.address(by=LOGGED), by == LOGGED)) if group else (),
        cases=len(group.cases) if group else 0,
        legend=_legend(found, by),
        circles=[_round(each, registry) for each in rounds(event, registry)],
        front_door=scenario.front_door,
    )  # fmt: skip


def tone(seen: Seen) -> str:
    """Returns in which of five steps the offices met the needs themselves."""
    at = 0 if seen.share < 0.01 else 4 if seen.share > 0.99 else 1 if seen.share < 1 / 3 else 2
    return STEPS[3 if at == 2 and seen.share >= 2 / 3 else at][0]


def _links(found: Iterable[Flow], seen: Mapping[Edge, Seen], by: str, registry: Registry) -> list[Link]:
    """Returns the needs pair by pair: what one arrow stands for."""
    pairs: dict[tuple[str, str], list[Flow]] = {}
    for each in found:
        pairs.setdefault(each.pair, []).append(each)
    return [_link(some, together(seen.get(each.edge) for each in some), by, registry) for some in pairs.values()]


def _link(some: Sequence[Flow], seen: Seen, by: str, registry: Registry) -> Link:
    first = some[0]
    facts = listed([label(registry, each.fact) for each in some])
    starts = any(each.when is Timing.TO_START for each in some)
    says = f"{name(registry, first.consumer)} needs the {facts} of {name(registry, first.provider)}"
    says += f", {'to start' if starts else 'to finish or afterwards'}. Relationship: {relationship(first.level)}."
    if seen.needs:
        says += f" In the log, the offices met {seen.own} of {count(seen.needs, 'need')} themselves."
    if any(each.in_circle for each in some):
        says += " Part of a circle."
    if any(each.way_out for each in some):
        says += " The way out of a circle."
    logged = by == LOGGED
    return Link(
        provider=first.provider,
        consumer=first.consumer,
        starts=starts,
        in_circle=any(each.in_circle for each in some),
        tone=(f"log-{tone(seen)}" if seen.needs else "log-bare") if logged else f"level-{first.level.level}",
        badge=(f"{100 * seen.share:.0f}%" if seen.needs else "–") if logged else CODES[first.level],
        says=says,
        way_out=any(each.way_out for each in some),
    )


def _legend(found: Iterable[Flow], by: str) -> list[Key]:
    """Returns what the colours mean: of relationships those that are there, of the log's steps all."""
    if by == LOGGED:
        steps = [Key(f"log-{key}", "", words) for key, words in STEPS]
        return [*steps, Key("log-bare", "–", "nothing was needed")]
    levels = sorted({each.level for each in found}, key=lambda each: each.level)
    return [Key(f"level-{each.level}", CODES[each], relationship(each)) for each in levels]


def _round(circle: Round, registry: Registry) -> tuple[str, str]:
    """Returns a circle and its way out, in words."""
    names = [f"“{registry.services[each].title}” ({agency(registry, each)})" for each in circle.services]
    goes = " waits for ".join([*names, names[0]])
    out = listed([f"the {label(registry, each)}" for each in circle.way_out], "or")
    return goes, out


def _described(nodes: Sequence[Node], found: Sequence[Flow], scenario: str, by: str) -> str:
    pairs = {each.pair for each in found}
    colours = "how the pair stands to one another" if by == DECLARED else "what the log shows"
    return (
        f"{count(len(nodes), 'service')} and {count(len(pairs), 'arrow')} between them, in the scenario “{scenario}”, "
        f"coloured by {colours}. Every need is a row of the table beneath."
    )


def _table(
    event: str,
    scenario: str,
    found: Iterable[Flow],
    seen: Mapping[Edge, Seen],
    group: Group | None,
    registry: Registry,
) -> Table:
    heads = (
        "From", "Fact", "To", "When", "Relationship", "Released", "Recognised", "So it would be", "Log: by the offices",
    )  # fmt: skip
    rows = [_row(each, scenario, _shown(each, seen.get(each.edge), group), registry) for each in found]
    return table(f"needs-{event}-{scenario}", "What services need of one another", heads, rows)


def _shown(flow: Flow, seen: Seen | None, group: Group | None) -> Cell:
    """Returns what the log shows of a need; it opens what was counted."""
    if seen is None or group is None:
        return Cell("–", value="", number=True, note="not in these cases")
    most = max(seen.ways, key=lambda how: seen.ways[how])
    href = address(NEEDS, group, provider=flow.provider, consumer=flow.consumer)
    return number(f"{seen.own} of {seen.needs}", seen.share, href, note=f"mostly {WAYS[most]}")


def _row(flow: Flow, scenario: str, shown: Cell, registry: Registry) -> list[Cell]:
    marks = [text for is_so, text in ((flow.in_circle, "in a circle"), (flow.way_out, "the way out"),
                                      (flow.optional, "goes on without")) if is_so]  # fmt: skip
    via = f"through {agency(registry, flow.via)}" if flow.level is Relationship.SATELLITE else ""
    pair = urlencode({"scenario": scenario, "from": flow.provider, "to": flow.consumer})
    return [
        Cell(name(registry, flow.provider), f"{SERVICES}/{flow.provider}", flow.provider),
        Cell(label(registry, flow.fact), value=flow.fact),
        Cell(name(registry, flow.consumer), f"{SERVICES}/{flow.consumer}", flow.consumer),
        Cell(WHEN[flow.when], note=", ".join(marks)),
        Cell(relationship(flow.level), f"{RELATIONSHIPS}?{pair}#pair", str(flow.level), note=via),
        Cell(RELEASED[flow.released], value=str(flow.released)),
        Cell(RECOGNISED[flow.recognised], value=str(flow.recognised)),
        Cell(BEARERS[flow.bearer], value=str(flow.bearer)),
        shown,
    ]
