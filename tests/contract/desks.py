"""A town whose desks are visited over HTTP: cases and notes put there, and somebody at a screen who reads and sends."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx

from backoffice_adapters.api import Envelope, Outcome, Submission
from backoffice_adapters.declared import DeclaredAdapter
from backoffice_adapters.simulated.identity import marks
from backoffice_adapters.simulated.office import Counter
from backoffice_adapters.simulated.papers import Note
from backoffice_adapters.simulated.store import Request
from backoffice_adapters.simulated.town import Town
from backoffice_adapters.simulated.world import World
from frontdoor.discovery import registry
from frontdoor.journey.examples import later_facts
from frontdoor.testing import PracticeTown, example_facts
from frontdoor.testing.town import WORLD
from life_events.relations import make_table

CASE, SALT = "case", "salt"
CALLBACK = "http://portal.test/callback"


class Desk:
    """The desk of one office in one world, and whoever sits at a screen in front of it."""

    def __init__(self, town: Town, agency: str, world: str = WORLD) -> None:
        self.world = town.world(world)
        self.agency = agency
        self.base = f"/{world}/{agency}/desk"
        way = httpx.ASGITransport(town.app)
        self.browser = httpx.AsyncClient(transport=way, base_url="http://town.test", follow_redirects=True)

    @property
    def counter(self) -> Counter:
        """The office behind the desk."""
        return self.world.counters[self.agency]

    async def read(self, path: str = "", status: int = 200) -> str:
        """Returns a page of the desk as text."""
        return text_of(await self.browser.get(self.base + path), status)

    async def send(self, path: str, form: dict[str, Any], status: int = 200, *, page: str = "") -> str:
        """Fills in a form on a page of the desk, and returns the page that comes of it."""
        token = re.search(r'name="token" value="([^"]+)"', (await self.browser.get(self.base + page)).text)
        assert token is not None, f"there is no form on {self.base}{page}"
        return text_of(await self.browser.post(self.base + path, data={"token": token[1], **form}), status)

    async def look(self, address: str) -> str:
        """Returns another page of the town as text."""
        return text_of(await self.browser.get(address))

    async def take_over(self) -> None:
        """Sits down at the desk."""
        assert "You sit at this desk" in await self.send("/staffing", {"who": "person"})

    async def hand_back(self) -> None:
        """Leaves the desk to the simulated clerk."""
        assert "A simulated clerk works here" in await self.send("/staffing", {"who": "simulated"})

    def case(self, reference: str) -> Request:
        """Returns a case as the office has it in its books."""
        found = self.counter.store.by_reference(reference)
        assert found is not None
        return found


def announce(town: PracticeTown, scenario: str = "dialogue", **changed: Any) -> None:
    """Tells the town how its offices stand to one another in a case."""
    found = registry()
    services = sorted(found.services)
    table = make_table(found.scenarios[scenario], found.definitions).document(frozenset(services))
    town.world().register.announce(CASE, services, {**table, **changed}, "http://portal.test/reports")


async def asked(adapter: type[DeclaredAdapter], town: PracticeTown, *, later: bool = True, **other: str) -> str:
    """Asks an office for the full example, perhaps without what comes later; returns its reference, if it has one."""
    service = registry().services[adapter.key]
    facts = example_facts(service) | {name.replace("__", "."): value for name, value in other.items()}
    given = {name: value for name, value in facts.items() if later or name not in later_facts(service)}
    coming = () if later else tuple(later_facts(service))
    submission = Submission("handoff", f"key {other}", given, Envelope(CASE, SALT), CALLBACK, to_come=coming)
    await adapter().submit(submission, town.office(adapter().agency))
    held = town.world().counters[adapter().agency].store.all()
    return held[-1].reference if held else ""


async def told_of(adapter: type[DeclaredAdapter], town: PracticeTown, reference: str) -> Outcome:
    """Asks an office how far it is, as a portal does."""
    return await adapter().follow_up(reference, town.office(adapter().agency))


def a_note(world: World, sender: str, service: str, facts: dict[str, str], **more: Any) -> Note:
    """A note from another office about the person of the full example; `more` takes the place of its other fields."""
    identity = world.register.of(CASE).relations.identity
    about = marks(example_facts(registry().services[sender]), identity)
    values = {"message_id": "note", "medium": "phone", "about": about, "share": 0.5, **more}
    return Note(case=CASE, salt=SALT, from_party=sender, to_party=service, service=service, facts=facts, **values)


def in_doubt(desk: Desk, reference: str, sender: str, facts: dict[str, str], *, near: bool, **more: Any) -> Note:
    """A note that agrees with a case in as much as it does not: by a slip of the pen (`near`), or altogether."""
    request = desk.case(reference)
    note = a_note(desk.world, sender, request.service, facts, **more)
    ours = desk.counter.tray.marks(note, request, desk.counter.procedures[request.service])
    agree, spoilt = sorted(ours)[:2], sorted(ours)[2:4]
    about = {key: ours[key] for key in agree} | {key: ours[key][:-1] + "#" if near else "ZZ99" for key in spoilt}
    return a_note(desk.world, sender, request.service, facts, about=about, **more)


def text_of(answer: httpx.Response, status: int = 200) -> str:
    """Returns what a person reads on a page; each one says that it is a simulation."""
    assert answer.status_code == status, answer.text
    assert "SIMULATION" in answer.text
    body = answer.text[answer.text.index("<body") :]
    return re.sub(r" ([,.])", r"\1", " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split()))
