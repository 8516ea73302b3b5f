"""Random mixes of faults in many towns at once, and what must hold of every case afterwards."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest

from backoffice_adapters.simulated import wire
from backoffice_adapters.simulated.fault_kinds import KINDS
from backoffice_adapters.simulated.faults import Fault, Flaws
from frontdoor.cases.models import Case
from frontdoor.discovery import registry
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.handoffs.events import FINAL, WITH_OFFICE, Status, Step
from frontdoor.handoffs.ledger import CITIZEN
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.portal import Portal
from frontdoor.handoffs.state import ASKS_AN_OFFICE, SUPPLY
from frontdoor.pages.citizen.standing import standing
from frontdoor.pages.citizen.words import Word
from frontdoor.testing.simulation import Simulation, example, request_of

RATES = (0.1, 0.3, 0.6, 1.0)
SCENARIOS = ("siloed", "as_is_2026", "dialogue", "joined_up")
SILENT = ("down", "hangs", "resets", "trickles")  # an office that may not answer when it is asked
STILL_SECONDS = 2.0  # of work in which nothing has moved, and nothing will
LOOK_SECONDS = 0.5

State: TypeAlias = tuple[datetime, tuple[object, ...]]


@dataclass
class Count:
    """What was seen over all cases. `lost` counts what offices really lost, by key; `accused` what we said they had."""

    cases: int = 0
    finished: int = 0
    handoffs: int = 0
    owned: int = 0
    found: int = 0
    wrongly_accused: int = 0
    acted_twice: list[str] = field(default_factory=list)
    nobodys: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, name) + getattr(other, name) for name in vars(self)))


def faults_of(chance: Random) -> Iterator[tuple[str, Fault]]:
    """Draws what is wrong in one town: most offices have something, some have two things."""
    for agency in sorted(registry().agencies):
        for kind in chance.sample(sorted(KINDS), chance.choice((0, 1, 1, 2))):
            yield agency, Fault(kind, chance.choice(RATES), chance.randrange(10**6))


async def run(folder: Path, seed: int, cases: int, monkeypatch: pytest.MonkeyPatch) -> Count:
    """Lives so many cases, each in a town of its own with faults of its own, until nothing moves any more."""
    monkeypatch.setattr(wire, "SLOW_SECONDS", 0.05)
    lost: Counter[str] = Counter()
    honest = Flaws.shows

    def shows(flaws: Flaws, kind: str, about: str = "") -> bool:
        shown = honest(flaws, kind, about)
        lost[about] += shown and kind == "loses"
        return shown

    monkeypatch.setattr(Flaws, "shows", shows)
    simulation, chance = Simulation(folder), Random(seed)
    simulation.settings = replace(simulation.settings, office_seconds=0.5, retry_first=0.02, retry_longest=0.3)
    simulation.differing = True
    async with simulation.open_portal() as portal:
        submitted = [await submit(simulation, portal, chance, f"chaos{number}") for number in range(cases)]
        while True:
            still = await until_still(portal, submitted)
            found = Count()
            for case in submitted:
                found += await judged(simulation, portal, await Case.get(id=case.id), lost)
            if still == [state_of(await portal.reread(case.id)) for case in submitted]:
                return found


async def submit(simulation: Simulation, portal: Portal, chance: Random, world: str) -> Case:
    for agency, fault in faults_of(chance):
        simulation.town.faults.set(agency, fault, world)
    life_event = chance.choice(("bereavement", "retirement", "business_start_up"))
    request = request_of(example(life_event), scenario=chance.choice(SCENARIOS), world=world)
    return (await portal.submit(request)).case


async def until_still(portal: Portal, cases: list[Case]) -> list[State]:
    """Waits until at one moment every case is over or has not moved for a while, however busy the machine is.

    Returns how they stand then. A case that stood still moves again when its office answers after all.
    """
    since: dict[int, tuple[State, float]] = {}
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        moving = False
        for number, case in enumerate(cases):
            document = await portal.reread(case.id)
            state = state_of(document)
            if number not in since or since[number][0] != state:
                since[number] = (state, time.process_time())
            # where offices are tried again and again, a world is never said to stand still
            enough = STILL_SECONDS if document.standing_still else 2 * STILL_SECONDS
            moving |= not document.finished and time.process_time() - since[number][1] < enough
        if not moving:
            return [state for state, _ in since.values()]


def state_of(document: CaseDocument) -> State:
    """Returns how a case stands, without what flickers while an office is tried again."""
    return (
        document.now,
        tuple((each.handoff_id, each.status, each.lost) for each in document.handoffs if settled(each.status)),
    )


def settled(status: Status) -> bool:
    """Whether a status is one that does not flicker while an office is tried again."""
    return status not in (Status.READY, Status.SENT)


async def judged(simulation: Simulation, portal: Portal, case: Case, lost: Counter[str]) -> Count:
    """Judges one case by the office's own books, the ledger and the citizen's page."""
    document = await portal.reread(case.id)
    handoffs = await Handoff.filter(case_id=case.id, kind__in=ASKS_AN_OFFICE)
    owners = {item.handoff_id: item.owner for item in await portal.work_waiting() if item.case == case.reference}
    count = Count(cases=1, finished=int(document.finished), handoffs=len(handoffs), owned=len(owners))
    name = f"{case.reference} ({case.life_event}, {case.scenario}, {case.world})"
    alone = [each for each in handoffs if not looked_after(each, document, owners)]
    count.nobodys = [f"{name}: {each.kind} {each.target} {each.status}" for each in alone]
    count.acted_twice = [f"{name}: {each}" for each in twice(simulation, case)]
    there = {each.key: is_on_books(simulation, case.world, each.key) for each in handoffs}
    for each in handoffs:
        losses = await LedgerEvent.filter(handoff_id=each.id, step=Step.LOST).order_by("seq")
        count.found += len(losses)
        count.wrongly_accused += max(0, len(losses) - lost[each.key])
        count.late += [f"{name}: {each.target}" for event in losses if not await in_time(simulation, each, event)]
        claims = Status(each.status) is Status.COMPLETED or Status(each.status) in WITH_OFFICE
        if claims and not there[each.key] and (document.finished or each.id not in owners):
            count.missed.append(f"{name}: {each.kind} {each.target} {each.status}")
    for acting in document.asked:
        shown = standing(document, acting, registry())
        key = next(each.key for each in handoffs if each.id == acting.handoff_id)
        if shown.word is Word.HAVE and not there[key] and promise_over(acting.received, acting.about, document.now):
            count.untrue.append(f"{name}: {acting.about}")
    return count


def looked_after(handoff: Handoff, document: CaseDocument, owners: dict[str, str]) -> bool:
    """Says whether a handoff has ended, has a named owner, or waits for one that has, or for the citizen."""
    if Status(handoff.status) in FINAL or owners.get(handoff.id):
        return True
    if handoff.kind == SUPPLY:  # it goes along with the request that it adds to
        asked = next(each for each in document.asked if (each.about or each.to) == handoff.target)
        return asked.final or bool(owners.get(asked.handoff_id))
    view = next(each for each in document.handoffs if each.handoff_id == handoff.id)
    return waits_for_somebody(view.about or view.to, document, owners, frozenset())


def waits_for_somebody(service: str, document: CaseDocument, owners: dict[str, str], seen: frozenset[str]) -> bool:
    for wait in document.waiting:
        if wait.service != service:
            continue
        for provider in wait.for_:
            if provider == CITIZEN:
                return True
            asked = next((each for each in document.asked if (each.about or each.to) == provider), None)
            if asked is None or provider in seen:
                continue
            if owners.get(asked.handoff_id) or waits_for_somebody(provider, document, owners, seen | {service}):
                return True
    return False


def twice(simulation: Simulation, case: Case) -> Iterator[str]:
    """Names the offices that hold one service's request of a case more than once."""
    for agency, counter in simulation.town.world(case.world).counters.items():
        held = Counter(each.service for each in counter.store.of_case(case.id.hex))
        yield from (f"{agency} {service} {times} times" for service, times in held.items() if times > 1)


def is_on_books(simulation: Simulation, world: str, key: str) -> bool:
    """Says whether an office of a world has a key on its books: taken, supplied, or lying in its intray."""
    stores = [counter.store for counter in simulation.town.world(world).counters.values()]
    return any(each.taken_under(key) or each.items.under(key) for each in stores)


async def in_time(simulation: Simulation, handoff: Handoff, lost: LedgerEvent) -> bool:
    """Says whether a loss was found within the promise time, or its office could not be asked before."""
    agency = handoff.to_party.partition(".")[0]
    if any(simulation.town.faults.find(handoff.world, agency, kind) for kind in SILENT):
        return True  # the citizen reads meanwhile that nobody can tell, which `untrue` judges
    steps = [Step.ACKNOWLEDGED, Step.RECEIVED, Step.SENT]
    taken = LedgerEvent.filter(handoff_id=handoff.id, seq__lt=lost.seq, step__in=steps)
    last = await taken.order_by("-seq").first()
    return last is None or not promise_over(last.timestamp, handoff.target, lost.timestamp)


def promise_over(since: datetime | None, service: str, now: datetime) -> bool:
    """Says whether more than the usual time of a service has passed; a long weekend is given."""
    if since is None:
        return False
    usually = max(1, int(registry().services[service].usually.on(since.date())))
    return now - since > timedelta(days=usually * 7 / 5 + 5)
