"""The event log as JSON Lines: one object per line with a `record` field (measurement part b). No value ever leaves.

The order of lines has no meaning. The manifest holds the count and an order-free digest of all other lines, so that a
log that was cut, doubled or changed is seen (`frontdoor.evaluation.reading` refuses it).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.evaluation.records import Record, case_records, fact_records, scenario_record, service_records
from frontdoor.handoffs.models import Handoff, LedgerEvent

BATCH = 500
DIGEST_BITS = 256


class Seal:
    """The count and the order-free digest of lines: the sum of their SHA-256 sums (measurement a.4)."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def add(self, line: str) -> None:
        """Counts a line, without its line break."""
        self.count += 1
        self._sum += int.from_bytes(hashlib.sha256(line.encode()).digest())

    @property
    def digest(self) -> str:
        """The digest of all lines so far, whatever their order, as hexadecimal digits."""
        return f"{self._sum % 2**DIGEST_BITS:064x}"

    def manifest(self, **more: str) -> dict[str, Any]:
        """Returns the manifest of the lines so far."""
        return {"record": "manifest", "records": self.count, "digest": self.digest, **more}


def as_line(record: Mapping[str, Any]) -> str:
    """Returns a record as one line of the log, without its line break."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False)


def seal(records: Iterable[Mapping[str, Any]], **more: str) -> Iterator[str]:
    """Yields records as the lines of a whole log, the manifest last; `more` goes into the manifest.

    >>> [*seal([{"record": "fact", "fact_key": "owner.name"}])][0]
    '{"fact_key": "owner.name", "record": "fact"}'
    """
    kept = Seal()
    for record in records:
        line = as_line(record)
        kept.add(line)
        yield line
    yield as_line(kept.manifest(**more))


async def write_log(registry: Registry) -> AsyncIterator[str]:
    """Yields the lines of the log of everything that is on record, each with its line break, the manifest last."""
    kept = Seal()
    async for record in all_records(registry):
        line = as_line(record)
        kept.add(line)
        yield line + "\n"
    yield as_line(kept.manifest(definitions=registry.version)) + "\n"


async def all_records(registry: Registry) -> AsyncIterator[Record]:
    """Yields every record but the manifest."""
    for record in [*service_records(registry), *fact_records(registry)]:
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
                yield scenario_record(case.scenario, registry)
            handoffs = await Handoff.filter(case_id=case.id)
            events = await LedgerEvent.filter(case_id=case.id).order_by("seq")
            for record in case_records(case, handoffs, events, registry):
                yield record
        last = cases[-1].id
