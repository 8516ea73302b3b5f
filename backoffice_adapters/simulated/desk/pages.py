"""The clerks' desks over HTTP, to look at: `/{world}/{agency}/desk`, found from the town's front page (design 5.8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backoffice_adapters.simulated.clerks import PEOPLE
from backoffice_adapters.simulated.desk.comparing import sides
from backoffice_adapters.simulated.desk.deciding import proposal
from backoffice_adapters.simulated.desk.elsewhere import told_elsewhere
from backoffice_adapters.simulated.desk.keying import blanks
from backoffice_adapters.simulated.desk.place import BASE, TOWN, Place, Places, nothing
from backoffice_adapters.simulated.desk.reading import what
from backoffice_adapters.simulated.doubts import Doubt
from backoffice_adapters.simulated.mailroom import TRAVELLING
from backoffice_adapters.simulated.office import Counter
from backoffice_adapters.simulated.rendering import page
from backoffice_adapters.simulated.store import OPEN
from backoffice_adapters.simulated.store import Request as CaseRequest
from backoffice_adapters.simulated.world import World

LATELY = 10
SAID = {
    "taken": "You have taken over this desk. What needs a clerk waits for you.",
    "back": "The simulated clerk sits here again.",
    "decided": "Decided, as the rules say.",
    "refused": "You have said no.",
    "asked": "A letter to the citizen is on its way. The case waits for the answer.",
    "keyed": "Taken in.",
    "told": "They have been told.",
    "same": "You have said that it is the same person. What was told is in the record.",
    "another": "You have said that it is another person. It stays in the tray.",
    "twice": "From now on everything is typed twice.",
    "once": "From now on everything is typed once.",
}


@dataclass(frozen=True)
class Seen:
    """A world as the town's front page shows it; `now` is None for one that sleeps."""

    name: str
    now: datetime | None
    waiting: int


@dataclass(frozen=True)
class AtWork:
    """An office as the page of its world shows it.

    `papers` counts what of other offices is still to be dealt with, `person` says whether a person has its desk.
    """

    agency: str
    title: str
    waiting: int
    decided: int
    papers: int
    doubts: int
    person: bool


class DeskPages:
    """What there is to see at the desks of a town. `names` gives all worlds, with what is known of those open."""

    def __init__(self, places: Places, names: Callable[[], dict[str, World | None]]) -> None:
        self._places = places
        self._names = names
        self.routes = [
            Route("/", self._town),
            Route("/{world}", self._world),
            Route(BASE, self._desk),
            Route(BASE + "/tray/{number}", self._paper),
            Route(BASE + "/doubts/{number}", self._doubt),
            Route(BASE + "/cases/{reference:path}", self._record),
        ]

    async def _town(self, request: Request) -> Response:
        worlds = [
            Seen(name, world.now if world else None, _waiting(world) if world else 0)
            for name, world in sorted(self._names().items())
        ]
        return page("desk/town.html", look=TOWN, office=None, worlds=worlds)

    async def _world(self, request: Request) -> Response:
        world = self._places.known(request.path_params["world"])
        if world is None:
            return nothing("There is no such world in this town.")
        offices = sorted(map(_office, world.counters.values()), key=lambda each: each.title)
        busy = [each for each in offices if each.waiting or each.papers or each.person]
        idle = [each for each in offices if each not in busy]
        return page("desk/world.html", look=TOWN, office=None, world=world.name, now=world.now, busy=busy, idle=idle)

    async def _desk(self, request: Request) -> Response:
        place = self._places.find(request)
        if place is None:
            return nothing("There is no such desk in this town.")
        reader, said = place.reader, SAID.get(request.query_params.get("said", ""), "")
        return place.page(
            "desk",
            waiting=reader.waiting(),
            tray=place.postbag.tray(),
            tell=place.postbag.to_tell(),
            decided=reader.decided(LATELY),
            said=said,
        )

    async def _record(self, request: Request) -> Response:
        place = self._places.find(request)
        found = place.counter.store.by_reference(request.path_params["reference"]) if place else None
        if place is None or found is None:
            return nothing("This office holds nothing under that reference.")
        return record_page(place, found, said=SAID.get(request.query_params.get("said", ""), ""))

    async def _paper(self, request: Request) -> Response:
        place = self._places.find(request)
        paper = place.postbag.paper(request.path_params["number"]) if place else None
        if place is None or paper is None:
            return nothing("There is no such note in this office's tray.")
        return paper_page(place, request.path_params["number"])

    async def _doubt(self, request: Request) -> Response:
        place = self._places.find(request)
        doubt = place.counter.store.doubts.of_note(request.path_params["number"]) if place else None
        if place is None or doubt is None:
            return nothing("Nothing about that note is in doubt here.")
        return doubt_page(place, doubt)


def doubt_page(place: Place, doubt: Doubt, *, wrong: str = "") -> Response:
    """Returns the page with both sides of a doubtful match."""
    both = sides(place.counter, place.reader, place.postbag, doubt)
    return place.page("doubt", 422 if wrong else 200, sides=both, wrong=wrong)


def record_page(
    place: Place, request: CaseRequest, *, said: str = "", wrong: Mapping[str, str] | None = None, reason: str = ""
) -> Response:
    """Returns the page of a case, with what is wrong with what was last sent to it."""
    reader, counter = place.reader, place.counter
    record = reader.record(request)
    procedure = counter.procedures[request.service]
    today, known = place.world.now.date(), counter.casework.recognition.known(request)
    decides = request.closed_at is None and request.state == OPEN and request.due_at is not None
    return place.page(
        "record",
        422 if wrong else 200,
        record=record,
        case=record.waiting,
        here=f"{place.base}/cases/{quote(request.reference, safe='')}",
        proposal=proposal(procedure, request, today, known) if decides else None,
        elsewhere=told_elsewhere(counter, request, record.waiting.lacks, place.world.counters),
        doubts=counter.store.doubts.of_request(request.reference),
        title_of=place.title_of,
        what=what,
        clerk=counter.casework.clerk(request),
        said=said,
        wrong=wrong or {},
        reason=reason,
    )


def paper_page(
    place: Place,
    number: str,
    *,
    filled: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    """Returns the page of something in the tray, with what was typed last and what is wrong with it."""
    store = place.counter.store
    note = store.mail.note(number)
    own, search = blanks(note, place.counter.procedures[note.service])
    return place.page(
        "paper",
        422 if wrong else 200,
        paper=place.postbag.paper(number),
        own=own,
        search=search,
        again=store.staffing.first_entry(number) is not None,
        waits=store.mail.state_of(number) == TRAVELLING and note.medium in PEOPLE,
        filled=filled or {},
        wrong=wrong or {},
        summary=[
            (each.id, f"{each.name if each.own else each.label.capitalize()} {wrong[each.name]}")
            for each in (*search, *own)
            if wrong and each.name in wrong
        ],
        unfit=place.postbag.unfit(note),
    )


def _office(counter: Counter) -> AtWork:
    store, office = counter.store, counter.office
    return AtWork(
        agency=office.agency,
        title=office.title,
        waiting=store.open_requests(),
        decided=store.closed_requests(),
        papers=store.mail.unsettled(),
        doubts=len(store.doubts.open()),
        person=store.staffing.by_person,
    )


def _waiting(world: World) -> int:
    return sum(counter.store.open_requests() for counter in world.counters.values())
