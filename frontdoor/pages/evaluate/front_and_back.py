"""Front and back: what citizens see beside what the offices do, for every life event in every scenario (figure 8)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.evaluation.accounts import BACK_WAYS, How, accounts
from frontdoor.pages.evaluate.looking import Look, worked_out
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.shown import NEEDS, Shown, address, show, show_all
from frontdoor.pages.evaluate.tables import Cell, Table, as_csv, number, table
from frontdoor.pages.evaluate.words import WAYS, life_event, scenario
from frontdoor.rendering import count

HEADLINE = ("F", "B", "Phi")
# What must stand wherever the gap stands: who did the back's work, what was promised, and what sharing costs.
BESIDE = ("promise_gap", "rho", "kappa_back", "B_net", "P3", "P1")
HALF = 0.5
# The scatter's field: 320 by 320, with room for its axes.
FIELD, LEFT, TOP = 320.0, 46.0, 14.0
# How far apart labels stand, how wide a letter of theirs is, and how far a label stands from its point.
APART, LETTER, GAP = 17.0, 6.9, 14.0


@dataclass(frozen=True)
class Part:
    """A part of the back needs: how they were met, how many they are, their share, and where the bar's part begins."""

    how: How
    words: str
    needs: int
    start: float
    width: float
    href: str


@dataclass(frozen=True)
class Card:
    """One life event in one scenario."""

    event: str
    title: str
    cases: str
    verdict: str
    front: Shown
    back: Shown
    gap: Shown
    beside: tuple[Shown, ...]
    told: tuple[int, int, str]
    parts: tuple[Part, ...]
    needed: int


@dataclass(frozen=True)
class Point:
    """One card in the scatter: its place, the ends of its intervals, and where its label stands."""

    title: str
    x: float
    y: float
    x_low: float
    x_high: float
    y_low: float
    y_high: float
    label_y: float
    to_the_left: bool


async def show_front_and_back(look: Look) -> Response:
    """Shows F beside B beside Φ, and what belongs beside them."""
    groups = list(look.record.groups.values())
    if not groups:
        return look.nothing()
    cards = await worked_out(lambda: sorted((_card(group, look.registry) for group in groups), key=_place))
    if look.wants_csv:
        return as_csv(_long(cards))
    return look.render("front_and_back.html", None, cards=cards, points=_points(cards), table=_wide(cards))


def _card(group: Group, registry: Registry) -> Card:
    front, back, gap = show_all(group, HEADLINE)
    ways = Counter((each.need.front, each.how) for each in accounts(group.evidence))
    weights: defaultdict[How, float] = defaultdict(float)
    for each in accounts(group.evidence):
        if not each.need.front:
            weights[each.how] += each.need.weight
    whole = sum(weights.values()) or 1
    parts, start = [], 0.0
    for how in BACK_WAYS:
        if weights[how]:
            width = 100 * weights[how] / whole
            href = address(NEEDS, group, side="back", how=how)
            parts.append(Part(how, WAYS[how], ways[(False, how)], start, width, href))
            start += width
    told = sum(number for (is_front, _), number in ways.items() if is_front)
    return Card(
        event=life_event(registry, group.life_event),
        title=scenario(registry, group.scenario),
        cases=count(len(group.cases), "case"),
        verdict=_verdict(front, back),
        front=front,
        back=back,
        gap=gap,
        beside=show_all(group, BESIDE),
        told=(ways[(True, How.ONCE)], told, address(NEEDS, group, side="front")),
        parts=tuple(parts),
        needed=sum(part.needs for part in parts),
    )


def _place(card: Card) -> tuple[str, float, float]:
    """Puts the cards of a life event in the order in which their story is told: what the back does, then the front."""
    return card.event, round(card.back.number or 0, 3), card.front.number or 0


def _verdict(front: Shown, back: Shown) -> str:
    """Says in one line how the two stand to one another; half is where a side begins to be called joined up."""
    if front.number is None or back.number is None:
        return "There is nothing to compare."
    match (front.number >= HALF, back.number >= HALF):
        case (True, True):
            return "Joined up in front and behind."
        case (True, False):
            return "Joined up in front. Behind, it is not."
        case (False, True):
            return "Joined up behind, and nobody can tell from the front."
    return "Joined up neither in front nor behind."


def _points(cards: Iterable[Card]) -> list[Point]:
    """Returns the scatter's points; a label that would lie on another is moved up until it does not."""
    found: list[Point] = []
    taken: list[tuple[float, float, float]] = []
    for card in cards:
        if card.front.number is None or card.back.number is None:
            continue
        x, y = _across(card.front.number), _down(card.back.number)
        left, length = card.front.number > HALF, LETTER * len(card.title) + GAP
        start, end = (x - length, x) if left else (x, x + length)
        label = y + 4
        while any(abs(label - at) < APART and start < other and one < end for one, other, at in taken):
            label -= APART
        taken.append((start, end, label))
        sides = (_across(card.front.low, x), _across(card.front.high, x))
        ends = (_down(card.back.low, y), _down(card.back.high, y))
        found.append(Point(card.title, x, y, *sides, *ends, label, left))
    return found


def _across(value: float | None, otherwise: float = LEFT) -> float:
    return otherwise if value is None else LEFT + FIELD * value


def _down(value: float | None, otherwise: float = TOP + FIELD) -> float:
    return otherwise if value is None else TOP + FIELD * (1 - value)


def _wide(cards: Iterable[Card]) -> Table:
    """Returns the table on the page: a row for each life event and scenario."""
    rows, heads = [], ["Scenario", "Cases"]
    for card in cards:
        shown = (card.front, card.back, card.gap, *card.beside)
        heads = ["Scenario", "Cases", *(each.title for each in shown)]
        rows.append([Cell(f"{card.title} ({card.event})"), number(card.cases.split()[0]), *map(_cell, shown)])
    note = "The small print is the 95 % interval, cases resampled, and n."
    return table("front-and-back", "Front and back, with what belongs beside them", heads, rows, note)


def _cell(shown: Shown) -> Cell:
    if shown.number is None:
        return Cell("nothing to measure", note=shown.reason)
    interval = shown.interval.removeprefix("95 % interval ") if shown.low is not None else "no interval"
    return number(shown.value, shown.number, shown.href, f"{interval}; n = {shown.n}")


def _long(cards: Iterable[Card]) -> Table:
    """Returns the table as a file: a row for each measure."""
    heads = ("life event", "scenario", "cases", "measure", "value", "low", "high", "unit", "n", "reason")
    rows = [
        [
            Cell(card.event),
            Cell(card.title),
            Cell(card.cases.split()[0]),
            Cell(shown.key),
            *(Cell("" if each is None else str(each), value=each) for each in (shown.number, shown.low, shown.high)),
            Cell(shown.unit),
            Cell(str(shown.n)),
            Cell(shown.reason),
        ]
        for card in cards
        for shown in (card.front, card.back, card.gap, *card.beside)
    ]
    return table("front-and-back", "", heads, rows)


def gap_beside(group: Group) -> tuple[Shown, ...]:
    """Returns the gap with everything that must stand beside it, for other pages that show it."""
    return tuple(show(group, key) for key in (*HEADLINE, *BESIDE))
