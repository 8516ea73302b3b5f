"""What the citizen gives later: what only they know, what stands in a letter, or what they said before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.errors import Problem, Refused
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.ledger import CITIZEN, Entry, opened
from frontdoor.handoffs.settling import settle, tell
from frontdoor.handoffs.state import Due, Errand
from frontdoor.journey.answers import InvalidAnswer, parse
from life_events.coordination import Medium

TYPED = (Errand.CARRY, Errand.TELL_AGAIN)
# What only its office thought of asking (`TELL`) goes to that office, by whoever tells it everything else.
BY_HAND = {Errand.CARRY: Medium.CITIZEN_CARRIED, Errand.TELL_AGAIN: Medium.CITIZEN_REENTERED}


async def give(
    case: Case, given: Mapping[str, object], registry: Registry, now: datetime, service: str | None = None
) -> None:
    """Takes facts that an office asked the citizen for, and passes them on; by default to everybody who asks for them.

    What only the citizen knows is kept for all offices. What is typed off a letter, or said once more, goes to the one
    that asked for it and to nobody else, as one handoff for each letter. Raises Refused, with every mistake at once,
    also for facts that nobody asked for.
    """
    async with opened(case.id, now) as entry:
        dues = [
            due
            for key, asked in entry.asked.items()
            if service in (None, key) and Status(asked.status) not in FINAL
            for due in entry.due(asked)
            if due.errand is not Errand.ASK_TO_POST
        ]
        facts = _read(given, {fact for due in dues for fact in due.facts}, registry, now)
        demand = "failure" if any(due.errand in TYPED for due in dues if set(due.facts) & set(facts)) else "value"
        asked = [entry.asked[due.service].last_event for due in dues if set(due.facts) & set(facts)]
        root = entry.note(
            "ask.answered",
            cause=asked[-1] if asked else None,
            actor_type=CITIZEN,
            service_id=CITIZEN,
            contact_id=f"{case.id.hex}-{len(entry.handoffs)}-{now.timestamp():.0f}",
            channel="web",
            demand_type=demand,
        )
        for due in dues:
            _give(entry, due, {name: facts[name] for name in due.facts if name in facts}, root)
        settle(entry, registry, root)


def _read(given: Mapping[str, object], asked: set[str], registry: Registry, now: datetime) -> dict[str, str]:
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
    return facts


def _give(entry: Entry, due: Due, facts: dict[str, str], root: str) -> None:
    if not facts:
        return
    if due.errand is Errand.TELL and entry.plan.service(due.service).told.issuperset(facts):
        entry.learn(facts, CITIZEN, None, root)
        return
    source = due.letter if due.errand is Errand.CARRY else None
    entry.learn(facts, CITIZEN, source, root, due.service)
    versions = {name: entry.held[name, due.service].version for name in facts}
    _ = tell(entry, due.service, versions, root, source=source, medium=BY_HAND.get(due.errand))
