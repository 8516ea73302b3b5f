"""The same numbers from the database, from a file and from a shuffled file; and a case's own."""

import random
import time
from collections.abc import Mapping

import pytest

from frontdoor.cases.models import Case
from frontdoor.discovery import registry
from frontdoor.evaluation.log import write_log
from frontdoor.evaluation.measures import MEASURES, case_log, case_measures, document, measures_of
from frontdoor.evaluation.reading import LogRefused, read_log
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.testing.simulation import Simulation, example, request_of

pytestmark = pytest.mark.slow  # whole cases

MOST_SECONDS = 0.02


async def test_a_finished_case_of_the_front_door_alone_is_a_facade(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement"), scenario="front_door_only"))
        await simulation.finish(accepted.case)
        case = await Case.get(id=accepted.case.id)
        own = await case_measures(case, registry())
        lines = [line async for line in write_log(registry())]
        handoffs, events = await Handoff.filter(case_id=case.id), await LedgerEvent.filter(case_id=case.id)
    found = {key: float(str(each.value)) for key, each in own.items() if isinstance(each.value, float | int)}
    assert found["Phi"] == found["F"] - found["B"] >= 0.8, (
        "the citizen told once, and behind the counter nobody tells anybody"
    )
    assert found["rho"] + found["kappa_back"] > 0.8, "what crosses is carried by the portal or the citizen"
    assert found["promise_gap"] > 0.5, "the confirmation said that there was nothing to do"
    assert found["E1"] > 20
    days = own["T3"].value
    assert isinstance(days, Mapping)
    assert days["citizen"] > 0, "the days on which only the citizen could act are the citizen's, and no office's queue"
    assert own["P2"].value == 1
    assert all(measure.low is None for measure in own.values()), "one case has no interval"

    random.Random(5).shuffle(lines)
    assert document(measures_of(read_log(lines))) == document(own)
    with pytest.raises(LogRefused, match=r"truncated|no manifest"):
        read_log(lines[:-3])

    quickest = min(timed(lambda: measures_of(case_log(case, handoffs, events, registry()))) for _ in range(5))
    assert quickest < 10 * MOST_SECONDS, "ten times the time allowed: not a matter of a busy machine"


def timed(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


async def test_several_cases_have_intervals_and_every_measure_its_shape(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        for name in ("bereavement", "bereavement_partial"):
            accepted = await portal.submit(request_of(example(name), scenario="front_door_only"))
            await simulation.finish(accepted.case)
        lines = [line async for line in write_log(registry())]
    log = read_log(lines)
    found = measures_of(log)
    assert list(found) == list(MEASURES)
    for key, measure in document(found)["measures"].items():
        assert measure.keys() >= {"value", "low", "high", "unit", "n", "events"}, key
        assert measure["value"] is not None or measure["reason"], key
        if measure["low"] is not None:
            assert measure["low"] <= measure["value"] <= measure["high"], key
    assert found["T1"].low is not None
    declared = log.scenarios["front_door_only"]
    assert declared["front_door"] is True
    assert {row["relationship"] for row in declared["relations"]} == {"none"}


async def test_an_open_case_is_measured_as_far_as_it_went(simulation: Simulation) -> None:
    simulation.fault("dvla", "down")
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        await simulation.until(accepted.case, lambda each: sum(not one.final for one in each.acting) == 1)
        own = await case_measures(await Case.get(id=accepted.case.id), registry())
    assert own["T1"].value is None
    assert own["T1"].reason
    assert 0 < float(own["U"].value or 0) < float(own["R"].value or 0)  # type: ignore[arg-type]
