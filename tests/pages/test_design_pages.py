"""The designer's pages over a few finished cases: what they say of definitions, and what trying an adapter does."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from frontdoor.app import create_app
from frontdoor.cases.models import Case
from frontdoor.discovery import Registry, registry
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.handoffs.trying import WORLD
from frontdoor.journey.examples import example_facts
from frontdoor.pages.design.drawing import Link, Node, depths, draw
from frontdoor.pages.design.flows import flows, seen_in
from frontdoor.pages.evaluate.onrecord import Reader
from frontdoor.settings import Settings
from frontdoor.testing.simulation import Simulation
from life_events.carrying import Bearer
from life_events.model import Concerns, Read
from life_events.relations import make_table
from tests.finished import finished
from tests.pages.conftest import BASE, Citizen, Page, Site, typed

pytestmark = pytest.mark.slow  # an app for each, and forty services on a page

EVENT, SERVICES = "/design/bereavement", "/design/services"
DVLA, PROBATE = f"{SERVICES}/dvla.close_driver_record", f"{SERVICES}/hmcts.grant_probate"
ABOUT_EVENTS = [EVENT, f"{EVENT}/facts", f"{EVENT}/journey"]
PAGES = ["/design", *ABOUT_EVENTS, SERVICES, DVLA, f"{DVLA}/try", f"{DVLA}/change"]
WITH_TABLES = [*ABOUT_EVENTS, SERVICES, DVLA, f"{DVLA}/change"]


@pytest.fixture
async def designer(site: Site) -> Citizen:
    """Somebody who looks at the pages of a portal whose town is there."""
    return site.browser()


def table_of(page: Page) -> list[dict[str, str]]:
    """Returns a CSV answer as rows."""
    return list(csv.DictReader(io.StringIO(page.answer.text)))


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_says_that_it_is_simulated_and_repeats_no_id(path: str, designer: Citizen) -> None:
    page = await designer.get(path)
    assert page.status == 200
    assert "SIMULATION" in page.text
    assert len(page.ids) == len(set(page.ids)), "ids are unique"


@pytest.mark.parametrize("path", WITH_TABLES)
async def test_every_table_is_a_file_too(path: str, designer: Citizen) -> None:
    page = await designer.get(path)
    (address,) = {link for link in page.links if "format=csv" in link}
    answer = (await designer.get(address)).answer
    assert answer.headers["content-type"].startswith("text/csv")
    assert "simulation-" in answer.headers["content-disposition"]
    assert len(table_of(Page(answer))) > 1


@pytest.mark.parametrize("path", PAGES)
async def test_whatever_a_page_links_to_is_there(path: str, designer: Citizen) -> None:
    page = await designer.get(path)
    for link in sorted({link.partition("#")[0] for link in page.links if link.startswith("/design")}):
        assert (await designer.get(link)).status == 200, link


async def test_the_index_says_whether_everything_is_in_order(simulation: Simulation, designer: Citizen) -> None:
    page = await designer.get("/design")
    assert "Everything is in order" in page.text
    assert {*ABOUT_EVENTS, SERVICES} <= set(page.links)


async def test_a_version_that_was_refused_is_shown_with_its_sentence(simulation: Simulation, designer: Citizen) -> None:
    assert simulation.portal is not None
    simulation.portal.renewal.refused = ("life_events/agencies/dvla.py:12: it is not Python.",)
    page = await designer.get("/design")
    assert "What you saved last is not served" in page.text
    assert "life_events/agencies/dvla.py:12: it is not Python." in page.text


@pytest.mark.parametrize("broken", ["purpose", "adapter", "fact", "service"])
async def test_definitions_that_are_half_done_are_shown_with_what_is_missing(
    broken: str, simulation: Simulation
) -> None:
    """Pages for designers are most needed while something is not in order yet."""
    known, sentence = half_done(broken)
    async with opened(simulation, known) as designer:
        page = await designer.get("/design")
        assert "broken" in page.text
        assert sentence in page.text
        for path in (path for path in PAGES if not (broken == "adapter" and path.endswith("/try"))):
            found = await designer.get(path)
            assert found.status == 200, path
            for link in {link for link in found.links if link.startswith(DVLA)}:
                assert (await designer.get(link)).status == 200, link


async def test_a_drawing_has_every_service_and_every_need(designer: Citizen) -> None:
    page = await designer.get(f"{EVENT}?scenario=as_is_2026")
    rows = table_of(await designer.get(f"{EVENT}?scenario=as_is_2026&format=csv"))
    event = registry().life_events["bereavement"]
    assert {f"{SERVICES}/{part.service}" for part in event.services} <= set(page.links)
    for row in rows:
        consumer, provider = (registry().services[row[end]] for end in ("To", "From"))
        assert row["Fact"] in consumer.reads_facts() & provider.writes_facts()
    by_pair = {(row["From"], row["To"], row["Fact"]): row for row in rows}
    told = by_pair["register_office.register_death", "dvla.close_driver_record", "registration.date_of_death"]
    assert (told["Relationship"], told["When"], told["So it would be"]) == ("satellite", "to start", "offices")
    assert "A circle" in page.text
    assert "which will do in its place" in page.text


async def test_a_drawing_is_of_the_scenario_that_was_chosen(designer: Citizen) -> None:
    for scenario, carried in (("siloed", {"citizen", "post"}), ("joined_up", {"offices"})):
        rows = table_of(await designer.get(f"{EVENT}?scenario={scenario}&format=csv"))
        assert {row["So it would be"] for row in rows} == carried
        assert {row["Log: by the offices"] for row in rows} == {""}, "there are no cases"


async def test_facts_stand_against_services(designer: Citizen) -> None:
    page = await designer.get(f"{EVENT}/facts")
    rows = table_of(await designer.get(f"{EVENT}/facts?format=csv"))
    assert "DVLA reads it as DOBT, written 25-Dec-1999" in page.text
    assert "Register office writes it as" in page.text
    birth = {row["Service"]: row for row in rows if row["Fact"] == "deceased.date_of_birth"}
    assert (birth["dvla.close_driver_record"]["For example"], birth["dvla.close_driver_record"]["There"]) == (
        "1951-09-14",
        "14-Sep-1951",
    )
    known = registry()
    services = [known.services[part.service] for part in known.life_events["bereavement"].services]
    expected = {(fact, each.key) for each in services for fact in each.reads_facts() | each.writes_facts()}
    assert {(row["Fact"], row["Service"]) for row in rows} == expected


async def test_the_journey_says_when_each_question_is_asked_and_who_is_told(designer: Citizen) -> None:
    page = await designer.get(f"{EVENT}/journey")
    event = registry().life_events["bereavement"]
    assert all(question.title in page.text for question in event.questions)
    assert {question.key for question in event.questions} <= set(page.ids)
    rows = {row["Fact"]: row for row in table_of(await designer.get(f"{EVENT}/journey?format=csv"))}
    assert rows["deceased.passport_number"]["Asked when"] == "had a UK passport is yes"
    assert rows["deceased.passport_number"]["Told to"] == "HM Passport Office: Cancel the passport"
    assert "whether HM Passport Office: Cancel the passport is concerned" in rows["deceased.had_passport"]["Decides"]


async def test_the_catalogue_says_whose_each_service_is_and_whether_it_is_there(site: Site) -> None:
    """features.md D4: an adapter describes itself, how offices stand to one another included; its health (D6)."""
    _ = site.simulation.town.world(site.portal.settings.scenario)  # a town takes a moment to open a world
    site.simulation.fault("bank", "down")
    site.simulation.fault("dvla", "hangs")
    page = await site.browser().get(SERVICES)
    rows = {row["Service"]: row for row in table_of(await site.browser().get(f"{SERVICES}?format=csv"))}
    assert rows.keys() == registry().services.keys()
    away = {key.partition(".")[0] for key, row in rows.items() if row["Office now"] == "cannot be reached"}
    assert away == {"bank", "dvla"}
    unreached = sum(each.agency in away for each in registry().services.values())
    assert f"{unreached} services cannot be reached now" in page.text
    answers = {key: row["Answers"] for key, row in rows.items()}
    assert answers["hmcts.grant_probate"] == "takes XML and is asked every 5 working days"
    assert answers["hmrc.code_pension"] == "takes records of eight characters to a cell and calls back"
    assert answers["council.reduce_council_tax"] == "takes a nightly file and is asked every working day"
    assert answers["dwp.pay_funeral_expenses"] == "takes paper and writes back"
    assert rows["hmcts.grant_probate"]["Contract test"] == "tests/contract/test_hmcts.py"
    assert "Register office: none" in (await declared(site, "siloed"))["hmcts.grant_probate"]["Declared"]


async def declared(site: Site, scenario: str) -> dict[str, dict[str, str]]:
    """Returns the catalogue of a portal whose usual scenario is another."""
    site.portal.settings = replace(site.portal.settings, scenario=scenario)
    return {row["Service"]: row for row in table_of(await site.browser().get(f"{SERVICES}?format=csv"))}


async def test_a_service_shows_its_own_form(designer: Citizen) -> None:
    page = await designer.get(PROBATE)
    for said in ("Probate registry manager", "Senior Courts Act 1981, part 5", "100 years", "61250000",
                 "GrantProbate", "as an original document"):  # fmt: skip
        assert said in page.text, said


async def test_trying_shows_everything_and_makes_no_case(site: Site) -> None:
    designer = site.browser()
    page = await designer.send(await designer.get(f"{DVLA}/try"), f"{DVLA}/try")
    assert page.status == 200
    assert "POST /try.designer/dvla/drv/dth" in page.text
    assert '"DOBT": "14-Sep-1951"' in page.text
    assert '"LICS": "REVOKED"' in page.text
    assert "Accepted: it has done what it was asked" in page.text
    assert "a salt, not shown" in page.text
    assert [await each.all().count() for each in (Case, Handoff, LedgerEvent)] == [0, 0, 0]
    assert [name for name in site.simulation.town.worlds if name != site.portal.settings.scenario] == [WORLD]


@pytest.mark.parametrize("key", sorted(registry().services))
async def test_every_adapter_can_be_tried_as_it_is_offered(key: str, designer: Citizen) -> None:
    path = f"{SERVICES}/{key}/try"
    page = await designer.send(await designer.get(path), path)
    assert page.status == 200
    assert any(said in page.text for said in ("Accepted: it has", "Pending: it has it", "Posted: it is on its way"))


async def test_what_the_office_will_need_later_may_be_left_out(designer: Citizen) -> None:
    path = f"{SERVICES}/bank.close_accounts/try"
    page = await designer.send(await designer.get(path), path, {"probate.grant_number": ""})
    assert "Facts-To-Come" in page.text


@pytest.mark.parametrize(
    ("fault", "said", "event"),
    [
        ("down", "Unavailable: it could not be asked", "handoff.unanswered"),
        ("garbled", "Misbehaved: its answer was not what was agreed", "handoff.rejected"),
    ],
)
async def test_a_broken_office_is_shown_as_it_is(fault: str, said: str, event: str, site: Site) -> None:
    site.simulation.fault("dvla", fault)
    designer = site.browser()
    page = await designer.send(await designer.get(f"{DVLA}/try"), f"{DVLA}/try")
    assert page.status == 200
    assert said in page.text
    assert event in page.text


async def test_where_the_town_is_silent_nothing_is_lost(site: Site) -> None:
    designer = site.browser()
    page = await designer.get(f"{DVLA}/try")
    site.simulation.town_is_up = False
    answer = await designer.send(page, f"{DVLA}/try", {"executor.full_name": "Somebody Else"})
    assert answer.status == 503
    assert "does not answer, so nothing was asked" in answer.text
    assert ("executor.full_name", "Somebody Else") in answer.form(f"{DVLA}/try").fields
    assert "cannot be reached now" in (await designer.get(SERVICES)).text


async def test_a_wrong_answer_is_named_and_nothing_typed_is_lost(designer: Citizen) -> None:
    path = f"{DVLA}/try"
    wrong = {"executor.postcode": "nowhere", "deceased.date_of_birth-month": "", "deceased.last_name": " "}
    page = await designer.send(await designer.get(path), path, {**wrong, "executor.full_name": "<b>Bob</b>"})
    assert page.status == 422
    assert page.title.startswith("Error: ")
    for said in (
        "Postcode of the person dealing with the estate: Enter a full UK postcode",
        "Their date of birth must include a month",
        "Enter their last name",
    ):
        assert said in page.text
    fields = page.form(path).fields
    assert ("executor.postcode", "nowhere") in fields
    assert ("executor.full_name", "<b>Bob</b>") in fields
    assert ("deceased.date_of_birth-year", "1951") in fields
    assert "What was sent" not in page.text, "nothing was asked"


async def test_a_strange_form_is_refused(designer: Citizen) -> None:
    facts = typed(example_facts(registry().services["dvla.close_driver_record"]))
    assert (await designer.client.post(f"{DVLA}/try", data=facts)).status_code == 403


async def test_what_a_service_changes_is_counted(designer: Citizen) -> None:
    path = f"{SERVICES}/passport_office.cancel_passport/change"
    rows = {row["What"]: row for row in table_of(await designer.get(f"{path}?format=csv"))}
    assert (rows["services"]["Without it"], rows["services"]["With it"]) == ("18", "19")
    assert int(rows["questions"]["With it"]) > int(rows["questions"]["Without it"])
    assert "passport number" in (await designer.get(path)).text
    assert rows["its back needs, Every door its own"]["Carried by the citizen"] == "1"
    assert rows["its back needs, Joined up"]["Between offices"] == "1"
    register = await designer.get(f"{SERVICES}/register_office.register_death/change")
    assert "Probate Service: Grant probate lacks the death certificate number" in register.text


async def test_pages_refuse_what_there_is_not(designer: Citizen) -> None:
    for path in (
        "/design/nothing",
        "/design/nothing/facts",
        f"{EVENT}?scenario=nowhere",
        f"{EVENT}?by=magic",
        f"{SERVICES}/nobody.does_this",
        f"{SERVICES}/nobody.does_this/try",
    ):
        assert (await designer.get(path)).status == 404, path


async def test_where_offices_are_real_there_is_nothing_to_try(tmp_path: Path) -> None:
    app = create_app(Settings(var=tmp_path), work=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client,
    ):
        for path in PAGES[1:]:
            assert (await client.get(path)).status_code == 404, path
        assert "need a town" in (await client.get("/design")).text


def test_a_drawing_survives_a_circle() -> None:
    nodes = [Node(key, key.upper(), "Somebody", f"/{key}") for key in "abcd"]
    links = [Link(one, other, True, False, "level-0", "No", "") for one, other in ("ab", "bc", "ca")]
    assert depths([each.key for each in nodes], links) == {"a": 2, "b": 0, "c": 1, "d": 0}
    drawing = draw(nodes, links)
    assert len(drawing.boxes) == 4
    assert len(drawing.arrows) == 3
    tops = sorted((box.x, box.y, box.y + box.height) for box in drawing.boxes)
    assert all(one[2] <= other[1] for one, other in pairwise(tops) if one[0] == other[0])


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["siloed", "front_door_only", "as_is_2026", "dialogue", "joined_up"])
async def test_what_is_said_beforehand_is_what_the_log_shows(scenario: str, tmp_path: Path) -> None:
    """Who carries each need is said from definitions; a case lived to its end agrees, need by need."""
    settings = finished(tmp_path, ("bereavement", scenario))
    known = registry()
    table = make_table(known.scenarios[scenario], known.definitions)
    said = flows(known.life_events["bereavement"], known, table, datetime.now(UTC).date())
    app = create_app(settings, work=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client,
    ):
        reader: Reader = app.state.on_record
        seen = seen_in((await reader.read()).groups["bereavement", scenario])
        page = await client.get(f"{EVENT}?scenario={scenario}&by=log")
    assert "The log has 1 case of this in this scenario." in page.text
    compared = [(each, seen[each.edge]) for each in said if each.edge in seen]
    assert len(compared) > 20
    differ = [f"{each.edge}: {each.bearer}, {dict(ways.ways)}" for each, ways in compared
              if (each.bearer in (Bearer.OFFICES, Bearer.POST)) != (ways.own == ways.needs)]  # fmt: skip
    assert not differ, "\n".join(differ)


def half_done(broken: str) -> tuple[Registry, str]:
    """Returns definitions in which something is missing, and what is said of it."""
    known, key, event = registry(), "dvla.close_driver_record", registry().life_events["bereavement"]
    service = known.services[key]
    match broken:
        case "purpose":
            mute = replace(service.purpose, why="")
            changed = replace(known, services={**known.services, key: replace(service, purpose=mute)})
            return changed, f"Service '{key}' does not say why"
        case "adapter":
            adapters = {name: each for name, each in known.adapters.items() if name != key}
            return replace(known, adapters=adapters), f"Service '{key}' has no adapter"
        case "fact":
            strange = replace(service, reads=(*service.reads, Read("deceased.shoe_size")))
            return replace(known, services={**known.services, key: strange}), "'deceased.shoe_size', which is not in"
        case _:
            more = replace(event, services=(*event.services, Concerns("dvla.teach_driving")))
            return replace(known, life_events={event.key: more}), "'dvla.teach_driving', which no agency declares"


@asynccontextmanager
async def opened(simulation: Simulation, known: Registry) -> AsyncIterator[Citizen]:
    """Runs a portal with other definitions, and gives a browser for it."""
    app = create_app(simulation.settings, known, transport=simulation.wire, work=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client,
    ):
        yield Citizen(client)
