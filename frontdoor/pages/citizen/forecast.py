"""What will probably happen after a request was sent: who is told now, who later, and how long it usually takes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from frontdoor.discovery import Registry
from frontdoor.handoffs.clock import working_days_after
from frontdoor.journey.plan import Plan
from frontdoor.journey.planner import CITIZEN, Known, readiness
from frontdoor.pages.citizen.organisations import any_of_them, called
from frontdoor.rendering import count


@dataclass(frozen=True)
class Step:
    """An office that will be told: now, or when somebody else has answered; and its usual time in working days."""

    name: str
    title: str
    after: str
    usually: int


@dataclass(frozen=True)
class Forecast:
    """The offices in the order in which they can be told, and the day by which the last one usually ends."""

    now: tuple[Step, ...]
    later: tuple[Step, ...]
    days: int
    last: date

    @property
    def names(self) -> list[str]:
        """Every organisation that will be told, once."""
        return list(dict.fromkeys(each.name for each in (*self.now, *self.later)))

    @property
    def need_not(self) -> tuple[str, ...]:
        """What the citizen is promised not to have to do; each follows "You need not"."""
        return (
            f"phone or write to any of these {count(len(self.names), 'organisation')}",
            "send them copies of what you told us",
            "tell us again what an office finds out",
        )


def forecast(registry: Registry, plan: Plan, given: Collection[str], submitted: datetime) -> Forecast:
    """Returns what usually follows from a plan, by each office's usual time, whatever has happened since.

    `given`: the facts that the citizen gave. An office starts when it has what it waits for, and one that can only
    finish with a later fact is counted from its start: offices do both at once.
    """
    usually = {each.service: int(registry.services[each.service].usually.on(plan.on)) for each in plan.active}
    known = Known(frozenset(given))
    waits = {
        each.service: [wait.providers for wait in readiness(each, known).waits if CITIZEN not in wait.providers]
        for each in plan.active
    }
    ends: dict[str, int] = {}

    def end(key: str) -> int:
        """Counts the working days until a service ends; what it needs to start never waits for itself."""
        if key not in ends:
            ends[key] = usually[key] + max((min(map(end, providers)) for providers in waits[key]), default=0)
        return ends[key]

    steps = [(bool(waits[key]), _step(registry, key, waits[key], usually[key])) for key in usually]
    days = max(map(end, usually), default=0)
    return Forecast(
        now=tuple(step for waiting, step in steps if not waiting),
        later=tuple(step for waiting, step in steps if waiting),
        days=days,
        last=working_days_after(submitted, days).date(),
    )


def _step(registry: Registry, key: str, waits: list[tuple[str, ...]], usually: int) -> Step:
    after = dict.fromkeys(any_of_them(registry, providers) for providers in waits)
    return Step(called(registry, key), registry.services[key].title, " and ".join(after), usually)
