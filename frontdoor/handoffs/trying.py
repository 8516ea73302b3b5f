"""One adapter tried out on its simulated office: what is asked, what comes back, and what a case would record of it.

It goes to the town, never elsewhere, in a world of its own, and makes no case: what would be written in the ledger is
worked out by the ledger's own code, on a case that is never kept.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from backoffice_adapters.api import (
    Accepted,
    Declined,
    Envelope,
    OfficeMisbehaved,
    OfficeUnavailable,
    Outcome,
    Pending,
    Posted,
    Submission,
)
from frontdoor.cases.models import Case, CaseFact
from frontdoor.discovery import Registry
from frontdoor.handoffs.answers import apply, check_produced
from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.handoffs.events import Step
from frontdoor.handoffs.ledger import CITIZEN, FRONT_DOOR, Entry
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.portal import Portal
from frontdoor.handoffs.state import ACTING
from frontdoor.journey.plan import Plan, PlannedRead, PlannedService
from life_events.model import Service

WORLD = "try.designer"
# What the network adds on its way says nothing about the adapter.
OURS = ("Idempotency-Key", "Handoff-Id", "Case-Envelope", "Facts-To-Come", "Content-Type")
THEIRS = ("Content-Type", "Office-Time", "Retry-After")
LONGEST = 8_000


@dataclass(frozen=True)
class Said:
    """A message as it went over the wire: its first line, its headers without secrets, its body."""

    line: str
    headers: tuple[tuple[str, str], ...]
    body: str = field(repr=False)


@dataclass(frozen=True)
class Understood:
    """What the adapter made of the answer.

    `kind`: accepted, pending, posted, declined, unavailable or misbehaved. `reason`: the office's own, or the error's.
    """

    kind: str
    reference: str = ""
    code: str = ""
    reason: str = ""
    waiting_for: tuple[str, ...] = ()
    learned: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Recorded:
    """An event that a case would have: what happened, from whom to whom, with which facts, and the status after it."""

    activity: str
    step: str
    from_party: str
    to_party: str
    facts: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Trial:
    """All that came of trying: request and answer (None where there was none), the outcome, the events."""

    asked: Said | None
    answered: Said | None
    understood: Understood
    events: tuple[Recorded, ...]


async def try_adapter(service: str, facts: Mapping[str, str], portal: Portal) -> Trial:
    """Asks a service's simulated office to act on some facts. Raises TownUnreachable where there is no town."""
    if not portal.settings.town_url:
        raise TownUnreachable("no town")
    registry = portal.registry
    adapter = registry.adapters[service]
    now = await portal.clock.start(WORLD, datetime.now(UTC).date())
    draft = _Draft(registry.services[service], facts, registry, now)
    asked: list[httpx.Request] = []
    answered: list[httpx.Response] = []
    outcome: Outcome | OfficeUnavailable | OfficeMisbehaved
    async with portal.offices.overheard(WORLD, adapter.agency, asked, answered) as office:
        try:
            async with asyncio.timeout(portal.settings.office_seconds):
                outcome = await adapter.submit(draft.submission, office)
            check_produced(outcome, registry)
        except TimeoutError:
            outcome = OfficeUnavailable(f"No answer from {adapter.agency} in time")
        except (OfficeUnavailable, OfficeMisbehaved) as error:
            outcome = error
    return Trial(
        asked=_request(asked[-1]) if asked else None,
        answered=_answer(answered[-1]) if answered else None,
        understood=_understood(outcome),
        events=draft.events(outcome),
    )


class _Draft(Entry):
    """A case of one service that is never kept: what is recorded in it can be read, and is forgotten."""

    def __init__(self, service: Service, facts: Mapping[str, str], registry: Registry, now: datetime) -> None:
        number = uuid.uuid4()
        given = [CaseFact(case_id=number, fact=name, value=value, source=CITIZEN) for name, value in facts.items()]
        plan = _plan_of(service, registry, now)
        super().__init__(Case(id=number, world=WORLD, salt=secrets.token_hex(16)), plan, (), given, now)
        self._registry = registry
        self._service = service
        self._acting: Handoff = self.add_handoff(ACTING, service.key, FRONT_DOOR, service.key)
        self._acting.facts = self.versions(sorted(facts))
        later = sorted({fact for read in service.reads if read.when != "to_start" for fact in read.any_of} - set(facts))
        self.submission = Submission(
            handoff_id=self._acting.id,
            key=self._acting.key,
            facts=dict(facts),
            envelope=Envelope(number.hex, self.case.salt),
            to_come=tuple(later),
        )

    def events(self, outcome: Outcome | OfficeUnavailable | OfficeMisbehaved) -> tuple[Recorded, ...]:
        """Returns what a case would have recorded from the sending on."""
        acting, purpose = self._acting, self._service.purpose
        _ = self.record(acting, Step.READY)
        self._forget()
        cause = self.record(acting, Step.SENT, facts=acting.facts, purpose=purpose.why, legal_basis=purpose.law)
        match outcome:
            case OfficeMisbehaved():
                _ = self.record(acting, Step.MISBEHAVED, cause=cause)
            case OfficeUnavailable():
                again = not outcome.sent or self._registry.adapters[self._service.key].honours_key
                _ = self.record(acting, Step.UNANSWERED if again else Step.UNCERTAIN, cause=cause)
            case _:
                apply(self, acting, outcome, self._registry, cause, outcome.office_time)
        parties = {each.id: each for each in self.handoffs.values()}
        return tuple(
            Recorded(
                activity=event.activity,
                step=event.step,
                from_party=parties[event.handoff_id].from_party,
                to_party=parties[event.handoff_id].to_party,
                facts=tuple(sorted(event.facts)),
                status=str(event.data.get("status", "")),
            )
            for event in self._events
            if event.handoff_id
        )


def _plan_of(service: Service, registry: Registry, now: datetime) -> Plan:
    """Returns the plan of a case in which there is this service alone, and nobody to wait for."""
    reads = tuple(
        PlannedRead(any_of=read.any_of, when=read.when, optional=True, providers=(), passed_on=read.any_of)
        for read in service.reads
    )
    alone = PlannedService(
        service=service.key,
        agency=service.agency,
        needed=True,
        reads=reads,
        writes=tuple(write.fact for write in service.writes),
    )
    return Plan(life_event="", definitions=registry.version, on=now.date(), services=(alone,))


def _request(request: httpx.Request) -> Said:
    sent = {name: request.headers[name] for name in OURS if name in request.headers}
    # the salt would let whoever has it guess at the facts behind the ledger's hashes
    sent["Case-Envelope"] = f"{sent.get('Case-Envelope', '').partition(':')[0]}:(a salt, not shown)"
    return Said(f"{request.method} {request.url.path}", tuple(sent.items()), _shown(request.content))


def _answer(response: httpx.Response) -> Said:
    headers = tuple((name, response.headers[name]) for name in THEIRS if name in response.headers)
    return Said(f"{response.status_code} {response.reason_phrase}".strip(), headers, _shown(response.content))


def _shown(content: bytes) -> str:
    try:
        text = json.dumps(json.loads(content), indent=2, ensure_ascii=False)
    except ValueError:
        text = content.decode("utf-8", "replace")
    readable = "".join(each if each.isprintable() or each == "\n" else "\N{REPLACEMENT CHARACTER}" for each in text)
    return readable[:LONGEST]


def _understood(outcome: Outcome | OfficeUnavailable | OfficeMisbehaved) -> Understood:
    match outcome:
        case Accepted(reference, learned):
            return Understood("accepted", reference, learned=learned)
        case Pending(reference, waiting_for, learned):
            return Understood("pending", reference, waiting_for=waiting_for, learned=learned)
        case Posted(reference):
            return Understood("posted", reference)
        case Declined(code, reason):
            return Understood("declined", code=code, reason=reason)
        case OfficeUnavailable():
            return Understood("unavailable", reason=str(outcome))
        case OfficeMisbehaved():
            return Understood("misbehaved", reason=str(outcome))
