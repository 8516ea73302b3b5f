"""The log in other forms: XES, OCEL and CSV hold the same events, and a public log holds nobody."""

import csv
import json
import xml.etree.ElementTree as ET
from collections import Counter
from typing import Any

import pytest

from frontdoor.evaluation.evidence import evidence_of
from frontdoor.evaluation.log import seal
from frontdoor.evaluation.measures import MEASURES
from frontdoor.evaluation.ocel import OBJECTS, write_ocel
from frontdoor.evaluation.public import TooFew, publish
from frontdoor.evaluation.reading import Log, read_log
from frontdoor.evaluation.sketch import Sketch, worked_example
from frontdoor.evaluation.spreadsheet import write_csv
from frontdoor.evaluation.xes import LOGS, write_xes
from tests.evaluation.ocel_schema import broken

E2O = {"subject", "performer", "sends", "receives", "carries", "asks_for", "writes", "during", "meets"}
O2O = {"from", "to", "carries", "part_of", "provider", "consumer"}


def parsed(log: Log, which: str) -> ET.Element:
    return ET.fromstring("".join(write_xes(log, which)))  # noqa: S314 our own


def attribute(element: ET.Element, key: str) -> str | None:
    return next((each.get("value") for each in element if each.get("key") == key), None)


@pytest.mark.parametrize("which", LOGS)
def test_every_xes_log_holds_traces_of_named_and_dated_events(which: str) -> None:
    log = worked_example().log()
    traces = parsed(log, which).findall("trace")
    assert len(traces) == {"case": 1, "handoff": 6}.get(which, len(traces))
    for event in (event for trace in traces for event in trace.findall("event")):
        assert attribute(event, "concept:name")
        assert attribute(event, "time:timestamp")
        assert attribute(event, "identity:id")


def test_each_handoff_goes_out_once_and_comes_in_once() -> None:
    drawn = worked_example()
    lost = drawn.hand("prob", "ctax", "grant", received=None)
    again = {"handoff_id": lost, "from_service": "prob", "to_service": "ctax", "medium": "api"}
    drawn.event("handoff.sent", 9, service_id="prob", fact_key="grant", **again)
    log = drawn.log()
    events = parsed(log, "case").iter("event")
    ends = Counter((key, attribute(event, key)) for event in list(events) for key in ("handoff_out", "handoff_in"))
    handoffs = log.cases[0].transfers
    assert all(ends["handoff_out", number] == 1 for number in handoffs)
    assert all(ends["handoff_in", number] == (number != lost) for number in handoffs)


def test_ocel_is_what_its_specification_asks_for() -> None:
    document = json.loads(json.dumps(write_ocel(worked_example().log())))
    assert [*broken(document)] == []
    document["events"][0]["time"] = "yesterday"
    document["objects"][0].pop("type")
    assert len([*broken(document)]) == 2


def test_ocel_points_only_at_what_it_holds() -> None:
    document = json.loads(json.dumps(write_ocel(worked_example().log())))
    objects = {each["id"]: each for each in document["objects"]}
    assert len(objects) == len(document["objects"])
    assert {each["type"] for each in objects.values()} <= OBJECTS.keys()
    declared = {each["name"]: {one["name"] for one in each["attributes"]} for each in document["objectTypes"]}
    for each in objects.values():
        assert {one["name"] for one in each["attributes"]} <= declared[each["type"]]
        for related in each["relationships"]:
            assert related["objectId"] in objects
            assert related["qualifier"] in O2O
    types = {each["name"] for each in document["eventTypes"]}
    qualifiers = Counter[str]()
    for event in document["events"]:
        assert event["type"] in types
        for related in event["relationships"]:
            assert related["objectId"] in objects
            qualifiers[related["qualifier"]] += 1
    assert set(qualifiers) <= E2O
    assert qualifiers["meets"] == 4, "four of the eight needs were met"
    assert qualifiers["sends"] == qualifiers["receives"] == 6


def test_a_corrected_fact_has_two_values_in_ocel() -> None:
    drawn = worked_example()
    drawn.write("reg", "death_cert", "better", at=20, corrected=True)
    facts = {each["id"]: each for each in write_ocel(drawn.log())["objects"] if each["type"] == "fact"}
    values = [each["value"] for each in facts["fact:case/death_cert"]["attributes"] if each["name"] == "value_hash"]
    assert values == ["told", "better"]


def test_csv_has_a_row_for_every_event_row() -> None:
    drawn = worked_example()
    drawn.event("decision.made", 60, service_id="reg", reason='=cmd|"x"!A1')
    rows = list(csv.DictReader(write_csv(drawn.records)))
    assert len(rows) == sum(record["record"] == "event" for record in drawn.records)
    assert rows[-1]["reason"].startswith("'=")


def crowd(cases: int) -> Sketch:
    first, *others = (worked_example_of(f"case-{number}") for number in range(cases))
    return first.beside(*others)


def worked_example_of(case: str) -> Sketch:
    drawn = worked_example()
    for record in drawn.records:
        if "case_id" in record:
            record["case_id"] = case
        for name in ("event_id", "handoff_id", "source_handoff_id", "contact_id"):
            if record.get(name):
                record[name] = f"{case}/{record[name]}"
    drawn.case = case
    return drawn


def public(drawn: Sketch, k: int = 5) -> list[dict[str, Any]]:
    return [dict(record) for record in publish([json.loads(line) for line in drawn.lines()], k)]


def test_a_public_log_is_measured_like_the_log_it_came_from() -> None:
    drawn = crowd(5)
    ours, theirs = drawn.evidence(), evidence_of(read_log([*seal(public(drawn))]))
    # in whole days, what came a few hours late was not late
    for key in ("R", "F", "kappa", "rho", "C4", "C5", "E1", "H", "P1"):
        assert MEASURES[key](theirs).value == MEASURES[key](ours).value, key


def test_a_public_log_says_nothing_that_our_log_says_of_a_case() -> None:
    drawn = crowd(5)
    text = json.dumps(public(drawn))
    private = {
        str(record[name])
        for record in drawn.records
        for name in ("event_id", "case_id", "handoff_id", "contact_id", "timestamp", "value_hash")
        if record.get(name)
    }
    assert [each for each in private if f'"{each}"' in text] == []
    days = {record["timestamp"] for record in public(drawn) if record["record"] == "event"}
    assert {day[10:] for day in days} == {"T00:00:00.000Z"}
    assert min(days).startswith("2000-01-01")


def test_a_public_log_keeps_which_values_were_equal() -> None:
    drawn = crowd(5)
    before = Counter(record["value_hash"] for record in drawn.records if "value_hash" in record)
    after = Counter(record["value_hash"] for record in public(drawn) if "value_hash" in record)
    assert sorted(before.values()) == sorted(after.values())


def test_a_pattern_that_too_few_share_is_refused() -> None:
    with pytest.raises(TooFew, match=r"4 of the log's cases .* fewer than 5"):
        public(crowd(4))
    odd = worked_example_of("odd")
    odd.service("dvla", reads=["identity"])
    with pytest.raises(TooFew, match=r"1 of the log's cases"):
        public(crowd(5).beside(odd))
    assert public(crowd(4), k=4)


def test_what_an_office_wrote_in_words_stays_here() -> None:
    drawn = crowd(5)
    drawn.event("decision.made", 60, service_id="reg", reason="Mrs Smith of Leeds", claimed_at="2026-03-02T09:00:00Z")
    assert "Smith" not in json.dumps(public(drawn))
