"""The clerks' desks of the town, over HTTP: what waits, what the record says and from whom, and who may look where."""

import html
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from backoffice_adapters.agencies.dvla import CloseDriverRecord
from backoffice_adapters.agencies.hmrc import SettleIncomeTax
from backoffice_adapters.agencies.pension_scheme import PaySurvivor
from backoffice_adapters.api import Envelope, JsonAdapter, Submission
from backoffice_adapters.simulated.desk.look import look_of
from backoffice_adapters.simulated.identity import marks
from backoffice_adapters.simulated.papers import Note
from frontdoor.discovery import registry
from frontdoor.journey.examples import later_facts
from frontdoor.testing import PracticeTown, example_facts
from frontdoor.testing.town import WORLD
from life_events.relations import make_table

CASE, SALT = "case", "salt"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[PracticeTown]:
    town = PracticeTown(tmp_path / "town")
    yield town
    await town.close()


@pytest.fixture
def clerk(town: PracticeTown) -> httpx.AsyncClient:
    """Somebody at a screen in the town."""
    return httpx.AsyncClient(transport=town.wire, base_url="http://town.test", follow_redirects=True)


def announce(town: PracticeTown, scenario: str = "dialogue", world: str = WORLD) -> None:
    """Tells the town how its offices stand to one another in a case."""
    found = registry()
    services = sorted(found.services)
    table = make_table(found.scenarios[scenario], found.definitions).document(frozenset(services))
    town.world(world).register.announce(CASE, services, table, "http://portal.test/reports")


async def ask(adapter: type[JsonAdapter], town: PracticeTown, *, world: str = WORLD, with_later: bool = True) -> str:
    """Asks an office for the full example; returns its reference."""
    facts = example_facts(registry().services[adapter.key])
    later = later_facts(registry().services[adapter.key])
    given = facts if with_later else {name: value for name, value in facts.items() if name not in later}
    coming = () if with_later else tuple(later)
    submission = Submission(
        "handoff", "key", given, Envelope(CASE, SALT), "http://portal.test/callback", to_come=coming
    )
    await adapter().submit(submission, town.office(adapter().agency, world))
    return town.world(world).counters[adapter().agency].store.all()[-1].reference


def a_note(town: PracticeTown, sender: str, service: str, facts: dict[str, str], **more: Any) -> Note:
    """A note from another office about the person of the full example."""
    known = example_facts(registry().services[sender])
    identity = town.world().register.of(CASE).relations.identity
    values = {"medium": "phone", "about": marks(known, identity), "share": 0.5, **more}
    return Note("note", CASE, SALT, sender, service, service, facts=facts, **values)


async def read(clerk: httpx.AsyncClient, address: str, status: int = 200) -> str:
    """Returns a page as its text."""
    answer = await clerk.get(address)
    assert answer.status_code == status, answer.text
    return text_of(answer)


def text_of(answer: httpx.Response) -> str:
    assert "SIMULATION" in answer.text
    body = answer.text[answer.text.index("<body") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


# --- finding a desk -------------------------------------------------------------------------------------------------


async def test_every_desk_is_found_from_the_town_s_front_page(town: PracticeTown, clerk: httpx.AsyncClient) -> None:
    front = (await clerk.get("/")).text
    assert f'href="/{WORLD}"' in front

    listed = (await clerk.get(f"/{WORLD}")).text

    for agency, office in town.town.offices.items():
        assert f'href="/{WORLD}/{agency}/desk"' in listed
        assert office.title in await read(clerk, f"/{WORLD}/{agency}/desk")


async def test_looking_opens_no_world_and_what_there_is_not_is_said(
    town: PracticeTown, clerk: httpx.AsyncClient
) -> None:
    for address in ("/elsewhere", "/elsewhere/hmrc/desk", f"/{WORLD}/post_office/desk", f"/{WORLD}/hmrc/desk/cases/X1"):
        assert "There is nothing here" in await read(clerk, address, 404)
    assert set(town.town.worlds) == {WORLD}


async def test_a_world_that_sleeps_is_still_there(tmp_path: Path, town: PracticeTown) -> None:
    await ask(PaySurvivor, town)
    reopened = PracticeTown(tmp_path / "town")
    reopened.town.worlds.clear()
    async with httpx.AsyncClient(transport=reopened.wire, base_url="http://town.test") as clerk:
        assert "asleep" in await read(clerk, "/")
        assert "1 case waiting" in await read(clerk, f"/{WORLD}/pension_scheme/desk")
    await reopened.close()


def test_offices_look_different_and_the_same_each_time(town: PracticeTown) -> None:
    looks = {agency: look_of(office) for agency, office in town.town.offices.items()}
    assert len({look.hue for look in looks.values()}) > len(looks) / 2
    assert {look.face for look in looks.values()} == {"typewriter", "print", "screen"}
    assert looks == {agency: look_of(office) for agency, office in town.town.offices.items()}


async def test_a_desk_is_open_though_its_office_s_counter_is_not(town: PracticeTown, clerk: httpx.AsyncClient) -> None:
    town.break_office("dvla", "down")
    assert "Nothing waits here" in await read(clerk, f"/{WORLD}/dvla/desk")


# --- what waits -----------------------------------------------------------------------------------------------------


async def test_a_case_that_waits_says_in_the_office_s_words_for_what_and_since_when(
    town: PracticeTown, clerk: httpx.AsyncClient
) -> None:
    announce(town)
    reference = await ask(SettleIncomeTax, town, with_later=False)
    town.world()._set(town.world().now + timedelta(days=12))

    page = await read(clerk, f"/{WORLD}/hmrc/desk")

    assert f"{reference} Settle income tax ASHWORTH MARGARET ANNE HELD waits for DOD 5 March 2026 12 days" in page


async def test_what_is_to_be_done_soonest_stands_first_and_what_is_late_says_so(
    town: PracticeTown, clerk: httpx.AsyncClient
) -> None:
    announce(town)
    reference = await ask(PaySurvivor, town)
    before = await read(clerk, f"/{WORLD}/pension_scheme/desk")
    assert re.search(rf"{reference} .* with a case worker 5 March 2026 0 days \d+ \w+ 2026", before)
    assert " late" not in before

    town.world()._set(town.world().now + timedelta(days=90))

    assert re.search(rf"{reference} .* 90 days \d+ \w+ 2026 late", await read(clerk, f"/{WORLD}/pension_scheme/desk"))


# --- the record -----------------------------------------------------------------------------------------------------


async def test_the_record_stands_in_the_office_s_own_fields_with_whence_and_when(
    town: PracticeTown, clerk: httpx.AsyncClient
) -> None:
    announce(town)
    reference = await ask(CloseDriverRecord, town)

    page = await read(clerk, f"/{WORLD}/dvla/desk/cases/{reference}")

    assert "SURN last name of the deceased ASHWORTH the request itself 5 March 2026" in page
    assert "DOBT date of birth of the deceased 14-Sep-1951" in page
    assert re.search(r"RFND vehicle tax refund of the dvla \d+ ourselves 5 March 2026", page)
    assert "It came." in page
    assert "Decided: 00." in page


async def test_what_another_office_told_says_who_told_it_and_how(town: PracticeTown, clerk: httpx.AsyncClient) -> None:
    announce(town)
    reference = await ask(SettleIncomeTax, town, with_later=False)
    note = a_note(town, "dwp.stop_benefits", "hmrc.settle_income_tax", {"dwp.verified_date_of_death": "2026-02-20"})
    town.world().counters["hmrc"].tray.lay_in(note)
    assert "Department for Work and Pensions by telephone Settle income tax" in await read(clerk, f"/{WORLD}/hmrc/desk")

    while town.world().counters["hmrc"].store.by_reference(reference).form.get("DOD") is None:  # type: ignore[union-attr]
        assert await town.next_event()

    page = await read(clerk, f"/{WORLD}/hmrc/desk/cases/{reference}")
    assert re.search(
        r"DOD verified date of death of the dwp 20022026 Department for Work and Pensions, by telephone \d+ March", page
    )
