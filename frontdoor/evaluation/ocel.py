"""The log as an object-centric event log: OCEL 2.0, JSON (measurement part b, arXiv 2403.01975).

Events point at the cases, services, handoffs, facts, contacts and needs that they are about, each with a qualifier. A
fact's versions are its values over time, as hashes. Every value is written as text, as the specification's schema wants
it (section 8.2); its type is declared with its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from frontdoor.evaluation.reading import Log
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import Event
from frontdoor.evaluation.verdicts import Assessed, assess

# Type names and attribute names are tables and columns in the SQLite form of OCEL, so they stay as they are.
OBJECTS: dict[str, dict[str, str]] = {
    "case": {"life_event": "string", "scenario_id": "string"},
    "service": {"tier": "string"},
    "agency": {},
    "handoff": {"medium": "string"},
    "fact": {"fact_key": "string", "value_hash": "string"},
    "contact": {},
    "need": {"fact_key": "string", "dependency": "string", "weight": "float"},
}
EVENT_FIELDS = {"seq": "integer", "lifecycle": "string", "actor_type": "string", "status": "string", "medium": "string"}
FACT_QUALIFIER = {
    "handoff.sent": "carries",
    "handoff.received": "carries",
    "ask.issued": "asks_for",
    "ask.answered": "asks_for",
    "request.submitted": "writes",
    "fact.written": "writes",
    "fact.corrected": "writes",
}

Object = dict[str, Any]


class _Objects:
    """The objects met so far, each once."""

    def __init__(self) -> None:
        self.all: dict[str, Object] = {}

    def add(self, kind: str, name: str, since: int, **attributes: Any) -> str:
        """Adds an object, or a later value of one; returns its id."""
        number = f"{kind}:{name}"
        found = self.all.setdefault(number, {"id": number, "type": kind, "attributes": [], "relationships": []})
        if not found["attributes"]:
            found["attributes"] = [{"name": k, "time": _moment(since), "value": str(v)} for k, v in attributes.items()]
        return number

    def change(self, number: str, at: int, **attributes: Any) -> None:
        """Gives an object's attributes new values from a moment on."""
        known = self.all[number]["attributes"]
        for name, value in attributes.items():
            last = next((each["value"] for each in reversed(known) if each["name"] == name), None)
            if last != value:
                known.append({"name": name, "time": _moment(at), "value": value})

    def relate(self, one: str, qualifier: str, other: str) -> None:
        """Relates one object to another, once."""
        said = {"objectId": other, "qualifier": qualifier}
        if said not in self.all[one]["relationships"]:
            self.all[one]["relationships"].append(said)


def write_ocel(log: Log) -> dict[str, Any]:
    """Returns the log as one OCEL 2.0 document."""
    objects = _Objects()
    events: list[Object] = []
    began = min((case.begun for case in log.cases), default=0)
    for assessed in assess(log.cases):
        events += _case(assessed, objects, log, began)
    activities = sorted({event["type"] for event in events})
    return {
        "objectTypes": [
            {"name": name, "attributes": [{"name": field, "type": kind} for field, kind in fields.items()]}
            for name, fields in OBJECTS.items()
        ],
        "eventTypes": [
            {"name": name, "attributes": [{"name": field, "type": kind} for field, kind in EVENT_FIELDS.items()]}
            for name in activities
        ],
        "objects": [objects.all[number] for number in sorted(objects.all)],
        "events": events,
    }


def _case(assessed: Assessed, objects: _Objects, log: Log, began: int) -> Iterator[Object]:
    case = assessed.case
    whole = objects.add("case", case.case_id, case.begun, life_event=case.life_event, scenario_id=case.scenario)
    for each in case.transfers.values():
        number = objects.add("handoff", each.id, each.sent, medium=each.medium)
        objects.relate(number, "from", _service(each.sender, objects, log, began))
        objects.relate(number, "to", _service(each.to, objects, log, began))
        objects.relate(number, "part_of", whole)
        for fact in each.facts:
            objects.relate(number, "carries", _fact(case, fact, objects))
    handoff_of = {item.event: item.handoff for item in case.items}
    meets: dict[str, list[str]] = {}
    needed: list[str] = []
    for sought, verdict, shown in zip(assessed.required.sought, assessed.verdicts, assessed.evidence, strict=True):
        need = sought.need
        name = f"{case.case_id}/{sought.holders[0]}/{sought.places[0][0]}/{need.fact}"
        said = {"fact_key": need.fact, "dependency": str(need.dependency), "weight": need.weight}
        number = objects.add("need", name, case.begun, **said)
        objects.relate(number, "provider", _service(need.provider, objects, log, began))
        objects.relate(number, "consumer", _service(need.consumer, objects, log, began))
        needed.append(number)
        if verdict.good:
            meets.setdefault(handoff_of.get(shown, ""), []).append(number)
    for event in case.events:
        related = [(whole, "subject")]
        if event is case.events[0]:
            # the first event is what all needs come from: a reader that drops what no event names keeps them
            related += [(number, "subject") for number in needed]
        if event.id == _receipt(case, event):
            related += [(number, "meets") for number in meets.get(event.handoff, ())]
        yield _event(case, event, related, objects, log, began)


def _receipt(case: Trace, event: Event) -> str:
    handoff = case.transfers.get(event.handoff)
    return handoff.received_event if handoff is not None else ""


def _event(
    case: Trace, event: Event, related: list[tuple[str, str]], objects: _Objects, log: Log, began: int
) -> Object:
    if event.service:
        related.append((_service(event.service, objects, log, began), "performer"))
        if agency := log.services.get(event.service, {}).get("agency_id"):
            related.append((objects.add("agency", str(agency), began), "performer"))
    if event.activity == "service.opened" and event.row.get("to_service"):
        related.append((_service(str(event.row["to_service"]), objects, log, began), "subject"))
    if event.handoff in case.transfers:
        verb = {"handoff.sent": "sends", "handoff.received": "receives"}.get(event.activity, "subject")
        related.append((f"handoff:{event.handoff}", verb))
    for fact in event.facts:
        qualifier = FACT_QUALIFIER.get(event.activity, "subject")
        number = _fact(case, fact, objects)
        if qualifier == "writes":
            written = [each for (_, name), values in case.written.items() if name == fact for each in values]
            value = next((each.hash for each in written if each.at == event.at), None)
            if value is not None:
                objects.change(number, event.at, fact_key=fact, value_hash=value)
        related.append((number, qualifier))
    if contact := event.row.get("contact_id"):
        related.append((objects.add("contact", f"{case.case_id}/{contact}", event.at), "during"))
    return {
        "id": event.id,
        "type": event.activity,
        "time": _moment(event.at),
        "attributes": [
            {"name": field, "value": str(event.row[field])}
            for field in EVENT_FIELDS
            if event.row.get(field) is not None
        ],
        "relationships": [{"objectId": number, "qualifier": qualifier} for number, qualifier in dict.fromkeys(related)],
    }


def _fact(case: Trace, fact: str, objects: _Objects) -> str:
    return objects.add("fact", f"{case.case_id}/{fact}", case.begun, fact_key=fact)


def _service(key: str, objects: _Objects, log: Log, began: int) -> str:
    said = log.services.get(key, {})
    number = objects.add("service", key, began, tier=str(said.get("tier", "")))
    if said.get("agency_id"):
        objects.relate(number, "part_of", objects.add("agency", str(said["agency_id"]), began))
    return number


def _moment(at: int) -> str:
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
