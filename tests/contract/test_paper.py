"""A paper-only office: a form is printed, posted and keyed in by a clerk; what the office says comes by letter."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from backoffice_adapters.agencies.dwp import PayFuneralExpenses
from backoffice_adapters.api import Accepted, Declined, Envelope, OfficeMisbehaved, Outcome, Pending, Posted, Submission
from backoffice_adapters.simulated import reports
from backoffice_adapters.simulated.clerks import PEOPLE
from backoffice_adapters.simulated.languages import NotUnderstood
from backoffice_adapters.simulated.roster import found_offices
from frontdoor.discovery import registry
from frontdoor.testing import PracticeTown, example_facts
from life_events.relations import Definitions, make_table
from tests.contract.asking import answers, ask, work_through

SERVICE = PayFuneralExpenses.key
PROCEDURE = next(each for each in found_offices("dwp")["dwp"].procedures if each.service == SERVICE)
STICKER = re.compile(r"RM\d{9}GB")
TEXTS = st.text(min_size=1, max_size=60)


@pytest_asyncio.fixture
async def practice(tmp_path: Path) -> AsyncIterator[PracticeTown]:
    town = PracticeTown(tmp_path, only="dwp")
    yield town
    await town.close()


def announce(town: PracticeTown, **said: Any) -> None:
    """Tells the town of the case, under the table of a world in which nobody talks to anybody."""
    found = registry()
    definitions = Definitions(found.services, found.agencies, found.facts)
    table = make_table(found.scenarios["front_door_only"], definitions).document({SERVICE})
    town.world().register.announce("case", [SERVICE], {**table, **said}, "")


def sticker(outcome: Outcome) -> str:
    assert isinstance(outcome, Posted)
    assert STICKER.fullmatch(outcome.reference)
    return outcome.reference


async def test_all_that_is_known_at_first_is_that_it_was_posted(practice: PracticeTown) -> None:
    """Then it lies in the worktray, then a clerk has keyed it in, and days later a letter says so."""
    began = practice.world().now
    sticker(await ask(PayFuneralExpenses, practice))
    store = practice.world().counters["dwp"].store

    assert not store.all()
    assert not store.mail.tray()

    await practice.next_event()
    ((paper, state, came),) = store.mail.tray()
    assert (paper.medium, state, came) == ("post", "travelling", practice.world().now)
    assert not store.all()

    await practice.next_event()
    (request,) = store.all()
    assert came is not None
    assert request.opened_at == practice.world().now > came > began
    assert not practice.letterbox.messages

    while not practice.letterbox.messages:
        await practice.next_event()
    assert answers(practice, PayFuneralExpenses) == [Pending(request.reference)]
    assert practice.world().now > request.opened_at


async def test_it_is_printed_as_a_form_and_answered_by_letter(practice: PracticeTown) -> None:
    await ask(PayFuneralExpenses, practice)
    printed = practice.wire.exchanges[0].request.content.decode().split("\n")
    await work_through(practice)
    letter = practice.letterbox.messages[-1]

    assert printed[:4] == ["SIMULATION", "", "SF200", ""]
    assert all(re.fullmatch(r"Q\d\d: .+", line) for line in printed[4:-1])
    head = "SIMULATION\n\nDepartment for Work and Pensions: about your form SF200\n\n"
    assert letter.body.startswith(head + "FORM_NO: SF/")
    assert "DECISION: ALLOWED" in letter.body
    assert isinstance(answers(practice, PayFuneralExpenses)[-1], Accepted)


async def test_a_letter_is_dated_when_it_was_written_and_none_overtakes_another(practice: PracticeTown) -> None:
    await ask(PayFuneralExpenses, practice)
    arrived = []
    for _ in range(30):
        heard = len(practice.letterbox.messages)
        await practice.next_event()
        arrived += [practice.world().now] * (len(practice.letterbox.messages) - heard)
    written = [message.office_time for message in practice.letterbox.messages]

    assert written == sorted(written)
    assert len(written) > 1
    assert all(said < came.isoformat() for said, came in zip(written, arrived, strict=True))


async def test_what_adds_to_a_form_waits_for_it_where_it_comes_first(practice: PracticeTown) -> None:
    facts = example_facts(registry().services[SERVICE])
    later = {name: facts.pop(name) for name in ("funeral.date", "funeral.invoice_total")}
    office, envelope = practice.office("dwp"), Envelope("case", "salt")
    overtaken = 0
    for number in range(12):
        person = {**facts, "deceased.last_name": f"Smith-{'abcdefghijkl'[number]}"}
        form = Submission(f"form{number}", f"form{number}", person, envelope, to_come=tuple(later))
        reference = sticker(await PayFuneralExpenses().submit(form, office))
        more = Submission(f"more{number}", f"more{number}", later, envelope)
        await PayFuneralExpenses().supply(reference, more, office)
    store = practice.world().counters["dwp"].store
    while await practice.next_event():
        tray = {note.parcel["key"] for note, _, _ in store.mail.tray() if note.parcel is not None}
        overtaken += sum(f"more{each}" in tray and f"form{each}" not in tray for each in range(12))

    assert overtaken, "the post is not that slow"
    assert {request.state for request in store.all()} == {"done"}
    assert {request.form["Q22"] for request in store.all()} == {later["funeral.invoice_total"]}
    assert len(store.heard()) == 12


async def test_what_the_clerk_mistypes_is_what_the_office_holds_and_what_is_measured(practice: PracticeTown) -> None:
    """Only what is mistyped is reported as taken in differently; what the form would not take is typed once more."""
    announce(practice, slips=1.0)
    await ask(PayFuneralExpenses, practice)
    store = practice.world().counters["dwp"].store
    while not store.all():
        await practice.next_event()

    facts = example_facts(registry().services[SERVICE])
    shown = PayFuneralExpenses().preview(facts)
    (request,) = store.all()
    wrong = {name for name, value in shown.items() if request.form[name] != value}
    assert wrong == {"Q03", "Q04", "Q12", "Q21", "Q22"}
    (report,) = [dict(each.body) for each in store.mail.unreported() if each.body["kind"] == "received"]
    assert (report["handoff_id"], report["medium"], report["from"]) == ("handoff", "post", "front_door")
    hashes = report["facts"]
    assert isinstance(hashes, dict)
    assert set(hashes) == {fact for name in wrong for fact in PROCEDURE.form[name].facts}
    assert all(hashed != reports.fact_hash("salt", facts[fact]) for fact, hashed in hashes.items())


async def test_a_careful_clerk_changes_nothing(practice: PracticeTown) -> None:
    announce(practice, slips=0.0)
    await ask(PayFuneralExpenses, practice)
    await work_through_books(practice)

    (request,) = practice.world().counters["dwp"].store.all()
    assert request.form == PayFuneralExpenses().preview(example_facts(registry().services[SERVICE]))


async def work_through_books(town: PracticeTown) -> None:
    store = town.world().counters["dwp"].store
    while not store.all():
        await town.next_event()


async def test_a_form_that_cannot_be_taken_comes_back_with_its_reason(practice: PracticeTown) -> None:
    reference = sticker(await ask(PayFuneralExpenses, practice, applicant__national_insurance_number="BG370773A"))
    await work_through(practice)

    (said,) = answers(practice, PayFuneralExpenses)
    assert said == Declined("FORM", "Q12 must be written as on the card")
    told = await PayFuneralExpenses().follow_up(reference, practice.office("dwp"))
    assert told == Declined("FORM", "Q12 must be written as on the card", practice.world().now)


async def test_what_the_post_loses_is_never_heard_of(practice: PracticeTown) -> None:
    """It was posted, and that is all that anybody can say."""
    practice.break_office("dwp", "loses")
    reference = sticker(await ask(PayFuneralExpenses, practice))
    practice.mend_office("dwp")
    await work_through(practice)

    assert not practice.letterbox.messages
    assert reference
    assert practice.books("dwp") == []


async def test_the_post_room_takes_its_own_form_only(practice: PracticeTown) -> None:
    class Older(PayFuneralExpenses):
        """Prints a form that has been given up."""

        form = "SF200 (2014)"

    with pytest.raises(OfficeMisbehaved, match="a letter was agreed"):
        await ask(Older, practice)


@pytest.mark.parametrize(
    "sent",
    ["", "SF200\nQ01: A", "SIMULATION\n\nSF300\n\nQ01: A", "SIMULATION\n\nSF200\n\nQ01: A\nQ01: B"],
    ids=["nothing", "not marked", "another form", "a line twice"],
)
def test_a_sheet_that_is_no_form_is_refused(sent: str) -> None:
    with pytest.raises(NotUnderstood):
        PROCEDURE.language.understand(sent.encode(), PROCEDURE.form)


@given(name=TEXTS, first=TEXTS)
def test_whatever_a_person_is_called_comes_through_as_it_was_shown(name: str, first: str) -> None:
    adapter = PayFuneralExpenses()
    shown = adapter.preview({"deceased.last_name": name, "deceased.first_names": first})

    assert PROCEDURE.language.understand(adapter.encode(shown, ""), PROCEDURE.form) == shown


def test_paper_is_keyed_in_by_people() -> None:
    assert PayFuneralExpenses.medium in PEOPLE
