"""A life event as a drawing: services in columns by how deep they depend on one another, needs as arrows.

In a column stands what can start only when something to its left has come. Only where things stand is decided here;
how they look is the template's affair. Arrows that pass a column go between its boxes, those of one service together.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

WIDTH, GAP, MARGIN = 200.0, 132.0, 12.0
TOP, SPACE, PORT, LANE = 34.0, 14.0, 19.0, 12.0
LINE, PAD, LETTERS = 16.0, 11.0, 28
SWEEPS = 6
HEAD = 7.0
BADGE = 25.0


@dataclass(frozen=True)
class Node:
    """A service to be drawn: its key, what stands in its box, and where the box leads."""

    key: str
    title: str
    who: str
    href: str


@dataclass(frozen=True)
class Link:
    """A pair of services of which one needs something of the other.

    `starts`: it is needed to start; `tone` and `badge`: how it is coloured and labelled; `says`: all of it in words.
    """

    provider: str
    consumer: str
    starts: bool
    in_circle: bool
    tone: str
    badge: str
    says: str


@dataclass(frozen=True)
class Box:
    """A service as it stands in the drawing."""

    node: Node
    x: float
    y: float
    height: float
    lines: tuple[str, ...]
    width: float = WIDTH


@dataclass(frozen=True)
class Arrow:
    """A pair as it is drawn: its line, its head, and where its label stands."""

    link: Link
    path: str
    head: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """The whole drawing, and its columns with their middles."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    columns: tuple[float, ...]


@dataclass
class _Place:
    """Something that takes up room in a column: a box, or (no node) the lane of arrows that pass it."""

    column: int
    node: Node | None = None
    height: float = LANE
    y: float = 0.0
    near: list[_Place] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def left(self) -> float:
        return MARGIN + self.column * (WIDTH + GAP)

    @property
    def right(self) -> float:
        return self.left + WIDTH


def depths(keys: Sequence[str], links: Iterable[Link]) -> dict[str, int]:
    """Returns in which column each service stands; what waits for itself all round is cut where it was met first."""
    before: dict[str, list[str]] = {key: [] for key in keys}
    for link in links:
        if link.starts:
            before[link.consumer].append(link.provider)
    known: dict[str, int] = {}
    under_way: set[str] = set()

    def depth(key: str) -> int:
        if key not in known:
            under_way.add(key)
            known[key] = max((depth(each) + 1 for each in before[key] if each not in under_way), default=0)
            under_way.discard(key)
        return known[key]

    return {key: depth(key) for key in keys}


def draw(nodes: Sequence[Node], links: Sequence[Link]) -> Drawing:
    """Returns the drawing of services and of what they need of one another."""
    column = depths([each.key for each in nodes], links)
    places = {each.key: _Place(column[each.key], each, _height(each, links, column)) for each in nodes}
    lanes: dict[tuple[str, int], _Place] = {}
    ways = {id(link): _way(link, places, lanes) for link in links}
    every = [*places.values(), *lanes.values()]
    for way in ways.values():
        for one, other in pairwise(way):
            one.near.append(other)
            other.near.append(one)
    columns = [[each for each in every if each.column == at] for at in range(max(column.values(), default=0) + 1)]
    _settle(columns)
    entries = _entries(links, places, ways)
    arrows = tuple(_arrow(link, ways[id(link)], entries[id(link)]) for link in links)
    boxes = tuple(
        Box(each.node, each.left, each.y, each.height, _lines(each.node)) for each in places.values() if each.node
    )
    right = max((each.right for each in places.values()), default=0.0)
    around = GAP / 2 if any(_sideways(link, column) for link in links) else 0.0
    return Drawing(
        width=right + around + MARGIN,
        height=max((each.y + each.height for each in every), default=0.0) + MARGIN,
        boxes=boxes,
        arrows=arrows,
        columns=tuple(MARGIN + at * (WIDTH + GAP) for at in range(len(columns))),
    )


def _lines(node: Node) -> tuple[str, ...]:
    lines = textwrap.wrap(node.title, LETTERS)
    return (*lines[:2], "…") if len(lines) > 3 else tuple(lines)


def _height(node: Node, links: Sequence[Link], column: Mapping[str, int]) -> float:
    """Returns how high a box is: room for its words, and for every arrow that comes in on one side."""
    into = [link for link in links if link.consumer == node.key]
    ahead = sum(column[link.provider] < column[node.key] for link in into)
    words = PAD * 2 + LINE * (len(_lines(node)) + 1)
    return max(words, PORT * max(ahead, len(into) - ahead) + PAD)


def _sideways(link: Link, column: Mapping[str, int]) -> bool:
    return column[link.provider] == column[link.consumer]


def _way(link: Link, places: Mapping[str, _Place], lanes: dict[tuple[str, int], _Place]) -> list[_Place]:
    """Returns the places that an arrow goes by, lanes in the columns that it passes included."""
    one, other = places[link.provider], places[link.consumer]
    step = 1 if other.column > one.column else -1
    passed = range(one.column + step, other.column, step) if one.column != other.column else ()
    between = [lanes.setdefault((f"{link.provider}{step}", at), _Place(at)) for at in passed]
    return [one, *between, other]


def _settle(columns: list[list[_Place]]) -> None:
    """Puts every place near those that it is joined to, column by column, without any overlapping."""
    for places in columns:
        _stack(places)
    for sweep in range(SWEEPS):
        for places in columns if sweep % 2 else reversed(columns):
            wish = {id(each): _mean(each) for each in places}
            # what is joined to nothing stands last
            places.sort(key=lambda each: (not each.near, wish[id(each)]))
            _stack(places)
    tallest = max((places[-1].y + places[-1].height for places in columns if places), default=0.0)
    for places in columns:
        if places and places[-1].y + places[-1].height < tallest:
            _align(places, tallest)


def _mean(place: _Place) -> float:
    elsewhere = [each.middle for each in place.near if each.column != place.column] or [
        each.middle for each in place.near
    ]
    return sum(elsewhere) / len(elsewhere) if elsewhere else place.middle


def _stack(places: list[_Place]) -> None:
    y = TOP
    for each in places:
        each.y = y
        y += each.height + SPACE


def _align(places: list[_Place], bottom: float) -> None:
    """Moves a column's places down towards what they are joined to, keeping their order and the space between."""
    floor = bottom
    for each in reversed(places):
        floor -= each.height
        each.y = max(each.y, min(floor, _mean(each) - each.height / 2)) if each.near else each.y
        floor = each.y - SPACE
    y = TOP
    for each in places:
        each.y = max(each.y, y)
        y = each.y + each.height + SPACE


def _entries(
    links: Sequence[Link], places: Mapping[str, _Place], ways: Mapping[int, list[_Place]]
) -> dict[int, tuple[float, float, float]]:
    """Returns where each arrow comes in: x, y, and from which side (1: from the left, -1: from the right)."""
    sides: dict[tuple[str, int], list[Link]] = {}
    for link in links:
        side = 1 if places[link.provider].column < places[link.consumer].column else -1
        sides.setdefault((link.consumer, side), []).append(link)
    found: dict[int, tuple[float, float, float]] = {}
    for (consumer, side), some in sides.items():
        box = places[consumer]
        some.sort(key=lambda each: ways[id(each)][-2].middle)
        for at, link in enumerate(some):
            y = box.middle + (at - (len(some) - 1) / 2) * PORT
            found[id(link)] = (box.left if side == 1 else box.right, y, float(side))
    return found


def _arrow(link: Link, way: list[_Place], entry: tuple[float, float, float]) -> Arrow:
    x, y, side = entry
    start, passed = way[0], way[1:-1]
    end = x - side * (BADGE * 1.6)
    if start.column == way[-1].column:
        at = (start.right, start.middle)
        path = f"M{_xy(at)}C{_xy((at[0] + GAP * 0.6, at[1]))} {_xy((end + GAP * 0.3, y))} {_xy((end, y))}"
    else:
        at = (start.right if side == 1 else start.left, start.middle)
        path = f"M{_xy(at)}"
        for lane in passed:
            near, far = (lane.left, lane.right) if side == 1 else (lane.right, lane.left)
            path += f"{_curve(at, (near, lane.middle))}H{far:.1f}"
            at = (far, lane.middle)
        path += _curve(at, (end, y))
    path += f"H{x - side * HEAD:.1f}"
    head = f"M{x:.1f} {y:.1f}l{-side * HEAD:.1f} -4v8Z"
    return Arrow(link, path, head, x - side * BADGE, y)


def _curve(at: tuple[float, float], to: tuple[float, float]) -> str:
    bend = (to[0] - at[0]) * 0.5
    return f"C{_xy((at[0] + bend, at[1]))} {_xy((to[0] - bend, to[1]))} {_xy(to)}"


def _xy(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
