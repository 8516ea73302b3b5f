"""The register of cracks: needs that fell between two parties, one a row, with what is known of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound
from frontdoor.evaluation.cracks import Crack, Kind, cracks
from frontdoor.evaluation.obstacles import FIGURE_7, Code, Obstacle
from frontdoor.pages.citizen.organisations import two_parties
from frontdoor.pages.evaluate.looking import Look, worked_out
from frontdoor.pages.evaluate.needs import DAYS, paged
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.shown import address, written
from frontdoor.pages.evaluate.tables import Cell, Table, table
from frontdoor.pages.evaluate.words import BOOKS_OWN, KINDS, fact, party
from frontdoor.rendering import count, sentence
from life_events.frictions import (
    AskedAgain,
    Carried,
    Disagree,
    Friction,
    Late,
    LeftOutside,
    NotCorrected,
    Spread,
    Without,
)

OBSTACLES = "/evaluate/obstacles"
HEADS = ("Case", "Crack", "What", "Needed by", "From", "What happened", "Resembles", "Obstacle")
# Which kinds of crack a published case can look like, by what shows it on the record of a case.
LOOKS_LIKE: Mapping[type, frozenset[Kind]] = {
    Late: frozenset({Kind.LATE, Kind.DUMPING}),
    Carried: frozenset({Kind.DUMPING}),
    LeftOutside: frozenset({Kind.DUMPING}),
    AskedAgain: frozenset({Kind.DUPLICATION}),
    Without: frozenset({Kind.EXCLUSIVITY, Kind.INACCESSIBILITY, Kind.LOST}),
    NotCorrected: frozenset({Kind.CONFLICT}),
    Spread: frozenset({Kind.CONFLICT}),
    Disagree: frozenset({Kind.CONFLICT}),
}


@dataclass(frozen=True)
class Heap:
    """The cracks of one kind: how many, in how many cases, and how long its bar is."""

    kind: Kind
    title: str
    means: str
    books_own: bool
    number: int
    cases: str
    width: float
    href: str
    chosen: bool


async def show_cracks(look: Look) -> Response:
    """Shows the register of one group of cases."""
    group = look.group()
    if group is None:
        return look.nothing()
    wanted = look.query.get("kind", "")
    if wanted and wanted not in {str(kind) for kind in Kind}:
        raise NotFound("Cracks are not told apart in this way.")
    found = await worked_out(lambda: tuple(cracks(group.evidence)))
    listed = [each for each in found if wanted in ("", each.kind)]
    recorded = await obstacles_of(group.scenario)
    if look.wants_csv:
        return look.answer("cracks.html", group, _table(look, group, listed, recorded))
    rows, pages = paged(look, len(listed))
    return look.render(
        "cracks.html",
        group,
        table=_table(look, group, listed[rows], recorded),
        heaps=_heaps(group, found, wanted),
        number=len(listed),
        all_of_them=len(found),
        wanted=KINDS[Kind(wanted)][0] if wanted else "",
        register=address(look.path, group),
        pages=pages,
    )


async def obstacles_of(scenario: str) -> Mapping[tuple[str, str], list[Obstacle]]:
    """Returns the obstacles recorded in a scenario, by pair, the latest first."""
    found: defaultdict[tuple[str, str], list[Obstacle]] = defaultdict(list)
    for each in await Obstacle.filter(scenario=scenario).order_by("-id"):
        found[(each.provider, each.consumer)].append(each)
    return found


def resembled(crack: Crack, frictions: Iterable[Friction]) -> list[Friction]:
    """Returns the published cases that a crack resembles: the same fact, the same office, and the same kind of fall."""
    return [
        each
        for each in frictions
        if crack.kind in LOOKS_LIKE.get(type(each.sign), frozenset())
        and crack.fact in each.facts
        and (not each.services or not crack.consumer or crack.consumer in each.services)
    ]


def _heaps(group: Group, found: Iterable[Crack], wanted: str) -> list[Heap]:
    numbers: Counter[Kind] = Counter()
    cases: defaultdict[Kind, set[str]] = defaultdict(set)
    for each in found:
        numbers[each.kind] += 1
        cases[each.kind].add(each.case_id)
    most = max(numbers.values(), default=1)
    return [
        Heap(
            kind,
            *KINDS[kind],
            kind in BOOKS_OWN,
            numbers[kind],
            f"{len(cases[kind])} of {count(len(group.cases), 'case')}",
            100 * numbers[kind] / most,
            address("/evaluate/cracks", group, kind=kind),
            wanted == kind,
        )
        for kind in Kind
    ]


def _table(
    look: Look, group: Group, found: Iterable[Crack], recorded: Mapping[tuple[str, str], list[Obstacle]]
) -> Table:
    event = look.registry.life_events.get(group.life_event)
    frictions = event.frictions if event else ()
    rows = [[*_row(look, group, each, frictions, recorded)] for each in found]
    return table(f"cracks-{group.scenario}", "The register of cracks", HEADS, rows)


def _row(
    look: Look,
    group: Group,
    crack: Crack,
    frictions: Iterable[Friction],
    recorded: Mapping[tuple[str, str], list[Obstacle]],
) -> Iterator[Cell]:
    known = look.registry
    reference = look.record.reference(crack.case_id)
    yield Cell(reference, f"{DAYS}?{urlencode({'case': reference})}")
    yield Cell(KINDS[crack.kind][0], value=str(crack.kind))
    yield Cell(fact(known, crack.fact), value=crack.fact)
    yield Cell(str(party(known, crack.consumer)) if crack.consumer else "several", value=crack.consumer)
    yield Cell(str(party(known, crack.provider)), value=crack.provider)
    yield Cell(said(crack, known))
    like = resembled(crack, frictions)
    yield Cell(
        ", ".join(each.code for each in like) or "–", note=" ".join(f"{each.what} ({each.source})" for each in like[:1])
    )
    if crack.consumer not in known.services or crack.provider not in known.services:
        yield Cell("–")
        return
    heard = recorded.get((crack.provider, crack.consumer), [])
    text = FIGURE_7[Code(heard[0].code)].title if heard else "Record one"
    more = f"and {len(heard) - 1} more" if len(heard) > 1 else ""
    href = address(OBSTACLES, group, provider=crack.provider, consumer=crack.consumer)
    yield Cell(text, href, value=" ".join(each.code for each in heard), note=more)


def _both(crack: Crack, registry: Registry) -> tuple[str, str]:
    """Returns how the two are called in one sentence; two services of one office are told apart."""
    if {crack.provider, crack.consumer} <= registry.services.keys():
        return two_parties(registry, crack.provider, crack.consumer)
    return party(registry, crack.provider).who, party(registry, crack.consumer).who


def said(crack: Crack, registry: Registry) -> str:
    """Says what happened, in one sentence."""
    giver, taker = (sentence(each) for each in _both(crack, registry))
    days = f"{written(crack.days)} days" if crack.days else "some time"
    match crack.kind:
        case Kind.DUMPING:
            giver, taker = _both(crack, registry)
            return f"The citizen carried it from {giver} to {taker}."
        case Kind.DUPLICATION:
            return f"{taker} had it from the citizen once more; it had been told before."
        case Kind.CONFLICT if crack.spread:
            reached = count(crack.spread, "other office")
            return f"{giver} wrote a wrong value, which stood for {days} and reached {reached}."
        case Kind.CONFLICT:
            return f"{taker} took in another value than {giver} held."
        case Kind.EXCLUSIVITY:
            return f"{giver} held it. {taker} did not get it."
        case Kind.INACCESSIBILITY:
            return f"{giver} never produced it. {taker} could not have it."
        case Kind.LOST:
            return f"{taker} was sent it, and it never came."
        case _:
            return f"{taker} had decided {days} before it came."
