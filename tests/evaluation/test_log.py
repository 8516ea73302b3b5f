"""The event log: one record per line, nothing but names and hashes, and a manifest that notices a missing line."""

import hashlib
import json
from collections import Counter
from typing import Any

import pytest

from frontdoor.discovery import registry
from frontdoor.evaluation.log import write_log
from frontdoor.testing.simulation import Simulation, example, request_of

pytestmark = pytest.mark.slow  # whole cases

FIELDS = {"record", "event_id", "case_id", "life_event", "scenario_id", "activity", "lifecycle", "timestamp", "seq"}


async def log_of(simulation: Simulation, *names: str) -> list[str]:
    async with simulation.open_portal() as portal:
        for name in names:
            accepted = await portal.submit(request_of(example(name)))
            await simulation.finish(accepted.case)
        return [line async for line in write_log(registry())]


async def test_the_log_of_an_empty_portal_is_definitions_and_a_manifest(simulation: Simulation) -> None:
    records = [json.loads(line) for line in await log_of(simulation)]
    assert {record["record"] for record in records} == {"service", "fact", "manifest"}


async def test_the_log_keeps_to_its_schema(simulation: Simulation) -> None:
    lines = await log_of(simulation, "bereavement", "bereavement_partial")
    records: list[dict[str, Any]] = [json.loads(line) for line in lines]
    events = [record for record in records if record["record"] == "event"]
    assert all(record.keys() >= FIELDS for record in events)
    assert len({record["event_id"] for record in events}) == len(events)
    places = {record["event_id"]: (record["timestamp"], record["seq"]) for record in events}
    for record in events:
        if record["cause_event_id"]:
            assert places[record["cause_event_id"]] <= (record["timestamp"], record["seq"])
        if "fact_key" in record:
            assert len(record["value_hash"]) == 64
    roots = Counter(record["case_id"] for record in events if record["activity"] == "request.submitted")
    assert len(roots) == 2
    sent = Counter(record["handoff_id"] for record in events if record["activity"] == "handoff.sent")
    received = {record["handoff_id"] for record in events if record["activity"] == "handoff.received"}
    assert set(sent) == received, "in a finished case everything that was sent was received"


async def test_a_relayed_fact_names_the_handoff_it_came_by(simulation: Simulation) -> None:
    records = [json.loads(line) for line in await log_of(simulation, "bereavement")]
    relayed = [
        record
        for record in records
        if record.get("activity") == "handoff.sent"
        and record.get("fact_key") == "funeral.date"
        and record["from_service"] == "front_door"
    ]
    assert relayed
    came = {
        record["handoff_id"]: record["from_service"]
        for record in records
        if record.get("activity") == "handoff.received" and record.get("fact_key") == "funeral.date"
    }
    assert {came[record["source_handoff_id"]] for record in relayed} == {"funeral_director.arrange_funeral"}


async def test_hashes_are_equal_within_a_case_and_differ_between_cases(simulation: Simulation) -> None:
    records = [json.loads(line) for line in await log_of(simulation, "bereavement", "bereavement")]
    hashes: dict[str, set[str]] = {}
    for record in records:
        if record["record"] == "event" and record.get("fact_key") == "deceased.last_name":
            hashes.setdefault(record["case_id"], set()).add(record["value_hash"])
    assert [len(each) for each in hashes.values()] == [1, 1]
    assert len(set.union(*hashes.values())) == 2


async def test_no_value_leaves(simulation: Simulation) -> None:
    text = "".join(await log_of(simulation, "bereavement"))
    values = [v for v in example("bereavement")["facts"].values() if isinstance(v, str) and len(v) > 6]
    assert [value for value in values if value in text and value != "cremation"] == []


async def test_the_manifest_counts_and_digests_whatever_the_order(simulation: Simulation) -> None:
    *lines, last = await log_of(simulation, "bereavement")
    manifest = json.loads(last)
    digest = sum(int.from_bytes(hashlib.sha256(line.rstrip("\n").encode()).digest()) for line in reversed(lines))
    assert manifest["records"] == len(lines)
    assert manifest["digest"] == f"{digest % 2**256:064x}"
