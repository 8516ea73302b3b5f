"""The log as XES (IEEE 1849), for process-mining tools (measurement part b).

There are three logs of the same events:

    case      a trace is a case
    handoff   a trace is one handoff, sending and receipt: any tool that counts neighbours counts true handovers
    service   a trace is what one service did in one case

A sending carries `handoff_out`, its receipt `handoff_in`, with the handoff's id, once each.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from frontdoor.evaluation.reading import Log
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import Event

LOGS = ("case", "handoff", "service")
EXTENSIONS = {
    "Concept": ("concept", "http://www.xes-standard.org/concept.xesext"),
    "Time": ("time", "http://www.xes-standard.org/time.xesext"),
    "Lifecycle": ("lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    "Organizational": ("org", "http://www.xes-standard.org/org.xesext"),
    "Identity": ("identity", "http://www.xes-standard.org/identity.xesext"),
    "Cost": ("cost", "http://www.xes-standard.org/cost.xesext"),
}
# Fields that XES has a name for; all others keep theirs.
NAMES: Mapping[str, str] = {
    "activity": "concept:name",
    "step_id": "concept:instance",
    "timestamp": "time:timestamp",
    "lifecycle": "lifecycle:transition",
    "service_id": "org:resource",
    "actor_role": "org:role",
    "agency_id": "org:group",
    "event_id": "identity:id",
    "cost_minor": "cost:total",
    "currency": "cost:currency",
}
# Said of the trace, or of each fact where an event has several.
NOT_OF_AN_EVENT = frozenset({"record", "case_id", "fact_key", "fact_version", "value_hash", "source_handoff_id"})


def write_xes(log: Log, which: str) -> Iterator[str]:
    """Yields one of the three logs as XML, trace by trace."""
    yield "<?xml version='1.0' encoding='UTF-8'?>\n<log xes.version=\"1849.2016\" xes.features=\"\">\n"
    for name, (prefix, uri) in EXTENSIONS.items():
        yield _text(ET.Element("extension", name=name, prefix=prefix, uri=uri))
    for scope, keys in (("trace", ("concept:name",)), ("event", ("concept:name", "time:timestamp"))):
        held = ET.Element("global", scope=scope)
        for key in keys:
            _attribute(held, key, "1970-01-01T00:00:00.000Z" if key.startswith("time") else "unknown")
        yield _text(held)
    yield _text(ET.Element("classifier", name="Activity", keys="concept:name"))
    for case in log.cases:
        for name, about, events in _traces(case, which):
            trace = ET.Element("trace")
            for key, value in {"concept:name": name, **about}.items():
                _attribute(trace, key, value)
            for event in events:
                _event(trace, case, event)
            yield _text(trace)
    yield "</log>\n"


def _traces(case: Trace, which: str) -> Iterator[tuple[str, dict[str, str], Iterable[Event]]]:
    about = {"life_event": case.life_event, "scenario_id": case.scenario}
    if which == "case":
        yield case.case_id, about, case.events
    elif which == "handoff":
        for each in case.transfers.values():
            ends = [case.by_id[number] for number in (each.sent_event, each.received_event) if number]
            yield each.id, {**about, "case_id": case.case_id}, ends
    else:
        for service in sorted({event.service for event in case.events if event.service}):
            did = [event for event in case.events if event.service == service]
            yield f"{case.case_id}/{service}", {**about, "case_id": case.case_id, "service_id": service}, did


def _event(trace: ET.Element, case: Trace, event: Event) -> None:
    element = ET.SubElement(trace, "event")
    for field, value in sorted(event.row.items()):
        if field not in NOT_OF_AN_EVENT and value is not None:
            _attribute(element, NAMES.get(field, field), value)
    if event.facts:
        _attribute(element, "fact_key", " ".join(event.facts))
    handoff = case.transfers.get(event.handoff)
    if handoff is not None and event.id == handoff.sent_event:
        _attribute(element, "handoff_out", handoff.id)
    if handoff is not None and event.id == handoff.received_event:
        _attribute(element, "handoff_in", handoff.id)


def _attribute(element: ET.Element, key: str, value: Any) -> None:
    moment = key == "time:timestamp" or key in ("recorded_at", "claimed_at")
    match value:
        case bool():
            kind, text = "boolean", str(value).lower()
        case int():
            kind, text = "int", str(value)
        case float():
            kind, text = "float", repr(value)
        case list() | tuple():
            kind, text = "string", " ".join(map(str, value))
        case _:
            kind, text = ("date" if moment else "string"), str(value)
    ET.SubElement(element, kind, key=key, value=text)


def _text(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode") + "\n"
