"""Handovers against van der Aalst, Process Mining (2011), tables 8.3 to 8.5 (measurement f.1, f.2)."""

import warnings
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pytest

from frontdoor.evaluation.matrix import Arc, handover_matrix, handovers
from frontdoor.evaluation.sketch import Sketch

# Table 8.4: how often a person performs an activity per case.
PERFORMED = {
    "Pete": {"a": 0.3, "c": 0.345, "d": 0.69, "g": 0.135, "h": 0.165},
    "Mike": {"a": 0.5, "c": 0.575, "d": 1.15, "g": 0.225, "h": 0.275},
    "Ellen": {"a": 0.2, "c": 0.23, "d": 0.46, "g": 0.09, "h": 0.11},
    "Sue": {"b": 0.46},
    "Sean": {"b": 0.69},
    "Sara": {"e": 2.3, "f": 1.3},
}
ARCS = [
    Arc(before, after, weight)
    for before, after, weight in (
        ("a", "b", 0.5), ("a", "c", 0.5), ("a", "d", 1), ("f", "b", 0.65), ("f", "c", 0.65), ("f", "d", 1.3),
        ("b", "e", 1.15), ("c", "e", 1.15), ("d", "e", 2.3), ("e", "f", 1.3), ("e", "g", 0.45), ("e", "h", 0.55),
    )
]  # fmt: skip

# Table 8.3, six traces. A step waits for the latest of each group of steps that the process model puts before it.
TRACES = (
    "aPete bSue dMike eSara hPete",
    "aMike dMike cPete eSara gEllen",
    "aPete cMike dEllen eSara fSara bSean dPete eSara gEllen",
    "aPete dMike bSean eSara hEllen",
    "aEllen cMike dPete eSara fSara dEllen cMike eSara fSara bSue dPete eSara hMike",
    "aMike cEllen dMike eSara gMike",
)
RUNNING_EXAMPLE = (TRACES[0], TRACES[1].replace("cPete", "cSean"), *TRACES[2:])
CAUSES = {"b": ["af"], "c": ["af"], "d": ["af"], "e": ["bc", "d"], "f": ["e"], "g": ["e"], "h": ["e"]}


def test_the_product_of_table_8_4_and_the_model_is_table_8_5() -> None:
    done = {step: sum(row.get(step, 0) for row in PERFORMED.values()) for step in "abcdefgh"}
    shares = {who: {step: often / done[step] for step, often in row.items()} for who, row in PERFORMED.items()}
    found = handover_matrix(shares, ARCS)
    published = {
        ("Pete", "Sara"): 1.035,
        ("Mike", "Sara"): 1.725,
        ("Ellen", "Sara"): 0.69,
        ("Sara", "Mike"): 1.475,
        ("Sara", "Pete"): 0.885,
        ("Sara", "Ellen"): 0.59,
        ("Sara", "Sara"): 1.3,
        ("Mike", "Mike"): 0.375,
    }
    for (one, other), often in published.items():
        assert found[one][other] == pytest.approx(often, abs=1e-12), (one, other)
    assert sum(sum(row.values()) for row in found.values()) == pytest.approx(11.5, abs=1e-12)


def neighbours(traces: Iterable[str]) -> Counter[tuple[str, str]]:
    """Who did the step after whose, as tools count that know no causes."""
    people = [[word[1:] for word in written.split()] for written in traces]
    return Counter(pair for trace in people for pair in pairwise(trace))


def causal_pairs(trace: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Who handed over to whom, work handed to oneself included."""
    return [
        (next(by for done, by in reversed(trace[:place]) if done in group), who)
        for place, (step, who) in enumerate(trace)
        for group in CAUSES.get(step, [])
    ]


def test_table_8_3_holds_45_causal_handovers() -> None:
    per_case = []
    counted: Counter[tuple[str, str]] = Counter()
    for number, written in enumerate(TRACES):
        drawn = Sketch(f"case-{number}")
        for one, other in causal_pairs([(word[0], word[1:]) for word in written.split()]):
            drawn.hand(one, other)
        found = handovers(drawn.log().cases)
        per_case.append(found.total())
        counted += found
    assert per_case == [5, 5, 10, 5, 15, 5]
    assert counted.total() == 45
    assert (counted["Mike", "Sara"], counted["Pete", "Sara"], counted["Sara", "Ellen"]) == (7, 4, 4)


def test_neighbours_in_table_8_3_are_other_handovers() -> None:
    """Counting neighbours, as tools do that know no causes, gives 36 and other pairs: why handoffs are logged."""
    counted = neighbours(TRACES)
    assert counted.total() == 36
    assert (counted["Sara", "Ellen"], counted["Mike", "Sara"], counted["Mike", "Pete"]) == (4, 3, 2)


def test_neighbours_in_the_log_that_pm4py_ships_of_it_are_as_many_as_pm4py_counts() -> None:
    """In its running-example Sean does step c of the second case, where the table has Pete (measurement f.2, f.3)."""
    counted = neighbours(RUNNING_EXAMPLE)
    across = sum(often for (one, other), often in counted.items() if one != other)
    assert sum(len(written.split()) for written in RUNNING_EXAMPLE) == 42
    assert (counted.total(), across, len(counted)) == (36, 32, 20)


def test_neighbours_are_those_that_pm4py_finds() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pm4py = pytest.importorskip("pm4py", reason="pm4py is not installed (make oracle)")
        pandas = pytest.importorskip("pandas")
        rows = pandas.DataFrame(
            {
                "case:concept:name": f"case-{number}",
                "concept:name": word[0],
                "time:timestamp": pandas.Timestamp("2011-01-03", tz="UTC") + pandas.Timedelta(place, "h"),
                "org:resource": word[1:],
            }
            for number, written in enumerate(RUNNING_EXAMPLE)
            for place, word in enumerate(written.split())
        )
        found = pm4py.discover_handover_of_work_network(rows, beta=0, resource_key="org:resource")
    counted = neighbours(RUNNING_EXAMPLE)
    theirs = {pair: share * counted.total() for pair, share in found.connections.items() if share}
    assert theirs == pytest.approx(dict(counted))
