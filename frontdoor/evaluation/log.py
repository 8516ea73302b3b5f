"""The event log as JSON Lines: one object per line with a `record` field (measurement part b). No value ever leaves.

Records are event, service, fact, model, scenario and, last, manifest; the order of the others has no meaning. The
manifest holds the count and an order-free digest of the lines before it, so that a truncated file is seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.handoffs.ledger import CITIZEN, FRONT_DOOR
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.journey.plan import Plan

BATCH = 500
DIGEST_BITS = 256
LIFECYCLE = {
    "handoff.sent": "start",
    "service.opened": "schedule",
    "decision.made": "complete",
    "case.closed": "complete",
}


async def write_log(registry: Registry) -> AsyncIterator[str]:
    """Yields the lines of the log, the manifest last."""
    count, digest = 0, 0
    async for record in _records(registry):
        line = json.dumps(record, sort_keys=True, ensure_ascii=False)
        count += 1
        digest = (digest + int.from_bytes(hashlib.sha256(line.encode()).digest())) % 2**DIGEST_BITS
        yield line + "\n"
    manifest = {"record": "manifest", "records": count, "digest": f"{digest:064x}", "definitions": registry.version}
    yield json.dumps(manifest, sort_keys=True) + "\n"


async def _records(registry: Registry) -> AsyncIterator[dict[str, Any]]:
    for record in _definitions(registry):
        yield record
    scenarios: set[str] = set()
    last = None
    while True:
        page = Case.all() if last is None else Case.filter(id__gt=last)
        cases = await page.order_by("id").limit(BATCH)
        if not cases:
            break
        for case in cases:
            if case.scenario not in scenarios:
                scenarios.add(case.scenario)
                yield {"record": "scenario", "scenario_id": case.scenario}
            handoffs = {each.id: each for each in await Handoff.filter(case_id=case.id)}
            async for record in _case_records(case, handoffs, registry):
                yield record
        last = cases[-1].id


async def _case_records(
    case: Case, handoffs: Mapping[str, Handoff], registry: Registry
) -> AsyncIterator[dict[str, Any]]:
    for each in Plan.model_validate(case.plan).services:
        yield {
            "record": "model",
            "case_id": case.id.hex,
            "definitions": case.definitions,
            "service_id": each.service,
            "needed": each.needed,
            "withheld": each.withheld,
            "reads": [
                {"any_of": read.any_of, "when": read.when, "optional": read.optional, "providers": read.providers}
                for read in each.reads
            ],
            "writes": each.writes,
        }
    for event in await LedgerEvent.filter(case_id=case.id).order_by("seq"):
        for record in _event_records(case, event, handoffs.get(event.handoff_id or ""), registry):
            yield record


def _event_records(
    case: Case, event: LedgerEvent, handoff: Handoff | None, registry: Registry
) -> Iterator[dict[str, Any]]:
    """Yields one record per fact that the event carries, or one without a fact. The first keeps the event's own id."""
    common: dict[str, Any] = {
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
    if handoff is not None:
        performer = handoff.to_party if event.activity == "handoff.received" else handoff.from_party
        common |= {
            "handoff_id": handoff.id,
            "from_service": handoff.from_party,
            "to_service": handoff.to_party,
            "medium": handoff.medium,
            "carrier": FRONT_DOOR if FRONT_DOOR in (handoff.from_party, handoff.to_party) else "system",
            "service_id": performer,
        }
    service = registry.services.get(str(common.get("service_id", "")))
    if service is not None:
        agency = registry.agencies[service.agency]
        common |= {"agency_id": agency.key, "tier": str(agency.tier)}
    common.setdefault("actor_type", CITIZEN if common.get("service_id") == CITIZEN else "system")
    if not event.facts:
        yield {**common, "event_id": event.event_id}
    for number, (name, trace) in enumerate(sorted(event.facts.items())):
        yield {
            **common,
            "event_id": event.event_id if number == 0 else f"{event.event_id}.{number}",
            "fact_key": name,
            "fact_version": trace["version"],
            "value_hash": trace["hash"],
            "source_handoff_id": trace.get("source_handoff_id"),
        }


def _definitions(registry: Registry) -> Iterator[dict[str, Any]]:
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
    for key, fact in sorted(registry.facts.items()):
        writers = sorted(each.key for each in registry.services.values() if key in each.writes_facts())
        yield {
            "record": "fact",
            "fact_key": key,
            "kind": str(fact.kind),
            "sensitivity": str(fact.sensitivity),
            "authoritative_source": writers or [CITIZEN],
        }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
