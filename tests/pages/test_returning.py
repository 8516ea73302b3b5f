"""Coming back: both the reference and the secret, from any browser, and no guessing."""

from __future__ import annotations

import pytest

from frontdoor.cases.models import Case, Draft
from frontdoor.cases.store import forget_expired_drafts
from frontdoor.pages.citizen.returning import WRONG
from tests.pages.conftest import Citizen, Page, Site
from tests.pages.test_journey import keys_of


async def come_back(citizen: Citizen, reference: str, secret: str) -> Page:
    """Fills in the two fields and presses Open."""
    return await citizen.send(await citizen.get("/return"), "/return", {"reference": reference, "secret": secret})


async def test_a_saved_journey_goes_on_in_another_browser(site: Site, facts: dict[str, str]) -> None:
    first, second = site.browser(), site.browser(address="203.0.113.9")
    await first.answer(await first.start(), facts)
    reference, secret = keys_of(await first.get("/journey/save"))
    page = await come_back(second, reference.lower().replace("-", " "), secret.lower())
    assert page.path == "/journey/date-of-death", "the next question that is open"
    page = await second.answer(page, facts)
    assert page.path == "/journey/place-of-death"
    assert "Margaret Anne" in (await second.get("/journey/their-name")).answer.text
    assert keys_of(await second.get("/journey/save")) == (reference, secret)


async def test_a_sent_request_opens_on_its_page(site: Site, facts: dict[str, str]) -> None:
    reference, secret = keys_of(await site.browser().submit(facts))
    page = await come_back(site.browser(), reference, secret)
    assert page.path == "/case"
    assert reference in page.text
    assert secret not in page.text


async def test_neither_alone_opens_anything_and_nobody_learns_which_was_wrong(
    site: Site, facts: dict[str, str]
) -> None:
    reference, secret = keys_of(await site.browser().submit(facts))
    stranger = site.browser()
    other = keys_of(await site.browser().submit(facts))[1]
    texts = set()
    for pair in ((reference, "BBBB-BBBB-BBBB"), ("FD-BBBB-BBBB", secret), (reference, other), (secret, reference)):
        page = await come_back(stranger, *pair)
        assert page.status == 422
        assert page.title.startswith("Error: ")
        assert page.text.count(WRONG) == 2
        texts.add(page.text)
        assert (await stranger.get("/case")).status == 403
    assert len(texts) == 1, "the page is the same whichever was wrong"
    for pair, message in (((reference, ""), "Enter your secret"), (("", secret), "Enter your reference")):
        page = await come_back(stranger, *pair)
        assert page.text.count(message) == 2


async def test_guessing_is_slowed_down_for_one_address_only(site: Site, facts: dict[str, str]) -> None:
    reference, secret = keys_of(await site.browser().submit(facts))
    thief = site.browser(address="203.0.113.66")
    answers = [await come_back(thief, reference, f"BBBB-BBBB-{number:04}") for number in range(11)]
    assert [each.status for each in answers] == [422] * 10 + [429]
    assert int(answers[-1].answer.headers["Retry-After"]) > 0
    assert "Too many tries" in answers[-1].text
    assert (await come_back(thief, reference, secret)).status == 429, "the right one does not get through either"
    assert (await come_back(site.browser(address="203.0.113.77"), reference, secret)).path == "/case"


async def test_right_ones_are_not_counted(site: Site, facts: dict[str, str]) -> None:
    reference, secret = keys_of(await site.browser().submit(facts))
    browser = site.browser()
    for _ in range(15):
        assert (await come_back(browser, reference, secret)).path == "/case"


async def test_a_draft_that_expired_is_gone(site: Site, citizen: Citizen, facts: dict[str, str]) -> None:
    from datetime import UTC, datetime

    await citizen.start()
    keys = keys_of(await citizen.get("/journey/save"))
    await Draft.all().update(expires_at=datetime.now(UTC))
    assert (await citizen.get("/journey/their-name")).status == 403
    assert (await come_back(site.browser(), *keys)).status == 422
    assert await forget_expired_drafts() == 1


async def test_the_secret_is_stored_as_a_fingerprint_only(citizen: Citizen, facts: dict[str, str]) -> None:
    reference, secret = keys_of(await citizen.submit(facts))
    case = await Case.get()
    assert case.reference == reference
    assert secret not in case.secret_hash


@pytest.mark.parametrize(
    "typed", ["x" * 10_000, "'; DROP TABLE draft; --", "<script>alert(1)</script>", "\x00", "é" * 30]
)
async def test_odd_typing_is_only_wrong(citizen: Citizen, typed: str) -> None:
    page = await come_back(citizen, typed, typed)
    assert page.status == 422
    assert "<script>alert" not in page.answer.text
