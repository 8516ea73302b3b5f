"""A small log drawn by hand: for worked examples in docstrings, and for tests.

    drawn = Sketch()
    drawn.service("reg.register", writes=["cert"])
    drawn.service("pens.stop", reads=["cert"])
    drawn.hand("reg.register", "pens.stop", "cert", medium="post", received=24)
    drawn.log()

Times are hours after the request was submitted. A value stands for itself: two hashes are equal if the values are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from frontdoor.evaluation.evidence import Evidence, evidence_of
from frontdoor.evaluation.log import seal
from frontdoor.evaluation.reading import Log, read_log
from frontdoor.evaluation.transfers import Record
from life_events.coordination import CITIZEN, FRONT_DOOR

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Sketch:
    """Draws the records of one case, or of several by `case`."""

    def __init__(self, case: str = "case", *, front_door: bool = True, scenario: str = "sketch") -> None:
        self.records: list[dict[str, Any]] = []
        self.front_door = front_door
        self.scenario = scenario
        self.case = case

    def service(
        self,
        key: str,
        reads: Iterable[str] = (),
        writes: Iterable[str] = (),
        *,
        tier: str = "central",
        merged_into: str = "",
        afterwards: Iterable[str] = (),
        **more: Any,
    ) -> None:
        """Puts a service into the plan; `afterwards` are the reads that may come after its decision."""
        late = set(afterwards)
        self.records.append(
            {
                "record": "model",
                "case_id": self.case,
                "life_event": "moving_house",
                "scenario_id": self.scenario,
                "front_door": self.front_door,
                "service_id": key,
                "needed": True,
                "withheld": False,
                "merged_into": merged_into,
                "reads": [
                    {"any_of": [fact], "when": "afterwards" if fact in late else "to_finish", "optional": False}
                    for fact in [*reads, *afterwards]
                ],
                "writes": list(writes),
                **more,
            }
        )
        declared = {"record": "service", "service_id": key, "agency_id": key.partition(".")[0], "tier": tier}
        if not any(row["record"] == "service" and row["service_id"] == key for row in self.records):
            self.records.append({**declared, "legal_basis": "an Act"})

    def event(self, activity: str, at: float = 0, **more: Any) -> str:
        """Puts an event on record; returns its id."""
        number = f"{self.case}-{len(self.records)}"
        self.records.append(
            {
                "record": "event",
                "case_id": self.case,
                "life_event": "moving_house",
                "scenario_id": self.scenario,
                "event_id": number,
                "activity": activity,
                "timestamp": (START + timedelta(hours=at)).isoformat(timespec="milliseconds"),
                "seq": len(self.records),
                **more,
            }
        )
        return number

    def ask(self, *facts: str, value: str = "told", at: float = 0, **more: Any) -> str:
        """Submits the request with these facts; returns the id of its first event."""
        said = {"service_id": CITIZEN, "actor_type": CITIZEN, "contact_id": f"{self.case}-first", **more}
        seq = len(self.records)
        ids = [
            self.event("request.submitted", at, fact_key=fact, value_hash=value, **{"seq": seq, **said})
            for fact in facts
        ]
        return ids[0] if ids else self.event("request.submitted", at, **said)

    def write(self, service: str, fact: str, value: str = "told", at: float = 0, *, corrected: bool = False) -> str:
        """Lets a service write a fact, or correct what it wrote."""
        activity = "fact.corrected" if corrected else "fact.written"
        return self.event(activity, at, service_id=service, fact_key=fact, value_hash=value)

    def hand(
        self,
        sender: str,
        to: str,
        *facts: str,
        medium: str = "api",
        sent: float = 0,
        received: float | None = 0,
        value: str = "told",
        taken: str | None = None,
        source: str | None = None,
        **more: Any,
    ) -> str:
        """Hands facts over; `received` None: it never came. `taken` is what was taken in, if that differs."""
        number = f"{self.case}-h{len(self.records)}"
        ends = {"handoff_id": number, "from_service": sender, "to_service": to, "medium": medium, **more}
        for activity, at, service, content in (
            ("handoff.sent", sent, sender, value),
            ("handoff.received", received, to, taken or value),
        ):
            if at is None:
                continue
            seq = len(self.records)
            for fact in facts:
                about = {"fact_key": fact, "value_hash": content, "source_handoff_id": source, "seq": seq}
                self.event(activity, at, service_id=service, **ends, **about)
            if not facts:
                self.event(activity, at, service_id=service, **ends)
        return number

    def decide(self, service: str, at: float, status: str = "completed", **more: Any) -> str:
        """Lets a service decide."""
        return self.event("decision.made", at, service_id=service, status=status, **more)

    def beside(self, *others: Sketch) -> Sketch:
        """Returns the sketch of this case and others in one log."""
        both = Sketch(self.case)
        both.records = [*self.records, *(record for other in others for record in other.records)]
        return both

    def lines(self) -> list[str]:
        """Returns the lines of the log, whole and sealed; what is said twice of a service is said once."""
        once: dict[str, Record] = {}
        for record in self.records:
            once.setdefault(repr(sorted(record.items(), key=lambda pair: pair[0])), record)
        return [*seal(once.values())]

    def log(self) -> Log:
        """Returns the log."""
        return read_log(self.lines(), "The sketch")

    def evidence(self) -> Evidence:
        """Returns the log with its needs assessed."""
        return evidence_of(self.log())


def worked_example() -> Sketch:
    """Returns the eight needs of measurement a.6: Φ = 7/15, and parts of the gap that can be checked by hand."""
    drawn = Sketch()
    drawn.service("reg", reads=["identity"], writes=["death_cert"], tier="local")
    drawn.service("pens", reads=["death_cert", "nino"], writes=["benefit_stop"])
    drawn.service("ctax", reads=["death_cert", "address", "benefit_stop"], writes=["arrears"], tier="local")
    drawn.service("prob", reads=["death_cert", "arrears"], tier="court")
    drawn.ask("identity", "nino", "address")
    drawn.hand(FRONT_DOOR, "reg", "identity", received=1)
    drawn.hand(FRONT_DOOR, "pens", "nino", medium="staff_rekey", received=2, taken="mistyped")
    drawn.hand(FRONT_DOOR, "ctax", "address", medium="staff_rekey", received=2)
    drawn.write("reg", "death_cert", at=3)
    drawn.hand("reg", "pens", "death_cert", medium="citizen_carried", sent=4, received=5)
    drawn.hand("reg", "ctax", "death_cert", sent=4, received=4)
    drawn.hand("reg", "prob", "death_cert", medium="post", sent=4, received=40)
    drawn.decide("reg", 3)
    drawn.decide("pens", 10)
    drawn.decide("ctax", 10)
    drawn.decide("prob", 30)
    return drawn
