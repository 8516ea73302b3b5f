"""The JSON API: what it takes, what it shows to whom, and how it refuses."""

import json
import time
from typing import Any

import httpx
import pytest

from frontdoor.cases.models import Case
from frontdoor.testing.simulation import Simulation, example

KEY = {"Idempotency-Key": "test"}


async def submitted(web: httpx.AsyncClient, name: str = "bereavement") -> dict[str, Any]:
    answer = await web.post("/api/cases", json=example(name), headers=KEY)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """Checks that an answer is an RFC 9457 problem, and returns it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    document: dict[str, Any] = answer.json()
    assert document["status"] == status
    assert document["title"]
    assert "Traceback" not in answer.text
    return document


async def test_a_request_is_taken_once(web: httpx.AsyncClient) -> None:
    first = await web.post("/api/cases", json=example("bereavement"), headers=KEY)
    again = await web.post("/api/cases", json=example("bereavement"), headers=KEY)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["reference"] == again.json()["reference"]
    assert "secret" not in again.json()
    other = await web.post("/api/cases", json=example("bereavement_partial"), headers=KEY)
    problem(other, 409)


async def test_the_document_has_the_fields_of_the_design(web: httpx.AsyncClient) -> None:
    document = await submitted(web)
    assert document.keys() >= {
        "reference", "life_event", "scenario", "as_of", "calendar_days", "handoffs", "letters", "tasks", "waiting",
        "measures",
    }  # fmt: skip
    for handoff in document["handoffs"]:
        assert handoff.keys() >= {
            "handoff_id", "service", "from", "to", "facts", "medium", "status", "reason", "sent", "received",
        }  # fmt: skip


async def test_a_case_opens_with_its_secret_or_the_operators_key_and_with_nothing_less(
    web: httpx.AsyncClient, operator: dict[str, str]
) -> None:
    case = await submitted(web)
    address = f"/api/cases/{case['reference']}"
    assert (await web.get(address, headers={"Case-Secret": case["secret"]})).status_code == 200
    assert (await web.get(address, headers=operator)).status_code == 200
    nothing = problem(await web.get(address), 404)
    wrong = problem(await web.get(address, headers={"Case-Secret": "BBBB-BBBB-BBBB"}), 404)
    unknown = problem(await web.get("/api/cases/FD-BBBB-BBBB", headers={"Case-Secret": case["secret"]}), 404)
    assert nothing["detail"] == wrong["detail"] == unknown["detail"], "which of the two was wrong is not said"


@pytest.mark.parametrize("reference", ["x", "FD-" + "B" * 300, "%00", "FD-BBBB-BBBB-BBBB-BBBB", "ÄÖÜ", "' OR 1=1"])
async def test_any_reference_at_all_is_answered(
    web: httpx.AsyncClient, operator: dict[str, str], reference: str
) -> None:
    for headers in ({"Case-Secret": "BBBB-BBBB-BBBB"}, operator):
        problem(await web.get(f"/api/cases/{reference}", headers=headers), 404)


async def test_guessing_is_slowed_down(web: httpx.AsyncClient, operator: dict[str, str]) -> None:
    case = await submitted(web)
    address = f"/api/cases/{case['reference']}"
    answers = [await web.get(address, headers={"Case-Secret": f"BBBB-BBBB-{n:04}"}) for n in range(15)]
    assert answers[0].status_code == 404
    last = problem(answers[-1], 429)
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Wait" in last["detail"]
    assert (await web.get(address, headers=operator)).status_code == 200, "the operator does not guess"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"{", "body"),
        (b"[]", "body"),
        (b"\xff\xfe", "body"),
        (b'{"facts": {}}', "life_event"),
        (b'{"life_event": "bereavement"}', "facts"),
        (b'{"life_event": "bereavement", "facts": {}, "extra": 1}', "extra"),
        (b'{"life_event": "bereavement", "facts": {"a": [1]}}', "facts.a"),
        (b'{"life_event": "bereavement", "facts": {}, "as_of": "2026-02-30"}', "as_of"),
        (b'{"life_event": "moving_to_mars", "facts": {}}', "life_event"),
        (b"[" * 5000, "body"),
    ],
)
async def test_a_request_of_another_form_is_refused(web: httpx.AsyncClient, body: bytes, where: str) -> None:
    refused = problem(await web.post("/api/cases", content=body, headers=KEY), 422)
    assert any(each["where"].startswith(where) for each in refused["errors"]), refused
    assert await Case.all().count() == 0


async def test_every_mistake_is_named_and_no_value_repeated(web: httpx.AsyncClient) -> None:
    """features.md D5: RFC 9457, every mistake at once."""
    request = example("bereavement_refused")
    answer = await web.post("/api/cases", json=request, headers=KEY)
    refused = problem(answer, 422)
    wrong = {each["where"] for each in refused["errors"]}
    assert wrong >= set(request["facts"]) - {"deceased.first_names"}
    assert not any(str(value) in answer.text for value in request["facts"].values() if len(str(value)) > 4)


async def test_a_key_is_needed(web: httpx.AsyncClient) -> None:
    refused = problem(await web.post("/api/cases", json=example("bereavement")), 422)
    assert refused["errors"][0]["where"] == "Idempotency-Key"


async def test_ten_megabytes_are_too_much(web: httpx.AsyncClient) -> None:
    problem(await web.post("/api/cases", content=b" " * 10_000_000, headers=KEY), 413)
    assert await Case.all().count() == 0


async def test_a_path_that_is_not_there_and_a_method_that_does_not_fit(web: httpx.AsyncClient) -> None:
    problem(await web.get("/api/nothing"), 404)
    problem(await web.delete("/api/cases"), 405)


async def test_what_an_office_asked_for_can_be_given(web: httpx.AsyncClient, simulation: Simulation) -> None:
    request = example("bereavement")
    del request["facts"]["partner.sort_code"], request["facts"]["partner.account_number"]
    case = (await web.post("/api/cases", json=request, headers=KEY)).json()
    stored = await Case.get(reference=case["reference"])
    await simulation.until(stored, lambda document: document.tasks)
    secret = {"Case-Secret": case["secret"]}
    address = f"/api/cases/{case['reference']}/facts"
    refused = problem(await web.post(address, json={"facts": {"bank.sort_code": "204545"}}, headers=secret), 422)
    assert refused["errors"][0]["detail"] == "No office has asked you for this."
    refused = problem(await web.post(address, json={"facts": {"partner.sort_code": "1"}}, headers=secret), 422)
    assert "6 digits" in refused["errors"][0]["detail"]
    given = {"facts": {"partner.sort_code": "20-45-45", "partner.account_number": "55127780"}}
    assert (await web.post(address, json=given, headers=secret)).status_code == 200
    assert (await simulation.finish(stored)).finished


async def test_reports_and_the_log_are_for_those_who_may(
    web: httpx.AsyncClient, operator: dict[str, str], simulation: Simulation
) -> None:
    case = await submitted(web)
    await simulation.finish(await Case.get(reference=case["reference"]))
    for address in ("/api/report", "/api/log"):
        problem(await web.get(address), 403)
        assert (await web.get(address, headers=operator)).status_code == 200
    own = await web.get(f"/api/cases/{case['reference']}/report", headers={"Case-Secret": case["secret"]})
    assert own.json()["cases"] == 1
    log = (await web.get("/api/log", headers=operator)).text.splitlines()
    assert json.loads(log[-1])["record"] == "manifest"


async def test_faults_are_switched_by_the_operator(web: httpx.AsyncClient, operator: dict[str, str]) -> None:
    address = "/api/simulation/faults"
    problem(await web.post(address, json={"agency": "dvla", "kind": "down"}), 403)
    on = await web.post(address, json={"agency": "dvla", "kind": "down"}, headers=operator)
    assert [each["agency"] for each in on.json()] == ["dvla"]
    refused = problem(await web.post(address, json={"agency": "dvla", "kind": "tired"}, headers=operator), 422)
    assert "garbled" in refused["errors"][0]["detail"]
    assert (await web.post(address, json={"agency": "dvla", "clear": True}, headers=operator)).json() == []


async def test_a_town_that_does_not_answer_is_said_and_nothing_is_kept(
    web: httpx.AsyncClient, simulation: Simulation
) -> None:
    simulation.town_is_up = False
    answer = await web.post("/api/cases", json=example("bereavement"), headers=KEY)
    problem(answer, 503)
    assert answer.headers["Retry-After"]
    assert await Case.all().count() == 0
    simulation.town_is_up = True
    assert (await web.post("/api/cases", json=example("bereavement"), headers=KEY)).status_code == 201


async def test_the_description_names_every_address(web: httpx.AsyncClient) -> None:
    described = (await web.get("/api/openapi.json")).json()
    assert described["openapi"].startswith("3.1")
    from frontdoor.pages.api import routes

    paths = {route.path for route in routes if route.path.startswith("/api/") and route.path != "/api/openapi.json"}
    assert set(described["paths"]) == paths
    text = json.dumps(described)
    for reference in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert reference in described["components"]["schemas"]


async def test_the_machine_is_told_that_it_runs(web: httpx.AsyncClient) -> None:
    assert (await web.get("/healthz")).text == "ok"
    assert (await web.get("/readyz")).text == "ok"


async def test_resending_what_did_not_fail_is_refused(web: httpx.AsyncClient, operator: dict[str, str]) -> None:
    case = await submitted(web)
    number = case["handoffs"][0]["handoff_id"]
    problem(await web.post(f"/api/handoffs/{number}/resend"), 403)
    problem(await web.post(f"/api/handoffs/{number}/resend", headers=operator), 422)
    problem(await web.post("/api/handoffs/nothing/resend", headers=operator), 404)


@pytest.mark.slow
async def test_an_answer_is_held_back_until_the_case_is_finished(web: httpx.AsyncClient) -> None:
    case = await submitted(web)
    own = {"Case-Secret": case["secret"], "Prefer": "respond-async, wait=20"}
    document = (await web.get(f"/api/cases/{case['reference']}", headers=own)).json()
    assert document["finished"]
    assert document["measures"]


@pytest.mark.parametrize(
    ("prefer", "least"), [("wait=1", 1.0), ("wait=soon", 0.0), ("", 0.0), ("handling=lenient", 0.0)]
)
async def test_an_answer_is_not_held_back_for_longer_than_was_wished(
    web: httpx.AsyncClient, prefer: str, least: float
) -> None:
    # letters lie with a citizen who never opens them
    wish = {**example("bereavement_partial"), "scenario": "siloed", "citizen": "absent"}
    case = (await web.post("/api/cases", json=wish, headers=KEY)).json()
    began = time.monotonic()
    own = {"Case-Secret": case["secret"], "Prefer": prefer}
    document = (await web.get(f"/api/cases/{case['reference']}", headers=own)).json()
    assert not document["finished"]
    assert time.monotonic() - began >= least
