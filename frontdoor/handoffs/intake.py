"""Accepting a request: everything is checked, every mistake is named at once, and one commit takes it or nothing does.

"Accepted" is said only when case, plan, consent, what will be disclosed and every handoff are on disk (R1).
"""

from __future__ import annotations

import difflib
import hashlib
import json
import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from tortoise.exceptions import IntegrityError

from frontdoor.cases.identity import hash_secret, new_reference, new_secret
from frontdoor.cases.models import Case, CaseFact, Draft
from frontdoor.discovery import Registry
from frontdoor.errors import Conflict, Problem, Refused
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.departing import Departures, Trip
from frontdoor.handoffs.events import Step
from frontdoor.handoffs.ledger import CITIZEN, Entry
from frontdoor.handoffs.models import RelationsTable, made
from frontdoor.handoffs.numbers import new_number
from frontdoor.handoffs.relationships import table_of
from frontdoor.handoffs.settling import settle
from frontdoor.handoffs.state import ACTING, PART
from frontdoor.journey.answers import InvalidAnswer, blank, parse
from frontdoor.journey.consent import refusable
from frontdoor.journey.plan import Plan
from frontdoor.journey.planner import asked_facts, make_plan, missing_facts
from life_events.model import Basis, LifeEvent


@dataclass(frozen=True)
class ScriptedCitizen:
    """Somebody who does by script what letters and tasks ask of the citizen: how soon, and what else they can say.

    `leaves`: services for which this citizen does nothing, as people do who do not know that it is up to them.
    """

    habit: str
    knows: Mapping[str, object] = field(default_factory=dict, repr=False)
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseRequest:
    """What a citizen asks for. `facts` as they came in; `withheld` names services that must not be told.

    `world` is where it happens, by default the one of its scenario; `citizen` reads letters and does tasks by itself.
    """

    life_event: str
    facts: Mapping[str, object] = field(repr=False)
    scenario: str
    as_of: date | None = None
    world: str = ""
    citizen: ScriptedCitizen | None = None
    withheld: tuple[str, ...] = ()
    idempotency_key: str | None = None
    channel: str = "web"

    def digest(self) -> str:
        """Returns what tells this request from another with the same idempotency key."""
        said = [self.life_event, dict(self.facts), self.scenario, self.world, str(self.as_of), sorted(self.withheld)]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class Accepted:
    """A case that was taken. `secret` is None when the same request had been taken before.

    `trips` are the ways to offices that were claimed with it, and have to be gone.
    """

    case: Case
    secret: str | None = field(repr=False)
    trips: Sequence[Trip] = ()


def check_request(request: CaseRequest, registry: Registry, today: date) -> tuple[LifeEvent, dict[str, str]]:
    """Returns the life event and the canonical facts of a request. Raises Refused with every mistake at once."""
    event = registry.life_events.get(request.life_event)
    if event is None:
        raise Refused([Problem("life_event", no_such("life event", request.life_event, registry.life_events))])
    problems: list[Problem] = []
    if request.scenario not in registry.scenarios:
        problems.append(Problem("scenario", no_such("scenario", request.scenario, registry.scenarios)))
    facts, invalid = read_facts(event, request.facts, registry, today)
    problems += invalid
    wrong = {problem.where for problem in invalid}
    problems += [
        Problem(name, blank(registry.facts[name])) for name in missing_facts(event, facts, today) if name not in wrong
    ]
    ours = frozenset(part.service for part in event.services)
    must = sorted(set(request.withheld) - refusable(registry.services, ours))
    problems += [Problem(name, "The law asks us to tell this office, so it cannot be left out.") for name in must]
    if problems:
        raise Refused(problems)
    return event, asked_facts(event, facts, today)


def read_facts(
    event: LifeEvent, given: Mapping[str, object], registry: Registry, today: date
) -> tuple[dict[str, str], list[Problem]]:
    """Returns the canonical facts, and what is wrong with the others. Facts that nobody asks for are wrong too."""
    asked = {fact for question in event.questions for fact in question.facts}
    facts: dict[str, str] = {}
    problems: list[Problem] = []
    for name, raw in given.items():
        if name not in asked:
            problems.append(Problem(name[:100], "This is not a fact that we ask for."))
            continue
        if raw is None or raw == "":
            continue
        try:
            facts[name] = parse(registry.facts[name], raw, today)
        except InvalidAnswer as error:
            problems.append(Problem(name, str(error)))
    return facts, problems


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """Returns a sentence that says that there is nothing of a name, what was probably meant, and what there is."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, 1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"There is no such {what}.{hint} There are: {', '.join(names)}."


async def accept(
    request: CaseRequest, registry: Registry, clock: Clock, departures: Departures, draft: Draft | None = None
) -> Accepted:
    """Takes a request: one commit, or nothing. What can be handed over at once is claimed with it.

    With a draft, the case takes over the draft's reference and secret, and the draft is gone with the same commit.
    Raises Refused, Conflict (same idempotency key, other request; a draft that was sent before) or TownUnreachable.
    """
    if request.idempotency_key and (known := await Case.get_or_none(idempotency_key=request.idempotency_key)):
        return _taken_before(known, request)
    today = request.as_of or datetime.now(UTC).date()
    event, facts = check_request(request, registry, today)
    world = request.world or request.scenario
    table = await table_of(registry.scenarios[request.scenario], registry) if clock.moves else None
    if clock.moves and await Case.filter(world=world, closed_at=None).exists():
        # an open case keeps the world where it is: a later day waits, an earlier one is now
        now = await clock.at(world)
    else:
        now = await clock.start(world, today)
    secret = None if draft else new_secret()
    plan = make_plan(
        event,
        registry.services,
        facts,
        now.date(),
        definitions=registry.version,
        withheld=frozenset(request.withheld),
        table=table,
    )
    document = table.document({each.service for each in plan.active}) if table else None
    case = Case(
        id=uuid.UUID(new_number()),
        reference=draft.reference if draft else new_reference(),
        secret_hash=draft.secret_hash if draft else hash_secret(str(secret)),
        life_event=event.key,
        scenario=request.scenario,
        world=world,
        as_of=now.date(),
        asked_as_of=today,
        plan=plan.document(),
        definitions=registry.version,
        salt=secrets.token_hex(16),
        relations=document["version"] if document else "",
        citizen=request.citizen.habit if request.citizen else "",
        knows=_known(request, registry, today),
        leaves=list(request.citizen.leaves) if request.citizen else [],
        idempotency_key=request.idempotency_key,
        request_digest=request.digest(),
        submitted_at=now,
        recorded_at=datetime.now(UTC),
    )
    entry = Entry(case, plan, (), _given(case, facts), now)
    _open(entry, plan, registry, request.channel)
    try:
        if document and not await RelationsTable.filter(version=document["version"]).exists():
            # nobody minds a table that no case lives by
            table_row = RelationsTable(version=document["version"], scenario=request.scenario, document=document)
            await RelationsTable.bulk_create([table_row], ignore_conflicts=True)
        trips = await departures.put_on_record(entry, draft)
    except IntegrityError:
        # the same key came in twice at the same moment, and the other one won
        if request.idempotency_key and (known := await Case.get_or_none(idempotency_key=request.idempotency_key)):
            return _taken_before(known, request)
        if draft is not None:
            raise Conflict("These answers were sent before. Open them with your reference and secret.") from None
        raise
    return Accepted(case, secret, trips)


def _known(request: CaseRequest, registry: Registry, today: date) -> dict[str, str]:
    """Returns what a scripted citizen can say besides what the request says. Raises Refused."""
    found: dict[str, str] = {}
    for name, raw in (request.citizen.knows if request.citizen else {}).items():
        try:
            found[name] = parse(registry.facts[name], raw, today)
        except (InvalidAnswer, KeyError) as error:
            reason = str(error) if isinstance(error, InvalidAnswer) else "There is no such fact."
            raise Refused([Problem(name[:100], reason)]) from None
    return found


def _taken_before(known: Case, request: CaseRequest) -> Accepted:
    if known.request_digest != request.digest():
        raise Conflict("Use a new Idempotency-Key for a new request.")
    return Accepted(known, None)


def _given(case: Case, facts: Mapping[str, str]) -> Iterable[CaseFact]:
    return [made(CaseFact, case_id=case.id, fact=name, value=value, source=CITIZEN) for name, value in facts.items()]


def _open(entry: Entry, plan: Plan, registry: Registry, channel: str) -> None:
    """Puts on record what the citizen said, what was agreed to, and one acting handoff for each service."""
    root = entry.note(
        "request.submitted",
        facts=entry.facts,
        actor_type="citizen",
        contact_id=new_number(),
        channel=channel,
        demand_type="value",
    )
    for planned in plan.services:
        service = registry.services[planned.service]
        purpose = service.purpose
        told_by = planned.hub if planned.active and planned.hub else entry.teller
        acting = entry.add_handoff(ACTING, planned.service, told_by, planned.service)
        ground: dict[str, Any] = {
            "purpose": purpose.why,
            "legal_basis": purpose.law,
            "retained_days": purpose.retention_days,
        }
        opened = entry.record(acting, Step.PLANNED, cause=root, **ground)
        if planned.withheld:
            entry.record(acting, Step.WITHHELD, reason="You asked us not to tell them.", cause=opened)
        elif not planned.needed:
            entry.record(acting, Step.NOT_NEEDED, reason=planned.reason, cause=opened)
        elif planned.merged_into:
            into = registry.services[planned.merged_into]
            reason = f"Merged into: {into.title} ({registry.agencies[into.agency].title})."
            entry.record(acting, Step.NOT_NEEDED, reason=reason, cause=opened)
            _ = entry.add_handoff(PART, planned.service, entry.teller, planned.merged_into)
        else:
            agreed = purpose.basis is Basis.CONSENT
            entry.note("consent.given" if agreed else "notice.given", handoff=acting, cause=opened, **ground)
    settle(entry, registry, root)
