"""A nightly file: gathered until the cut-off hour, worked in the evening, answered line by line in the morning."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from backoffice_adapters.agencies.council_reduce_council_tax import ReduceCouncilTax
from backoffice_adapters.api import (
    Accepted,
    Declined,
    Envelope,
    OfficeLost,
    OfficeMisbehaved,
    Outcome,
    Pending,
    Submission,
)
from backoffice_adapters.simulated.intakes import Nightly
from backoffice_adapters.simulated.languages import NotUnderstood
from backoffice_adapters.simulated.roster import found_offices
from frontdoor.testing import PracticeTown
from frontdoor.testing.town import AS_OF
from tests.contract.asking import ask

SERVICE = ReduceCouncilTax.key
PROCEDURE = next(each for each in found_offices("council")["council"].procedures if each.service == SERVICE)
TEXTS = st.text(min_size=1, max_size=60)
MORNING = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 9, tzinfo=UTC)
FRIDAY, MONDAY = "CTR20260306", "CTR20260309"


@pytest_asyncio.fixture
async def practice(tmp_path: Path) -> AsyncIterator[PracticeTown]:
    town = PracticeTown(tmp_path, only="council")
    yield town
    await town.close()


async def until(town: PracticeTown, moment: datetime) -> None:
    """Lets the calendar go on to a moment, and no further."""
    while town.world().now < moment:
        await town.world().advance(town.letterbox, moment)
    town.world().work()


async def asked_again(town: PracticeTown, reference: str) -> Outcome:
    return await ReduceCouncilTax().follow_up(reference, town.office("council"))


def known_as(outcome: Outcome) -> str:
    assert isinstance(outcome, Pending | Accepted)
    return outcome.reference


@pytest.mark.parametrize(
    ("hours", "file"),
    [(0, "CTR20260305"), (6.9, "CTR20260305"), (7, FRIDAY), (23, FRIDAY), (24 + 7.5, MONDAY), (3 * 24, MONDAY)],
    ids=["in the morning", "before the cut-off", "at the cut-off", "before opening", "on Friday after it", "Sunday"],
)
async def test_what_comes_after_the_cut_off_is_in_the_next_file(
    practice: PracticeTown, hours: float, file: str
) -> None:
    await until(practice, MORNING + timedelta(hours=hours))

    assert known_as(await ask(ReduceCouncilTax, practice)) == f"{file}/0001"


async def test_lines_are_worked_in_the_evening_and_results_are_there_in_the_morning(practice: PracticeTown) -> None:
    """What the council decides by day stands in the results of the day after."""
    reference = known_as(await ask(ReduceCouncilTax, practice))
    store = practice.world().counters["council"].store

    await until(practice, MORNING + timedelta(hours=10))
    assert store.items.coming() == ["key"]
    assert not store.all()

    await until(practice, MORNING + timedelta(hours=11))
    (request,) = store.all()
    assert not store.items.coming()
    assert await asked_again(practice, reference) == Pending(reference, office_time=practice.world().now)

    assert request.due_at is not None
    await until(practice, request.due_at)
    assert isinstance(await asked_again(practice, reference), Pending)
    while practice.world().now.date() == request.due_at.date():
        await practice.next_event()
    assert isinstance(await asked_again(practice, reference), Accepted)


async def test_each_line_has_its_own_answer_in_one_file(practice: PracticeTown) -> None:
    good = known_as(await ask(ReduceCouncilTax, practice, key="good"))
    rich = known_as(
        await ask(ReduceCouncilTax, practice, key="rich", household__savings="90000.00", pension_credit__guarantee="no")
    )
    odd = known_as(await ask(ReduceCouncilTax, practice, key="odd", retiree__council_tax_account="unknown"))
    while await practice.next_event():
        pass

    assert [good, rich, odd] == [f"CTR20260305/{line:04}" for line in (1, 2, 3)]
    assert isinstance(await asked_again(practice, good), Accepted)
    results = practice.wire.exchanges[-1].response.text.splitlines()
    assert results[0].startswith("H,CTROUT,ctr_no,ctr_status,")
    assert [line.split(",")[2] for line in results[1:-1]] == ["BILL REDUCED", "NOT ENTITLED", "NOT ENTITLED"]
    assert results[-1] == "T,3"
    too_much = "The savings are above the limit, and there is no guarantee credit."
    not_ours = "account_no must be written as on the bill"
    assert await asked_again(practice, rich) == Declined("CTR-CAP", too_much, practice.world().now)
    assert await asked_again(practice, odd) == Declined("FORM", not_ours, practice.world().now)


async def test_a_line_of_another_layout_is_our_mistake_and_nobody_s_no(practice: PracticeTown) -> None:
    class Older(ReduceCouncilTax):
        """Sends a column that the council has given up."""

        sends = {**ReduceCouncilTax.sends, "title": "applicant.email"}

    facts = {"applicant__email": "someone@example.com"}
    reference = known_as(await ask(Older, practice, **facts))
    while await practice.next_event():
        pass

    with pytest.raises(OfficeMisbehaved, match="not written as agreed"):
        await Older().follow_up(reference, practice.office("council"))


async def test_what_comes_later_is_a_line_of_that_night_and_waits_for_its_request(practice: PracticeTown) -> None:
    later = {"state_pension.weekly_amount": "200.00"}
    submission = Submission("later", "later", later, Envelope("case", "salt"))
    reference = known_as(await ask(ReduceCouncilTax, practice, key="first"))

    given = await ReduceCouncilTax().supply(reference, submission, practice.office("council"))
    assert known_as(given) == reference, "its results stand in the request's own line"
    await until(practice, MORNING + timedelta(hours=11))

    store = practice.world().counters["council"].store
    (request,) = store.all()
    assert request.form["state_pension_pw"] == "200.00"
    assert store.heard() == ["later"]


@pytest.mark.parametrize(
    "results",
    [
        "H,CTROUT,ctr_no,ctr_status\r\nR,CTR1/0001,RECEIVED\r\n",
        "H,CTROUT,ctr_no,ctr_status\r\nR,CTR1/0001,RECEIVED\r\nT,2\r\n",
        "R,CTR1/0001,RECEIVED\r\nT,1\r\n",
        "H,CTROUT,ctr_no,ctr_status\r\nR,CTR1/0001\r\nT,1\r\n",
        "H,CTROUT,ctr_no,ctr_no\r\nR,CTR1/0001,RECEIVED\r\nT,1\r\n",
        'H,CTROUT,ctr_no,ctr_status\r\nR,CTR1/0001,"RECEIVED\r\nT,1\r\n',
    ],
    ids=["cut off", "lines are missing", "no header", "a value is missing", "a column twice", "a quote is open"],
)
def test_a_file_that_is_not_whole_is_not_read(results: str) -> None:
    with pytest.raises(OfficeMisbehaved):
        ReduceCouncilTax().hear(results.encode())


def test_results_without_our_line_are_a_loss() -> None:
    with pytest.raises(OfficeLost):
        ReduceCouncilTax().decode(PROCEDURE.language.say({"ctr_no": "CTR20260305/0002"}), "CTR20260305/0001")


@given(name=TEXTS, place=TEXTS)
def test_whatever_a_person_is_called_comes_through_as_it_was_shown(name: str, place: str) -> None:
    """Commas, quotes, line ends and a sign for what will not come included."""
    adapter = ReduceCouncilTax()
    shown = adapter.preview({"applicant.full_name": name, "retiree.address": place})

    assert PROCEDURE.language.understand(adapter.encode(shown, ""), PROCEDURE.form) == shown


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "H,CTRIN,claimant\r\nD,,A\r\nT,2\r\n",
        "H,CTRIN,claimant\r\nD,,A,B\r\nT,1\r\n",
        "H,CTRIN\r\nT,0\r\n",
        "\ufeff",
    ],
    ids=["nothing", "a wrong count", "a value too many", "no line", "a mark alone"],
)
def test_the_council_takes_whole_files_only(sent: str) -> None:
    with pytest.raises(NotUnderstood):
        PROCEDURE.language.understand(sent.encode(), PROCEDURE.form)


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_a_file_is_always_ahead_and_never_by_more_than_the_longest_weekend(minutes: int) -> None:
    assert isinstance(PROCEDURE.intake, Nightly)
    now = MORNING + timedelta(minutes=minutes)
    worked = PROCEDURE.intake.comes_in(now, 0.5)

    assert timedelta(0) < worked - now <= timedelta(days=6)
    assert worked < PROCEDURE.intake.goes_out(worked, 0.5) <= worked + timedelta(days=5)
