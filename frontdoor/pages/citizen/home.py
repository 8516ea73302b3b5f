"""The way in: what this is, which life events there are, and one page for each before it starts."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.cases.store import DRAFT_DAYS, start_draft
from frontdoor.errors import NotFound
from frontdoor.pages.citizen.journey import Journey
from frontdoor.pages.citizen.organisations import by_kind, called
from frontdoor.pages.citizen.visits import Visit
from life_events.model import LifeEvent, Listed, Service

# Half a minute a question is what a calm reader takes; nobody is measured.
SECONDS_A_QUESTION = 30


@dataclass(frozen=True)
class Promise:
    """What an organisation does when it is told, and how long it usually takes."""

    does: str
    always: bool
    usually: int


async def home(visit: Visit) -> Response:
    """Shows what this is and what can be started here."""
    events = sorted(visit.registry.life_events.values(), key=lambda each: each.title)
    return visit.render("home.html", events=events, draft_days=DRAFT_DAYS)


async def before_start(visit: Visit) -> Response:
    """Shows what a life event asks for, who will be told and who will not."""
    event = _event(visit)
    always = {each.service for each in event.services if each.when is None}
    services = [visit.registry.services[each.service] for each in event.services]
    told = [
        (kind, [(name, [_promise(visit, each, each.key in always) for each in some]) for name, some in members])
        for kind, members in by_kind(visit.registry, services)
    ]
    entries = event.published.entries if event.published else ()
    shortest = Journey(event, {}, visit.today).route
    return visit.render(
        "start.html",
        event=event,
        told=told,
        published=[(entry.name, _seen_to(visit, entry)) for entry in entries],
        offices=len({each.agency for each in services}),
        minutes=_minutes(len(shortest), len(event.questions)),
        questions=(len(shortest), len(event.questions)),
        draft_days=DRAFT_DAYS,
    )


async def start(visit: Visit) -> Response:
    """Starts a journey: a draft under a new reference, in a fresh session."""
    event = _event(visit)
    draft, secret = await start_draft(event.key)
    visit.session.begin(draft=str(draft.id), secret=secret)
    return visit.go(f"/journey/{event.questions[0].key}")


def _event(visit: Visit) -> LifeEvent:
    event = visit.registry.life_events.get(visit.named("key"))
    if event is None:
        raise NotFound("There is no such life event here.")
    return event


def _seen_to(visit: Visit, entry: Listed) -> list[tuple[str, str]]:
    """Returns who sees to an entry of a published list, and what they do: agency and service, in words."""
    return [(called(visit.registry, key), visit.registry.services[key].title) for key in entry.services]


def _promise(visit: Visit, service: Service, always: bool) -> Promise:
    return Promise(service.does, always, int(service.usually.on(visit.today)))


def _minutes(fewest: int, most: int) -> tuple[int, int]:
    """Returns how many minutes the questions take, in steps of five."""
    low, high = (max(5, round(number * SECONDS_A_QUESTION / 300) * 5) for number in (fewest, most))
    return low, max(high, low + 5)
