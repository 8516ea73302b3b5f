"""Handoffs as arrows between lanes: bundled where they go together, moved apart where they would lie on one another.

How an arrow looks says by what the facts travelled; a label says the same in words. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from frontdoor.handoffs.casedocument import CaseDocument, HandoffView
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.ledger import FRONT_DOOR
from frontdoor.handoffs.state import ACTING
from frontdoor.journey.planner import CITIZEN
from frontdoor.pages.evaluate.axis import Axis
from frontdoor.rendering import count, day

APART, FURTHEST = 4.0, 12.0  # arrows that would lie on one another, and how far one may be moved for that
UPRIGHT = 3.0
HEAD, SLIM = 6.0, 2.6
BADGE, ONE = 8.0, 3.5
ENVELOPE = 12.0


class Style(StrEnum):
    """How an arrow is drawn; the value is what CSS calls it."""

    CARRIED = "carried"
    TOLD_AGAIN = "told-again"
    ONCE = "once"
    ASKED = "asked"
    SYSTEM = "system"
    RECORD = "record"
    CLERK = "clerk"
    FILE = "file"
    POST = "post"
    LETTER = "letter"


LEGEND: Mapping[Style, str] = {
    Style.CARRIED: "The citizen carries it: what one office wrote, to the next",
    Style.TOLD_AGAIN: "The citizen tells it again: what somebody had been told before",
    Style.ONCE: "The citizen tells it once",
    Style.LETTER: "A letter to the citizen",
    Style.ASKED: "The front door asks, passes on and hears back",
    Style.SYSTEM: "Office to office: computer to computer",
    Style.RECORD: "Office to office: a shared record",
    Style.CLERK: "Office to office: a clerk tells a clerk, who types it in again",
    Style.FILE: "Office to office: a file, or looked up",
    Style.POST: "Office to office: by post",
}
BY_MEDIUM = {
    "citizen_carried": Style.CARRIED,
    "citizen_reentered": Style.TOLD_AGAIN,
    "api": Style.SYSTEM,
    "event": Style.SYSTEM,
    "shared_record": Style.RECORD,
    "staff_rekey": Style.CLERK,
    "phone": Style.CLERK,
    "email": Style.CLERK,
    "batch_file": Style.FILE,
    "read_only_lookup": Style.FILE,
    "post": Style.POST,
}
BY_CITIZEN = (Style.CARRIED, Style.TOLD_AGAIN)
QUIET = (Style.ASKED, Style.LETTER)
# What matters most is drawn last, on top of the rest.
ORDER = (Style.ASKED, Style.LETTER, Style.POST, Style.FILE, Style.SYSTEM, Style.RECORD, Style.CLERK, Style.ONCE)


@dataclass(frozen=True)
class Place:
    """Where a party's arrows begin and end: in which lane, at what height, how far from it an arrow stops."""

    lane: str
    y: float
    margin: float


@dataclass(frozen=True)
class Arrow:
    """Handoffs that went together: from where to where, how drawn, how many, and in words.

    `start` and `end` are lanes. `head` holds the three corners of its point.
    """

    style: Style
    start: str
    end: str
    x1: float
    y1: float
    x2: float
    y2: float
    handoffs: int
    text: str

    @property
    def head(self) -> tuple[tuple[float, float], ...]:
        """The corners of the point at its end."""
        length = math.hypot(self.x2 - self.x1, self.y2 - self.y1) or 1.0
        along = ((self.x2 - self.x1) / length, (self.y2 - self.y1) / length)
        foot = (self.x2 - HEAD * along[0], self.y2 - HEAD * along[1])
        side = (-along[1] * SLIM, along[0] * SLIM)
        corners = ((self.x2, self.y2), (foot[0] + side[0], foot[1] + side[1]), (foot[0] - side[0], foot[1] - side[1]))
        return tuple((round(x, 1), round(y, 1)) for x, y in corners)

    @property
    def is_upright(self) -> bool:
        """Whether what was sent was there at once."""
        return self.x2 - self.x1 < UPRIGHT


@dataclass(frozen=True)
class Badge:
    """A mark in the citizen's lane: so many things that the citizen did at once, or a letter that came."""

    style: Style
    x: float
    y: float
    number: int

    @property
    def radius(self) -> float:
        """How large it is: a number needs room."""
        return BADGE if self.number > 1 else ONE


def draw_arrows(
    document: CaseDocument, places: Mapping[str, Place], axis: Axis, called: Callable[[str], str]
) -> tuple[Arrow, ...]:
    """Returns the arrows of a case, those that matter most last."""
    bundles: dict[tuple[str, str, Style, float, float, float], list[HandoffView]] = {}
    for each in document.handoffs:
        if each.sent and each.status is not Status.NOT_NEEDED and each.from_ in places and each.to in places:
            x1, x2 = axis.x(each.sent), axis.x(each.received or each.sent)
            key = (each.from_, places[each.to].lane, style_of(each), x1, x2, places[each.to].y)
            bundles.setdefault(key, []).append(each)
    arrows = [_arrow(places, key, some, called) for key, some in bundles.items()]
    if document.front_door:
        arrows.append(_the_one_telling(document, places, axis))
    rank = {style: at for at, style in enumerate((*ORDER, *BY_CITIZEN))}
    return tuple(sorted(_moved_apart(arrows), key=lambda each: (rank[each.style], each.x1)))


def style_of(handoff: HandoffView) -> Style:
    """Returns how a handoff is drawn."""
    if handoff.to == CITIZEN:
        return Style.LETTER
    if FRONT_DOOR in (handoff.from_, handoff.to):
        return Style.ASKED
    return BY_MEDIUM.get(handoff.medium, Style.SYSTEM)


def draw_badges(arrows: Iterable[Arrow], y: float) -> tuple[Badge, ...]:
    """Returns the marks in the citizen's lane: what the citizen did at once, and what came."""
    told: dict[float, list[Arrow]] = {}
    letters: dict[float, int] = {}
    for each in arrows:
        if each.start == CITIZEN:
            told.setdefault(each.x1, []).append(each)
        elif each.end == CITIZEN:
            letters[each.x2] = letters.get(each.x2, 0) + each.handoffs
    badges: list[Badge] = []
    for x, some in sorted(told.items()):
        before = badges[-1] if badges else None
        # one that would lie on the one before stands above it, or comes down again
        crowded = before is not None and x - before.x < 2 * BADGE + 1
        height = y - (2 * BADGE + 1) if crowded and before is not None and before.y == y else y
        badges.append(Badge(some[0].style, x, round(height, 1), sum(each.handoffs for each in some)))
    return (*badges, *(Badge(Style.LETTER, x, round(y + ENVELOPE, 1), number) for x, number in sorted(letters.items())))


def _arrow(
    places: Mapping[str, Place],
    key: tuple[str, str, Style, float, float, float],
    some: list[HandoffView],
    called: Callable[[str], str],
) -> Arrow:
    source, target, style, x1, x2, y = key
    begin, finish = places[source], places[some[0].to]
    down = y > begin.y
    y2 = y - finish.margin if down else y + finish.margin
    if target == CITIZEN:
        y2 = y + ENVELOPE + 5.0
    facts = sorted({fact for each in some for fact in each.facts})
    what = count(len(facts), "fact") if facts else "a request" if some[0].kind == ACTING else "news"
    first = some[0].sent or some[0].since
    when = day(first) if first else ""
    text = f"{when}: {called(source)} to {called(some[0].to)}, {what}. {LEGEND[style]}."
    return Arrow(style, begin.lane, target, x1, begin.y, x2, round(y2, 1), len(some), text)


def _the_one_telling(document: CaseDocument, places: Mapping[str, Place], axis: Axis) -> Arrow:
    """Returns the arrow of the request itself, which a front door takes once."""
    x = axis.x(document.submitted)
    text = f"{day(document.submitted)}: the citizen tells the front door, once."
    return Arrow(Style.ONCE, CITIZEN, FRONT_DOOR, x, places[CITIZEN].y, x, places[FRONT_DOOR].y, 1, text)


def _moved_apart(arrows: Iterable[Arrow]) -> Iterable[Arrow]:
    """Moves upright arrows of different senders, or of different kinds, to the right where they would coincide."""
    trunks: dict[tuple[float, bool, str, Style], list[Arrow]] = {}
    for each in arrows:
        if each.style in QUIET or not each.is_upright:
            yield each
        else:
            trunks.setdefault((each.x1, each.style not in BY_CITIZEN, each.start, each.style), []).append(each)
    taken: list[float] = []
    for (at, *_), some in sorted(trunks.items()):
        x = at
        while x - at < FURTHEST and any(abs(x - other) < APART for other in taken):
            x = round(x + APART, 1)
        taken.append(x)
        yield from (replace(each, x1=x, x2=round(x + each.x2 - each.x1, 1)) for each in some)
