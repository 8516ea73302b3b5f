"""What the rows of the ledger become in the event log: records, with names and hashes only (measurement part b)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.ledger import CITIZEN, FRONT_DOOR
from frontdoor.handoffs.models import Handoff, LedgerEvent
from life_events.relations import make_table

Record = dict[str, Any]

LIFECYCLE = {"handoff.sent": "start", "service.opened": "schedule"}
BY_HAND = {"staff_rekey", "phone", "email"}
# What the service that was asked does itself; a handoff's other steps are done by whoever hands over.
ITS_OWN = {"decision.made", "step.started", "step.completed", "ask.issued", "handoff.rejected"}
NOTHING_TO_DO = "nothing_to_do"


def case_records(
    case: Case, handoffs: Iterable[Handoff], events: Iterable[LedgerEvent], registry: Registry
) -> Iterator[Record]:
    """Yields the records of one case: `model` and `eligibility` for each service of its plan, then its events."""
    by_id = {each.id: each for each in handoffs}
    for planned in case.plan["services"]:
        yield _model_record(case, planned, by_id.values())
        # only a simulation has a table of relations, and only there is what the request says known to be so
        if case.relations and not planned["withheld"]:
            yield _eligibility_record(case, planned)
    promised = _promised(case)
    for event in events:
        yield from _event_records(case, event, by_id.get(event.handoff_id or ""), registry, promised)


def _model_record(case: Case, planned: Mapping[str, Any], handoffs: Iterable[Handoff]) -> Record:
    deadline = next((each.deadline_at for each in handoffs if each.service == planned["service"]), None)
    return {
        "record": "model",
        "case_id": case.id.hex,
        "life_event": case.life_event,
        "scenario_id": case.scenario,
        "definitions": case.definitions,
        # plans that were stored before there were scenarios do not have these two: front door on, nothing merged
        "front_door": case.plan.get("front_door", True),
        "merged_into": planned.get("merged_into", ""),
        "service_id": planned["service"],
        "needed": planned["needed"],
        "withheld": planned["withheld"],
        "reads": [
            {"any_of": read["any_of"], "when": read["when"], "optional": read["optional"]} for read in planned["reads"]
        ],
        "writes": planned["writes"],
        "deadline": _utc(deadline) if deadline else None,
    }


def _eligibility_record(case: Case, planned: Mapping[str, Any]) -> Record:
    """Returns who was entitled to what by the life event's own conditions, since the request was made (O1, O2)."""
    return {
        "record": "eligibility",
        "case_id": case.id.hex,
        "service_id": planned["service"],
        "eligible": planned["needed"],
        "since": _utc(case.submitted_at),
        "source": "simulation",
    }


def _promised(case: Case) -> frozenset[str]:
    """Returns the services of which the confirmation says that the citizen need not tell them: all that are asked."""
    if not case.plan.get("front_door", True):
        return frozenset()
    return frozenset(each["service"] for each in case.plan["services"] if each["needed"] and not each["withheld"])


def _event_records(
    case: Case, event: LedgerEvent, handoff: Handoff | None, registry: Registry, promised: frozenset[str]
) -> Iterator[Record]:
    """Yields one record per fact that the event is about, or one without. The first keeps the event's own id."""
    common: Record = {
        "record": "event",
        "case_id": case.id.hex,
        "life_event": case.life_event,
        "scenario_id": case.scenario,
        "activity": event.activity,
        "lifecycle": LIFECYCLE.get(event.activity, "complete"),
        "timestamp": _utc(event.timestamp),
        "recorded_at": _utc(event.recorded_at),
        "seq": event.seq,
        "cause_event_id": event.cause_event_id,
        **event.data,
    }
    if event.claimed_at is not None:
        common["claimed_at"] = _utc(event.claimed_at)
    source = None
    if handoff is not None:
        source = handoff.source_handoff
        common |= _ends(handoff)
        common.setdefault("service_id", _performer(event, handoff))
        if event.activity == "service.opened" and handoff.target in promised:
            common.setdefault("promise", NOTHING_TO_DO)
    common |= _whose(str(common.get("service_id", "")), registry)
    if event.activity == "request.submitted":
        common.setdefault("service_id", CITIZEN)
    common.setdefault("actor_type", _actor(common))
    wanted = common.pop("facts_wanted", ()) if event.activity == "ask.issued" else ()
    about: list[tuple[str, Mapping[str, Any]]] = sorted(event.facts.items()) or [(name, {}) for name in sorted(wanted)]
    if not about:
        yield {**common, "event_id": event.event_id}
    for number, (name, trace) in enumerate(about):
        record = {**common, "event_id": event.event_id if number == 0 else f"{event.event_id}.{number}"}
        record["fact_key"] = name
        if trace:
            record |= {"fact_version": trace["version"], "value_hash": trace["hash"]}
            record["source_handoff_id"] = trace.get("source_handoff_id", source)
        yield record


def _ends(handoff: Handoff) -> Record:
    return {
        "handoff_id": handoff.id,
        "handoff_kind": handoff.kind,
        "from_service": handoff.from_party,
        "to_service": handoff.to_party,
        "medium": handoff.medium,
        "carrier": _carrier(handoff),
    }


def _carrier(handoff: Handoff) -> str:
    """Says who carries a handoff: the citizen, the front door, the post, a clerk, or the offices' systems."""
    ends = (handoff.from_party, handoff.to_party)
    if handoff.from_party == CITIZEN or handoff.medium.startswith(CITIZEN):
        return CITIZEN
    if FRONT_DOOR in ends:
        return FRONT_DOOR
    if handoff.medium == "post":
        return "postal"
    return "staff" if handoff.medium in BY_HAND else "system"


def _performer(event: LedgerEvent, handoff: Handoff) -> str:
    """Says who did it: the receiver receives, the service asked decides, whoever hands over does the rest."""
    if event.activity == "handoff.received":
        return handoff.to_party
    if event.data.get("status") in (Status.WITHHELD, Status.NOT_NEEDED):
        return FRONT_DOOR
    return handoff.target if event.activity in ITS_OWN else handoff.from_party


def _whose(service: str, registry: Registry) -> Record:
    found = registry.services.get(service)
    if found is None:
        return {}
    agency = registry.agencies[found.agency]
    return {"agency_id": agency.key, "tier": str(agency.tier)}


def _actor(common: Record) -> str:
    if common.get("service_id") == CITIZEN:
        return CITIZEN
    return "staff" if common.get("medium") in BY_HAND else "system"


def service_records(registry: Registry) -> Iterator[Record]:
    """Yields what the log says of services, whatever the case."""
    for key, service in sorted(registry.services.items()):
        agency = registry.agencies[service.agency]
        yield {
            "record": "service",
            "service_id": key,
            "agency_id": agency.key,
            "tier": str(agency.tier),
            "row": service.row,
            "purpose": service.purpose.why,
            "legal_basis": service.purpose.law,
        }


def fact_records(registry: Registry) -> Iterator[Record]:
    """Yields what the log says of facts, whatever the case."""
    writers: dict[str, list[str]] = {}
    for key, service in sorted(registry.services.items()):
        for name in service.writes_facts():
            writers.setdefault(name, []).append(key)
    for key, fact in sorted(registry.facts.items()):
        yield {
            "record": "fact",
            "fact_key": key,
            "kind": str(fact.kind),
            "sensitivity": str(fact.sensitivity),
            "authoritative_source": writers.get(key, [CITIZEN]),
        }


def scenario_record(name: str, registry: Registry) -> Record:
    """Returns what the log says of a scenario, the declared relationship of every pair that has facts to exchange."""
    scenario = registry.scenarios.get(name)
    if scenario is None:
        return {"record": "scenario", "scenario_id": name}
    pairs = {(row.provider, row.consumer): row for row in make_table(scenario, registry.definitions).rows}
    return {
        "record": "scenario",
        "scenario_id": name,
        "title": scenario.title,
        "front_door": scenario.front_door,
        "default": str(scenario.default),
        "relations": [
            {"provider": provider, "consumer": consumer, "relationship": str(each.level), "via": each.via}
            for (provider, consumer), each in sorted(pairs.items())
        ],
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
