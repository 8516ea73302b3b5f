"""Cases as lanes: who was asked when, who waited how long, and every handoff as an arrow, on one time axis.

The citizen is on top, then comes the line of visibility, and below it what the citizen does not see: the front door and
a lane for each agency, in the same order in every world. Pure: documents in, coordinates out; nothing here draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdoor.handoffs.casedocument import CaseDocument, HandoffView
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.ledger import FRONT_DOOR
from frontdoor.handoffs.state import ACTING, OFFICE, PART, SUPPLY
from frontdoor.journey.planner import CITIZEN
from frontdoor.pages.evaluate.arrows import Arrow, Badge, Place, draw_arrows, draw_badges
from frontdoor.pages.evaluate.axis import Axis, Tick, make_axis

WIDTH, LEFT, RIGHT = 1200.0, 184.0, 1184.0
AXIS, CITIZEN_HEIGHT, GAP, DOOR_HEIGHT, FOOT = 40.0, 54.0, 18.0, 30.0, 6.0
ROW, HEADER, PADDING, BAR = 14.0, 15.0, 4.0, 8.0
ASIDE = (Status.NOT_NEEDED, Status.WITHHELD)


@dataclass(frozen=True)
class Names:
    """How parties are called in the drawing: agencies and services by key."""

    agencies: Mapping[str, str]
    services: Mapping[str, str]

    def party(self, key: str) -> str:
        """Returns how a party of a handoff is called."""
        fixed = {CITIZEN: "Citizen", FRONT_DOOR: "Front door"}
        return fixed.get(key) or self.agencies.get(agency_of(key), agency_of(key))


@dataclass(frozen=True)
class Row:
    """One service's line within its agency's lane. `label` is empty where the lane has only this one."""

    service: str
    label: str
    y: float


@dataclass(frozen=True)
class Lane:
    """A lane: whose it is, where it lies, and the lines in it."""

    key: str
    title: str
    top: float
    height: float
    rows: tuple[Row, ...]

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.top + self.height / 2


@dataclass(frozen=True)
class Stretch:
    """A part of a line, from left to right."""

    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A service at work: from when it was asked until it was settled, or now.

    `before`: until it was asked; `waited`: until the last thing that it needed had come. `end` says how it ended: yes,
    no, or open.
    """

    service: str
    title: str
    y: float
    whole: Stretch | None
    waited: Stretch | None
    before: Stretch | None
    end: str


@dataclass(frozen=True)
class Chart:
    """One world's case as it is drawn."""

    scenario: str
    front_door: bool
    height: float
    line: float
    ticks: tuple[Tick, ...]
    citizen: Lane
    door: Lane
    lanes: tuple[Lane, ...]
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    badges: tuple[Badge, ...]
    end: float
    end_label: str
    width: float = WIDTH
    left: float = LEFT
    right: float = RIGHT


def agency_of(service: str) -> str:
    """Returns the agency that a service's key names."""
    return service.partition(".")[0]


def draw(documents: Sequence[CaseDocument], names: Names) -> tuple[Chart, ...]:
    """Returns the drawings of cases of the same request, on one axis and with the same lanes."""
    axis = make_axis(min(each.submitted for each in documents), max(_until(each) for each in documents), LEFT, RIGHT)
    citizen = Lane(CITIZEN, "Citizen", AXIS, CITIZEN_HEIGHT, ())
    line = AXIS + CITIZEN_HEIGHT + GAP / 2
    door = Lane(FRONT_DOOR, "Front door", AXIS + CITIZEN_HEIGHT + GAP, DOOR_HEIGHT, ())
    lanes = _lanes(documents, names, door.top + door.height)
    return tuple(_chart(each, names, axis, (citizen, door, *lanes), line) for each in documents)


def _until(document: CaseDocument) -> datetime:
    return document.closed or document.now


def _lanes(documents: Iterable[CaseDocument], names: Names, top: float) -> tuple[Lane, ...]:
    """Lays out a lane for every agency that is concerned in any of the worlds, in the order of the plan."""
    concerned: dict[str, dict[str, None]] = {}
    for document in documents:
        for each in document.acting:
            if each.status not in ASIDE:
                concerned.setdefault(agency_of(each.to), {})[each.to] = None
        for each in document.handoffs:
            for key in (each.from_, each.to):
                if each.sent and "." in key:
                    concerned.setdefault(agency_of(key), {})[key] = None
    lanes = []
    for agency, services in concerned.items():
        many = len(services) > 1
        header = HEADER if many else 0.0
        height = 2 * PADDING + header + ROW * len(services)
        rows = tuple(
            Row(
                service, names.services.get(service, service) if many else "", top + PADDING + header + ROW * (at + 0.5)
            )
            for at, service in enumerate(services)
        )
        lanes.append(Lane(agency, names.agencies.get(agency, agency), top, height, rows))
        top += height
    return tuple(lanes)


def _chart(document: CaseDocument, names: Names, axis: Axis, lanes: Sequence[Lane], line: float) -> Chart:
    citizen, door, *agencies = lanes
    places = {CITIZEN: Place(CITIZEN, citizen.middle, 0.0), FRONT_DOOR: Place(FRONT_DOOR, door.middle, 0.0)}
    for lane in agencies:
        places |= {row.service: Place(lane.key, row.y, BAR / 2) for row in lane.rows}
    arrows = draw_arrows(document, places, axis, names.party)
    end = axis.x(_until(document))
    days = document.calendar_days
    return Chart(
        scenario=document.scenario,
        front_door=document.front_door,
        height=agencies[-1].top + agencies[-1].height + FOOT if agencies else door.top + door.height + FOOT,
        line=line,
        ticks=axis.ticks,
        citizen=citizen,
        door=door,
        lanes=tuple(agencies),
        bars=tuple(_bars(document, names, axis, places)),
        arrows=arrows,
        badges=draw_badges(arrows, citizen.middle),
        end=end,
        end_label=f"settled, day {days}" if document.finished else f"day {days}, not settled yet",
    )


def _bars(document: CaseDocument, names: Names, axis: Axis, places: Mapping[str, Place]) -> Iterable[Bar]:
    asked = {each.about or each.to: each for each in document.handoffs if each.kind == ACTING}
    asked |= {each.about or each.to: each for each in document.handoffs if each.kind == PART}
    waiting = {each.service for each in document.waiting}
    for service, each in asked.items():
        if each.status in ASIDE or service not in places:
            continue
        start, until = each.sent, each.ended or _until(document)
        last = _last_to_come(document, each, until)
        if service in waiting and not each.ended:
            last = until
        yield Bar(
            service=service,
            title=names.services.get(service, service),
            y=places[service].y,
            whole=_stretch(axis, start, until) if start else None,
            waited=_stretch(axis, start, last) if start and last else None,
            before=_stretch(axis, document.submitted, start or until),
            end=_end(each),
        )


def _last_to_come(document: CaseDocument, asked: HandoffView, until: datetime) -> datetime | None:
    """Returns when the last thing came that a service got after it was asked and before it ended."""
    came = [
        each.received
        for each in document.handoffs
        if each.kind in (SUPPLY, OFFICE) and each.to == asked.to and each.received and each.facts
    ]
    start = asked.sent or until
    return max((at for at in came if start < at <= until), default=None)


def _stretch(axis: Axis, start: datetime, end: datetime) -> Stretch | None:
    left, right = axis.x(start), axis.x(max(start, end))
    return Stretch(left, round(right - left, 1)) if end - start > timedelta(0) else None


def _end(asked: HandoffView) -> str:
    match asked.status:
        case Status.COMPLETED:
            return "yes"
        case Status.DECLINED | Status.RETRACTED:
            return "no"
        case _:
            return "open"
