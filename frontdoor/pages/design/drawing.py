"""A life event as a drawing: services in columns by how deep they depend on one another, needs as arrows.

In a column stands what can start only when something to its left has come. Only where things stand is decided here;
how they look is the template's affair. Arrows that pass a column go between its boxes, those of one service together.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

WIDTH, GAP, MARGIN = 192.0, 118.0, 12.0
TOP, SPACE, PORT, LANE = 34.0, 14.0, 19.0, 12.0
LINE, PAD, LETTERS = 16.0, 11.0, 26
SWEEPS = 6
HEAD = 7.0
BADGE = 27.0
AROUND = 60.0


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

    `starts`: it is needed to start; `way_out`: it leads out of a circle; `tone` and `badge`: how it is coloured and
    labelled; `says`: all of it in words.
    """

    provider: str
    consumer: str
    starts: bool
    in_circle: bool
    tone: str
    badge: str
    says: str
    way_out: bool = False


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
    """The whole drawing, from its left edge on, and where its columns begin."""

    left: float
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
    ports = _ports(links, places, ways, column)
    arrows = tuple(_arrow(link, ways[id(link)], ports[id(link)], _sides(link, column)) for link in links)
    boxes = tuple(
        Box(each.node, each.left, each.y, each.height, _lines(each.node)) for each in places.values() if each.node
    )
    deepest = max(column.values(), default=0)
    around = {column[link.provider] for link in links if column[link.provider] == column[link.consumer]}
    left = -AROUND if 0 in around else 0.0
    right = MARGIN * 2 + deepest * (WIDTH + GAP) + WIDTH + (AROUND if deepest and deepest in around else 0.0)
    return Drawing(
        left=left,
        width=right - left,
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
    into = [_sides(link, column)[1] for link in links if link.consumer == node.key]
    leaving = {_sides(link, column)[0] for link in links if link.provider == node.key}
    words = PAD * 2 + LINE * (len(_lines(node)) + 1)
    return max(words, *(PORT * (into.count(side) + (side in leaving and side in into)) + PAD for side in (-1, 1)))


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
        # what is joined to nothing makes room
        each.y = max(each.y, min(floor, _mean(each) - each.height / 2)) if each.near else floor
        floor = each.y - SPACE
    y = TOP
    for each in places:
        each.y = max(each.y, y)
        y = each.y + each.height + SPACE


def _sides(link: Link, column: Mapping[str, int]) -> tuple[int, int]:
    """Returns on which sides an arrow leaves and comes in: -1 is left, 1 is right.

    Within the first column it goes round on the left, where nothing else comes in; within others on the right.
    """
    one, other = column[link.provider], column[link.consumer]
    if one == other:
        return (-1, -1) if one == 0 else (1, 1)
    return (1, -1) if one < other else (-1, 1)


def _ports(
    links: Sequence[Link], places: Mapping[str, _Place], ways: Mapping[int, list[_Place]], column: Mapping[str, int]
) -> dict[int, tuple[float, float]]:
    """Returns at which heights each arrow leaves and comes in; where a side has both, what leaves is on top."""
    leaving = {(link.provider, _sides(link, column)[0]) for link in links}
    into: dict[tuple[str, int], list[Link]] = {}
    for link in links:
        into.setdefault((link.consumer, _sides(link, column)[1]), []).append(link)
    comes: dict[int, float] = {}
    for (key, side), some in into.items():
        box, taken = places[key], PORT if (key, side) in leaving else 0.0
        some.sort(key=lambda each: ways[id(each)][-2].middle)
        for at, link in enumerate(some):
            comes[id(link)] = box.middle + taken / 2 + (at - (len(some) - 1) / 2) * PORT
    found = {}
    for link in links:
        box, side = places[link.provider], _sides(link, column)[0]
        found[id(link)] = (box.y + PAD if (link.provider, side) in into else box.middle, comes[id(link)])
    return found


def _arrow(link: Link, way: list[_Place], heights: tuple[float, float], sides: tuple[int, int]) -> Arrow:
    (leaves, comes), (out, side) = heights, sides
    start, *passed, last = way
    at = (start.right if out == 1 else start.left, leaves)
    x = last.right if side == 1 else last.left
    end = (x + side * BADGE * 1.6, comes)
    path = f"M{_xy(at)}"
    if start.column == last.column:
        path += f"C{_xy((at[0] + out * AROUND, leaves))} {_xy((end[0] + out * AROUND / 2, comes))} {_xy(end)}"
    else:
        for lane in passed:
            near, far = (lane.left, lane.right) if out == 1 else (lane.right, lane.left)
            path += f"{_curve(at, (near, lane.middle))}H{far:.1f}"
            at = (far, lane.middle)
        path += _curve(at, end)
    path += f"H{x + side * HEAD:.1f}"
    head = f"M{x:.1f} {comes:.1f}l{side * HEAD:.1f} -4v8Z"
    return Arrow(link, path, head, x + side * BADGE, comes)


def _curve(at: tuple[float, float], to: tuple[float, float]) -> str:
    bend = (to[0] - at[0]) * 0.5
    return f"C{_xy((at[0] + bend, at[1]))} {_xy((to[0] - bend, to[1]))} {_xy(to)}"


def _xy(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
