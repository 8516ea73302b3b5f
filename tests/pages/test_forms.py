"""Forms are taken from our own pages only, and a form that is not taken loses nothing."""

from __future__ import annotations

import pytest

from frontdoor.cases.models import Case, Draft
from frontdoor.security.csrf import form_token
from tests.pages.conftest import Citizen, Site, typed

POSTS = (
    "/life-events/bereavement",
    "/journey/their-name",
    "/journey/offices",
    "/journey/declaration",
    "/return",
    "/end",
    "/case/calendar",
    "/case/tasks/bank.close_accounts",
)


@pytest.mark.parametrize("path", POSTS)
async def test_a_form_without_our_token_is_not_taken(citizen: Citizen, path: str) -> None:
    answer = await citizen.client.post(path, data={"deceased.first_names": "Ada"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text


async def test_the_token_of_another_session_is_worth_nothing(site: Site, facts: dict[str, str]) -> None:
    victim, thief = site.browser(), site.browser()
    await victim.start()
    theirs = dict((await thief.start()).form("/journey/").fields)["form_token"]
    answer = await victim.client.post("/journey/their-name", data={**typed(facts), "form_token": theirs})
    assert answer.status_code == 403


async def test_a_form_from_another_site_is_not_taken_even_with_the_token(site: Site, facts: dict[str, str]) -> None:
    citizen = site.browser()
    page = await citizen.start()
    token = dict(page.form("/journey/").fields)["form_token"]
    data = {**typed(facts), "form_token": token}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
    ):
        answer = await citizen.client.post("/journey/their-name", data=data, headers=headers)
        assert answer.status_code == 403, headers
    assert (await Draft.get()).answers == {}
    for headers in ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://127.0.0.1"}, {}):
        answer = await citizen.client.post("/journey/their-name", data=data, headers=headers)
        assert answer.url.path == "/journey/date-of-death", headers


async def test_a_form_that_is_not_taken_loses_nothing(citizen: Citizen, facts: dict[str, str]) -> None:
    page = await citizen.answer(await citizen.start(), facts)
    assert page.path == "/journey/date-of-death"
    refused = await citizen.client.post("/journey/date-of-death", data=typed(facts))
    assert refused.status_code == 403
    assert (await citizen.get("/journey/answers")).path == "/journey/date-of-death"
    assert (await Draft.get()).answers["deceased.first_names"] == "Margaret Anne"


async def test_the_token_outlives_a_restart_and_tells_nothing(citizen: Citizen) -> None:
    token = form_token("a-cookie")
    assert token == form_token("a-cookie")
    assert token != form_token("another-cookie")
    assert "a-cookie" not in token


async def test_odd_forms_are_refused_without_a_crash(citizen: Citizen, facts: dict[str, str]) -> None:
    page = await citizen.start()
    token = dict(page.form("/journey/").fields)["form_token"]
    odd: list[tuple[bytes, str]] = [
        (b"\xff\xfe=\x00", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"no boundary", "multipart/form-data"),
        (f"form_token={token}&deceased.first_names=%00%01".encode(), "application/x-www-form-urlencoded"),
        (f"form_token={token}&".encode() + b"a=1&" * 2000, "application/x-www-form-urlencoded"),
    ]
    for content, kind in odd:
        answer = await citizen.client.post("/journey/their-name", content=content, headers={"Content-Type": kind})
        assert 400 <= answer.status_code < 500, (kind, answer.status_code)
        assert "Traceback" not in answer.text
    files = {"deceased.first_names": ("name.txt", b"Ada")}
    sent = await citizen.client.post("/journey/their-name", data={"form_token": token}, files=files)
    assert sent.status_code == 422, "a file is no answer"


async def test_sending_needs_a_form_and_never_an_address(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.ready(facts)
    await citizen.send(await citizen.get("/journey/offices"), "/journey/offices")
    await citizen.get("/journey/declaration")
    assert await Case.all().count() == 0
    assert (await citizen.client.get("/case/calendar")).status_code == 405
