"""What clerks do at their desks, a person over HTTP or a simulated one: decide, ask, key in, say who is meant."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from backoffice_adapters.agencies.dvla import CloseDriverRecord
from backoffice_adapters.agencies.dwp import PayFuneralExpenses, StopBenefits
from backoffice_adapters.agencies.hmrc import SettleIncomeTax, SettleInheritanceTax
from backoffice_adapters.agencies.pension_scheme import PaySurvivor
from backoffice_adapters.api import Accepted, Declined, Pending
from backoffice_adapters.simulated.clerks import judged
from backoffice_adapters.simulated.desk.keying import handed_in
from backoffice_adapters.simulated.forms import filled_in
from backoffice_adapters.simulated.identity import Match, at_a_glance, match
from backoffice_adapters.simulated.papers import Note
from frontdoor.testing import PracticeTown
from frontdoor.testing.town import WORLD
from tests.contract.desks import CASE, Desk, a_note, announce, asked, in_doubt, told_of

DIED = {"dwp.verified_date_of_death": "2026-03-02"}


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[PracticeTown]:
    town = PracticeTown(tmp_path / "town")
    announce(town, slips=0.0)
    yield town
    await town.close()


@pytest.fixture
def pensions(town: PracticeTown) -> Desk:
    return Desk(town.town, "pension_scheme")


@pytest.fixture
def tax(town: PracticeTown) -> Desk:
    return Desk(town.town, "hmrc")


async def work_through(town: PracticeTown) -> None:
    while await town.next_event():
        pass


async def lay_in(town: PracticeTown, desk: Desk, note: Note) -> None:
    """Lets a note arrive at a desk, and the calendar go on as far as it will."""
    desk.counter.tray.lay_in(note)
    await work_through(town)


def in_the_form(desk: Desk, note: Note) -> dict[str, str]:
    """What a clerk types who makes no mistake."""
    form = desk.counter.procedures[note.service].form
    own = {name: str(value) for name, value in filled_in(form, note.facts).items()}
    return own | {f"about {key}": value for key, value in note.about.items()}


# --- taking over ----------------------------------------------------------------------------------------------------


async def test_a_desk_that_was_taken_over_waits_for_its_person_while_the_rest_goes_on(
    town: PracticeTown, pensions: Desk
) -> None:
    await pensions.take_over()
    reference = await asked(PaySurvivor, town)
    other = await asked(SettleIncomeTax, town)

    await work_through(town)

    moved = await town.world().advance(town.letterbox, None)
    assert Desk(town.town, "hmrc").case(other).state == "done"
    assert pensions.case(reference).state == "open"
    assert moved.held == (
        "Work waits for the person who has taken over the desk at: Exampleton Pensions Administration (1)."
    )
    before = town.world().now
    assert (await town.world().advance(town.letterbox, None)).now == before, "the world stands still"


async def test_who_asked_hears_that_a_person_is_waited_for_and_no_longer(town: PracticeTown, pensions: Desk) -> None:
    reference = await asked(PaySurvivor, town)
    await pensions.take_over()

    waits = await told_of(PaySurvivor, town, reference)
    await town.world().advance(town.letterbox, None)
    await pensions.hand_back()
    goes_on = await told_of(PaySurvivor, town, reference)
    await town.world().advance(town.letterbox, None)

    assert isinstance(waits, Pending)
    assert isinstance(goes_on, Pending)
    assert (waits.clerk, goes_on.clerk) == ("It lies on the desk of our clerk.", "")
    heard = [PaySurvivor().hear(each.body.encode()) for each in town.letterbox.messages]
    assert [each.clerk for each in heard if isinstance(each, Pending)] == [waits.clerk, ""], "and is called back"


async def test_a_desk_that_is_handed_back_catches_up(town: PracticeTown, pensions: Desk) -> None:
    reference = await asked(PaySurvivor, town)
    await pensions.take_over()
    await work_through(town)
    await pensions.hand_back()

    await work_through(town)

    assert pensions.case(reference).state == "done"


async def test_who_sits_at_a_desk_is_remembered_and_it_concerns_one_world_only(
    tmp_path: Path, town: PracticeTown, pensions: Desk
) -> None:
    await pensions.take_over()
    reopened = PracticeTown(tmp_path / "town")
    assert "You sit at this desk" in await Desk(reopened.town, "pension_scheme").read()
    reopened.world("elsewhere")
    elsewhere = await pensions.browser.get("/elsewhere/pension_scheme/desk")
    assert "A simulated clerk works here" in elsewhere.text
    await reopened.close()


async def test_what_a_machine_does_needs_no_clerk(town: PracticeTown) -> None:
    desk = Desk(town.town, "dvla")
    await desk.take_over()
    assert desk.case(await asked(CloseDriverRecord, town)).state == "done"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://elsewhere.test"}])
async def test_nobody_takes_over_a_desk_from_a_page_of_somebody_else_s(
    town: PracticeTown, pensions: Desk, headers: dict[str, str]
) -> None:
    token = town.town.guard.token
    refused = await pensions.browser.post(pensions.base + "/staffing", data={"who": "person"})
    strange = await pensions.browser.post(
        pensions.base + "/staffing", data={"who": "person", "token": token}, headers=headers
    )
    assert (refused.status_code, strange.status_code) == (403, 403)
    assert not pensions.counter.store.staffing.by_person


async def test_nothing_is_decided_at_a_desk_that_nobody_took_over(town: PracticeTown, pensions: Desk) -> None:
    reference = await asked(PaySurvivor, town)
    assert "Take it over first." in await pensions.send(f"/cases/{reference}/decision", {}, 409)
    assert pensions.case(reference).state == "open"


async def test_what_a_clerk_would_tell_others_waits_for_the_person_too(town: PracticeTown) -> None:
    dwp = Desk(town.town, "dwp")
    await dwp.take_over()
    reference = await asked(StopBenefits, town)
    await dwp.send(f"/cases/{reference}/decision", {}, page=f"/cases/{reference}")
    await work_through(town)
    (note,) = [each for each in dwp.counter.store.mail.untold() if each.service == SettleIncomeTax.key]
    assert "HM Revenue and Customs, by a clerk’s note" in await dwp.read()
    assert town.world().counters["hmrc"].store.mail.tray() == []

    assert "They have been told." in await dwp.send(f"/notes/{note.message_id}", {})

    ((laid_in, *_),) = town.world().counters["hmrc"].store.mail.tray()
    assert laid_in.message_id == note.message_id
    assert "There is nothing here" in await dwp.send(f"/notes/{note.message_id}", {}, 404)


# --- deciding, refusing, asking -------------------------------------------------------------------------------------


async def test_a_person_grants_what_the_rules_propose(town: PracticeTown, pensions: Desk) -> None:
    reference = await asked(PaySurvivor, town)
    await pensions.take_over()
    while "Grant it" not in (proposed := await pensions.read(f"/cases/{reference}")):
        assert "What our rules say" in proposed
        await pensions.send(f"/cases/{reference}/decision", {}, page=f"/cases/{reference}")

    decided = await pensions.send(f"/cases/{reference}/decision", {}, page=f"/cases/{reference}")

    assert "Decided, as the rules say." in decided
    outcome = await told_of(PaySurvivor, town, reference)
    assert isinstance(outcome, Accepted)
    for name, value in pensions.case(reference).produced.items():
        assert f"{name} {value}" in proposed or name not in proposed, "as it was proposed"


async def test_the_rules_are_shown_with_their_numbers_and_sources(town: PracticeTown, tax: Desk) -> None:
    reference = await asked(SettleInheritanceTax, town)
    await tax.take_over()

    page = await tax.read(f"/cases/{reference}")

    assert "Nil rate band: 325000" in page
    assert "gov.uk" in page


async def test_a_person_says_no_with_a_reason_which_the_portal_hears(town: PracticeTown, pensions: Desk) -> None:
    reference = await asked(PaySurvivor, town)
    await pensions.take_over()
    case = f"/cases/{reference}"

    assert "There is a problem Say why." in await pensions.send(f"{case}/refusal", {"reason": " "}, 422, page=case)
    refused = await pensions.send(f"{case}/refusal", {"reason": "There is no survivor."}, page=case)
    await town.world().advance(town.letterbox, None)

    assert "Decided: unable to proceed. There is no survivor." in refused
    assert PaySurvivor().hear(town.letterbox.messages[-1].body.encode()) == Declined("CLERK", "There is no survivor.")
    assert "This case is decided." in await pensions.send(f"{case}/decision", {}, 409)


async def test_a_person_asks_the_citizen_by_letter_and_the_case_waits(town: PracticeTown, pensions: Desk) -> None:
    reference = await asked(PaySurvivor, town)
    await pensions.take_over()
    case, request = f"/cases/{reference}", pensions.case(reference)
    name = next(iter(request.form))
    (fact,) = pensions.counter.procedures[request.service].form[name].facts

    assert "Choose at least one field" in await pensions.send(f"{case}/question", {"words": "Why?"}, 422, page=case)
    await pensions.send(f"{case}/question", {"field": name, "words": "We cannot read it."}, page=case)

    waits = await told_of(PaySurvivor, town, reference)
    assert isinstance(waits, Pending)
    assert waits.waiting_for == (fact,)
    await work_through(town)
    (letter,) = (await pensions.browser.get(f"/_town/worlds/{WORLD}/letters/{CASE}", headers=AS_JSON)).json()
    assert letter["asks"] == [fact]
    read = await pensions.browser.get(f"/_town/worlds/{WORLD}/letters/{CASE}/{letter['letter_id']}")
    assert "We cannot read it." in read.text

    await answered(town, reference, {name: request.form[name]})

    assert pensions.case(reference).state == "open", "and it is taken up again"


AS_JSON = {"Accept": "application/json"}


async def answered(town: PracticeTown, reference: str, fields: dict[str, object]) -> None:
    headers = {"Idempotency-Key": "answer", "Handoff-Id": "told again"}
    office = town.office("pension_scheme")
    (await office.patch(f"{PaySurvivor.path}/{reference}", json=fields, headers=headers)).raise_for_status()


# --- keying in ------------------------------------------------------------------------------------------------------


async def test_a_person_keys_in_a_note_and_the_office_s_own_form_checks_it(town: PracticeTown, tax: Desk) -> None:
    reference = await asked(SettleIncomeTax, town, later=False)
    await tax.take_over()
    note = a_note(town.world(), "dwp.stop_benefits", "hmrc.settle_income_tax", DIED)
    await lay_in(town, tax, note)
    paper, right = f"/tray/{note.message_id}", in_the_form(tax, note)

    assert "DOD dwp" in (await tax.read(paper)).replace("verified date of death of the dwp", "dwp")
    wrong = await tax.send(paper, {**right, "DOD": "2 March 2026"}, 422, page=paper)
    assert "DOD must be a date written ddmmyyyy" in wrong
    assert "2 March 2026" not in wrong, "an entry that will not do is in its field, and is not said again"
    assert "There is a problem" in await tax.send(paper, {**right, "about deceased names": ""}, 422, page=paper)
    assert tax.case(reference).form.get("DOD") is None

    assert "Taken in." in await tax.send(paper, right, page=paper)

    assert tax.case(reference).form["DOD"] == "02032026"
    assert tax.case(reference).state == "open"
    assert "taken in already" in await tax.send(paper, right, 409)


async def test_a_slip_that_the_form_takes_stands_in_the_record(town: PracticeTown, tax: Desk) -> None:
    reference = await asked(SettleIncomeTax, town, later=False)
    await tax.take_over()
    note = a_note(town.world(), "dwp.stop_benefits", "hmrc.settle_income_tax", DIED)
    await lay_in(town, tax, note)

    await tax.send(
        f"/tray/{note.message_id}", {**in_the_form(tax, note), "DOD": "03032026"}, page=f"/tray/{note.message_id}"
    )

    assert tax.case(reference).form["DOD"] == "03032026"
    assert tax.counter.store.mail.note(note.message_id).facts == {"dwp.verified_date_of_death": "2026-03-03"}


async def test_where_everything_is_typed_twice_both_entries_have_to_agree(town: PracticeTown, tax: Desk) -> None:
    reference = await asked(SettleIncomeTax, town, later=False)
    await tax.take_over()
    assert "From now on everything is typed twice." in await tax.send("/typing", {"times": "twice"})
    note = a_note(town.world(), "dwp.stop_benefits", "hmrc.settle_income_tax", DIED)
    await lay_in(town, tax, note)
    paper, right = f"/tray/{note.message_id}", in_the_form(tax, note)

    second = await tax.send(paper, {**right, "DOD": "03032026"}, page=paper)
    assert "Type it once more" in second
    assert "03032026" not in (await tax.browser.get(tax.base + paper)).text, "nobody copies the first entry"
    assert "DOD is not what you typed before" in await tax.send(paper, right, 422, page=paper)
    await tax.send(paper, {"anew": "yes"}, page=paper)
    await tax.send(paper, right, page=paper)
    await tax.send(paper, right, page=paper)

    assert tax.case(reference).form["DOD"] == "02032026"


async def test_what_does_not_go_into_the_form_is_asked_of_the_citizen(town: PracticeTown, tax: Desk) -> None:
    reference = await asked(SettleInheritanceTax, town, later=False)
    await tax.take_over()
    strange = {"bank.tax_payment": "by cheque"}
    note = a_note(town.world(), "bank.close_accounts", "hmrc.settle_inheritance_tax", strange)
    await lay_in(town, tax, note)
    paper = f"/tray/{note.message_id}"
    assert "paidDirect must be written" in await tax.send(paper, in_the_form(tax, note), 422, page=paper)

    await tax.send(paper, {"unfit": "yes"}, page=paper)

    assert "paidDirect" in tax.case(reference).asked
    assert "We asked the citizen by letter." in await tax.read(f"/cases/{reference}")


async def test_a_simulated_clerk_asks_for_what_does_not_go_into_the_form(town: PracticeTown, tax: Desk) -> None:
    reference = await asked(SettleInheritanceTax, town, later=False)

    await lay_in(
        town,
        tax,
        a_note(town.world(), "bank.close_accounts", "hmrc.settle_inheritance_tax", {"bank.tax_payment": "cash"}),
    )

    assert tax.case(reference).asked == {"paidDirect"}


async def test_a_simulated_clerk_keys_in_in_office_hours_and_later_where_the_own_targets_come_first(
    town: PracticeTown, tax: Desk
) -> None:
    moments = []
    for number, targets in enumerate(({}, {"hmrc": 0.9})):
        town.world().register._cases.clear()
        world = PracticeTown(town.town.settings.folder / f"again-{number}")
        announce(world, slips=0.0, targets=targets)
        desk = Desk(world.town, "hmrc")
        reference = await asked(SettleIncomeTax, world, later=False)
        desk.counter.tray.lay_in(a_note(world.world(), "dwp.stop_benefits", "hmrc.settle_income_tax", DIED))
        while desk.case(reference).form.get("DOD") is None:
            assert await world.next_event()
        moments.append(world.world().now)
        assert 9 <= world.world().now.hour < 17
        await world.close()
    assert moments[1] - moments[0] > timedelta(days=1)


async def test_a_form_that_came_by_post_is_keyed_in_by_the_person_at_the_desk(town: PracticeTown) -> None:
    dwp = Desk(town.town, "dwp")
    await dwp.take_over()
    assert await asked(PayFuneralExpenses, town) == ""
    await work_through(town)
    ((note, *_),) = [each for each in dwp.counter.store.mail.tray() if each[0].service == PayFuneralExpenses.key]
    assert "Whoever asked us by post Pay funeral expenses" in await dwp.read()
    paper, form = f"/tray/{note.message_id}", {name: str(value) for name, value in handed_in(note).items()}
    first = next(iter(form))
    assert "There is a problem" in await dwp.send(paper, {**form, first: ""}, 422, page=paper)

    assert "Taken in." in await dwp.send(paper, {**form, first: "Grimshaw"}, page=paper)

    (request,) = dwp.counter.store.of_service(PayFuneralExpenses.key)
    assert request.form == {**handed_in(note), first: "Grimshaw"}, "a slip that the form takes stands in the record"


# --- doubtful matches -----------------------------------------------------------------------------------------------

DWP = "dwp.stop_benefits"
LOOKS = "Our clerk has to see whether something that we were told is about this person."


async def doubted(town: PracticeTown, tax: Desk, *, near: bool = True, **more: Any) -> tuple[str, Note]:
    """A case, and what may be about it and lies before the clerk, keyed in."""
    reference = await asked(SettleIncomeTax, town, later=False)
    note = in_doubt(tax, reference, DWP, DIED, near=near, medium="api", **more)
    tax.counter.tray.lay_in(note)
    assert town.world().work()
    return reference, note


async def test_a_doubtful_match_is_put_before_the_clerk_and_nothing_is_done_with_it(
    town: PracticeTown, tax: Desk
) -> None:
    await tax.take_over()
    reference, note = await doubted(town, tax)

    outcome = await told_of(SettleIncomeTax, town, reference)

    assert isinstance(outcome, Pending)
    assert outcome.clerk == LOOKS
    assert tax.case(reference).form.get("DOD") is None
    assert "Something may be about this person, or about another." in await tax.read(f"/cases/{reference}")
    assert "1 in doubt" in await tax.look(f"/{WORLD}")
    await work_through(town)
    assert (await town.world().advance(town.letterbox, None)).held, "and the world stands still"
    assert "Look at both records" in await tax.read(f"/tray/{note.message_id}")


async def test_both_records_stand_side_by_side(town: PracticeTown, tax: Desk) -> None:
    await tax.take_over()
    reference, note = await doubted(town, tax)

    page = await tax.read(f"/doubts/{note.message_id}")

    assert "Is it the same person?" in page
    for key, theirs in note.about.items():
        verdict = "differs" if theirs.endswith("#") else "agrees"
        assert re.search(rf"{re.escape(theirs)} \S.*? {verdict}", page), key
    assert "Department for Work and Pensions, by their system" in page
    assert f"Our record {reference}" in page
    assert "SNAM last name of the deceased ASHWORTH" in page


async def test_the_same_person_s_note_goes_into_the_record(town: PracticeTown, tax: Desk) -> None:
    await tax.take_over()
    reference, note = await doubted(town, tax)
    address = f"/doubts/{note.message_id}"
    assert "Say whether it is the same person." in await tax.send(address, {}, 422, page=address)

    assert "is in the record" in await tax.send(address, {"verdict": "same"}, page=address)

    assert tax.case(reference).form["DOD"] == "02032026"
    outcome = await told_of(SettleIncomeTax, town, reference)
    assert isinstance(outcome, Pending)
    assert outcome.clerk != LOOKS
    assert "the clerk says" in await tax.read(f"/cases/{reference}")
    assert "There is nothing here" in await tax.read(address, 404), "a doubt is decided once"


async def test_another_person_s_note_stays_in_the_tray_and_is_not_in_doubt_again(town: PracticeTown, tax: Desk) -> None:
    await tax.take_over()
    reference, note = await doubted(town, tax)
    address = f"/doubts/{note.message_id}"

    await tax.send(address, {"verdict": "another"}, page=address)

    assert tax.case(reference).form.get("DOD") is None
    assert tax.counter.store.mail.state_of(note.message_id) == "waiting"
    assert not tax.counter.store.doubts.open()
    outcome = await told_of(SettleIncomeTax, town, reference)
    assert isinstance(outcome, Pending)
    assert (outcome.clerk, outcome.waiting_for) == ("", ("dwp.verified_date_of_death",))


async def test_what_was_in_doubt_is_certain_when_the_case_says_more(town: PracticeTown, tax: Desk) -> None:
    await tax.take_over()
    reference, note = await doubted(town, tax)
    more = {"UTR": "1234567890"}
    about = {**note.about, "deceased.utr": "1234567890"}
    tax.counter.store.mail.put(replace(note, about=about), "doubtful")
    headers = {"Idempotency-Key": "more", "Handoff-Id": "more"}
    fields = {**more, **{name: tax.case(reference).form[name] for name in ("SNAM", "FNAM")}}
    office = town.office("hmrc")
    near = {key: value for key, value in about.items() if not value.endswith("#")}
    tax.counter.store.mail.put(replace(note, about=near), "doubtful")

    (await office.put(f"{SettleIncomeTax.path}/{reference}", json=fields, headers=headers)).raise_for_status()

    assert tax.case(reference).form["DOD"] == "02032026"
    assert not tax.counter.store.doubts.open()


@pytest.mark.parametrize("near", [True, False])
async def test_a_simulated_clerk_sees_a_slip_of_the_pen_and_takes_its_time(
    town: PracticeTown, tax: Desk, near: bool
) -> None:
    began = town.world().now
    _, note = await doubted(town, tax, near=near)
    while tax.counter.store.doubts.open():
        assert await town.next_event()

    assert tax.counter.store.mail.state_of(note.message_id) == ("keyed" if near else "waiting")
    assert town.world().now - began > timedelta(hours=1)
    assert 9 <= town.world().now.hour < 17


async def test_a_clerk_who_errs_says_the_other_the_same_each_time(tmp_path: Path) -> None:
    verdicts = []
    for folder in ("one", "other"):
        town = PracticeTown(tmp_path / folder)
        announce(town, slips=0.0)
        tax = Desk(town.town, "hmrc")
        reference = await asked(SettleIncomeTax, town, later=False)
        share = next(at / 997 for at in range(1, 997) if not judged(True, (at / 997, reference)))
        note = in_doubt(tax, reference, DWP, DIED, near=True, medium="api", share=share)
        tax.counter.tray.lay_in(note)
        assert town.world().work()
        while tax.counter.store.doubts.open():
            assert await town.next_event()
        verdicts.append((tax.counter.store.mail.state_of(note.message_id), town.world().now))
        await town.close()
    assert verdicts[0][0] == "waiting"
    assert verdicts[0] == verdicts[1]


MARKS = st.dictionaries(
    st.sampled_from(["a names", "b names", "a.date_of_birth", "a.postcode", "a.number"]),
    st.text("AB 019", min_size=1, max_size=8).map(str.strip).filter(bool),
)


@given(MARKS, MARKS)
def test_a_match_is_the_same_from_both_sides(one: dict[str, str], other: dict[str, str]) -> None:
    assert match(one, other) is match(other, one)
    assert at_a_glance(one, other) == at_a_glance(other, one)


@given(MARKS)
def test_a_person_is_never_taken_for_another_by_the_own_marks(one: dict[str, str]) -> None:
    assert match(one, one) is (Match.ANOTHER if not one else Match.SAME if len(one) > 1 else Match.DOUBTFUL)


@given(MARKS)
def test_what_nothing_speaks_for_is_another_person(one: dict[str, str]) -> None:
    assert match(one, dict.fromkeys(one, "QQQQ")) is Match.ANOTHER
