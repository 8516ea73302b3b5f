"""Reading a log: it is whole and ours, or it is refused with one sentence that says what is wrong.

Everything that is measured is a function of what is read here, whether it came from the database or from a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from frontdoor.errors import FrontdoorError
from frontdoor.evaluation.log import Seal
from frontdoor.evaluation.traces import Trace, trace
from frontdoor.evaluation.transfers import Record, milliseconds

KINDS = ("event", "service", "fact", "model", "scenario", "eligibility", "manifest")
MUST_HAVE: Mapping[str, tuple[str, ...]] = {
    "event": ("case_id", "event_id", "activity", "timestamp"),
    "model": ("case_id", "service_id", "needed", "reads", "writes"),
    "service": ("service_id",),
    "fact": ("fact_key",),
    "scenario": ("scenario_id",),
    "eligibility": ("case_id", "service_id", "eligible"),
    "manifest": ("records", "digest"),
}


class LogRefused(FrontdoorError):
    """The log cannot be measured: it is not whole, was changed, or is no log of ours. The sentence says which."""

    status = 422
    title = "This log cannot be measured"


@dataclass(frozen=True)
class Log:
    """A whole log: its cases by id, and what it says of services, facts and scenarios, by their keys."""

    cases: tuple[Trace, ...]
    services: Mapping[str, Record]
    facts: Mapping[str, Record]
    scenarios: Mapping[str, Record]
    manifest: Record

    @property
    def end(self) -> Mapping[str, int]:
        """When the last thing happened, for each scenario: every world has a calendar of its own."""
        last: dict[str, int] = {}
        for case in self.cases:
            last[case.scenario] = max(case.end, last.get(case.scenario, 0))
        return last

    def only(self, cases: Iterable[Trace]) -> Log:
        """Returns the same log with some of its cases."""
        return Log(tuple(cases), self.services, self.facts, self.scenarios, self.manifest)


def read_log(lines: Iterable[str], name: str = "The log") -> Log:
    """Returns the log that the lines are, in whatever order. Raises LogRefused."""
    return assemble(read_records(lines, name))


def read_records(lines: Iterable[str], name: str = "The log") -> list[Record]:
    """Returns the records of the lines, the manifest last. Raises LogRefused unless they are whole and ours."""
    kept, records, manifests = Seal(), list[Record](), list[Record]()
    stands: dict[str, int] = {}
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        if not line.strip():
            continue
        record = _record(line, f"{name}: line {number}")
        if record["record"] == "manifest":
            manifests.append(record)
            continue
        if line in stands:
            raise LogRefused(f"{name}: line {number} stands there twice; it is also line {stands[line]}.")
        stands[line] = number
        kept.add(line)
        records.append(record)
    if not manifests:
        raise LogRefused(f"{name} has no manifest: it was cut, or it is not one of our logs.")
    if len(manifests) > 1:
        raise LogRefused(f"{name} has {len(manifests)} manifests: several logs were put into one file.")
    counted = manifests[0]["records"]
    if kept.count < counted:
        raise LogRefused(f"{name} is truncated: its manifest counts {counted} records, and {kept.count} are there.")
    if kept.count > counted:
        raise LogRefused(f"{name} has {kept.count} records, and its manifest counts {counted}: some were added.")
    if kept.digest != manifests[0]["digest"]:
        raise LogRefused(f"{name} was changed after it was written: its lines do not add up to its manifest's digest.")
    return [*records, manifests[0]]


def _record(line: str, where: str) -> Record:
    try:
        record = json.loads(line)
    except ValueError:
        raise LogRefused(f"{where} is not JSON, so this is not one of our logs.") from None
    if not isinstance(record, dict) or not isinstance(record.get("record"), str):
        raise LogRefused(f"{where} has no `record` field, so this is not one of our logs.")
    kind = record["record"]
    if kind not in KINDS:
        raise LogRefused(f"{where} is a record of the kind '{kind}', which our logs do not have.")
    missing = [field for field in MUST_HAVE[kind] if field not in record]
    if missing:
        raise LogRefused(f"{where} lacks {' and '.join(missing)}, which every {kind} record has.")
    if kind == "event":
        try:
            milliseconds(record["timestamp"])
        except (TypeError, ValueError):
            raise LogRefused(f"{where} has a timestamp that is no moment.") from None
    if kind == "manifest" and not isinstance(record["records"], int):
        raise LogRefused(f"{where} is a manifest without a number of records.")
    return record


def assemble(records: Iterable[Record]) -> Log:
    """Returns the log of records that are known to be whole. Raises LogRefused where two events have one id."""
    services: dict[str, Record] = {}
    facts: dict[str, Record] = {}
    scenarios: dict[str, Record] = {}
    manifest: Record = {}
    cases: dict[str, tuple[list[Record], list[Record], list[Record]]] = {}
    place = {"model": 0, "event": 1, "eligibility": 2}
    seen: set[str] = set()
    for record in records:
        kind = record["record"]
        if kind in place:
            case = cases.get(record["case_id"])
            if case is None:
                case = cases[record["case_id"]] = ([], [], [])
            case[place[kind]].append(record)
            if kind == "event":
                if record["event_id"] in seen:
                    raise LogRefused(f"Two events of the log have the same id, {record['event_id']}.")
                seen.add(record["event_id"])
        elif kind == "service":
            services[record["service_id"]] = record
        elif kind == "fact":
            facts[record["fact_key"]] = record
        elif kind == "scenario":
            scenarios[record["scenario_id"]] = record
        else:
            manifest = record
    traces = tuple(trace(key, *parts) for key, parts in sorted(cases.items()))
    return Log(traces, services, facts, scenarios, manifest)
