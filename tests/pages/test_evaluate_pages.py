"""The evaluator's pages over a few finished cases: what they say, what every number opens, and what they refuse."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from frontdoor.app import create_app
from frontdoor.evaluation.obstacles import Obstacle
from frontdoor.pages.evaluate.looking import CONTENTS
from frontdoor.settings import Settings
from tests.finished import finished
from tests.pages.conftest import BASE, Citizen, Page

pytestmark = pytest.mark.slow  # whole cases

PARTIAL = "bereavement_partial"
FACADE, JOINED, SILOED = "front_door_only", "joined_up", "siloed"
PAGES = [path for path, _, _ in CONTENTS]
IN_FACADE = f"life_event=bereavement&scenario={FACADE}"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A portal that holds two pairs of cases and one more."""
    asked = [(PARTIAL, FACADE), (PARTIAL, JOINED), (PARTIAL, FACADE), (PARTIAL, JOINED), (PARTIAL, SILOED)]
    return finished(tmp_path_factory.mktemp("finished"), *asked)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Citizen]:
    """Runs a portal without its worker, and gives a browser for it."""
    app = create_app(settings, work=False)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=BASE, follow_redirects=True) as client,
    ):
        yield Citizen(client)


@pytest.fixture
async def evaluator(settings: Settings) -> AsyncIterator[Citizen]:
    """Somebody who looks at the pages."""
    async with opened(settings) as looking:
        yield looking


def table_of(page: Page) -> list[dict[str, str]]:
    """Returns a CSV answer as rows."""
    return list(csv.DictReader(io.StringIO(page.answer.text)))


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_says_that_it_is_simulated_and_that_the_mix_was_assumed(path: str, evaluator: Citizen) -> None:
    page = await evaluator.get(path)
    assert page.status == 200
    assert "SIMULATION" in page.text
    assert "they say nothing about the world, because the mix was assumed" in page.text
    assert len(page.ids) == len(set(page.ids)), "ids are unique"


@pytest.mark.parametrize("path", PAGES)
async def test_every_table_is_a_file_too(path: str, evaluator: Citizen) -> None:
    page = await evaluator.get(f"{path}?{IN_FACADE}")
    addresses = [link for link in page.links if "format=csv" in link]
    assert addresses
    for address in addresses:
        answer = (await evaluator.get(address)).answer
        assert answer.headers["content-type"].startswith("text/csv")
        assert "simulation-" in answer.headers["content-disposition"]
        assert len(list(csv.reader(io.StringIO(answer.text)))) > 1


@pytest.mark.parametrize("path", PAGES)
async def test_whatever_a_page_links_to_is_there(path: str, evaluator: Citizen) -> None:
    page = await evaluator.get(f"{path}?{IN_FACADE}")
    links = {link for link in page.links if link.startswith("/evaluate")}
    for link in sorted(links)[:60]:
        assert (await evaluator.get(link)).status == 200, link


async def test_front_and_back_stand_side_by_side_with_what_belongs_beside_them(evaluator: Citizen) -> None:
    rows = {(row["scenario"], row["measure"]): row for row in table_of(await evaluator.get(f"{PAGES[0]}?format=csv"))}
    facade, joined = "A front door, and nothing behind it", "Joined up"
    assert float(rows[(facade, "F")]["value"]) > 0.9
    assert float(rows[(facade, "Phi")]["value"]) >= 0.8
    assert float(rows[(joined, "Phi")]["value"]) <= 0.15
    assert {"promise_gap", "rho", "kappa_back", "P1", "P3"} <= {key for _, key in rows}
    nobody_promised = rows[("Every door its own", "promise_gap")]
    assert (nobody_promised["value"], nobody_promised["n"]) == ("", "0")
    assert "promised anything" in nobody_promised["reason"]
    page = await evaluator.get(PAGES[0])
    assert "Nothing to measure. The log does not say that anybody was promised anything." in page.text
    assert "One case: an interval needs at least two." in page.text


async def test_a_number_opens_the_needs_that_it_counted(evaluator: Citizen) -> None:
    """The citizen's share of the back needs, counted again by whoever opens it."""
    rows = table_of(await evaluator.get(f"{PAGES[0]}?format=csv"))
    kappa = next(row for row in rows if row["scenario"].startswith("A front door") and row["measure"] == "kappa_back")
    back = table_of(await evaluator.get(f"/evaluate/needs?{IN_FACADE}&side=back&format=csv"))
    carried = table_of(await evaluator.get(f"/evaluate/needs?{IN_FACADE}&side=back&how=citizen&format=csv"))
    assert len(back) == int(kappa["n"])
    assert len(carried) / len(back) == pytest.approx(float(kappa["value"]))
    assert {row["How it was met"] for row in carried} == {"citizen"}
    assert all(row["Case"].startswith("FD-") for row in back)


async def test_a_number_opens_the_events_that_it_counted(evaluator: Citizen) -> None:
    rows = table_of(await evaluator.get(f"{PAGES[0]}?format=csv"))
    disclosed = next(row for row in rows if row["scenario"] == "Joined up" and row["measure"] == "P1")
    events = table_of(await evaluator.get("/evaluate/events?scenario=joined_up&measure=P1&format=csv"))
    assert len(events) / 2 == pytest.approx(float(disclosed["value"])), "two cases"
    assert {row["What happened"] for row in events} <= {"handoff.received", "handoff.sent"}


async def test_the_matrix_counts_what_its_cells_open(evaluator: Citizen) -> None:
    page = await evaluator.get(f"/evaluate/matrix?{IN_FACADE}")
    pairs = table_of(await evaluator.get(f"/evaluate/matrix?{IN_FACADE}&format=csv"))
    between = [row for row in pairs if row["From"] not in ("front_door", "citizen")]
    assert sum(float(row["Actual"]) for row in between) < sum(float(row["Required"]) for row in between)
    assert {row["Declared"] for row in between} == {"none"}
    one = next(link for link in page.links if "provider=register_office" in link)
    asked = parse_qs(urlsplit(one).query)
    needs = table_of(await evaluator.get(f"{one}&format=csv"))
    row = next(
        row for row in pairs if (row["From"], row["To"]) == (asked["provider"][0], asked["consumer"][0])
    )  # fmt: skip
    assert len(needs) == float(row["Required"])


async def test_the_days_of_the_longest_way_add_up(evaluator: Citizen) -> None:
    page = await evaluator.get(f"/evaluate/days?{IN_FACADE}")
    said = re.search(r"([\d.]+) days from the request to the last decision", page.text)
    assert said
    steps = table_of(await evaluator.get(f"/evaluate/days?{IN_FACADE}&format=csv"))
    assert sum(float(step["Days"]) for step in steps) == pytest.approx(float(said[1]), abs=0.06)
    assert {step["Spent on"] for step in steps} <= {"service", "queue", "handoff", "citizen"}


async def test_the_register_tells_kinds_apart_and_names_the_published_case(evaluator: Citizen) -> None:
    every = table_of(await evaluator.get("/evaluate/cracks?scenario=siloed&format=csv"))
    again = table_of(await evaluator.get("/evaluate/cracks?scenario=siloed&kind=duplication&format=csv"))
    assert {row["Crack"] for row in every} >= {"dumping", "duplication"}
    assert len(again) == sum(row["Crack"] == "duplication" for row in every) > 0
    dumped = [row for row in every if row["Crack"] == "dumping"]
    assert all(row["What happened"].startswith("The citizen carried it from ") for row in dumped)
    joined = table_of(await evaluator.get("/evaluate/cracks?scenario=joined_up&kind=dumping&format=csv"))
    assert not joined


async def test_nine_demands_are_measured_or_said_not_to_be(evaluator: Citizen) -> None:
    page = await evaluator.get(f"/evaluate/roles?{IN_FACADE}")
    assert page.text.count("Not measured.") == 9
    assert "“I want it quick, easy, understandable, high quality and just once”" in page.text
    rows = {row["Measure"]: row for row in table_of(await evaluator.get(f"/evaluate/roles?{IN_FACADE}&format=csv"))}
    assert float(rows["O1"]["Value"]) == 1.0, "in the simulation it is known what was due, and every office came to it"
    assert float(rows["O2"]["Value"]) > 0


async def test_a_report_pairs_the_same_requests_and_gives_no_interval_from_two(evaluator: Citizen) -> None:
    page = await evaluator.get(f"/evaluate/report?scenarios={FACADE},{JOINED}")
    assert "no interval from 2 pairs" in page.text
    assert "“Joined up” meets needs by better means" in page.text
    assert "What is not measured" in page.text
    (gap,) = [
        row
        for row in table_of(await evaluator.get(f"/evaluate/report?scenarios={FACADE},{JOINED}&format=csv"))
        if row["Measure"] == "Phi"
    ]
    assert float(gap["Joined up, difference"]) <= -0.8


async def test_pages_refuse_what_they_cannot_show(evaluator: Citizen) -> None:
    for path in (
        "/evaluate/matrix?scenario=nowhere",
        "/evaluate/needs?how=magic",
        "/evaluate/needs?page=9999",
        "/evaluate/events?measure=overall_score",
        "/evaluate/cracks?kind=fault",
        "/evaluate/days?case=FD-0000-0000",
        "/evaluate/report?scenarios=nowhere",
        f"/evaluate/obstacles?{IN_FACADE}&provider=a&consumer=b",
    ):
        assert (await evaluator.get(path)).status == 404, path


async def test_an_obstacle_is_recorded_for_a_pair_and_stands_in_the_register(evaluator: Citizen) -> None:
    pair = "provider=register_office.register_death&consumer=bank.close_accounts"
    page = await evaluator.get(f"/evaluate/obstacles?{IN_FACADE}&{pair}")
    empty = await evaluator.send(page, "/evaluate/obstacles")
    assert empty.status == 422
    assert empty.title.startswith("Error: ")
    assert "Choose which obstacle it is" in empty.text
    long = await evaluator.send(page, "/evaluate/obstacles", {"code": "magic", "note": "x" * 1001, "recorded_by": "E"})
    assert long.status == 422
    heard = {"code": "authority", "note": "“<b>No power</b> to share”", "recorded_by": "E. V."}
    done = await evaluator.send(page, "/evaluate/obstacles", heard)
    assert done.status == 200
    assert "“<b>No power</b> to share”" in done.text, "as text, never as markup"
    kept = await Obstacle.get()
    assert (kept.scenario, kept.code, kept.recorded_by) == (FACADE, "authority", "E. V.")
    register = await evaluator.get(f"/evaluate/cracks?{IN_FACADE}")
    assert "Authority" in register.text
    strange = await evaluator.client.post(f"/evaluate/obstacles?{IN_FACADE}&{pair}", data=heard)
    assert strange.status_code == 403, "a form without our token"


async def test_an_empty_record_says_what_to_do(tmp_path: Path) -> None:
    async with opened(Settings(var=tmp_path, town_url="http://town")) as visitor:
        for path in PAGES:
            page = await visitor.get(path)
            assert page.status == 200
            assert "there is no case yet" in page.text


async def test_where_offices_are_real_the_pages_are_not_open(tmp_path: Path) -> None:
    async with opened(Settings(var=tmp_path)) as visitor:
        for path in (*PAGES, "/evaluate/needs", "/evaluate/events", "/evaluate/obstacles"):
            assert (await visitor.get(path)).status == 404, path
