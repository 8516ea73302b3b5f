"""How offices stand to one another, over the API: for operators, described, and refused as a file would be."""

from __future__ import annotations

import httpx

from tests.api.test_api import problem

ADDRESS = "/api/scenarios/as_is_2026/relationships"
PAIR = {"provider": "hmrc.settle_inheritance_tax", "consumer": "hmcts.grant_probate"}


async def test_a_pair_is_read_changed_and_set_back(web: httpx.AsyncClient, operator: dict[str, str]) -> None:
    read = (await web.get(ADDRESS, headers=operator)).json()
    assert (read["scenario"], read["changed"]) == ("as_is_2026", 0)
    (pair,) = [each for each in read["pairs"] if PAIR.items() <= each.items()]
    assert pair["level"] == "none"
    assert "inheritance_tax.unique_code" in pair["facts"]
    changed = await web.put(ADDRESS, headers=operator, json={**PAIR, "level": "joint_project", "until": "2026-06-01"})
    assert changed.status_code == 200, changed.text
    (pair,) = [each for each in changed.json()["pairs"] if each["changed"]]
    assert (pair["level"], pair["until"]) == ("joint_project", "2026-06-01")
    assert (await web.delete(ADDRESS, headers=operator, params=PAIR)).json()["changed"] == 0


async def test_what_cannot_be_said_of_a_pair_is_refused(web: httpx.AsyncClient, operator: dict[str, str]) -> None:
    wrong = await web.put(ADDRESS, headers=operator, json={**PAIR, "level": "dialog"})
    assert problem(wrong, 422)["errors"] == [
        {"where": "level", "detail": "There is no relationship 'dialog'. Did you mean 'dialogue'?"}
    ]
    problem(await web.put(ADDRESS, headers=operator, json=PAIR), 422)
    problem(await web.delete(ADDRESS, headers=operator, params={"provider": PAIR["provider"]}), 422)
    problem(await web.get("/api/scenarios/utopia/relationships", headers=operator), 404)


async def test_it_is_for_operators_and_described(web: httpx.AsyncClient) -> None:
    problem(await web.get(ADDRESS), 403)
    problem(await web.put(ADDRESS, json={**PAIR, "level": "union"}), 403)
    problem(await web.delete(ADDRESS), 403)
    described = (await web.get("/api/openapi.json")).json()
    assert described["paths"]["/api/scenarios/{scenario}/relationships"].keys() == {"get", "put", "delete"}
    assert {"PairWish", "Relationships", "PairView"} <= described["components"]["schemas"].keys()
