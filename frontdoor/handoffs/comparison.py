"""One request in several worlds: the same answers, the same day, the same citizen; only the offices' ways differ.

Each comparison opens fresh worlds, one per scenario, so that nothing that happened before tilts it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from pydantic import BaseModel
from tortoise.exceptions import IntegrityError

from frontdoor.discovery import Registry
from frontdoor.errors import Problem, Refused, TooManyTries
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.intake import CaseRequest, ScriptedCitizen, check_request, no_such
from frontdoor.handoffs.models import Comparison, LedgerEvent
from life_events.coordination import Medium

FEWEST, MOST = 2, 8
# Anybody may press the button, and each press sets several towns to work.
MOST_AT_ONCE, AT_ONCE = 20, timedelta(minutes=1)
CARRIED, TOLD_AGAIN = str(Medium.CITIZEN_CARRIED), str(Medium.CITIZEN_REENTERED)
HAS_CONTACT = ("request.submitted", "ask.answered", "handoff.sent")
ATTENTIVE = ScriptedCitizen("attentive")
TITLE = "These worlds cannot be compared"


@dataclass(frozen=True)
class ComparisonRequest:
    """What is to be compared: one request, and the scenarios in whose worlds it is made.

    `press` tells one press of the button from the next; `source_case` is the case whose answers these are. `seed`: with
    which chance; the same in every world, so that only the offices' ways differ.
    """

    life_event: str
    facts: Mapping[str, object] = field(repr=False)
    scenarios: tuple[str, ...]
    as_of: date
    citizen: ScriptedCitizen = ATTENTIVE
    withheld: tuple[str, ...] = ()
    press: str | None = None
    source_case: UUID | None = None
    seed: int = 0

    def digest(self) -> str:
        """Returns what tells this request from another, whatever worlds it is made in."""
        said = [
            self.life_event,
            dict(self.facts),
            str(self.as_of),
            self.citizen.habit,
            sorted(self.withheld),
            self.seed,
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


class Summary(BaseModel):
    """What a case came to for the citizen.

    carried, told_again   handoffs that only happened because the citizen brought or said something (media citizen_*)
    contacts              how often the citizen had to do with anybody, the request included (measure E1)
    tasks                 what the citizen did when letters or the case's page asked for it
    """

    front_door: bool
    carried: int
    told_again: int
    letters: int
    tasks: int
    contacts: int
    services_completed: int
    services_settled: int
    services: int
    calendar_days: int
    finished: bool

    @property
    def carried_or_told_again(self) -> int:
        """Handoffs that the citizen carried or repeated."""
        return self.carried + self.told_again


class ComparedCase(BaseModel):
    """One world of a comparison: its scenario in words, what it came to, and the whole case."""

    scenario: str
    title: str
    about: str
    summary: Summary
    case: CaseDocument


class ComparisonDocument(BaseModel):
    """A comparison as the API and the command line show it.

    `confirmation_equal`: whether the citizen was promised the same, word for word, in every world that has a front
    door; none where fewer than two have one.
    """

    comparison: str
    life_event: str
    as_of: date
    citizen: str
    finished: bool
    confirmation_equal: bool | None = None
    worlds: tuple[ComparedCase, ...]


async def check_comparison(wish: ComparisonRequest, registry: Registry) -> None:
    """Raises Refused when the worlds or the request cannot be taken, TooManyTries when too many were just started."""
    unknown = [each for each in dict.fromkeys(wish.scenarios) if each not in registry.scenarios]
    problems = [Problem("scenarios", no_such("scenario", each, registry.scenarios)) for each in unknown]
    if len(set(wish.scenarios)) != len(wish.scenarios):
        problems.append(Problem("scenarios", "Name each scenario once."))
    elif not FEWEST <= len(wish.scenarios) <= MOST:
        problems.append(Problem("scenarios", f"Choose at least {FEWEST} worlds to compare, and at most {MOST}."))
    if problems:
        raise Refused(problems, TITLE)
    _ = check_request(request_in(wish, wish.scenarios[0], UUID(int=0)), registry, wish.as_of)
    if wish.press and await Comparison.filter(recorded_at__gt=datetime.now(UTC) - AT_ONCE).count() >= MOST_AT_ONCE:
        raise TooManyTries(int(AT_ONCE.total_seconds()))


def request_in(wish: ComparisonRequest, scenario: str, number: UUID) -> CaseRequest:
    """Returns the request as it is made in one scenario's own fresh world."""
    return CaseRequest(
        life_event=wish.life_event,
        facts=wish.facts,
        scenario=scenario,
        as_of=wish.as_of,
        world=f"{scenario}.{number.hex[:10]}" + (f".s{wish.seed}" if wish.seed else ""),
        citizen=wish.citizen,
        withheld=wish.withheld,
        idempotency_key=f"comparison-{number.hex}-{scenario}",
        channel="comparison",
    )


async def keep_comparison(wish: ComparisonRequest, number: UUID, cases: Mapping[str, UUID]) -> Comparison:
    """Keeps a comparison whose cases were accepted; of two presses at the same moment the first one stays."""
    made = Comparison(
        id=number,
        recorded_at=datetime.now(UTC),
        request_digest=wish.digest(),
        life_event=wish.life_event,
        as_of=wish.as_of,
        citizen=wish.citizen.habit,
        cases={scenario: case.hex for scenario, case in cases.items()},
        press=wish.press,
        source_case=wish.source_case,
    )
    try:
        await made.save(force_create=True)
    except IntegrityError:
        return await Comparison.get(press=wish.press)
    return made


async def compared(
    comparison: Comparison, documents: Mapping[str, CaseDocument], registry: Registry
) -> ComparisonDocument:
    """Returns a comparison with its cases, by scenario, as they stand."""
    contacts = await _contacts(comparison)
    worlds = tuple(
        ComparedCase(
            scenario=scenario,
            title=registry.scenarios[scenario].title if scenario in registry.scenarios else scenario,
            about=registry.scenarios[scenario].about if scenario in registry.scenarios else "",
            summary=summarise(document, *contacts.get(scenario, (0, 0))),
            case=document,
        )
        for scenario, document in documents.items()
    )
    return ComparisonDocument(
        comparison=comparison.id.hex,
        life_event=comparison.life_event,
        as_of=comparison.as_of,
        citizen=comparison.citizen,
        finished=all(each.case.finished for each in worlds),
        worlds=worlds,
    )


def summarise(document: CaseDocument, contacts: int, tasks: int) -> Summary:
    """Returns what a case came to; `contacts` and `tasks` are counted in the ledger."""
    sent = [each for each in document.handoffs if each.sent]
    concerned = [each for each in document.acting if each.status not in (Status.NOT_NEEDED, Status.WITHHELD)]
    return Summary(
        front_door=document.front_door,
        carried=sum(each.medium == CARRIED for each in sent),
        told_again=sum(each.medium == TOLD_AGAIN for each in sent),
        letters=len(document.letters),
        tasks=tasks,
        contacts=contacts,
        services_completed=sum(each.status is Status.COMPLETED for each in concerned),
        services_settled=sum(each.status in FINAL for each in concerned),
        services=len(concerned),
        calendar_days=document.calendar_days,
        finished=document.finished,
    )


async def _contacts(comparison: Comparison) -> dict[str, tuple[int, int]]:
    """Returns by scenario how many contacts the citizen had, and how many of them were tasks."""
    by_case = {UUID(number): scenario for scenario, number in comparison.cases.items()}
    every: dict[str, set[str]] = {}
    asked: dict[str, set[str]] = {}
    async for event in LedgerEvent.filter(case_id__in=list(by_case), activity__in=HAS_CONTACT):
        contact, scenario = str(event.data.get("contact_id", "")), by_case[event.case_id]
        if not contact:
            continue
        every.setdefault(scenario, set()).add(contact)
        # the request and the visits that tell an office are the citizen's own; the rest was asked of them
        if event.activity == "ask.answered" or event.data.get("channel") == "phone":
            asked.setdefault(scenario, set()).add(contact)
    return {scenario: (len(found), len(asked.get(scenario, ()))) for scenario, found in every.items()}
