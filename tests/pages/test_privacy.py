"""What a citizen types is on their pages and in the answers' tables, and nowhere else; and no page knows an event."""

import logging
import re
from pathlib import Path

import pytest

from frontdoor.discovery import registry
from frontdoor.security.models import Session
from life_events.facts import Kind
from tests.pages.conftest import Site

TELLING = {Kind.TEXT, Kind.NAME, Kind.ADDRESS, Kind.EMAIL, Kind.PHONE, Kind.MONEY, Kind.REFERENCE, Kind.NINO, Kind.UTR}


async def test_nothing_that_was_typed_is_in_an_address_a_header_a_cookie_or_a_log(
    working_site: Site, facts: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for noisy in ("aiosqlite", "tortoise", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    citizen = working_site.browser()
    working_site.simulation.fault("dvla", "garbled")
    page = await citizen.answer_all(await citizen.start(), facts)
    question = await citizen.get("/journey/contact?change=1")
    await citizen.send(question, "/journey/contact", {"applicant.email": "canary at example"})
    await citizen.send(await citizen.get("/journey/offices"), "/journey/offices")
    await citizen.send(await citizen.get("/journey/declaration"), "/journey/declaration")
    sessions = str([each.data for each in await Session.all()])
    await working_site.simulation.until(
        await working_site.case(), lambda each: sum(not one.final for one in each.acting) == 1, 30
    )
    await citizen.get("/case")
    assert page.status == 200

    canaries = {value for name, value in facts.items() if registry().facts[name].kind in TELLING} | {"canary at"}
    canaries = {value for value in canaries if len(value) > 4}
    assert len(canaries) > 15
    for answer in citizen.seen:
        outside = f"{answer.url} {answer.headers.items()}"
        assert not [each for each in canaries if each in outside or each.replace(" ", "+") in outside], answer.url.path
    assert not [each for each in canaries if each in caplog.text]
    assert not [each for each in canaries if each in sessions]


def test_no_page_and_no_template_knows_a_life_event_or_an_organisation(project_root: Path) -> None:
    known = registry()
    names = {
        *known.life_events,
        *(f'"{key}"' for key in known.agencies),
        *known.services,
        *known.facts,
        *(each.title for each in known.agencies.values()),
        *(each.happened for each in known.life_events.values()),
    }
    files = [*(project_root / "templates").rglob("*.html"), *(project_root / "frontdoor" / "pages").rglob("*.py")]
    assert len(files) > 25
    found = [
        f"{path.relative_to(project_root)} names {name}"
        for path in files
        for name in sorted(names)
        if name in path.read_text(encoding="utf-8")
    ]
    assert not found, "\n".join(found)


def test_every_template_is_used_and_every_form_carries_the_token(project_root: Path) -> None:
    templates = sorted((project_root / "templates").rglob("*.html"))
    everything = "".join(path.read_text(encoding="utf-8") for path in templates)
    code = "".join(path.read_text(encoding="utf-8") for path in (project_root / "frontdoor").rglob("*.py"))
    for path in templates:
        name = path.name
        assert f'"{name}"' in code or f"/{name}" in everything + code or f'"{name}"' in everything, f"{name} is unused"
        text = path.read_text(encoding="utf-8")
        assert text.count('method="post"') == text.count('name="form_token"'), name
        assert set(re.findall(r'method="(\w+)"', text)) <= {"post", "get"}, name
