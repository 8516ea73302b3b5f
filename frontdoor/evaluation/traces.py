"""A case as the log tells it: who handed which fact to whom, by what and when, who wrote it, and who decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from frontdoor.evaluation.transfers import Event, Item, OpenTransfer, Record, Transfer, Written, milliseconds
from life_events.coordination import CITIZEN

# A decision with one of these is no act of the service: nobody asked it, so nothing was done without a fact.
NOT_ITS_OWN = frozenset({"withheld", "not_needed", "retracted"})


@dataclass(frozen=True, slots=True)
class Trace:
    """One case.

    `plan` are its `model` records, `plan_key` is the same for cases whose plans are alike, `merged` maps a merged
    service to whose it has become. `arrivals` are the items that came in, by receiver and fact; `hops` all items by
    handoff and fact; `by_fact` all items by fact; `written` what each party wrote, by party and fact, in order of time;
    `decided` when a service first decided, and by which event.
    """

    case_id: str
    life_event: str
    scenario: str
    plan: tuple[Record, ...]
    plan_key: str
    merged: Mapping[str, str]
    events: tuple[Event, ...]
    transfers: Mapping[str, Transfer]
    items: tuple[Item, ...]
    arrivals: Mapping[tuple[str, str], tuple[Item, ...]]
    hops: Mapping[tuple[str, str], Item]
    by_fact: Mapping[str, tuple[Item, ...]]
    written: Mapping[tuple[str, str], tuple[Written, ...]]
    decided: Mapping[str, tuple[int, str]]
    eligibility: tuple[Record, ...] = ()
    by_id: Mapping[str, Event] = field(default_factory=dict)

    @property
    def front_door(self) -> bool:
        """Whether the citizen came through one front door."""
        return all(row.get("front_door", True) for row in self.plan)

    @property
    def begun(self) -> int:
        """When the request was submitted, else when the first thing happened."""
        asked = (each.at for each in self.events if each.activity == "request.submitted")
        return next(asked, self.events[0].at if self.events else 0)

    @property
    def end(self) -> int:
        """When the last thing happened."""
        return self.events[-1].at if self.events else 0

    @property
    def closed(self) -> bool:
        """Whether nothing more will happen."""
        return any(each.activity == "case.closed" for each in self.events)


def trace(case_id: str, plan: Iterable[Record], rows: Iterable[Record], eligibility: Iterable[Record] = ()) -> Trace:
    """Returns a case put together from its records, in whatever order they come."""
    models = tuple(sorted(plan, key=lambda row: str(row["service_id"])))
    events = _events(rows)
    written: dict[tuple[str, str], list[Written]] = {}
    decided: dict[str, tuple[int, str]] = {}
    transfers: dict[str, OpenTransfer] = {}
    for event, own in events:
        activity = event.activity
        if activity in ("handoff.sent", "handoff.received"):
            held = transfers.get(event.handoff)
            if held is None:
                held = transfers[event.handoff] = OpenTransfer(event)
            held.add(event, own)
        elif activity in ("fact.written", "fact.corrected", "request.submitted"):
            party = CITIZEN if activity == "request.submitted" else event.service
            for row in own:
                if "value_hash" in row:
                    value = Written(event.at, row["value_hash"], str(row["event_id"]))
                    written.setdefault((party, row["fact_key"]), []).append(value)
        elif activity in ("decision.made", "step.completed") and event.row.get("status") not in NOT_ITS_OWN:
            decided.setdefault(event.service, (event.at, event.id))
    closed = {key: each.transfer() for key, each in transfers.items()}
    items = tuple(item for each in transfers.values() for item in each.items())
    arrivals: dict[tuple[str, str], list[Item]] = {}
    by_fact: dict[str, list[Item]] = {}
    for item in items:
        by_fact.setdefault(item.fact, []).append(item)
        if item.received is not None and item.ladder:
            arrivals.setdefault((item.to, item.fact), []).append(item)
        # a party whose writing is on no record wrote what it handed over first-hand
        if not item.source and item.given and (item.sender, item.fact) not in written:
            written[(item.sender, item.fact)] = [Written(item.sent, item.given, item.event)]
    first = events[0][0].row if events else (models[0] if models else {})
    return Trace(
        case_id=case_id,
        life_event=str(first.get("life_event", "")),
        scenario=str(first.get("scenario_id", "")),
        plan=models,
        plan_key=_plan_key(models),
        merged=_merged(models),
        events=tuple(event for event, _ in events),
        transfers=closed,
        items=items,
        arrivals={key: tuple(found) for key, found in arrivals.items()},
        hops={(item.handoff, item.fact): item for item in items},
        by_fact={key: tuple(found) for key, found in by_fact.items()},
        written={key: tuple(found) for key, found in written.items()},
        decided=decided,
        eligibility=tuple(sorted(eligibility, key=lambda row: str(row["service_id"]))),
        by_id={event.id: event for event, _ in events},
    )


def _merged(plan: Iterable[Record]) -> dict[str, str]:
    """Returns whose each merged service has become, through several mergers where there are several."""
    into = {str(row["service_id"]): str(row["merged_into"]) for row in plan if row.get("merged_into")}
    found: dict[str, str] = {}
    for service in into:
        seen, whose = {service}, into[service]
        while whose in into and whose not in seen:
            seen.add(whose)
            whose = into[whose]
        if whose != service:
            found[service] = whose
    return found


def _plan_key(plan: Iterable[Record]) -> str:
    said = [
        (
            row.get("front_door", True),
            row["service_id"],
            row["needed"],
            row.get("merged_into"),
            row["reads"],
            row["writes"],
        )
        for row in plan
    ]
    return json.dumps(said, sort_keys=True)


def _events(rows: Iterable[Record]) -> list[tuple[Event, list[Record]]]:
    """Returns events with their rows, in order of time; rows of one event differ in their fact only."""
    placed = [(milliseconds(row["timestamp"]), row.get("seq", 0), str(row["event_id"]), row) for row in rows]
    ordered = sorted(placed, key=itemgetter(0, 1, 2))
    found: list[tuple[Event, list[Record]]] = []
    last: tuple[int, int, str, Any] | None = None
    for at, seq, number, row in ordered:
        key = (at, seq, row["activity"], row.get("handoff_id"))
        if key == last and seq and "fact_key" in row:
            found[-1][1].append(row)
            continue
        last = key
        event = Event(
            number,
            row["activity"],
            at,
            seq,
            row.get("service_id") or "",
            row.get("handoff_id") or "",
            row.get("cause_event_id") or "",
            (),
            row,
        )
        found.append((event, [row]))
    return [(event._replace(facts=tuple(r["fact_key"] for r in own if "fact_key" in r)), own) for event, own in found]
