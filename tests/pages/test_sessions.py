"""Sessions: who has opened what, for how long, and how it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from frontdoor.security.models import Session
from frontdoor.security.sessions import IDLE, LONGEST
from tests.pages.conftest import Citizen, Site

pytestmark = pytest.mark.both_databases


def cookie(citizen: Citizen) -> str:
    """Returns the value of the browser's only cookie."""
    (only,) = citizen.client.cookies.jar
    assert only.value
    return only.value


async def test_a_reader_has_a_cookie_and_no_row(citizen: Citizen) -> None:
    await citizen.get("/")
    await citizen.get("/life-events/bereavement")
    assert len(cookie(citizen)) >= 22, "at least 128 bits"
    assert await Session.all().count() == 0


async def test_the_cookie_is_kept_from_scripts_and_other_sites(site: Site) -> None:
    plain, secure = site.browser(), site.browser("https://127.0.0.1")
    (header,) = (await plain.get("/")).answer.headers.get_list("set-cookie")
    assert header.startswith("frontdoor_session=")
    assert "HttpOnly" in header
    assert "SameSite=lax" in header
    assert "Secure" not in header
    assert "Max-Age" not in header, "it ends with the browser"
    (header,) = (await secure.get("/")).answer.headers.get_list("set-cookie")
    assert header.startswith("__Host-frontdoor=")
    assert "Secure" in header
    assert "Path=/" in header
    assert "Domain" not in header


async def test_opening_a_draft_or_a_case_takes_a_fresh_cookie(
    site: Site, citizen: Citizen, facts: dict[str, str]
) -> None:
    await citizen.get("/life-events/bereavement")
    before = cookie(citizen)
    await citizen.start()
    started = cookie(citizen)
    assert started != before
    saved = await citizen.get("/journey/save")
    reference, secret = (
        saved.text.split("Your reference ")[1].split()[0],
        saved.text.split("Your secret ")[1].split()[0],
    )
    page = await citizen.get("/return")
    await citizen.send(page, "/return", {"reference": reference, "secret": secret})
    assert cookie(citizen) != started
    assert await Session.all().count() == 1, "the session before is gone"


async def test_a_planted_cookie_opens_nothing(site: Site) -> None:
    planted = "A" * 43
    victim, thief = site.browser(), site.browser()
    for each in (victim, thief):
        each.client.cookies.set("frontdoor_session", planted, domain="127.0.0.1")
    await victim.start()
    assert cookie(victim) != planted
    assert (await thief.get("/journey/their-name")).status == 403


async def test_the_cookie_itself_is_not_stored(citizen: Citizen) -> None:
    await citizen.start()
    row = await Session.get()
    assert row.token_hash != cookie(citizen)
    assert cookie(citizen) not in str(row.data)


@pytest.mark.parametrize("column", ["used_at", "started_at"])
async def test_a_session_ends_by_itself(citizen: Citizen, facts: dict[str, str], column: str) -> None:
    await citizen.start()
    over = datetime.now(UTC) - (IDLE if column == "used_at" else LONGEST) - timedelta(seconds=1)
    await Session.all().update(**{column: over})
    page = await citizen.get("/journey/their-name")
    assert page.status == 403
    assert "No request is open here" in page.text
    assert "/return" in page.links
    assert await Session.all().count() == 0


async def test_using_a_page_keeps_it_awake_and_polling_does_not(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.submit(facts)
    nearly = datetime.now(UTC) - IDLE + timedelta(minutes=2)
    await Session.all().update(used_at=nearly)
    await citizen.get("/case/progress")
    assert (await Session.get()).used_at == nearly
    await citizen.get("/case")
    assert (await Session.get()).used_at > nearly


async def test_polling_in_a_session_that_is_over_shows_nothing_and_reloads(
    citizen: Citizen, facts: dict[str, str]
) -> None:
    await citizen.submit(facts)
    await Session.all().delete()
    answer = (await citizen.get("/case/progress")).answer
    assert answer.headers["HX-Refresh"] == "true"
    assert not answer.content


async def test_closing_forgets_everything_here_and_in_the_browser(site: Site, citizen: Citizen) -> None:
    page = await citizen.start()
    old = cookie(citizen)
    closed = await citizen.send(page, "/end")
    assert "Closed" in closed.text
    assert '"cookies"' in closed.answer.headers["Clear-Site-Data"]
    assert not list(citizen.client.cookies.jar)
    assert await Session.all().count() == 0
    thief = site.browser()
    thief.client.cookies.set("frontdoor_session", old, domain="127.0.0.1")
    assert (await thief.get("/journey/their-name")).status == 403


async def test_a_page_that_was_under_way_does_not_bring_an_ended_session_back(citizen: Citizen) -> None:
    page = await citizen.start()
    answer = await citizen.client.get("/journey/save")
    assert answer.status_code == 200
    await Session.all().delete()
    await citizen.get("/journey/their-name")
    assert await Session.all().count() == 0
    assert page.status == 200


async def test_an_address_holds_no_key_to_anything(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.submit(facts)
    await citizen.get("/case")
    keys = (await Session.get()).data
    paths = [str(each.url) for each in citizen.seen] + [each.headers.get("location", "") for each in citizen.seen]
    assert keys["case"] not in " ".join(paths)
    assert "FD-" not in " ".join(paths)


async def test_closing_by_link_asks_first(citizen: Citizen) -> None:
    await citizen.start()
    page = await citizen.get("/end")
    assert "Close your request" in page.text
    assert await Session.all().count() == 1, "a link alone closes nothing"
    stranger = await citizen.client.get("/end", headers={"Cookie": ""})
    assert isinstance(stranger, httpx.Response)
