"""What will probably happen after a request was sent: who is told now, who later, and how long it usually takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frontdoor.discovery import Registry
from frontdoor.handoffs.casefile import CaseDocument, HandoffView
from frontdoor.handoffs.clock import working_days_after
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.pages.citizen.organisations import any_of_them, called


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


def forecast(registry: Registry, document: CaseDocument) -> Forecast:
    """Returns what usually follows, from each office's usual time; an office that waits starts when it has all."""
    usually = {
        each.to: int(registry.services[each.to].usually.on(document.as_of))
        for each in document.acting
        if each.status not in FINAL or each.status is Status.COMPLETED
    }
    waits = {
        each.to: [[provider for provider in wait.providers if provider in usually] for wait in each.waits]
        for each in document.acting
    }
    ends: dict[str, int] = {}

    def end(key: str, above: tuple[str, ...]) -> int:
        """Counts the working days until a service ends; one that waits for itself in the end does not add to it."""
        if key not in ends:
            starts = [
                min(end(each, (*above, key)) for each in some)
                for wait in waits[key]
                if (some := [each for each in wait if each not in above])
            ]
            ends[key] = max(starts, default=0) + usually[key]
        return ends[key]

    days = max((end(key, (key,)) for key in usually), default=0)
    steps = [
        (bool(each.waits), _step(registry, each, usually[each.to])) for each in document.acting if each.to in usually
    ]
    return Forecast(
        now=tuple(step for waiting, step in steps if not waiting),
        later=tuple(step for waiting, step in steps if waiting),
        days=days,
        last=working_days_after(document.submitted, days).date(),
    )


def _step(registry: Registry, handoff: HandoffView, usually: int) -> Step:
    after = [any_of_them(registry, wait.providers) for wait in handoff.waits]
    return Step(
        name=called(registry, handoff.to),
        title=registry.services[handoff.to].title,
        after=" and ".join(dict.fromkeys(filter(None, after))),
        usually=usually,
    )
