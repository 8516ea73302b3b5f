"""pm4py reads what we write and counts what we count (measurement f.6, f.7). Needs the extra `oracle`."""

import json
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from frontdoor.discovery import registry
from frontdoor.evaluation.log import write_log
from frontdoor.evaluation.ocel import write_ocel
from frontdoor.evaluation.reading import Log, read_log
from frontdoor.evaluation.xes import write_xes
from frontdoor.testing.simulation import Simulation, example, request_of
from tests.evaluation.ocel_schema import broken

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pm4py = pytest.importorskip("pm4py", reason="pm4py is not installed (make oracle)")

pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.slow]


@pytest.fixture
async def log(simulation: Simulation) -> Log:
    async with simulation.open_portal() as portal:
        for name in ("bereavement", "bereavement_partial"):
            accepted = await portal.submit(request_of(example(name)))
            await simulation.finish(accepted.case)
        return read_log([line async for line in write_log(registry())])


def table(log: Log, which: str, folder: Path) -> Any:
    """The log as pm4py reads it."""
    path = folder / f"{which}.xes"
    path.write_text("".join(write_xes(log, which)), encoding="utf-8")
    return pm4py.read_xes(str(path))


def transfers(log: Log) -> list[Any]:
    return [each for case in log.cases for each in case.transfers.values()]


async def test_no_event_is_lost_in_xes(log: Log, tmp_path: Path) -> None:
    assert len(table(log, "case", tmp_path)) == sum(len(case.events) for case in log.cases)
    assert len(table(log, "handoff", tmp_path)) == 2 * len(transfers(log))


async def test_handovers_are_those_that_pm4py_counts(log: Log, tmp_path: Path) -> None:
    found = pm4py.discover_handover_of_work_network(
        table(log, "handoff", tmp_path), beta=0, resource_key="org:resource"
    )
    ours = Counter((each.sender, each.to) for each in transfers(log))
    theirs = {pair: share * ours.total() for pair, share in found.connections.items() if share}
    assert theirs == pytest.approx(dict(ours))


async def test_handoffs_and_latencies_per_medium_are_those_that_pm4py_finds(log: Log, tmp_path: Path) -> None:
    rows = table(log, "case", tmp_path)
    # pandas joins what is missing with what is missing, so an end that a row does not have gets a name of its own
    for column in ("handoff_out", "handoff_in"):
        rows[column] = [
            value if isinstance(value, str) else f"no {column} {number}" for number, value in enumerate(rows[column])
        ]
    said = {
        "out_column": "handoff_out",
        "in_column": "handoff_in",
        "node_column_source": "org:resource",
        "node_column_target": "org:resource",
        "edge_column": "medium",
        "sorting_column": "seq",
    }
    counted = pm4py.discover_network_analysis(rows.copy(), **said, performance=False)
    ours: dict[tuple[str, str], Counter[str]] = {}
    seconds: dict[tuple[str, str, str], list[float]] = {}
    for each in transfers(log):
        ours.setdefault((each.sender, each.to), Counter())[each.medium] += 1
        seconds.setdefault((each.sender, each.to, each.medium), []).append((each.received - each.sent) / 1000)
    assert {pair: dict(media) for pair, media in ours.items()} == counted
    timed = pm4py.discover_network_analysis(rows.copy(), **said, performance=True)
    for (sender, to, medium), took in seconds.items():
        assert sorted(timed[sender, to][medium]) == pytest.approx(sorted(took))


async def test_ocel_is_read_back_without_loss(log: Log, tmp_path: Path) -> None:
    document = write_ocel(log)
    assert [*broken(document)] == []
    path = tmp_path / "log.jsonocel"
    path.write_text(json.dumps(document), encoding="utf-8")
    found = pm4py.read_ocel2_json(str(path))
    assert len(found.events) == len(document["events"])
    assert len(found.objects) == len(document["objects"])
    assert len(found.relations) == sum(len(event["relationships"]) for event in document["events"])
    assert len(found.o2o) == sum(len(each["relationships"]) for each in document["objects"])
    ours = Counter(one["qualifier"] for event in document["events"] for one in event["relationships"])
    assert Counter(found.relations["ocel:qualifier"]) == ours
