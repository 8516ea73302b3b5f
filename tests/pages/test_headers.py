"""The guard at the door: headers on every answer, hosts, sizes, crashes and the log."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from frontdoor.app import create_app
from frontdoor.pages import api, citizen, evaluate
from frontdoor.rendering import FILES, asset
from tests.pages.conftest import BASE, Citizen, Site

HERE = {
    "key": "bereavement",
    "question": "their-name",
    "service": "bank.close_accounts",
    "reference": "FD-BBBB-BBBB",
    "handoff": "x",
    "token": "x",
    "comparison": "x",
    "scenario": "siloed",
    "agency": "dvla",
}
EVERY = sorted({each.path for each in (*citizen.routes, *evaluate.routes, *api.routes)})


def is_strict(answer: httpx.Response) -> None:
    """Checks the headers that every answer owes."""
    policy = answer.headers["content-security-policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self' 'nonce-",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["x-request-id"]
    assert "server" not in answer.headers


@pytest.mark.parametrize("pattern", [*EVERY, "/nowhere", "/static/nothing.css", "/life-events/nothing", "/api/nowhere"])
async def test_every_answer_is_strict_whatever_it_is(site: Site, pattern: str) -> None:
    client = site.browser().client
    path = pattern.format(**HERE)
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        answer = await client.request(method, path, follow_redirects=False)
        is_strict(answer)
        assert answer.headers["cache-control"] == "no-store", (method, path)
        assert answer.status_code != 500, (method, path)
        assert "strict-transport-security" not in answer.headers


async def test_over_https_the_browser_is_told_to_stay_there(site: Site) -> None:
    client = site.browser("https://127.0.0.1").client
    for path in ("/", "/nowhere", asset("app.css")):
        assert "max-age=31536000" in (await client.get(path)).headers["strict-transport-security"]


async def test_each_answer_has_a_nonce_of_its_own_and_the_page_uses_it(site: Site) -> None:
    client = site.browser().client
    nonces = set()
    for _ in range(3):
        answer = await client.get("/")
        nonce = answer.headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
        assert f'nonce="{nonce}"' in answer.text
        nonces.add(nonce)
    assert len(nonces) == 3


async def test_no_page_styles_or_scripts_inline(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.submit(facts)
    for path in ("/", "/life-events/bereavement", "/case", "/help", "/return", "/journey/sent"):
        text = (await citizen.get(path)).answer.text
        assert " style=" not in text
        assert "<style" not in text
        assert text.count("<script") == text.count("<script nonce=") + text.count("<script type") + text.count(
            "<script src"
        )
        assert " onclick" not in text


@pytest.mark.parametrize("name", FILES)
async def test_static_files_are_kept_for_good_under_their_digest(site: Site, name: str) -> None:
    client = site.browser().client
    kept = await client.get(asset(name))
    is_strict(kept)
    assert "immutable" in kept.headers["cache-control"]
    bare = await client.get(f"/static/{name}")
    assert "max-age=0" in bare.headers["cache-control"]
    same = await client.get(f"/static/{name}", headers={"If-None-Match": bare.headers["etag"]})
    assert same.status_code == 304
    is_strict(same)
    plain = await client.get(f"/static/{name}", headers={"Accept-Encoding": "identity"})
    assert plain.content == kept.content


async def test_another_host_is_refused_everywhere(site: Site) -> None:
    client = site.browser().client
    for host in ("evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example", "[::2]"):
        answer = await client.get("/", headers={"Host": host})
        assert answer.status_code == 400, host
        is_strict(answer)
    for host in ("localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "[::1]"):
        assert (await client.get("/", headers={"Host": host})).status_code == 200, host


async def chunks(total: int, size: int = 10_000) -> AsyncIterator[bytes]:
    """Sends so many bytes without saying beforehand how many."""
    for _ in range(total // size):
        yield b"x" * size


async def test_what_is_too_long_is_refused_with_a_page_or_a_problem(site: Site) -> None:
    client, limit = site.browser().client, site.simulation.settings.body_limit
    for content in (b"x" * (limit + 1), chunks(limit + 50_000)):
        page = await client.post(
            "/return", content=content, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert page.status_code == 413
        assert "That was too long" in page.text
        is_strict(page)
    for content in (b"x" * (limit + 1), chunks(limit + 50_000)):
        problem = await client.post("/api/cases", content=content, headers={"Idempotency-Key": "x"})
        assert problem.status_code == 413
        assert problem.headers["content-type"] == "application/problem+json"
        assert problem.json()["status"] == 413
        is_strict(problem)
    lying = await client.post("/return", content=b"x", headers={"Content-Length": "-5"})
    assert lying.status_code == 413


async def test_a_crash_becomes_a_page_with_a_number_and_no_traceback(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    async def crash(request: Request) -> Response:
        raise ValueError("Margaret Ashworth is in this message")

    app = create_app(site.simulation.settings, transport=site.simulation.wire, work=False)
    app.state.portal = site.portal
    app.router.routes[:0] = [Route("/crash", crash), Route("/api/crash", crash)]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        page, problem = await client.get("/crash"), await client.get("/api/crash")
    assert (page.status_code, problem.status_code) == (500, 500)
    is_strict(page)
    assert page.headers["x-request-id"] in page.text
    assert page.headers["x-request-id"] in caplog.text
    assert "Traceback" not in page.text
    assert "ValueError" in caplog.text
    assert "Margaret" not in page.text + problem.text + caplog.text
    assert problem.json()["title"] == "Sorry, something went wrong"


async def test_the_log_tells_the_kind_of_page_and_nothing_of_the_visitor(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="frontdoor.access")
    client = site.browser().client
    await client.get("/life-events/bereavement?name=Margaret", headers={"User-Agent": "Margaret"})
    await client.get("/Margaret%0d%0aInjected")
    await client.get("/api/cases/FD-MARG-ARET")
    text = caplog.text
    assert "GET /life-events/{key} 200" in text
    assert "GET no such page 404" in text
    assert "GET /api/cases/{reference} 404" in text
    assert "Margaret" not in text
    assert "FD-MARG" not in text
    assert "Injected" not in text
    assert "198.51.100.7" not in text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("POST", "/", 405), ("DELETE", "/case", 405), ("GET", "/case", 403)],
)
async def test_an_error_page_says_what_happened_and_what_to_do(site: Site, method: str, path: str, status: int) -> None:
    answer = await site.browser().client.request(method, path)
    assert answer.status_code == status
    assert "<h1" in answer.text
    assert 'href="/return"' in answer.text
    assert "SIMULATION" in answer.text
    if status == 405:
        assert answer.headers["allow"]
