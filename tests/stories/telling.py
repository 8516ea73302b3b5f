"""The frame of the stories: a case file, a seed and a scenario go in; the case, its page and the books come out."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from backoffice_adapters.simulated.store import Request
from backoffice_adapters.simulated.town import Town, TownSettings
from frontdoor.discovery import registry
from frontdoor.handoffs.casedocument import CaseDocument, HandoffView
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.intake import ScriptedCitizen
from frontdoor.pages.citizen.status import case_page
from frontdoor.rendering import environment
from frontdoor.testing.simulation import Simulation, example, request_of
from life_events.coordination import Medium, Relationship
from life_events.scenario import Rule, Scenario, Stance

CASES = Path(__file__).with_name("cases")
SEED = 1999
Pair: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class Story:
    """What a story needs: a case file, how the offices stand (a preset and what is changed in it), and what is wrong.

    `pairs` are (from, to, relationship), `via` are (from, to, hubs...), `faults` are (agency, kind).
    """

    case: str
    preset: str
    pairs: tuple[Pair, ...] = ()
    via: tuple[tuple[str, ...], ...] = ()
    targets: tuple[tuple[str, float], ...] = ()
    slips: float = 0.0
    faults: tuple[tuple[str, str], ...] = ()
    seed: int = SEED

    def scenario(self) -> Scenario:
        """Returns the preset as the story changes it."""
        rules = [
            Rule("pair", frozenset({one}), frozenset({other}), Stance(Relationship(level)))
            for one, other, level in self.pairs
        ]
        for one, other, *hubs in self.via:
            stance = Stance(Relationship.SATELLITE, via=hubs[0], also=tuple(hubs[1:]))
            rules.append(Rule("pair", frozenset({one}), frozenset({other}), stance))
        preset = registry().scenarios[self.preset]
        return replace(preset, key="story", rules=(*preset.rules, *rules), targets=dict(self.targets), slips=self.slips)


@dataclass(frozen=True)
class Conflict:
    """A friction's code, the story in which it shows, what its sentence says there, and the pairs that remove it."""

    code: str
    story: Story
    says: str
    remedy: tuple[Pair, ...]

    @property
    def name(self) -> str:
        """What a test calls it."""
        return f"{self.code} {self.story.case}"

    @property
    def told_with_the_remedy(self) -> Story:
        """The same story with nothing else changed."""
        return replace(self.story, pairs=(*self.story.pairs, *self.remedy))


@dataclass(frozen=True)
class Told:
    """How a story ended: the case, its page as text, and what stands in the offices' books."""

    document: CaseDocument
    page: str
    books: Mapping[str, Request]
    trays: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def codes(self) -> set[str]:
        """The frictions that the page names."""
        return {each.code for each in self.document.frictions}

    @property
    def completed(self) -> set[str]:
        """The services that were completed."""
        return {each.about for each in self.document.acting if each.status is Status.COMPLETED}

    @property
    def carried(self) -> int:
        """How often the citizen carried or told again."""
        by_citizen = (Medium.CITIZEN_CARRIED, Medium.CITIZEN_REENTERED)
        return sum(each.medium in by_citizen for each in self.document.handoffs if each.sent)

    def sentence(self, code: str) -> str:
        """Returns what the page says of a friction; it must stand on the page as it does in the case."""
        said = [each.sentence for each in self.document.frictions if each.code == code]
        assert said, f"{code} is not on the page: {sorted(self.codes)}"
        return said[0]

    def reached(self, fact: str) -> dict[str, HandoffView]:
        """Returns by service the first handoff that brought a fact."""
        found: dict[str, HandoffView] = {}
        for each in sorted((one for one in self.document.handoffs if one.received), key=lambda one: str(one.received)):
            if fact in each.facts and each.kind in ("acting", "supply", "office"):
                found.setdefault(each.to, each)
        return found


Teller: TypeAlias = Callable[[Story], Told]


def shows_and_goes(conflict: Conflict, tell: Teller) -> None:
    """Holds a conflict to its sentence where it is told, and to nothing of it where the remedy is all that changed."""
    told = tell(conflict.story)
    better = tell(conflict.told_with_the_remedy)

    sentence = told.sentence(conflict.code)
    assert conflict.says in sentence
    assert sentence in told.page
    assert conflict.code not in better.codes
    assert sentence not in better.page
    assert told.completed == better.completed


def read_case_file(name: str) -> dict[str, Any]:
    """Returns a case file of the stories: an example with what the story changes in it.

    `without` are the beginnings of facts that are not asked any more.
    """
    story: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    base = example(story["based_on"])
    fallen = tuple(story.get("without", ()))
    facts = {fact: value for fact, value in base["facts"].items() if not fact.startswith(fallen)}
    return {**base, "facts": {**facts, **story.get("facts", {})}, "citizen": story["citizen"]}


async def run(story: Story, folder: Path) -> Told:
    """Lets a story happen from the request to the end."""
    found = registry()
    scenario = story.scenario()
    known = replace(found, scenarios={**found.scenarios, scenario.key: scenario})
    simulation = Simulation(folder)
    simulation.town = Town(TownSettings(folder / "town", 0, story.seed), simulation.post)
    for agency, kind in story.faults:
        simulation.fault(agency, kind)
    given = read_case_file(story.case)
    citizen = ScriptedCitizen(given["citizen"]["habit"], leaves=tuple(given["citizen"].get("leaves", ())))
    async with simulation.open_portal(definitions=known) as portal:
        accepted = await portal.submit(request_of(given, scenario=scenario.key, citizen=citizen))
        document = await simulation.finish(accepted.case, 120)
    counters = simulation.town.world(scenario.key).counters
    books = {each.service: each for counter in counters.values() for each in counter.store.all()}
    trays = {agency: counter.store.mail.tray_states() for agency, counter in counters.items()}
    for world in simulation.town.worlds.values():
        world.close()
    page = environment().get_template("pages/progress.html").render(page=case_page(document, known), simulated=True)
    return Told(document, " ".join(html.unescape(page).split()), books, trays)
