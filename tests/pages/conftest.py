"""The portal's pages as a citizen without JavaScript uses them: links followed, forms filled in and sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from frontdoor.app import create_app
from frontdoor.cases.models import Case, Draft
from frontdoor.discovery import registry
from frontdoor.handoffs.portal import Portal
from frontdoor.journey.answers import parse
from frontdoor.testing.simulation import Simulation, example
from life_events.facts import Kind

BASE = "http://127.0.0.1"
DAYS_AGO = 3


@dataclass
class Form:
    """A form on a page, with what stands in its fields."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    offered: dict[str, set[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """What a test looks at on a page: its forms, ids, links, title and text."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.answer = answer
        self.status = answer.status_code
        self.path = answer.url.path
        self.forms: list[Form] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.title = ""
        self._texts: list[str] = []
        self._open: list[str] = []
        self._textarea: str | None = None
        self.feed(answer.text)

    @property
    def text(self) -> str:
        """What can be read, with single spaces."""
        return " ".join(" ".join(self._texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if "id" in known:
            self.ids.append(known["id"])
        match tag:
            case "a":
                self.links.append(known.get("href", ""))
            case "form":
                self.forms.append(Form(known.get("action", ""), known.get("method", "get")))
            case "input" if self.forms and "name" in known:
                self._input(known)
            case "button" if self.forms and "name" in known:
                self.forms[-1].offered.setdefault(known["name"], set()).add(known.get("value", ""))
            case "textarea":
                self._textarea = known["name"]
                self.forms[-1].fields.append((known["name"], ""))
        if tag not in ("input", "meta", "link", "br", "wbr", "img"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = None
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].fields[-1] = (self._textarea, self.forms[-1].fields[-1][1] + data)
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if not {"script", "style", "title"} & set(self._open):
            self._texts.append(data)

    def form(self, action: str) -> Form:
        """Returns the form that goes to an address."""
        return next(each for each in self.forms if each.action.startswith(action))

    def _input(self, known: Mapping[str, str]) -> None:
        form, name, value = self.forms[-1], known["name"], known.get("value", "")
        form.offered.setdefault(name, set()).add(value)
        if known.get("type") not in ("radio", "checkbox") or "checked" in known:
            form.fields.append((name, value))


class Citizen:
    """One person with one browser."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.seen: list[httpx.Response] = []

    async def get(self, path: str) -> Page:
        """Goes to an address and follows where it leads."""
        return self._looked(await self.client.get(path))

    async def send(self, page: Page, action: str, fields: Mapping[str, str | list[str]] | None = None) -> Page:
        """Sends the form of a page that goes to an address, with some fields filled in anew."""
        form = page.form(action)
        values: dict[str, str | list[str]] = {}
        for name, value in form.fields:
            held = values.get(name)
            values[name] = value if held is None else [*([held] if isinstance(held, str) else held), value]
        return self._looked(await self.client.post(form.action, data={**values, **(fields or {})}))

    async def start(self, event: str = "bereavement") -> Page:
        """Starts a journey; returns its first question."""
        return await self.send(await self.get(f"/life-events/{event}"), "/life-events/")

    async def answer(self, page: Page, facts: Mapping[str, str]) -> Page:
        """Answers the question of a page and presses Continue."""
        form = page.form("/journey/")
        names = {name for name, _ in form.fields} | set(form.offered)
        return await self.send(
            page, form.action, {name: value for name, value in typed(facts).items() if name in names}
        )

    async def answer_all(self, page: Page, facts: Mapping[str, str]) -> Page:
        """Answers question after question, until the answers can be checked."""
        asked: set[str] = set()
        while page.path != "/journey/answers":
            assert page.path not in asked, f"{page.path} was not taken: {page.text}"
            asked.add(page.path)
            page = await self.answer(page, facts)
        return page

    async def ready(self, facts: Mapping[str, str], event: str = "bereavement") -> Page:
        """Starts a journey whose answers are all there already; returns the list of answers."""
        await self.start(event)
        draft = await Draft.all().order_by("-expires_at").first()
        assert draft is not None
        every = {fact for question in registry().life_events[event].questions for fact in question.facts}
        draft.answers = {fact: facts.get(fact, "") for fact in every}
        await draft.save()
        return await self.get("/journey/answers")

    async def submit(self, facts: Mapping[str, str], event: str = "bereavement") -> Page:
        """Sends a whole request; returns the confirmation."""
        await self.ready(facts, event)
        page = await self.send(await self.get("/journey/offices"), "/journey/offices")
        return await self.send(page, "/journey/declaration")

    def _looked(self, answer: httpx.Response) -> Page:
        self.seen += [*answer.history, answer]
        return Page(answer)


@dataclass
class Site:
    """The running portal, the simulation around it, and browsers for it."""

    app: Starlette
    simulation: Simulation
    browser: Callable[..., Citizen]

    @property
    def portal(self) -> Portal:
        """The portal behind the pages."""
        portal: Portal = self.app.state.portal
        return portal

    async def case(self) -> Case:
        """The one case that there is."""
        return await Case.get()


@pytest.fixture
async def site(simulation: Simulation) -> AsyncIterator[Site]:
    """The whole portal, whose worker waits until a test asks it to work."""
    async with RunningSite(simulation, work=False) as running:
        yield running


@pytest.fixture
async def working_site(simulation: Simulation) -> AsyncIterator[Site]:
    """The whole portal, with its worker and the town at work."""
    async with RunningSite(simulation, work=True) as running:
        yield running


@pytest.fixture
def site_in(simulation: Simulation) -> Callable[[str], AbstractAsyncContextManager[Site]]:
    """Opens the whole portal at work, with another scenario than the usual one."""

    def opened(scenario: str) -> AbstractAsyncContextManager[Site]:
        simulation.settings = replace(simulation.settings, scenario=scenario)
        return RunningSite(simulation, work=True)

    return opened


@pytest.fixture
def citizen(site: Site) -> Citizen:
    """A person who was never here before."""
    return site.browser()


@pytest.fixture
def facts() -> dict[str, str]:
    """The answers of the full example, in canonical form, told in the days after it happened."""
    return canonical(example("bereavement")["facts"])


def canonical(given: Mapping[str, Any]) -> dict[str, str]:
    """Returns facts in canonical form, with the death a few days ago."""
    today = datetime.now(UTC).date()
    recent = {**given, "deceased.date_of_death": (today - timedelta(days=DAYS_AGO)).isoformat()}
    return {name: parse(registry().facts[name], value, today) for name, value in recent.items()}


def typed(facts: Mapping[str, str]) -> dict[str, str]:
    """Returns facts as fields of forms: a date in its three parts."""
    fields = dict(facts)
    for name, value in facts.items():
        fact = registry().facts.get(name)
        if fact and fact.kind is Kind.DATE and value.count("-") == 2:
            year, month, day = value.split("-")
            fields |= {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}
    return fields


class RunningSite(AbstractAsyncContextManager[Site]):
    """Runs a portal for a while, and closes every browser at the end."""

    def __init__(self, simulation: Simulation, *, work: bool) -> None:
        self._simulation = simulation
        self._work = work
        self._stack = AsyncExitStack()
        self._clients: list[httpx.AsyncClient] = []

    async def __aenter__(self) -> Site:
        app = create_app(self._simulation.settings, transport=self._simulation.wire, work=self._work)
        await self._stack.enter_async_context(app.router.lifespan_context(app))
        self._simulation.portal = app.state.portal

        def browser(base: str = BASE, address: str = "198.51.100.7", **headers: str) -> Citizen:
            transport = httpx.ASGITransport(app, client=(address, 40000))
            client = httpx.AsyncClient(transport=transport, base_url=base, headers=headers, follow_redirects=True)
            self._clients.append(client)
            return Citizen(client)

        return Site(app, self._simulation, browser)

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            await self._simulation.reconcile()
        for client in self._clients:
            await client.aclose()
        self._simulation.portal = None
        await self._stack.aclose()
