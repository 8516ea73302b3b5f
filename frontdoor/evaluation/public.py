"""A log that may be given away: new ids and hashes, whole days, and nobody who stands out (k-anonymity).

What could point at a person is not the facts' values, which are in no log, but the pattern: who needed these services
and gave these facts. A pattern that fewer than k cases share is refused, and so the whole log.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from frontdoor.errors import FrontdoorError
from frontdoor.evaluation.transfers import DAY, Record, milliseconds

K = 5
# Every case begins on this day: the day on which somebody really asked would point at them.
FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)
IDS = ("case_id", "event_id", "cause_event_id", "handoff_id", "source_handoff_id", "contact_id", "ask_id", "consent_id")
# Of an event, what is measured and no more: no clock of ours, no words of an office, no reference of its own.
KEPT = frozenset(
    {
        "record", "life_event", "scenario_id", "activity", "lifecycle", "service_id", "agency_id", "tier", "actor_type",
        "planned", "handoff_kind", "from_service", "to_service", "medium", "carrier", "status", "fact_key",
        "fact_version", "ask_type", "demand_type", "channel", "purpose", "legal_basis", "retained", "effort_s",
        "wait_reason", "decision_code", "rule_id", "promise",
    }
)  # fmt: skip


class TooFew(FrontdoorError):
    """Cases stand out, so the log cannot be given away; the sentence says how many."""

    status = 422
    title = "This log cannot be made public"


def publish(records: Iterable[Record], k: int = K, key: bytes | None = None) -> list[Record]:
    """Returns the records of a log that may be given away, without its manifest.

    `k`: how many cases must share each pattern. `key` re-keys ids and hashes; by default it is drawn and thrown away.
    Raises TooFew.
    """
    every = [record for record in records if record["record"] != "manifest"]
    alone = [size for size in _patterns(every).values() if size < k]
    if alone:
        raise TooFew(
            f"{sum(alone)} of the log's cases show a pattern of services and facts that fewer than {k} cases share, "
            "so somebody could be recognised. Export more cases, or only those of a common pattern."
        )
    return [*_Veil(every, key or secrets.token_bytes(32)).records()]


def _patterns(records: Iterable[Record]) -> Counter[tuple[object, ...]]:
    """Counts cases by life event, scenario, services needed and withheld, and facts given."""
    said: dict[str, set[tuple[str, ...]]] = {}
    for record in records:
        seen = said.setdefault(record["case_id"], set()) if "case_id" in record else set()
        if record["record"] == "model":
            flags = (str(record["needed"]), str(record.get("withheld")))
            seen.add((record["service_id"], record.get("life_event", ""), record.get("scenario_id", ""), *flags))
        elif record.get("activity") == "request.submitted" and "fact_key" in record:
            seen.add((record["fact_key"],))
    return Counter(tuple(sorted(seen)) for seen in said.values())


class _Veil:
    """Rewrites the records of a log with one key."""

    def __init__(self, records: list[Record], key: bytes) -> None:
        self._records = records
        self._key = key
        self._began: dict[str, int] = {}
        events = [record for record in records if record["record"] == "event"]
        for record in events:
            at = milliseconds(record["timestamp"])
            self._began[record["case_id"]] = min(at, self._began.get(record["case_id"], at))
        # the order within a case is kept, the place in the whole log is not
        ordered = sorted(
            events, key=lambda each: (milliseconds(each["timestamp"]), each.get("seq", 0), each["event_id"])
        )
        self._place: dict[tuple[str, object, object], int] = {}
        counted: Counter[str] = Counter()
        for record in ordered:
            step = self._step(record)
            if step not in self._place:
                counted[record["case_id"]] += 1
                self._place[step] = counted[record["case_id"]]

    def records(self) -> Iterator[Record]:
        """Yields every record as it may be given away."""
        for record in self._records:
            match record["record"]:
                case "event":
                    yield self._event(record)
                case "model" | "eligibility":
                    dated = {"deadline": None} if "deadline" in record else {}
                    since = {"since": self._day(record["case_id"], record["since"])} if record.get("since") else {}
                    yield {**record, "case_id": self._name(record["case_id"]), **dated, **since}
                case _:
                    yield record

    def _event(self, record: Record) -> Record:
        kept = {field: value for field, value in record.items() if field in KEPT}
        ids: Mapping[str, object] = {name: self._name(str(record[name])) for name in IDS if record.get(name)}
        hashed = {"value_hash": self._name(record["value_hash"])} if record.get("value_hash") else {}
        day = self._day(record["case_id"], record["timestamp"])
        return {**kept, **ids, **hashed, "timestamp": day, "seq": self._place[self._step(record)]}

    def _step(self, record: Record) -> tuple[str, object, object]:
        """Returns what the rows of one event have in common."""
        number = record.get("seq") or record["event_id"]
        return record["case_id"], number, record["timestamp"]

    def _name(self, name: str) -> str:
        return hmac.new(self._key, name.encode(), hashlib.sha256).hexdigest()[:32]

    def _day(self, case: str, moment: str) -> str:
        days = (milliseconds(moment) - self._began.get(case, milliseconds(moment))) // DAY
        return (FIRST_DAY + timedelta(days=days)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
