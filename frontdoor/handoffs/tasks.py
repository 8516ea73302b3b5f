"""What the citizen gives later: a fact that an office asked for after the request was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.errors import Problem, Refused
from frontdoor.handoffs.events import Status, Step
from frontdoor.handoffs.ledger import CITIZEN, opened
from frontdoor.handoffs.settling import settle
from frontdoor.journey.answers import InvalidAnswer, parse


async def give(case: Case, given: Mapping[str, object], registry: Registry, now: datetime) -> None:
    """Takes facts that an office asked the citizen for, and passes them on.

    Raises Refused, with every mistake at once, also for facts that nobody asked for.
    """
    async with opened(case.id, now) as entry:
        asked = {
            fact
            for each in entry.handoffs.values()
            if Status(each.status) is Status.NEEDS_CITIZEN
            for fact in each.waiting_for
        }
        facts: dict[str, str] = {}
        problems = []
        for name, raw in given.items():
            if name not in asked:
                problems.append(Problem(name[:100], "No office has asked you for this."))
                continue
            try:
                facts[name] = parse(registry.facts[name], raw, now.date())
            except InvalidAnswer as error:
                problems.append(Problem(name, str(error)))
        if problems or not facts:
            raise Refused(problems or [Problem("facts", "Give at least one of the facts that an office asks for.")])
        root = entry.note("ask.answered", actor_type="citizen", ask_type="new")
        entry.learn(facts, CITIZEN, None, root)
        for each in entry.handoffs.values():
            if Status(each.status) is Status.NEEDS_CITIZEN and set(each.waiting_for) <= set(entry.facts):
                each.waiting_for = []
                entry.record(each, Step.PROGRESSED, cause=root)
        settle(entry, registry, root)
