"""The town as it is used: worlds apart, a memory that survives, chance that repeats, faults, and a paced calendar."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from backoffice_adapters.agencies.dvla import CloseDriverRecord
from backoffice_adapters.agencies.funeral_director import ArrangeFuneral
from backoffice_adapters.agencies.pension_scheme import PaySurvivor
from backoffice_adapters.api import Accepted, Envelope, Pending, Submission
from backoffice_adapters.simulated.calendar import CLOSES, OPENS
from frontdoor.discovery import registry
from frontdoor.testing import PracticeTown
from frontdoor.testing.town import WORLD
from tests.contract.asking import NOT_YET, answers, ask, work_through


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[PracticeTown]:
    town = PracticeTown(tmp_path / "town")
    yield town
    await town.close()


# --- worlds ---------------------------------------------------------------------------------------------------------


async def test_worlds_do_not_touch(town: PracticeTown) -> None:
    await ask(PaySurvivor, town, "left")
    await ask(PaySurvivor, town, "right")
    before = town.world("right").now

    await work_through(town, "left")

    assert town.books("pension_scheme", "left") == town.books("pension_scheme", "right") == ["key"]
    assert town.world("left").now > before == town.world("right").now
    assert len(town.letterbox.messages) == 1
    assert town.books("pension_scheme", "elsewhere") == []


async def test_the_same_request_has_the_same_outcome_in_every_world_of_one_seed(tmp_path: Path) -> None:
    outcomes = []
    for folder, seed in (("first", 7), ("second", 7), ("third", 8)):
        town = PracticeTown(tmp_path / folder, only="pension_scheme", seed=seed)
        for world in ("left", "right"):
            await ask(PaySurvivor, town, world)
            await work_through(town, world)
            outcomes.append((answers(town, PaySurvivor)[-1], town.world(world).now))
        await town.close()

    first, *others = outcomes
    assert others[:3] == [first] * 3
    assert others[3] == others[4] != first


async def test_another_person_has_another_outcome(town: PracticeTown) -> None:
    await ask(PaySurvivor, town, key="one")
    await ask(PaySurvivor, town, key="other", deceased__first_names="Ada")
    await work_through(town)

    one, other = answers(town, PaySurvivor)

    assert isinstance(one, Accepted)
    assert isinstance(other, Accepted)
    assert one.learned != other.learned


@pytest.mark.parametrize("name", ["", "Left", "a/b", "..", "-a", "a" * 62, "ä"])
async def test_a_world_has_a_plain_name(town: PracticeTown, name: str) -> None:
    with pytest.raises(ValueError, match="A world's name"):
        town.town.world(name)


async def test_an_idle_world_moves_forward_to_a_new_day_and_a_busy_one_stays(town: PracticeTown) -> None:
    later = town.world().now.date() + timedelta(days=30)
    assert town.town.world(WORLD).start(later).date() == later
    assert town.town.world(WORLD).start(later - timedelta(days=60)).date() == later

    await ask(PaySurvivor, town)

    assert town.town.world(WORLD).start(later + timedelta(days=30)).date() == later


# --- a town that was killed goes on ---------------------------------------------------------------------------------


async def test_a_town_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    killed = PracticeTown(tmp_path / "town", only="pension_scheme")
    taken = await ask(PaySurvivor, killed)
    # killed: nothing is closed, nothing is said

    reopened = PracticeTown(tmp_path / "town", only="pension_scheme")
    again = await ask(PaySurvivor, reopened)
    assert isinstance(taken, Pending)
    assert isinstance(again, Pending)
    assert again.reference == taken.reference
    assert reopened.world().now == killed.world().now

    await work_through(reopened)

    assert isinstance(answers(reopened, PaySurvivor)[-1], Accepted)
    await killed.close()
    await reopened.close()


async def test_what_was_not_said_is_said_after_the_town_was_killed(tmp_path: Path) -> None:
    killed = PracticeTown(tmp_path / "town", only="pension_scheme")
    killed.letterbox.shut = True
    await ask(PaySurvivor, killed)
    moved = await killed.world().advance(killed.letterbox, None)
    held = await killed.world().advance(killed.letterbox, None)
    assert held.held == "Exampleton Pensions Administration has something to say and nobody takes it."
    assert held.now == moved.now

    reopened = PracticeTown(tmp_path / "town", only="pension_scheme")
    assert await reopened.next_event()
    assert not await reopened.next_event()

    assert [type(answer) for answer in answers(reopened, PaySurvivor)] == [Accepted]
    await killed.close()
    await reopened.close()


# --- what the town shows of itself ----------------------------------------------------------------------------------


async def test_the_town_shows_its_offices_worlds_and_books(town: PracticeTown) -> None:
    await ask(CloseDriverRecord, town)
    outside = httpx.AsyncClient(transport=town.wire, base_url="http://town.test")

    about = (await outside.get("/_town")).json()
    books = (await outside.get(f"/_town/worlds/{WORLD}/offices/dvla")).json()

    assert about["offices"].keys() == registry().agencies.keys()
    assert about["worlds"].keys() == {WORLD}
    assert [(row["key"], row["state"]) for row in books["requests"]] == [("key", "done")]
    assert "Ashworth" not in str(books), "books are counted, not copied"
    assert (await outside.get(f"/_town/worlds/{WORLD}/offices/post_office")).status_code == 404
    assert (await outside.get(f"/{WORLD}/post_office/parcels")).status_code == 404


async def test_the_calendar_is_moved_over_http(town: PracticeTown) -> None:
    outside = httpx.AsyncClient(transport=town.wire, base_url="http://town.test")
    started = (await outside.post("/_town/worlds/other", json={"as_of": "2026-06-01"})).json()
    assert started["now"] == "2026-06-01T09:00:00+00:00"
    assert started["next_due"] is None

    moved = (await outside.post("/_town/worlds/other/advance", json={"until": "2026-06-04T11:30:00+00:00"})).json()

    assert moved["now"] == "2026-06-04T11:30:00+00:00"


# --- the counter ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({}, b"{}", 400),
        ({"Idempotency-Key": "key"}, b"no json", 400),
        ({"Idempotency-Key": "key"}, b"[]", 400),
        ({"Idempotency-Key": "key"}, b'{"SHOE": 38}', 200),
    ],
)
async def test_the_counter_answers_what_is_no_request(
    town: PracticeTown, headers: dict[str, str], content: bytes, status: int
) -> None:
    answer = await town.office("dvla").post("/drv/dth", content=content, headers=headers)

    assert answer.status_code == status
    assert town.books("dvla") == []
    if status == 200:
        assert answer.json()["RTCD"] == "12"
        assert "SHOE is not on our form" in answer.json()["RTXT"]
        assert "SURN must be filled in" in answer.json()["RTXT"]


async def test_a_key_that_came_with_something_else_is_a_conflict(town: PracticeTown) -> None:
    await ask(CloseDriverRecord, town)

    answer = await town.office("dvla").post("/drv/dth", json={"SURN": "BROWN"}, headers={"Idempotency-Key": "key"})

    assert answer.status_code == 409


async def test_nothing_is_known_under_a_stranger_s_reference(town: PracticeTown) -> None:
    taken = await ask(PaySurvivor, town)
    assert isinstance(taken, Pending)

    assert (await town.office("pension_scheme").get("/deaths/PA000000X")).status_code == 404
    assert (await town.office("bank").get(f"/dns/notifications/{taken.reference}")).status_code == 404
    assert (await town.office("pension_scheme").patch("/deaths/PA000000X", json={})).status_code == 404


async def test_a_funeral_is_not_over_before_its_day(town: PracticeTown) -> None:
    await ask(ArrangeFuneral, town)
    await work_through(town)

    arranged, held = answers(town, ArrangeFuneral)
    assert isinstance(arranged, Pending)
    assert isinstance(held, Accepted)
    assert held.learned == arranged.learned
    assert town.world().now.date() > date.fromisoformat(arranged.learned["funeral.date"])


async def test_a_funeral_gets_a_new_day_when_the_form_came_too_late(town: PracticeTown) -> None:
    taken = await ask(ArrangeFuneral, town, registration__burial_form=NOT_YET)
    await work_through(town)
    arranged = answers(town, ArrangeFuneral)[-1]
    assert isinstance(taken, Pending)
    assert isinstance(arranged, Pending)
    assert arranged.waiting_for == ("registration.burial_form",)
    late = town.world().now + timedelta(days=90)
    await town.world().advance(town.letterbox, late)

    form = Submission("handoff", "form", {"registration.burial_form": "GF-204417"}, Envelope("case", "salt"))
    moved = await ArrangeFuneral().supply(taken.reference, form, town.office("funeral_director"))

    assert isinstance(moved, Pending)
    assert moved.learned["funeral.date"] > late.date().isoformat() > arranged.learned["funeral.date"]


# --- the pace -------------------------------------------------------------------------------------------------------


async def test_a_paced_day_moves_in_small_steps_and_can_be_jumped(tmp_path: Path) -> None:
    town = PracticeTown(tmp_path / "town", only="pension_scheme", day=1.0)
    await ask(PaySurvivor, town)
    start, due = town.world().now, town.world().next_due()
    assert due is not None

    step = await town.world().advance(town.letterbox, None)
    assert step.now == start + timedelta(hours=2), "a quarter of a second of a day of one second"
    assert OPENS <= step.now.time() < CLOSES

    jumped = await town.world().advance(town.letterbox, None, jump=True)
    assert jumped.now == due
    await town.close()
