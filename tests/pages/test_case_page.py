"""The case page: what it says of every office, what it asks for, and the simulation's calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from frontdoor.cases.models import CaseFact
from frontdoor.discovery import registry
from frontdoor.handoffs.casedocument import CaseDocument, HandoffView, WaitingView
from frontdoor.handoffs.events import Status
from frontdoor.pages.citizen.history import MEDIA
from frontdoor.pages.citizen.organisations import short_name
from frontdoor.pages.citizen.standing import Standing, standing
from frontdoor.pages.citizen.status import case_page
from frontdoor.pages.citizen.words import HEADINGS, NEED_NOT, Word, said, word_for
from life_events.facts import Kind
from tests.pages.conftest import Citizen, Site

NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)
FIVE_DAYS_AGO = NOW - timedelta(days=5)
DVLA, PROBATE = "dvla.close_driver_record", "hmcts.grant_probate"


def handoff(to: str = DVLA, status: Status = Status.SENT, **more: Any) -> HandoffView:
    """Returns a handoff as the case page gets it."""
    known: dict[str, Any] = {
        "handoff_id": "1",
        "kind": "acting",
        "service": to,
        "agency": to.partition(".")[0],
        "from": "front_door",
        "to": to,
        "facts": (),
        "medium": "api",
        "status": status,
        "reason": "",
        "since": FIVE_DAYS_AGO,
        "sent": FIVE_DAYS_AGO,
        "received": FIVE_DAYS_AGO,
        "ended": None,
        "expected_by": None,
        "deadline": None,
        "attempts": 1,
        "unreachable": False,
        "office_reference": None,
    }
    return HandoffView(**{**known, **more})


def document(*handoffs: HandoffView, **more: Any) -> CaseDocument:
    """Returns a case with these handoffs."""
    known: dict[str, Any] = {
        "reference": "FD-BBBB-CCCC",
        "life_event": "bereavement",
        "scenario": "front_door_only",
        "as_of": FIVE_DAYS_AGO.date(),
        "asked_as_of": FIVE_DAYS_AGO.date(),
        "submitted": FIVE_DAYS_AGO,
        "now": NOW,
        "closed": None,
        "calendar_days": 5,
        "finished": False,
        "definitions": "",
        "handoffs": handoffs,
        "tasks": (),
        "waiting": (),
    }
    return CaseDocument(**{**known, **more})


def stands(acting: HandoffView, *others: HandoffView, **more: Any) -> Standing:
    """Returns how one service stands."""
    return standing(document(acting, *others, **more), acting, registry())


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("waits_for", [(), ("citizen",), ("bank.close_accounts",), ("bank.close_accounts", "citizen")])
def test_every_status_has_one_of_the_five_words(status: Status, waits_for: tuple[str, ...]) -> None:
    word = word_for(status, waits_for)
    assert word in Word
    label = said(status, word, "Banks", "registry manager")
    assert label
    assert label.startswith(("We are telling them", "They have it", "Waiting for ", "You need to act", "Settled: "))
    assert label == HEADINGS[word] or word in (Word.WAITING, Word.SETTLED)
    assert stands(handoff(status=status, reason="Because.")).happened


@pytest.mark.parametrize("status", [Status.ACKNOWLEDGED, Status.IN_PROGRESS])
def test_they_have_it_is_not_said_when_they_cannot_be_asked_whether_they_still_do(status: Status) -> None:
    shown = stands(handoff(status=status, unreachable=True, unconfirmed=True))
    assert shown.word is Word.WAITING
    assert shown.label == f"Waiting for {shown.name}"
    assert "They have it" not in shown.happened
    assert "cannot reach them" in shown.happened
    assert stands(handoff(status=status, unreachable=True)).word is Word.HAVE, "within its promise time it may be said"


def test_what_was_lost_is_said_while_it_is_handed_over_anew() -> None:
    shown = stands(handoff(status=Status.READY, lost=1))
    assert shown.word is Word.TELLING
    assert "lost it: we tell them once more" in shown.happened


def test_a_yes_that_was_taken_back_is_said_with_its_reason() -> None:
    shown = stands(handoff(status=Status.RETRACTED, reason="We should not have agreed."))
    assert shown.label == "Settled: taken back"
    assert "took it back" in shown.happened
    assert "We should not have agreed. To ask why:" in shown.happened


def test_an_office_that_is_paused_is_said_to_be() -> None:
    shown = stands(handoff(status=Status.READY, paused=True))
    assert shown.word is Word.TELLING
    assert "for the moment" in shown.happened


def test_there_are_five_words_and_no_more() -> None:
    assert len(Word) == len(HEADINGS) == 5
    assert set(NEED_NOT) <= set(Word)


@pytest.mark.parametrize(
    ("status", "waits_for", "word"),
    [
        (Status.BLOCKED, ("hmrc.settle_inheritance_tax",), Word.WAITING),
        (Status.BLOCKED, ("citizen",), Word.ACT),
        (Status.READY, (), Word.TELLING),
        (Status.SENT, (), Word.TELLING),
        (Status.ACKNOWLEDGED, (), Word.HAVE),
        (Status.IN_PROGRESS, (), Word.HAVE),
        (Status.IN_PROGRESS, ("bank.close_accounts",), Word.WAITING),
        (Status.NEEDS_CITIZEN, ("citizen",), Word.ACT),
        (Status.NEEDS_CLERK, (), Word.WAITING),
        (Status.UNCERTAIN, (), Word.WAITING),
        (Status.FAILED, (), Word.WAITING),
        (Status.COMPLETED, (), Word.SETTLED),
        (Status.DECLINED, (), Word.SETTLED),
    ],
)
def test_the_word_follows_from_the_status(status: Status, waits_for: tuple[str, ...], word: Word) -> None:
    assert word_for(status, waits_for) is word


def test_it_says_who_waits_for_whom_since_when_and_until_when() -> None:
    wait = WaitingView(
        service=PROBATE,
        **{"for": ("hmrc.settle_inheritance_tax",)},
        facts=("inheritance_tax.unique_code",),
        since=FIVE_DAYS_AGO,
        until=datetime(2026, 4, 2, tzinfo=UTC),
    )
    one = stands(handoff(PROBATE, Status.BLOCKED), waiting=(wait,))
    assert one.label == "Waiting for HMRC"
    assert one.more == (
        "Probate Service has waited for HMRC since 15 March 2026 (5 days ago). It needs: Inheritance Tax unique code. "
        "Usually there by 2 April 2026.",
    )


@pytest.mark.parametrize(("front_door", "who"), [(True, "We have"), (False, "You have")])
def test_what_lies_in_the_post_is_not_said_to_be_with_the_office(front_door: bool, who: str) -> None:
    """Nor is the post's number said to be the office's; when it has written, its own is."""
    letter = handoff(status=Status.SENT, medium="post", office_reference="RM136659230GB", received=None)
    more = handoff(status=Status.SENT, medium="post", kind="supply", office_reference="RM2", facts=("funeral.date",))

    posted = stands(letter, more, front_door=front_door)

    assert (
        posted.happened
        == f"{who} posted it to DVLA on 15 March 2026 (item RM136659230GB). They write when they have it."
    )
    assert posted.more == ("In the post to DVLA: date of the funeral.",)
    assert (posted.word, posted.reference) == (Word.TELLING, "")
    assert stands(handoff(status=Status.IN_PROGRESS, medium="post", office_reference="SF/1")).reference == "SF/1"


def test_an_office_that_cannot_be_reached_is_named() -> None:
    one = stands(handoff(status=Status.READY, unreachable=True))
    assert one.happened == "We cannot reach DVLA at the moment. We keep trying; you need do nothing."
    assert one.word is Word.TELLING


@pytest.mark.parametrize("status", [Status.FAILED, Status.UNCERTAIN, Status.NEEDS_CLERK])
def test_what_is_stuck_has_a_named_owner(status: Status) -> None:
    one = stands(handoff(status=status, reason="Its answer could not be understood."))
    assert one.label == "Waiting for the DVLA bereavement casework manager"
    assert "DVLA bereavement casework manager has been looking into it" in one.happened
    assert one.is_stuck
    if status is not Status.NEEDS_CLERK:
        assert "If it cannot wait: Write to DVLA" in one.happened


def test_what_is_stuck_on_its_way_later_counts_as_stuck_too() -> None:
    supply = handoff(status=Status.FAILED, kind="supply", service=None, facts=("registration.date_of_death",))
    assert stands(handoff(status=Status.IN_PROGRESS), supply).is_stuck
    done = stands(handoff(status=Status.COMPLETED, ended=NOW), supply)
    assert done.word is Word.SETTLED
    assert any("could not pass on to DVLA" in each for each in done.more)


@pytest.mark.parametrize(
    ("more", "expected", "late"),
    [
        ({"expected_by": NOW + timedelta(days=3)}, "Expected by 23 March 2026.", False),
        ({"expected_by": NOW - timedelta(days=3)}, "it takes longer than usual", False),
        ({"deadline": NOW + timedelta(days=9)}, "Legal deadline: 29 March 2026, in 9 days.", False),
        ({"deadline": NOW}, "Legal deadline: 20 March 2026, today.", False),
        ({"deadline": NOW - timedelta(days=2)}, "Late: the legal deadline was 18 March 2026, 2 days ago.", True),
        (
            {"deadline": NOW, "status": Status.COMPLETED, "ended": NOW, "kept": NOW},
            "Legal deadline 20 March 2026: in time.",
            False,
        ),
        (
            {"deadline": NOW - timedelta(days=1), "status": Status.COMPLETED, "ended": NOW, "kept": NOW},
            "Legal deadline 19 March 2026: 1 day late.",
            True,
        ),
        (
            {"deadline": NOW - timedelta(days=1), "kept": FIVE_DAYS_AGO},
            "Legal deadline 19 March 2026: in time.",
            False,
        ),
    ],
)
def test_it_says_whether_it_is_in_time(more: dict[str, Any], expected: str, late: bool) -> None:
    one = stands(handoff(**{"status": Status.IN_PROGRESS, **more}))
    assert expected in one.time
    assert one.late is late


def test_a_no_comes_with_its_reason() -> None:
    one = stands(handoff(status=Status.DECLINED, reason="There is no such licence.", ended=NOW))
    assert one.label == "Settled: no"
    assert one.happened == "They said no on 20 March 2026: There is no such licence."


def test_the_summary_is_one_short_sentence_and_the_digest_tells_a_change() -> None:
    first = case_page(document(handoff(), handoff(PROBATE, Status.NEEDS_CITIZEN)), registry())
    assert first.summary == "1 office needs something from you. 0 of 2 settled and 1 being told."
    again = case_page(document(handoff(), handoff(PROBATE, Status.NEEDS_CITIZEN)), registry())
    assert again.digest == first.digest
    other = case_page(document(handoff(status=Status.ACKNOWLEDGED), handoff(PROBATE, Status.NEEDS_CITIZEN)), registry())
    assert other.digest != first.digest


def test_every_medium_of_the_ladder_has_words() -> None:
    assert set(MEDIA) >= {
        "api", "event", "shared_record", "batch_file", "read_only_lookup", "staff_rekey", "phone", "email", "post",
        "citizen_carried", "citizen_reentered", "none",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Department for Work and Pensions (DWP)", "DWP"),
        ("HM Revenue and Customs (HMRC)", "HMRC"),
        ("Probate Service (HMCTS)", "Probate Service"),
        ("Local support (charity)", "Local support"),
        ("Register office", "Register office"),
    ],
)
def test_an_organisation_is_called_as_people_call_it(title: str, short: str) -> None:
    assert short_name(title) == short


async def test_the_page_answers_what_citizens_ask(site: Site, citizen: Citizen, facts: dict[str, str]) -> None:
    """Who is involved as what, the latest state, the legal term, whom to call, was it in time (gemma-zaken #5)."""
    await citizen.submit(facts)
    page = await citizen.get("/case")
    read = await site.portal.read(await site.case())
    for acting in read.acting:
        agency = registry().agency_of(acting.to)
        assert registry().services[acting.to].title in page.text
        assert agency.title in page.text
        if acting.status is not Status.NOT_NEEDED:
            assert agency.owner in page.text
            assert agency.fallback in page.text
    assert "has waited for Register office since" in page.text
    assert "Legal deadline: " in page.text
    assert "The death was not reported to a coroner." in page.text
    assert "Insurance companies" in page.text
    assert 'role="status"' in page.answer.text
    assert page.answer.text.count('role="status"') == 1


async def test_the_whole_case_settles_before_the_citizens_eyes(working_site: Site, facts: dict[str, str]) -> None:
    citizen = working_site.browser()
    del facts["partner.sort_code"], facts["partner.account_number"]
    await citizen.submit(facts)
    simulation, case = working_site.simulation, await working_site.case()
    await simulation.until(case, lambda each: each.tasks and each.standing_still)
    page = await citizen.get("/case")
    assert "You need to act" in page.text
    assert "stands still" in page.text or "Nothing can happen until somebody acts" in page.text
    (link,) = {each for each in page.links if each.startswith("/case/tasks/")}
    task = await citizen.get(link)
    wrong = await citizen.send(task, "/case/tasks/", {"partner.sort_code": "12", "partner.account_number": ""})
    assert wrong.status == 422
    assert wrong.title.startswith("Error: ")
    assert dict(wrong.form("/case/tasks/").fields)["partner.sort_code"] == "12"
    right = {"partner.sort_code": "20-45-45", "partner.account_number": "55127780"}
    page = await citizen.send(task, "/case/tasks/", right)
    assert page.path == "/case"
    assert "Thank you We are passing it on to DWP." in page.text
    assert "Thank you" not in (await citizen.get("/case")).text
    assert (await citizen.get(link)).path == "/case", "what was given is not asked for again"
    again = await citizen.client.post(link, data={"form_token": dict(task.forms[-1].fields)["form_token"]})
    assert again.url.path == "/case"
    await simulation.finish(case)
    page = await citizen.get("/case")
    assert "Everything is settled." in page.text
    assert page.text.count("Settled: yes") == 18


async def test_an_office_that_is_down_is_named_on_the_page(working_site: Site, facts: dict[str, str]) -> None:
    citizen = working_site.browser()
    working_site.simulation.fault("dvla", "down")
    await citizen.submit(facts)
    case = await working_site.case()
    await working_site.simulation.until(case, lambda each: any(one.unreachable for one in each.acting))
    page = await citizen.get("/case")
    assert "We cannot reach DVLA at the moment. We keep trying; you need do nothing." in page.text


async def test_an_office_that_answers_rubbish_has_an_owner_on_the_page(
    working_site: Site, facts: dict[str, str]
) -> None:
    citizen = working_site.browser()
    working_site.simulation.fault("passport_office", "garbled")
    await citizen.submit(facts)
    case = await working_site.case()
    await working_site.simulation.until(case, lambda each: any(one.status is Status.FAILED for one in each.acting))
    page = await citizen.get("/case")
    assert "We could not tell HM Passport Office." in page.text
    assert registry().agencies["passport_office"].owner in page.text


async def test_the_part_that_changes_is_fetched_only_when_it_changed(
    site: Site, citizen: Citizen, facts: dict[str, str]
) -> None:
    await citizen.submit(facts)
    page = await citizen.get("/case")
    address = page.answer.text.split('hx-get="')[1].split('"')[0]
    assert (await citizen.get(address)).status == 204
    fragment = await citizen.get("/case/progress?seen=nothing")
    assert fragment.status == 200
    assert fragment.answer.text.lstrip().startswith('<div class="app-columns" id="case-now"')
    assert address in fragment.answer.text
    assert "/case" in page.links, "without JavaScript there is a link to refresh"


async def test_the_simulations_calendar_can_be_moved(working_site: Site, facts: dict[str, str]) -> None:
    citizen = working_site.browser()
    del facts["partner.sort_code"]
    await citizen.submit(facts)
    case = await working_site.case()
    still = await working_site.simulation.until(case, lambda each: each.tasks and each.standing_still)
    page = await citizen.get("/case")
    assert page.form("/case/calendar").offered["move"] == {"event", "day"}
    moved = await citizen.send(page, "/case/calendar", {"move": "day"})
    assert moved.path == "/case"
    assert (await working_site.portal.read(case)).now.date() > still.now.date()
    assert (await citizen.send(page, "/case/calendar", {"move": "year"})).status == 404
    working_site.simulation.town_is_up = False
    away = await citizen.send(page, "/case/calendar", {"move": "event"})
    assert away.path == "/case"
    assert "The town of offices does not answer, so its calendar stands still." in away.text


async def test_a_stranger_to_the_case_finds_no_such_office(citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.submit(facts)
    assert (await citizen.get("/case/tasks/moon.landing")).status == 404
    assert (await citizen.get("/case/tasks/bank.close_accounts")).path == "/case", "it asks for nothing now"


async def test_what_people_write_is_shown_as_they_wrote_it_and_never_run(
    citizen: Citizen, facts: dict[str, str]
) -> None:
    hostile = """<img src=x onerror=alert(1)>"'{{ 7*191 }}</textarea><script>alert(2)</script>"""
    facts |= dict.fromkeys(("deceased.first_names", "deceased.occupation", "deceased.address"), hostile)
    await citizen.ready(facts)
    pages = [
        await citizen.get(path)
        for path in (
            "/journey/answers",
            "/journey/offices",
            "/journey/their-name",
            "/journey/occupation?change=1",
            "/journey/address",
        )
    ]
    question = await citizen.get("/journey/contact")
    pages.append(await citizen.send(question, "/journey/contact", {"applicant.email": hostile}))
    for page in pages:
        assert "<img src=x" not in page.answer.text
        assert "<script>alert" not in page.answer.text
        assert "1337" not in page.answer.text
    assert hostile.split("</textarea>")[0] in dict(pages[-1].form("/journey/").fields)["applicant.email"]


async def test_the_history_names_facts_and_never_says_them(working_site: Site, facts: dict[str, str]) -> None:
    citizen = working_site.browser()
    await citizen.submit(facts)
    case = await working_site.case()
    await working_site.simulation.finish(case)
    page = await citizen.get("/case")
    assert "Everything that was handed over" in page.text
    assert "computer to computer" in page.text
    known = registry().facts
    values = {each.value for each in await CaseFact.all() if known[each.fact].kind is not Kind.CHOICE}
    assert not {value for value in values if len(value) > 4 and value in page.text}


async def test_the_confirmation_says_what_usually_follows(citizen: Citizen, facts: dict[str, str]) -> None:
    page = await citizen.submit(facts)
    assert "We tell 5 services at once" in page.text
    assert "Grant probate Probate Service, after Register office and HMRC, usually 20 working days" in page.text
    # register 4, then the pension scheme 20, Inheritance Tax 20, probate 20
    assert "After about 64 working days" in page.text
