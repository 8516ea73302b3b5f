"""The clerks' desks of the town, over HTTP: how they are found, what waits, what the record says and from whom."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from backoffice_adapters.agencies.dvla import CloseDriverRecord
from backoffice_adapters.agencies.hmrc import SettleIncomeTax
from backoffice_adapters.agencies.pension_scheme import PaySurvivor
from backoffice_adapters.agencies.tell_us_once import PassOnDeath
from backoffice_adapters.simulated.desk.look import look_of
from frontdoor.testing import PracticeTown
from frontdoor.testing.town import WORLD
from tests.contract.desks import Desk, a_note, announce, asked, text_of


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[PracticeTown]:
    town = PracticeTown(tmp_path / "town")
    yield town
    await town.close()


@pytest.fixture
def visitor(town: PracticeTown) -> httpx.AsyncClient:
    """Somebody at a screen in the town."""
    return httpx.AsyncClient(transport=town.wire, base_url="http://town.test", follow_redirects=True)


# --- finding a desk -------------------------------------------------------------------------------------------------


async def test_every_desk_is_found_from_the_town_s_front_page(town: PracticeTown, visitor: httpx.AsyncClient) -> None:
    front = (await visitor.get("/")).text
    assert f'href="/{WORLD}"' in front

    listed = (await visitor.get(f"/{WORLD}")).text

    for agency, office in town.town.offices.items():
        assert f'href="/{WORLD}/{agency}/desk"' in listed
        assert office.title in text_of(await visitor.get(f"/{WORLD}/{agency}/desk"))


async def test_looking_opens_no_world_and_what_there_is_not_is_said(
    town: PracticeTown, visitor: httpx.AsyncClient
) -> None:
    for address in ("/elsewhere", "/elsewhere/hmrc/desk", f"/{WORLD}/post_office/desk", f"/{WORLD}/hmrc/desk/cases/X1"):
        assert "There is nothing here" in text_of(await visitor.get(address), 404)
    assert set(town.town.worlds) == {WORLD}


async def test_a_world_that_sleeps_is_still_there(tmp_path: Path, town: PracticeTown) -> None:
    await asked(PaySurvivor, town)
    reopened = PracticeTown(tmp_path / "town")
    reopened.town.worlds.clear()
    async with httpx.AsyncClient(transport=reopened.wire, base_url="http://town.test") as visitor:
        assert "asleep" in text_of(await visitor.get("/"))
        assert "1 case waiting" in text_of(await visitor.get(f"/{WORLD}/pension_scheme/desk"))
    await reopened.close()


def test_offices_look_different_and_the_same_each_time(town: PracticeTown) -> None:
    looks = {agency: look_of(office) for agency, office in town.town.offices.items()}
    assert len({look.hue for look in looks.values()}) > len(looks) / 2
    assert {look.face for look in looks.values()} == {"typewriter", "print", "screen"}
    assert looks == {agency: look_of(office) for agency, office in town.town.offices.items()}


async def test_a_desk_is_open_though_its_office_s_counter_is_not(
    town: PracticeTown, visitor: httpx.AsyncClient
) -> None:
    town.break_office("dvla", "down")
    assert "Nothing waits here" in text_of(await visitor.get(f"/{WORLD}/dvla/desk"))


# --- what waits -----------------------------------------------------------------------------------------------------


async def test_a_case_that_waits_says_in_the_office_s_words_for_what_and_since_when(
    town: PracticeTown, visitor: httpx.AsyncClient
) -> None:
    announce(town)
    reference = await asked(SettleIncomeTax, town, later=False)
    town.world()._set(town.world().now + timedelta(days=12))

    page = text_of(await visitor.get(f"/{WORLD}/hmrc/desk"))

    assert f"{reference} Settle income tax ASHWORTH MARGARET ANNE HELD waits for DOD 5 March 2026 12 days" in page


async def test_what_is_to_be_done_soonest_stands_first_and_what_is_late_says_so(
    town: PracticeTown, visitor: httpx.AsyncClient
) -> None:
    announce(town)
    reference = await asked(PaySurvivor, town)
    before = text_of(await visitor.get(f"/{WORLD}/pension_scheme/desk"))
    assert re.search(rf"{reference} .* with a case worker 5 March 2026 0 days \d+ \w+ 2026", before)
    assert " late" not in before

    town.world()._set(town.world().now + timedelta(days=90))

    assert re.search(
        rf"{reference} .* 90 days \d+ \w+ 2026 late", text_of(await visitor.get(f"/{WORLD}/pension_scheme/desk"))
    )


# --- the record -----------------------------------------------------------------------------------------------------


async def test_the_record_stands_in_the_office_s_own_fields_with_whence_and_when(
    town: PracticeTown, visitor: httpx.AsyncClient
) -> None:
    announce(town)
    reference = await asked(CloseDriverRecord, town)

    page = text_of(await visitor.get(f"/{WORLD}/dvla/desk/cases/{reference}"))

    assert "SURN last name of the deceased ASHWORTH the request itself 5 March 2026" in page
    assert "DOBT date of birth of the deceased 14-Sep-1951" in page
    assert re.search(r"RFND vehicle tax refund of the dvla \d+ ourselves 5 March 2026", page)
    assert "It came." in page
    assert "Decided: 00." in page


async def test_what_another_office_told_says_who_told_it_and_how(
    town: PracticeTown, visitor: httpx.AsyncClient
) -> None:
    announce(town)
    reference = await asked(SettleIncomeTax, town, later=False)
    note = a_note(
        town.world(), "dwp.stop_benefits", "hmrc.settle_income_tax", {"dwp.verified_date_of_death": "2026-02-20"}
    )
    town.world().counters["hmrc"].tray.lay_in(note)
    assert "Department for Work and Pensions by telephone Settle income tax" in text_of(
        await visitor.get(f"/{WORLD}/hmrc/desk")
    )

    while town.world().counters["hmrc"].store.by_reference(reference).form.get("DOD") is None:  # type: ignore[union-attr]
        assert await town.next_event()

    page = text_of(await visitor.get(f"/{WORLD}/hmrc/desk/cases/{reference}"))
    assert re.search(
        r"DOD verified date of death of the dwp 20022026 Department for Work and Pensions, by telephone \d+ March", page
    )


# --- whom else the citizen has told ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["dialogue", "front_door_only"])
async def test_a_clerk_sees_whom_the_citizen_has_told_where_offices_take_one_another_into_account(
    town: PracticeTown, scenario: str
) -> None:
    announce(town, scenario)
    await asked(PassOnDeath, town)
    reference = await asked(SettleIncomeTax, town, later=False)

    page = await Desk(town.town, "hmrc").read(f"/cases/{reference}")

    if scenario == "dialogue":
        assert "Tell Us Once Pass on death 5 March 2026 first names of the deceased" in page
        assert "date of birth of the deceased" not in page, "what we do not ask for is none of our business"
    else:
        assert "We know of nobody." in page


async def test_another_person_s_dealings_are_not_shown(town: PracticeTown) -> None:
    announce(town)
    await asked(PassOnDeath, town, deceased__last_name="Grimshaw", deceased__national_insurance_number="QQ654321B")
    reference = await asked(SettleIncomeTax, town, later=False)

    assert "We know of nobody." in await Desk(town.town, "hmrc").read(f"/cases/{reference}")
