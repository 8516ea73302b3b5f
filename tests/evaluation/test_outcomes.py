"""What came of it for the citizen: due and done, on what is so, and how long it was otherwise (measurement O1, O2)."""

from typing import Any

import pytest

from frontdoor.discovery import registry
from frontdoor.evaluation.log import write_log
from frontdoor.evaluation.measures import MEASURES, measures_of
from frontdoor.evaluation.outcomes import settled_right, wrong_state
from frontdoor.evaluation.reading import read_log
from frontdoor.evaluation.sketch import START, Sketch
from frontdoor.testing.simulation import Simulation, example, request_of


def drawn(**truth: Any) -> Sketch:
    """A pension that is due to be stopped, from the day that a registrar wrote down."""
    sketch = Sketch()
    sketch.service("reg", writes=["day"])
    sketch.service("dwp", reads=["day"])
    sketch.ask()
    sketch.write("reg", "day", "the fifth", at=1)
    said = {"record": "eligibility", "case_id": "case", "service_id": "dwp", "eligible": True}
    sketch.records.append({**said, "since": START.isoformat(), **truth})
    return sketch


def outcome(sketch: Sketch) -> tuple[object, object]:
    evidence = sketch.evidence()
    return settled_right(evidence).value, wrong_state(evidence).value


def test_what_was_due_and_done_is_right_from_the_decision_on() -> None:
    sketch = drawn()
    sketch.hand("reg", "dwp", "day", sent=2, received=2, value="the fifth")
    sketch.decide("dwp", 24)
    sketch.event("case.closed", 96)
    assert outcome(sketch) == (1.0, 1.0)


def test_what_was_done_on_a_value_that_is_not_so_is_wrong_to_the_end() -> None:
    sketch = drawn()
    sketch.hand("reg", "dwp", "day", sent=2, received=2, value="the fifth", taken="the sixth")
    sketch.decide("dwp", 24)
    sketch.event("case.closed", 96)
    assert outcome(sketch) == (0.0, 4.0)


def test_it_is_right_from_when_the_value_was_put_right() -> None:
    sketch = drawn()
    sketch.hand("reg", "dwp", "day", sent=2, received=2, value="the fifth")
    sketch.decide("dwp", 24)
    sketch.write("reg", "day", "the fourth", at=30, corrected=True)
    assert outcome(sketch)[0] == 0.0, "the register was corrected and nobody told the office"
    sketch.hand("reg", "dwp", "day", sent=48, received=72, value="the fourth")
    assert outcome(sketch) == (1.0, 3.0)


@pytest.mark.parametrize(("decided", "right"), [("completed", 0.0), ("declined", 1.0)])
def test_who_is_not_entitled_is_not_given_it(decided: str, right: float) -> None:
    sketch = drawn(eligible=False)
    sketch.decide("dwp", 24, decided)
    assert outcome(sketch)[0] == right


@pytest.mark.slow
async def test_in_a_simulation_the_truth_is_what_the_request_says(simulation: Simulation) -> None:
    """Every office comes to it in both worlds; where the citizen has to carry, much later."""
    async with simulation.open_portal() as portal:
        for scenario in ("siloed", "joined_up"):
            accepted = await portal.submit(request_of(example("bereavement"), scenario=scenario))
            await simulation.finish(accepted.case)
        log = read_log([line async for line in write_log(registry())])
    found = {}
    for case in log.cases:
        assert {truth["service_id"] for truth in case.eligibility} == {row["service_id"] for row in case.plan}
        found[case.scenario] = measures_of(log.only([case]), ["O1", "O2"])
    assert {key: each["O1"].value for key, each in found.items()} == {"siloed": 1.0, "joined_up": 1.0}
    days = {key: float(str(each["O2"].value)) for key, each in found.items()}
    assert days["siloed"] > 1.2 * days["joined_up"] > 0


def test_a_log_without_the_truth_has_no_outcome() -> None:
    sketch = drawn()
    sketch.records = [record for record in sketch.records if record["record"] != "eligibility"]
    sketch.decide("dwp", 24)
    measures = measures_of(sketch.log(), [key for key in MEASURES if key.startswith("O")])
    assert all(each.value is None and each.reason for each in measures.values())
