"""What is on record, read from the database once per change and divided by life event and scenario.

A case is read again only when its ledger has grown, so that a look at a few hundred cases costs one count.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from tortoise.functions import Count

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.evaluation.evidence import Evidence, evidence_of
from frontdoor.evaluation.measure import Measure
from frontdoor.evaluation.measures import MEASURES
from frontdoor.evaluation.reading import Log, assemble
from frontdoor.evaluation.records import case_records, fact_records, scenario_record, service_records
from frontdoor.evaluation.traces import Trace
from frontdoor.handoffs.models import Handoff, LedgerEvent

Key = tuple[str, str]
# How the name of a world ends that has another chance than the first.
LUCK = re.compile(r"\.s(\d+)$")


@dataclass(frozen=True)
class Group:
    """The cases of one life event in one scenario, with their measures, worked out once."""

    life_event: str
    scenario: str
    log: Log
    _known: dict[str, Measure] = field(default_factory=dict)
    _alone: dict[str, Group] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """The life event and the scenario."""
        return self.life_event, self.scenario

    @property
    def cases(self) -> tuple[Trace, ...]:
        """The cases."""
        return self.log.cases

    @cached_property
    def evidence(self) -> Evidence:
        """The cases with their needs assessed."""
        return evidence_of(self.log)

    def measure(self, key: str) -> Measure:
        """Returns one measure. Raises KeyError for a key that is none."""
        if key not in self._known:
            self._known[key] = MEASURES[key](self.evidence)
        return self._known[key]

    def number(self, key: str) -> float | None:
        """Returns a measure's one number; None where it is a table, or where there is nothing to measure."""
        value = self.measure(key).value
        return float(value) if isinstance(value, int | float) else None

    def only(self, case: Trace) -> Group:
        """Returns the group of one of its cases alone."""
        if case.case_id not in self._alone:
            self._alone[case.case_id] = Group(self.life_event, self.scenario, self.log.only([case]))
        return self._alone[case.case_id]


@dataclass(frozen=True)
class Origin:
    """Where a case comes from: its reference, and what tells whether two cases are the same request (`signature`).

    `number` is its place in the order in which cases were submitted.
    """

    reference: str
    number: int
    definitions: str
    relations: str
    signature: tuple[str, ...]


@dataclass(frozen=True)
class OnRecord:
    """Everything on record: groups by life event and scenario, and where each case comes from."""

    groups: Mapping[Key, Group]
    origins: Mapping[str, Origin]

    def reference(self, case_id: str) -> str:
        """Returns the reference of a case."""
        origin = self.origins.get(case_id)
        return origin.reference if origin else case_id

    def find(self, reference: str) -> tuple[Group, Trace] | None:
        """Returns a case by its reference, with its group."""
        for group in self.groups.values():
            for case in group.cases:
                if self.reference(case.case_id) == reference:
                    return group, case
        return None


class Reader:
    """Reads what is on record and keeps it until it changes."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._lock = asyncio.Lock()
        self._lengths: dict[str, int] = {}
        self._traces: dict[str, Trace] = {}
        self._origins: dict[str, Origin] = {}
        self._record = OnRecord({}, {})

    async def read(self) -> OnRecord:
        """Returns what is on record now."""
        async with self._lock:
            rows = await LedgerEvent.all().group_by("case_id").annotate(n=Count("seq")).values("case_id", "n")
            lengths = {row["case_id"].hex: int(row["n"]) for row in rows}
            changed = [key for key, length in lengths.items() if self._lengths.get(key) != length]
            if changed or lengths.keys() != self._lengths.keys():
                for key in changed:
                    await self._read_case(key)
                for key in self._lengths.keys() - lengths.keys():
                    self._traces.pop(key, None)
                    self._origins.pop(key, None)
                self._lengths = lengths
                self._record = OnRecord(self._divided(), dict(self._origins))
            return self._record

    async def _read_case(self, key: str) -> None:
        case = await Case.get_or_none(id=UUID(key))
        if case is None:
            return
        handoffs = await Handoff.filter(case_id=case.id)
        events = await LedgerEvent.filter(case_id=case.id).order_by("seq")
        read = partial(_trace, case, handoffs, events, self._registry)
        # reading a long case takes a while, and the portal has others to serve
        self._traces[key] = await asyncio.to_thread(read)
        given = sorted(name for each in events if each.activity == "request.submitted" for name in each.facts)
        needed = sorted(each["service"] for each in case.plan["services"] if each["needed"])
        chance = LUCK.search(case.world)
        said = (case.life_event, str(case.asked_as_of), case.citizen, ",".join(needed), ",".join(given))
        signature = (*said, chance[1] if chance else "")
        self._origins[key] = Origin(
            case.reference, events[0].seq if events else 0, case.definitions, case.relations, signature
        )

    def _divided(self) -> dict[Key, Group]:
        """Returns the groups; one whose cases are the same as before is kept, with what was measured of it."""
        parts: dict[Key, list[Trace]] = {}
        for _, case in sorted(self._traces.items()):
            parts.setdefault((case.life_event, case.scenario), []).append(case)
        found: dict[Key, Group] = {}
        for key, cases in sorted(parts.items()):
            before = self._record.groups.get(key)
            same = before is not None and before.cases == tuple(cases)
            found[key] = before if before is not None and same else self._group(key, cases)
        return found

    def _group(self, key: Key, cases: Iterable[Trace]) -> Group:
        known = assemble(
            [
                *service_records(self._registry),
                *fact_records(self._registry),
                scenario_record(key[1], self._registry),
            ]
        )
        return Group(*key, known.only(cases))


def _trace(case: Case, handoffs: list[Handoff], events: list[LedgerEvent], registry: Registry) -> Trace:
    records: list[dict[str, Any]] = list(case_records(case, handoffs, events, registry))
    return assemble(records).cases[0]
