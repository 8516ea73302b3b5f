"""How long it takes to measure a log: `make bench PART=measures`. Prints a table, and writes JSON to var/bench.

Two made-up populations of 100,000 handoffs each, seeded, so that every run measures the same:

    trial         11 needs between 6 services in a case, every medium (the trial of measurement c.2)
    bereavement   the plan of life_events/examples/bereavement.json, relayed by the front door as far as it goes

Where pm4py is installed (the extra `oracle`), its handover network is timed on the same handoffs, and must be the same.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

from frontdoor.discovery import registry
from frontdoor.evaluation.evidence import evidence_of
from frontdoor.evaluation.log import seal
from frontdoor.evaluation.matrix import handovers
from frontdoor.evaluation.measures import HEADLINE, MEASURES
from frontdoor.evaluation.reading import Log, assemble, read_records
from frontdoor.handoffs.intake import read_facts
from frontdoor.journey.planner import make_plan
from life_events.coordination import CITIZEN, FRONT_DOOR, Medium

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
MEDIA = [str(medium) for medium in Medium if medium is not Medium.NONE]
Record = dict[str, Any]


class Population:
    """Makes up the records of cases, one after another."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.handoffs = 0
        self._seq = 0

    def event(self, case: str, activity: str, hours: float, **more: Any) -> Record:
        """Returns an event `hours` after the start."""
        self._seq += 1
        at = (START + timedelta(hours=hours)).isoformat(timespec="milliseconds")
        return {
            "record": "event",
            "case_id": case,
            "event_id": f"e{self._seq}",
            "activity": activity,
            "timestamp": at,
            "seq": more.pop("seq", self._seq),
            **more,
        }

    def handoff(
        self,
        case: str,
        ends: tuple[str, str],
        facts: list[str],
        sent: float,
        took: float,
        medium: str,
        source: str = "",
    ) -> Iterator[Record]:
        """Yields a handoff's sending, one row for each fact, and its receipt."""
        self.handoffs += 1
        number = f"h{self.handoffs}"
        said = {"handoff_id": number, "from_service": ends[0], "to_service": ends[1], "medium": medium}
        seq = self._seq + 1
        for fact in facts:
            about = {"fact_key": fact, "value_hash": fact, "source_handoff_id": source or None, "seq": seq}
            yield self.event(case, "handoff.sent", sent, service_id=ends[0], **said, **about)
        yield self.event(case, "handoff.received", sent + took, service_id=ends[1], **said)

    def trial(self, case: str) -> Iterator[Record]:
        """Yields one case of the trial: six services in a row, each needing what those before it wrote."""
        services = [f"service.{letter}" for letter in "abcdef"]
        links = [(one, other) for one in range(6) for other in range(one + 1, min(6, one + 4))][:11]
        for number, key in enumerate(services):
            reads = [{"any_of": [f"fact.{one}"], "when": "to_start"} for one, other in links if other == number]
            yield model(case, key, reads, [f"fact.{number}"])
        yield self.event(case, "request.submitted", 0, service_id=CITIZEN, contact_id=f"{case}-1")
        for one, other in links:
            medium = self.chance.choice(MEDIA)
            ends = (services[one], services[other])
            yield from self.handoff(case, ends, [f"fact.{one}"], 24 * one, self.chance.expovariate(1 / 24), medium)
        for number, key in enumerate(services):
            yield self.event(case, "decision.made", 24 * number + 60, service_id=key, status="completed")
        yield self.event(case, "case.closed", 24 * 9)

    def bereavement(self, case: str) -> Iterator[Record]:
        """Yields one case of the example: what was told goes out, what is answered is relayed."""
        plan, given = example_plan()
        for each in plan:
            yield model(case, each["service"], each["reads"], each["writes"])
        seq = self._seq + 1
        for fact in sorted(given):
            about = {"fact_key": fact, "value_hash": fact, "contact_id": f"{case}-1", "seq": seq}
            yield self.event(case, "request.submitted", 0, service_id=CITIZEN, **about)
        for each in plan:
            told = sorted({fact for read in each["reads"] for fact in read["any_of"]} & given)
            yield from self.handoff(case, (FRONT_DOOR, each["service"]), told, 1, 0, "api")
        for number, each in enumerate(plan):
            if not each["writes"]:
                continue
            at = 24.0 * (number + 1)
            yield from self.handoff(case, (each["service"], FRONT_DOOR), list(each["writes"]), at, 0, "api")
            answer = f"h{self.handoffs}"
            for other in plan:
                wanted = {fact for read in other["reads"] for fact in read["any_of"]} & set(each["writes"])
                if wanted and other is not each:
                    ends = (FRONT_DOOR, other["service"])
                    yield from self.handoff(case, ends, sorted(wanted), at, 1, "api", answer)
        for each in plan:
            at = self.chance.uniform(500, 900)
            yield self.event(case, "decision.made", at, service_id=each["service"], status="completed")
        yield self.event(case, "case.closed", 900)


def model(case: str, key: str, reads: Any, writes: Any) -> Record:
    """Returns a service of a case's plan."""
    said = {"record": "model", "case_id": case, "service_id": key, "needed": True, "front_door": True}
    return {**said, "reads": reads, "writes": list(writes)}


_plans: list[tuple[list[dict[str, Any]], set[str]]] = []


def example_plan() -> tuple[list[dict[str, Any]], set[str]]:
    """Returns the services that the example needs, and the facts given."""
    if not _plans:
        found = registry()
        said = json.loads((files("life_events") / "examples" / "bereavement.json").read_text("utf-8"))
        event, on = found.life_events["bereavement"], date.fromisoformat(said["as_of"])
        facts, _ = read_facts(event, said["facts"], found, on)
        plan = make_plan(event, found.services, facts, on, definitions="")
        _plans.append(([each.model_dump(mode="json") for each in plan.active], set(facts)))
    return _plans[0]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Returns the seconds that some work takes, with its result; garbage is collected before and not meanwhile."""
    gc.collect()
    gc.disable()
    began = time.perf_counter()
    result = work()
    took = time.perf_counter() - began
    gc.enable()
    return took, result


def bench(name: str, handoffs: int) -> dict[str, Any]:
    """Measures one population of so many handoffs."""
    population = Population(1999)
    make = getattr(population, name)
    records: list[Record] = []
    cases = 0
    while population.handoffs < handoffs:
        cases += 1
        records += make(f"case-{cases:06}")
    lines = [*seal(records)]
    del records
    reading, whole = timed(lambda: read_records(lines))
    lines.clear()
    assembling, log = timed(lambda: assemble(whole))
    whole.clear()
    assessing, evidence = timed(lambda: evidence_of(log))
    headline, _ = timed(lambda: {key: measure(evidence) for key, measure in HEADLINE.items()})
    every, _ = timed(lambda: {key: measure(evidence) for key, measure in MEASURES.items()})
    matrix, counted = timed(lambda: handovers(log.cases))
    return {
        "population": name,
        "handoffs": population.handoffs,
        "cases": cases,
        "needs": evidence.needs,
        "read the file, s": reading,
        "put cases together, s": assembling,
        "assess needs, s": assessing,
        "headline measures, s": headline,
        "assess and headline, s": assessing + headline,
        "every measure, s": every,
        "handover matrix, s": matrix,
        **oracle(log, counted, matrix),
    }


def oracle(log: Log, counted: Counter[tuple[str, str]], took: float) -> dict[str, Any]:
    """Returns pm4py's time for the same matrix, with whether it is the same; nothing where it is not installed."""
    if find_spec("pm4py") is None:
        return {}
    pandas, pm4py = import_module("pandas"), import_module("pm4py")
    rows = [
        (each.id, activity, service, moment)
        for case in log.cases
        for each in case.transfers.values()
        if each.received is not None
        for activity, service, moment in (("sent", each.sender, each.sent), ("received", each.to, each.received))
    ]
    table = pandas.DataFrame(rows, columns=["case:concept:name", "concept:name", "org:resource", "time:timestamp"])
    table["time:timestamp"] = pandas.to_datetime(table["time:timestamp"], unit="ms", utc=True)
    theirs, network = timed(lambda: pm4py.discover_handover_of_work_network(table, beta=0, resource_key="org:resource"))
    total = sum(counted.values())
    same = all(abs(network.connections.get(pair, 0) * total - number) < 1e-6 for pair, number in counted.items())
    return {"pm4py's handover matrix, s": theirs, "the same matrix": same, "times faster": theirs / took}


def _written(cell: object) -> str:
    match cell:
        case bool():
            return "yes" if cell else "NO"
        case float():
            return f"{cell:.3f}"
        case int():
            return f"{cell:,}"
    return str(cell)


def main() -> None:
    """Runs the benchmark and says what came of it."""
    parser = argparse.ArgumentParser(description="How long it takes to measure a log.")
    parser.add_argument("--handoffs", type=int, default=100_000)
    parser.add_argument("--out", type=Path, default=Path("var/bench/measures.json"))
    chosen = parser.parse_args()
    found = [bench(name, chosen.handoffs) for name in ("trial", "bereavement")]
    for key in dict.fromkeys(key for each in found for key in each):
        cells = [each.get(key, "") for each in found]
        shown = [_written(cell) for cell in cells]
        print(f"{key:<30}" + "".join(f"{cell:>16}" for cell in shown))
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    ratios = {"handover_vs_pm4py": min(each["times faster"] for each in found)} if "times faster" in found[0] else {}
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    chosen.out.write_text(
        json.dumps({"machine": machine, "measures": found, "ratios": ratios}, indent=2) + "\n", encoding="utf-8"
    )
    print(f"written to {chosen.out}")


if __name__ == "__main__":
    main()
