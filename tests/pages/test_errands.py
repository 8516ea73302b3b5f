"""What is left to the citizen: each errand on the page with its reason, the letters, and a world without front door."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import httpx
import pytest

from frontdoor.discovery import registry
from frontdoor.handoffs.casedocument import CaseDocument, LetterView, TaskView, WaitingView
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.relationships import PairWish, relate
from frontdoor.handoffs.state import Errand
from frontdoor.pages.citizen.history import history
from frontdoor.pages.citizen.status import case_page
from frontdoor.pages.citizen.tasks import errands, letter_lines
from frontdoor.pages.citizen.words import Word
from frontdoor.testing.simulation import TOWN, Simulation, example, request_of
from tests.pages.conftest import Citizen, Page, Site
from tests.pages.test_case_page import FIVE_DAYS_AGO, NOW, PROBATE, document, handoff, stands

IHT, TAX = "hmrc.settle_inheritance_tax", "hmrc.settle_income_tax"
CODE = "inheritance_tax.unique_code"
REGISTER, EXAMINER = "register_office.register_death", "medical_examiner.certify_cause_of_death"


def letter(from_: str = IHT, facts: tuple[str, ...] = (CODE,), **more: Any) -> LetterView:
    known = {"letter": "1a", "arrived": FIVE_DAYS_AGO, "asks": (), "offers": {}, "address": "http://town/letters/1a"}
    return LetterView(**{**known, "from": from_, "facts": facts, **more})


def task(service: str, errand: Errand, facts: tuple[str, ...], **more: Any) -> TaskView:
    known = {"since": FIVE_DAYS_AGO, "letter": "1a", "address": "http://town/letters/1a", "provider": ""}
    return TaskView(service=service, agency=service.partition(".")[0], errand=errand, facts=facts, **{**known, **more})


def test_what_stands_in_a_letter_is_carried_because_one_office_does_not_tell_the_other() -> None:
    carry = task(PROBATE, Errand.CARRY, (CODE,), provider=IHT)
    (some,) = errands(document(letters=(letter(),), tasks=(carry,)), registry())
    assert some.writer == "HM Revenue and Customs"
    assert some.letter == "http://town/letters/1a"
    (one,) = some.tasks
    assert one.what == "Type in the Inheritance Tax unique code for Probate Service"
    assert one.why == (
        "Probate Service cannot go on without the Inheritance Tax unique code in the letter: "
        "HMRC does not tell Probate Service."
    )
    assert one.address == f"/case/tasks/{PROBATE}"


def test_an_original_is_taken_there_because_nobody_sends_it() -> None:
    number = "registration.certificate_number"
    carry = task(PROBATE, Errand.CARRY, (number,), provider=REGISTER)
    (some,) = errands(document(letters=(letter(REGISTER, (number,)),), tasks=(carry,)), registry())
    assert some.tasks[0].what == "Take the letter with the death certificate number to Probate Service"
    assert "takes the original only. The register office sends none." in some.tasks[0].why


@pytest.mark.parametrize(
    ("front_door", "told"), [(True, "although you told us and we told them"), (False, "although you told them")]
)
def test_what_was_told_before_is_asked_once_more(front_door: bool, told: str) -> None:
    again = task(TAX, Errand.TELL_AGAIN, ("executor.full_name",), provider=TAX)
    asks = letter(TAX, (), asks=("executor.full_name",))
    (some,) = errands(document(letters=(asks,), tasks=(again,), front_door=front_door), registry())
    assert some.tasks[0].why == f"HMRC asks once more for the name of the person dealing with the estate, {told}."


def test_who_believes_the_issuer_only_has_it_sent_by_the_issuer_and_the_way_there_is_the_letter() -> None:
    offers = letter(EXAMINER, (), offers={REGISTER: ("medical_certificate.number",)})
    ask = task(REGISTER, Errand.ASK_TO_POST, ("medical_certificate.number",), provider=EXAMINER)
    (some,) = errands(document(letters=(offers,), tasks=(ask,)), registry())
    (one,) = some.tasks
    assert (
        one.what == "Ask the medical examiner to send the medical certificate of cause of death to the register office"
    )
    assert "The register office believes the medical certificate of cause of death only from the medical" in one.why
    assert one.address == "http://town/letters/1a"


def test_two_services_of_one_agency_are_told_apart() -> None:
    date = ("registration.date_of_death",)
    tasks = tuple(
        task(each, Errand.CARRY, date, provider=REGISTER)
        for each in ("dwp.pay_bereavement_support", "dwp.pay_funeral_expenses")
    )
    (some,) = errands(document(letters=(letter(REGISTER, date),), tasks=tasks), registry())
    assert len({each.what for each in some.tasks}) == 2
    assert "DWP (Help with funeral costs)" in some.tasks[1].what


def test_letters_are_listed_with_whom_they_are_from_when_they_came_and_what_they_are_about() -> None:
    older = letter(EXAMINER, (), letter="2", arrived=NOW - timedelta(days=9), offers={REGISTER: (CODE,)})
    lines = letter_lines(document(letters=(older, letter())), registry())
    assert [each.writer for each in lines] == ["HM Revenue and Customs", "Medical examiner"]
    assert lines[0].arrived == "15 March 2026"
    assert lines[0].about == "Gives the Inheritance Tax unique code."
    assert lines[1].about.startswith("Offers to send the ")


def test_what_one_office_tells_another_is_on_its_way_and_leaves_nothing_to_do() -> None:
    wait = WaitingView(
        service=PROBATE, **{"for": (IHT,)}, facts=(CODE,), since=FIVE_DAYS_AGO, until=None, ready_at=IHT, medium="phone"
    )
    one = stands(handoff(PROBATE, Status.IN_PROGRESS), waiting=(wait,))
    (said,) = one.more
    assert said.startswith("HMRC’s office is telling Probate Service’s office, by phone: Inheritance Tax unique code.")
    by_letter = wait.model_copy(update={"by_letter": True})
    one = stands(handoff(PROBATE, Status.IN_PROGRESS), waiting=(by_letter,))
    assert one.more[0].startswith("HMRC has posted a letter to you with the Inheritance Tax unique code.")


def test_who_is_told_through_a_hub_says_so() -> None:
    wait = WaitingView(
        service="dvla.close_driver_record",
        **{"for": ("tell_us_once.pass_on_death",)},
        facts=(),
        since=FIVE_DAYS_AGO,
        until=None,
    )
    blocked = handoff(status=Status.BLOCKED, **{"from": "tell_us_once.pass_on_death"})
    one = stands(blocked, waiting=(wait,))
    assert one.label == "Waiting for Tell Us Once"
    assert one.happened == "They are told through Tell Us Once."


def test_a_merged_service_stands_as_the_work_of_the_other() -> None:
    merged = handoff(TAX, Status.NOT_NEEDED, reason="Merged into: Settle Inheritance Tax (HMRC).", about=TAX)
    part = handoff(IHT, Status.IN_PROGRESS, kind="part", service=None, about=TAX, handoff_id="2")
    page = case_page(document(merged, part), registry())
    (one,) = [each for group in page.groups for each in group.members]
    assert one.title == "Settle Income Tax"
    assert one.word is Word.HAVE
    assert one.more[0] == "Merged into HMRC: they do it as part of “Settle Inheritance Tax”."
    assert page.aside == ()


def test_the_history_says_who_told_whom_and_how() -> None:
    note = handoff(PROBATE, Status.COMPLETED, kind="office", medium="staff_rekey", facts=(CODE,), **{"from": IHT})
    post = handoff("citizen", Status.SENT, kind="letter", medium="post", received=None, **{"from": IHT})
    again = handoff(TAX, Status.COMPLETED, kind="supply", medium="citizen_reentered", **{"from": "citizen"})
    said = [(each.source, each.target, each.medium) for each in history(document(note, post, again), registry())]
    assert said == [
        ("HMRC", "Probate Service", "by note, typed in again by staff"),
        ("HMRC", "You", "a letter, on its way"),
        ("You", "HMRC", "told again by you"),
    ]


def test_where_there_is_no_front_door_nobody_promises_anything() -> None:
    page = case_page(document(handoff(status=Status.READY), front_door=False), registry())
    (group,) = page.groups
    assert group.title == "You have to tell them"
    assert group.note == ""
    assert group.members[0].happened == "You are on your way to DVLA."


async def test_without_a_letter_the_page_says_so(site: Site, citizen: Citizen, facts: dict[str, str]) -> None:
    await citizen.submit(facts)
    page = await citizen.get("/case")
    assert "Your letters 0 No office has written to you yet." in page.text


async def asked_to_post(simulation: Simulation, task: TaskView) -> None:
    """Presses the button of a letter that offers to post something to the service of a task."""
    async with httpx.AsyncClient(transport=simulation.wire()) as mat:
        letter = Page(await mat.get(task.address))
        form = next(each for each in letter.forms if ("consumer", task.service) in each.fields)
        await mat.post(f"{TOWN}{form.action}", data=dict(form.fields), follow_redirects=True)


@pytest.mark.slow
async def test_a_person_does_every_errand_from_the_page(
    site_in: Callable[[str], AbstractAsyncContextManager[Site]], facts: dict[str, str]
) -> None:
    """Letter by letter, as somebody would who reads them and types: only the office that asked is told."""
    async with site_in("as_is_2026") as site:
        citizen, simulation = site.browser(), site.simulation
        await citizen.submit(facts)
        case = await site.case()
        for _ in range(40):
            document = await simulation.until(case, lambda each: each.finished or each.tasks)
            if document.finished:
                break
            first = document.tasks[0]
            if first.errand is Errand.ASK_TO_POST:
                await asked_to_post(simulation, first)
                await simulation.until(case, lambda each, task=first: task not in each.tasks)
                continue
            assert first.errand is Errand.CARRY
            assert f"/case/tasks/{first.service}" in (await citizen.get("/case")).links
            form = await citizen.get(f"/case/tasks/{first.service}")
            assert "Where to find it: in the letter from" in form.text
            assert first.address in form.links
            sent = await citizen.send(form, "/case/tasks/", typed_off(await read(simulation, first), first))
            assert sent.status == 200, sent.text
            left = (await site.portal.reread(case.id)).tasks
            assert (first.service, first.letter) not in {(each.service, each.letter) for each in left}
            told = await Handoff.filter(case_id=case.id, medium="citizen_carried").order_by("-position").first()
            assert told is not None
            assert (told.target, told.source_handoff) == (first.service, first.letter)
        assert document.finished
        page = await citizen.get("/case")
    assert "Everything is settled." in page.text
    assert "carried by you" in page.text
    assert "You need to do something with it." not in page.text


@pytest.mark.slow
async def test_the_register_office_is_sent_what_it_believes_from_the_issuer_only(
    site_in: Callable[[str], AbstractAsyncContextManager[Site]], facts: dict[str, str]
) -> None:
    async with site_in("siloed") as site:
        citizen, simulation = site.browser(), site.simulation
        await citizen.submit(facts)
        case = await site.case()
        document = await simulation.until(case, lambda each: len(each.tasks) == 2 and each.standing_still)
        by_errand = {each.errand: each for each in document.tasks}
        page = await citizen.get("/case")
        assert "There is no front door in this world: you went to each office yourself" in page.text
        ask = by_errand[Errand.ASK_TO_POST]
        assert ask.address in page.links
        form = await citizen.get(f"/case/tasks/{ask.service}")
        assert not any(each.action.startswith("/case/tasks/") for each in form.forms), "nothing is typed in"
        async with httpx.AsyncClient(transport=simulation.wire()) as mat:
            letter = Page(await mat.get(ask.address))
            assert "SIMULATION" in letter.text
            assert "takes it from us only, not from you" in letter.text
            (button,) = letter.forms
            done = await mat.post(f"{TOWN}{button.action}", data=dict(button.fields), follow_redirects=True)
            assert "You have asked us to. It goes out with the next post." in Page(done).text
        again = by_errand[Errand.TELL_AGAIN]
        form = await citizen.get(f"/case/tasks/{again.service}")
        assert "They ask for it in a letter that came on" in form.text
        answers = {name: facts[name] for name in again.facts}
        assert (await citizen.send(form, "/case/tasks/", answers)).path == "/case"
        settled = await simulation.until(
            case, lambda each: Errand.ASK_TO_POST not in {one.errand for one in each.tasks}
        )
    assert any(each.medium == "citizen_reentered" and each.kind == "supply" for each in settled.handoffs)


async def read(simulation: Simulation, first: TaskView) -> dict[str, str]:
    """Returns what a letter says."""
    async with httpx.AsyncClient(transport=simulation.wire(), headers={"Accept": "application/json"}) as mat:
        says: dict[str, str] = (await mat.get(first.address)).json()["says"]
    return says


def typed_off(says: dict[str, str], first: TaskView) -> dict[str, str | list[str]]:
    """Returns the fields that somebody fills in who has the letter at hand."""
    fields: dict[str, str | list[str]] = {"errand": f"{first.errand}-{first.letter}"}
    for fact in first.facts:
        fields[fact] = says[fact]
        if fact.endswith(("date", "date_of_death")):
            year, month, day = says[fact].split("-")
            fields |= {f"{fact}-day": day, f"{fact}-month": month, f"{fact}-year": year}
    return fields


async def test_the_page_says_whether_the_offices_books_and_our_record_agree(
    working_site: Site, facts: dict[str, str]
) -> None:
    citizen, simulation = working_site.browser(), working_site.simulation
    await citizen.submit(facts)
    case = await working_site.case()
    await simulation.finish(case)
    page = await citizen.get("/case")
    assert "What the offices’ own books say Offices and our record agree: " in page.text
    simulation.differing = True
    lost = await Handoff.get(case_id=case.id, service="dvla.close_driver_record")
    await Handoff.filter(id=lost.id).update(status="declined")
    page = await citizen.get("/case")
    assert "Offices and our record differ in 1 place: " in page.text
    assert "its own books say yes, our record says the opposite." in page.text
    assert "Nothing is on its way any more, so somebody has to look into it." in page.text
    simulation.town_is_up = False
    page = await citizen.get("/case")
    assert page.status == 200
    assert "The offices’ own books cannot be read at the moment" in page.text


@pytest.mark.slow
async def test_who_is_told_by_the_office_does_not_wait_for_a_letter_that_others_need(simulation: Simulation) -> None:
    """The register office posts a letter, because some offices hear of the death from the citizen only."""
    driver = "dvla.close_driver_record"
    said: dict[str, set[tuple[bool, str]]] = {}
    async with simulation.open_portal() as portal:
        wish = PairWish(provider=REGISTER, consumer=driver, level="dialogue")
        await relate("front_door_only", wish, registry())
        accepted = await portal.submit(request_of(example("bereavement"), scenario="front_door_only"))

        def listen(document: CaseDocument) -> bool:
            for each in document.waiting:
                if each.ready_at == REGISTER and "registration.date_of_death" in each.facts:
                    said.setdefault(each.service, set()).add((each.by_letter, each.medium))
            return document.finished

        await simulation.until(accepted.case, listen, 40)
    assert said[driver] == {(False, "staff_rekey")}
    assert (True, "post") in said["bank.close_accounts"]
