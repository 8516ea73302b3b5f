"""A log is read whole, in whatever order, or refused with a sentence that says what is wrong."""

import json
import random

import pytest

from frontdoor.evaluation.evidence import evidence_of
from frontdoor.evaluation.log import as_line, seal
from frontdoor.evaluation.measures import MEASURES, document, measures_of
from frontdoor.evaluation.reading import LogRefused, read_log
from frontdoor.evaluation.sketch import worked_example


def lines() -> list[str]:
    return worked_example().lines()


def refusal(changed: list[str]) -> str:
    with pytest.raises(LogRefused) as refused:
        read_log(changed, "log.jsonl")
    said = str(refused.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_the_order_of_lines_has_no_meaning() -> None:
    shuffled = lines()
    random.Random(3).shuffle(shuffled)
    assert document(measures_of(read_log(shuffled))) == document(measures_of(read_log(lines())))


def test_empty_lines_and_other_line_breaks_are_no_change() -> None:
    assert len(read_log([f"{line}\r\n" for line in lines()] + ["\n"]).cases) == 1


@pytest.mark.parametrize("missing", [1, 3])
def test_a_truncated_log_is_refused_with_both_counts(missing: int) -> None:
    whole = lines()
    said = refusal([*whole[: -1 - missing], whole[-1]])
    assert "truncated" in said
    assert str(len(whole) - 1) in said
    assert str(len(whole) - 1 - missing) in said


def test_a_log_without_its_end_is_refused() -> None:
    assert "no manifest" in refusal(lines()[:-1])
    assert "no manifest" in refusal([])


def test_a_duplicated_line_is_refused_with_both_places() -> None:
    said = refusal([*lines(), lines()[0]])
    assert "twice" in said
    assert "line 1" in said


def test_a_changed_line_is_refused() -> None:
    changed = [line.replace('"post"', '"api"') for line in lines()]
    assert "changed" in refusal(changed)


def test_an_added_line_is_refused() -> None:
    more = as_line({"record": "fact", "fact_key": "made.up"})
    assert "added" in refusal([more, *lines()])


def test_two_logs_in_one_file_are_refused() -> None:
    other = [*seal([{"record": "fact", "fact_key": "made.up"}])]
    assert "2 manifests" in refusal([*lines(), *other])


@pytest.mark.parametrize(
    ("foreign", "said"),
    [
        ("PK\x03\x04", "not JSON"),
        ("case,activity,timestamp", "not JSON"),
        ("[1, 2]", "`record`"),
        ('{"case": 1}', "`record`"),
        ('{"record": "trace"}', "'trace'"),
        ('{"record": "event", "case_id": "1"}', "event_id"),
        ('{"record": "event", "case_id": "1", "event_id": "2", "activity": "x", "timestamp": "soon"}', "no moment"),
        ('{"record": "manifest", "records": "many", "digest": ""}', "number of records"),
    ],
)
def test_a_foreign_file_is_refused(foreign: str, said: str) -> None:
    refused = refusal([foreign])
    assert said in refused
    assert "line 1" in refused


def test_two_events_with_one_id_are_refused() -> None:
    records = [json.loads(line) for line in lines()[:-1]]
    events = [record for record in records if record["record"] == "event"]
    events[0]["event_id"] = events[1]["event_id"]
    assert "same id" in refusal([*seal(records)])


def test_an_empty_log_measures_nothing_and_says_why() -> None:
    evidence = evidence_of(read_log([*seal([])]))
    for key, measure in MEASURES.items():
        found = measure(evidence)
        if key not in ("C3d",):
            assert found.value is None, key
            assert found.reason, key
        assert found.events == ()
