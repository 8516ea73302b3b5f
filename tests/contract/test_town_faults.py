"""Faults of the town's offices: each kind alone and several at once, by chance that repeats, switched while it runs."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from backoffice_adapters.agencies.bank import CloseAccounts
from backoffice_adapters.agencies.dvla import CloseDriverRecord
from backoffice_adapters.agencies.hmcts import GrantProbate
from backoffice_adapters.agencies.pension_scheme import PaySurvivor
from backoffice_adapters.api import (
    Accepted,
    Declined,
    JsonAdapter,
    OfficeMisbehaved,
    OfficeUnavailable,
    Pending,
)
from backoffice_adapters.simulated import wire
from backoffice_adapters.simulated.fault_kinds import KINDS
from backoffice_adapters.simulated.faults import BACKLOG_DAYS, Fault
from frontdoor.testing import PracticeTown
from frontdoor.testing.town import WORLD
from tests.contract.asking import answers, ask, work_through


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[PracticeTown]:
    town = PracticeTown(tmp_path / "town")
    yield town
    await town.close()


async def test_an_office_that_is_down_does_no_work_and_catches_up(town: PracticeTown) -> None:
    await ask(PaySurvivor, town)
    town.break_office("pension_scheme", "down")
    with pytest.raises(OfficeUnavailable):
        await ask(PaySurvivor, town, key="another")
    before = town.world().now
    assert not await town.next_event()
    assert town.world().now == before

    await ask(CloseAccounts, town)  # the others work on, and so the calendar moves past the day
    await town.world().advance(town.letterbox, before + timedelta(days=120))
    while town.world().now < before + timedelta(days=120):
        await town.world().advance(town.letterbox, before + timedelta(days=120))
    assert [message for message in town.letterbox.messages if "lump_sum" in message.body] == []
    town.mend_office("pension_scheme")
    await work_through(town)

    assert [message for message in town.letterbox.messages if "lump_sum" in message.body]
    assert town.world().now == before + timedelta(days=120), "what is overdue is done at once"


async def test_faults_are_set_and_cleared_over_http(town: PracticeTown) -> None:
    outside = httpx.AsyncClient(transport=town.wire, base_url="http://town.test")

    await outside.post("/_town/faults", json={"agency": "dvla", "kind": "down"})
    await outside.post("/_town/faults", json={"agency": "dvla", "kind": "garbled", "world": "left", "rate": 0.5})
    listed = (await outside.get("/_town/faults")).json()
    assert {(each["world"], each["kind"], each["rate"]) for each in listed} == {
        ("*", "down", 1.0),
        ("left", "garbled", 0.5),
    }
    with pytest.raises(OfficeUnavailable):
        await ask(CloseDriverRecord, town, "right")

    await outside.request("DELETE", "/_town/faults", json={"agency": "dvla"})
    assert (await outside.get("/_town/faults")).json() == []
    assert isinstance(await ask(CloseDriverRecord, town, "right"), Accepted)


@pytest.mark.parametrize(
    ("wish", "status", "said"),
    [
        ({"agency": "dvla", "kind": "haunted"}, 422, "There is no such fault. There are: down"),
        ({"agency": "post_office", "kind": "down"}, 404, "There is no such office. There are: bank"),
    ],
)
async def test_a_fault_that_there_is_not_is_refused_in_a_sentence(
    town: PracticeTown, wish: dict[str, str], status: int, said: str
) -> None:
    outside = httpx.AsyncClient(transport=town.wire, base_url="http://town.test")

    answer = await outside.post("/_town/faults", json=wish)

    assert answer.status_code == status
    assert said in answer.json()["error"]


async def test_a_fault_shows_in_its_share_of_requests(town: PracticeTown) -> None:
    outside = httpx.AsyncClient(transport=town.wire, base_url="http://town.test")
    await outside.post("/_town/faults", json={"agency": "dvla", "kind": "down", "rate": 0.3, "seed": 4})

    answers = [(await outside.get(f"/{WORLD}/dvla/drv/dth/none")).status_code for _ in range(100)]

    assert set(answers) == {404, 503}
    assert 15 <= answers.count(503) <= 45


def test_a_chance_repeats_with_its_seed_whatever_else_is_asked_in_between() -> None:
    def drawn(seed: int, noise: int) -> list[bool]:
        fault = Fault("slow", 0.5, seed)
        shown = []
        for number in range(64):
            shown.append(fault.shows(f"request {number}"))
            for other in range(noise):
                fault.shows(f"another {number} {other}")
        return shown

    assert drawn(1, 0) == drawn(1, 3)
    assert drawn(1, 0) != drawn(2, 0)
    assert 16 < sum(drawn(1, 0)) < 48


def test_a_retry_has_another_chance() -> None:
    fault = Fault("slow", 0.5, 3)
    assert len({fault.shows("the same request") for _ in range(32)}) == 2


async def test_an_office_may_have_several_faults_at_once_and_lose_one(town: PracticeTown) -> None:
    outside = httpx.AsyncClient(transport=town.wire, base_url="http://town.test")
    for kind in ("garbled", "clock-off"):
        await outside.post("/_town/faults", json={"agency": "dvla", "kind": kind})
    assert {each["kind"] for each in (await outside.get("/_town/faults")).json()} == {"garbled", "clock-off"}

    left = await outside.request("DELETE", "/_town/faults", json={"agency": "dvla", "kind": "garbled"})

    assert [each["kind"] for each in left.json()] == ["clock-off"]


async def test_what_a_town_says_of_itself_names_the_kinds(town: PracticeTown) -> None:
    outside = httpx.AsyncClient(transport=town.wire, base_url="http://town.test")
    assert (await outside.get("/_town")).json()["kinds"] == dict(KINDS)


async def test_an_answer_that_is_broken_off_hides_that_the_work_was_done(town: PracticeTown) -> None:
    town.break_office("dvla", "resets")
    with pytest.raises(OfficeUnavailable) as caught:
        await ask(CloseDriverRecord, town)
    assert caught.value.sent
    assert town.books("dvla") == ["key"]


async def test_one_byte_a_second_adds_up(town: PracticeTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "SECONDS_A_BYTE", 0.01)
    town.break_office("dvla", "trickles")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await ask(CloseDriverRecord, town)
    assert town.books("dvla") == ["key"]


@pytest.mark.parametrize("adapter", [CloseDriverRecord, PaySurvivor, GrantProbate])
async def test_an_office_that_drifts_is_noticed_in_its_answers_and_its_calls(
    town: PracticeTown, adapter: type[JsonAdapter]
) -> None:
    await ask(adapter, town, key="before")
    town.break_office(adapter().agency, "drifts")
    with pytest.raises(OfficeMisbehaved):
        await ask(adapter, town)
    await work_through(town)
    for message in town.letterbox.messages:
        with pytest.raises(OfficeMisbehaved):
            adapter().hear(message.body.encode())


async def test_an_office_that_loses_says_yes_and_has_nothing_on_its_books(town: PracticeTown) -> None:
    town.break_office("pension_scheme", "loses")
    taken = await ask(PaySurvivor, town)
    assert isinstance(taken, Pending)
    assert town.books("pension_scheme") == []
    await work_through(town)
    assert town.letterbox.messages == []
    town.mend_office("pension_scheme")
    assert await ask(PaySurvivor, town) == taken, "asked again, it takes it as if for the first time"
    assert town.books("pension_scheme") == ["key"]


async def test_an_office_that_repeats_itself_says_the_same_twice(town: PracticeTown) -> None:
    town.break_office("pension_scheme", "repeats")
    taken = await ask(PaySurvivor, town)
    await work_through(town)
    first, *_, last = answers(town, PaySurvivor)
    assert isinstance(taken, Pending)
    assert isinstance(first, Pending)
    assert isinstance(last, Accepted)
    numbers = [message.message_id for message in town.letterbox.messages]
    assert len(numbers) == len(set(numbers)) == 4
    assert town.books("pension_scheme") == ["key"]


async def test_an_office_in_disorder_calls_before_it_answers_and_says_old_news_last(town: PracticeTown) -> None:
    town.break_office("pension_scheme", "disorders")
    await ask(PaySurvivor, town)
    assert len(town.letterbox.messages) == 1, "it has called before its answer was here"

    await work_through(town)

    said = [type(each) for each in answers(town, PaySurvivor)]
    assert said == [Pending, Accepted, Pending], "and the older comes once more after the newer"
    first, newer, again = (datetime.fromisoformat(message.office_time) for message in town.letterbox.messages)
    assert first == again < newer, "by its own time one can tell"


async def test_a_yes_is_taken_back_five_working_days_later(town: PracticeTown) -> None:
    town.break_office("dvla", "refuses-late")
    assert isinstance(await ask(CloseDriverRecord, town), Pending | Accepted)
    await work_through(town)
    (no,) = [each for each in answers(town, CloseDriverRecord) if isinstance(each, Declined)]
    assert no.reason == "We have found on checking that we should not have agreed to this."
    (request,) = town.world().counters["dvla"].store.all()
    assert request.state == "refused"


async def test_nobody_is_found(town: PracticeTown) -> None:
    town.break_office("pension_scheme", "no-match")
    refused = await ask(PaySurvivor, town)
    assert isinstance(refused, Declined)
    assert refused.code == "NO-MATCH"
    assert await ask(PaySurvivor, town) == refused, "asked again, it says the same"


@pytest.mark.parametrize(("seed", "days"), [(0, 1), (1, -1)])
async def test_a_clock_that_is_off_stamps_another_day(town: PracticeTown, seed: int, days: int) -> None:
    town.break_office("pension_scheme", "clock-off", seed=seed)
    taken = await ask(PaySurvivor, town)
    assert taken.office_time == town.world().now + timedelta(days=days)
    await work_through(town)
    (message,) = town.letterbox.messages
    assert datetime.fromisoformat(message.office_time) == town.world().now + timedelta(days=days)


async def test_an_office_with_a_backlog_comes_to_each_step_later(town: PracticeTown) -> None:
    """What takes no time has no backlog: what is decided at once still is."""
    await ask(PaySurvivor, town, world="free")
    await work_through(town, "free")
    for agency in ("pension_scheme", "dvla"):
        town.break_office(agency, "backlogged")
    await ask(PaySurvivor, town)
    assert isinstance(await ask(CloseDriverRecord, town), Accepted)
    await work_through(town)

    usual, late = answers(town, PaySurvivor)
    assert usual == replace(late, office_time=usual.office_time), "and the same is decided"
    assert town.world().now - town.world("free").now > timedelta(days=BACKLOG_DAYS)
