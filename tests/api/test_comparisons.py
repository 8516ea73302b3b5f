"""Comparisons over the API: one request in several worlds, started and read by the operator."""

import asyncio
import time
from typing import Any

import httpx
import pytest

from frontdoor.cases.models import Case
from frontdoor.testing.simulation import example

PATIENCE = 60


def wish(*scenarios: str, **more: Any) -> dict[str, Any]:
    return {**example("bereavement_partial"), "scenarios": scenarios, **more}


@pytest.mark.slow
async def test_what_each_world_came_to(web: httpx.AsyncClient, operator: dict[str, str]) -> None:
    made = await web.post("/api/comparisons", json=wish("siloed", "front_door_only", "joined_up"), headers=operator)
    assert made.status_code == 201, made.text
    end = time.monotonic() + PATIENCE
    while not (document := (await web.get(made.headers["Location"], headers=operator)).json())["finished"]:
        assert time.monotonic() < end, document
        await asyncio.sleep(0.1)
    assert document["confirmation_equal"] is True
    assert document["as_of"] == "2026-03-05"
    worlds = {each["scenario"]: each for each in document["worlds"]}
    assert list(worlds) == ["siloed", "front_door_only", "joined_up"], "in the order that was asked for"
    sums = {scenario: each["summary"] for scenario, each in worlds.items()}
    carried = {scenario: each["carried"] + each["told_again"] for scenario, each in sums.items()}
    assert carried["siloed"] > carried["front_door_only"] > carried["joined_up"] == 0
    assert [each["front_door"] for each in sums.values()] == [False, True, True]
    assert len({each["services_completed"] for each in sums.values()}) == 1
    assert sums["joined_up"]["contacts"] == 1
    assert sums["joined_up"]["tasks"] == 0
    assert sums["siloed"]["contacts"] > sums["front_door_only"]["contacts"] > 1
    assert sums["siloed"]["calendar_days"] >= sums["joined_up"]["calendar_days"]
    for scenario, each in worlds.items():
        case = each["case"]
        assert case["scenario"] == scenario
        assert case["finished"]
        assert case["as_of"] == "2026-03-05"
        media = [one["medium"] for one in case["handoffs"] if one["sent"]]
        assert sum(medium.startswith("citizen_") for medium in media) == carried[scenario]


@pytest.mark.parametrize(
    ("scenarios", "said"),
    [
        (("siloed",), "at least 2 worlds"),
        ((), "at least 2 worlds"),
        (("siloed", "siloed"), "once"),
        (("siloed", "joinedup"), "Did you mean 'joined_up'?"),
    ],
)
async def test_worlds_that_cannot_be_compared(
    web: httpx.AsyncClient, operator: dict[str, str], scenarios: tuple[str, ...], said: str
) -> None:
    refused = await web.post("/api/comparisons", json=wish(*scenarios), headers=operator)
    assert refused.status_code == 422
    assert said in " ".join(each["detail"] for each in refused.json()["errors"])
    assert await Case.all().count() == 0


async def test_a_request_that_is_refused_is_made_in_no_world(web: httpx.AsyncClient, operator: dict[str, str]) -> None:
    request = wish("siloed", "joined_up")
    del request["facts"]["deceased.last_name"]
    refused = await web.post("/api/comparisons", json=request, headers=operator)
    assert refused.status_code == 422
    assert [each["where"] for each in refused.json()["errors"]] == ["deceased.last_name"]
    assert await Case.all().count() == 0


async def test_comparisons_are_for_the_operator(web: httpx.AsyncClient, operator: dict[str, str]) -> None:
    assert (await web.post("/api/comparisons", json=wish("siloed", "joined_up"))).status_code == 403
    assert (await web.get("/api/comparisons/nothing")).status_code == 403
    for number in ("nothing", "0" * 32):
        assert (await web.get(f"/api/comparisons/{number}", headers=operator)).status_code == 404


async def test_the_operator_may_make_as_many_as_a_study_needs(
    web: httpx.AsyncClient, operator: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdoor.handoffs.comparison.MOST_AT_ONCE", 1)
    answers = [
        await web.post("/api/comparisons", json=wish("front_door_only", "joined_up", seed=seed), headers=operator)
        for seed in range(2)
    ]
    assert [each.status_code for each in answers] == [201, 201]
    worlds = [{each["case"]["world"].rpartition(".")[2] for each in answer.json()["worlds"]} for answer in answers]
    assert worlds[1] == {"s1"}, "the same chance in every world of a comparison"
    assert "s1" not in worlds[0]
