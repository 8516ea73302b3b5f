"""A person at an office's desk while a case is on its way: what the portal hears, records and shows of it."""

import html
import re

import pytest

from backoffice_adapters.simulated.forms import filled_in
from frontdoor.discovery import registry
from frontdoor.handoffs.casedocument import CaseDocument, HandoffView
from frontdoor.handoffs.events import Status, Step
from frontdoor.handoffs.models import LedgerEvent
from frontdoor.pages.citizen.status import case_page
from frontdoor.rendering import environment
from frontdoor.testing.simulation import Simulation, example, request_of
from tests.contract.desks import Desk
from tests.handoffs.worlds import INCOME_TAX, PROBATE

pytestmark = pytest.mark.slow

WORLD = "dialogue"


def of(document: CaseDocument, service: str) -> HandoffView:
    """The handoff that asks a service to act."""
    return next(each for each in document.acting if each.service == service)


def stands_still(document: CaseDocument) -> bool:
    return "taken over the desk" in document.standing_still


def page_of(document: CaseDocument) -> str:
    page = (
        environment().get_template("pages/progress.html").render(page=case_page(document, registry()), simulated=True)
    )
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


async def key_in(desk: Desk, service: str, reference: str) -> str:
    """Keys in what was told for a service, with half of what tells whose case it is typed wrong; returns its number."""
    note = next(each for each, *_ in desk.counter.store.mail.tray() if each.service == service)
    procedure = desk.counter.procedures[note.service]
    own = filled_in(procedure.form, note.facts)
    both_know = sorted(note.about.keys() & desk.counter.tray.marks(note, desk.case(reference), procedure).keys())
    wrong = both_know[: (len(both_know) + 1) // 2]
    about = {f"about {key}": "QQ99" if key in wrong else value for key, value in note.about.items()}
    paper = f"/tray/{note.message_id}"
    assert "Taken in." in await desk.send(paper, {**own, **about}, page=paper)
    return note.message_id


async def test_a_person_works_at_a_desk_and_the_case_waits_tells_so_and_goes_on(simulation: Simulation) -> None:
    desk = Desk(simulation.town, "hmrc", WORLD)
    await desk.take_over()
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement"), scenario=WORLD))
        held = await simulation.until(accepted.case, stands_still, 60)
        assert "HM Revenue and Customs" in held.standing_still
        assert of(held, INCOME_TAX).status is Status.IN_PROGRESS, "it waits for what lies in the tray"
        assert of(held, "dvla.close_driver_record").final, "the rest has gone on"

        reference = str(of(held, INCOME_TAX).office_reference)
        number = await key_in(desk, INCOME_TAX, reference)
        doubtful = await simulation.until(accepted.case, lambda seen: of(seen, INCOME_TAX).status is Status.NEEDS_CLERK)
        assert of(doubtful, INCOME_TAX).reason.endswith("is about this person.")
        assert "something that we were told is about this person.” The" in page_of(doubtful)
        assert f"/{WORLD}/hmrc/desk" not in page_of(doubtful), "a citizen is not led to a clerk's desk"

        await desk.send(f"/doubts/{number}", {"verdict": "same"}, page=f"/doubts/{number}")
        await desk.send(f"/cases/{reference}/decision", {}, page=f"/cases/{reference}")
        await simulation.until(accepted.case, lambda seen: of(seen, INCOME_TAX).status is Status.COMPLETED)
        await desk.hand_back()

        done = await simulation.finish(accepted.case, 60)
        steps = await _steps(accepted.case.id, of(done, INCOME_TAX).handoff_id)

    assert {each.status for each in done.acting} <= {Status.COMPLETED, Status.NOT_NEEDED}
    assert steps.index(Step.LEFT_TO_CLERK) < steps.index(Step.COMPLETED)


async def test_what_a_clerk_asks_the_citizen_tells_again(simulation: Simulation) -> None:
    desk = Desk(simulation.town, "hmcts", WORLD)
    await desk.take_over()
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement"), scenario=WORLD))
        held = await simulation.until(
            accepted.case, lambda seen: stands_still(seen) and of(seen, PROBATE).status is Status.NEEDS_CLERK, 60
        )
        reference = of(held, PROBATE).office_reference
        procedure = desk.counter.procedures[PROBATE]
        field = next(name for name, asked in procedure.form.items() if asked.facts == ("executor.postcode",))

        await desk.send(f"/cases/{reference}/question", {"field": field}, page=f"/cases/{reference}")
        await simulation.until(
            accepted.case, lambda seen: any(each.medium == "citizen_reentered" for each in seen.handoffs), 60
        )
        await simulation.until(accepted.case, lambda seen: of(seen, PROBATE).status is Status.NEEDS_CLERK, 60)
        await desk.hand_back()
        done = await simulation.finish(accepted.case, 60)

    assert of(done, PROBATE).status is Status.COMPLETED
    (again,) = [each for each in done.handoffs if each.medium == "citizen_reentered"]
    assert (again.to, list(again.facts)) == (PROBATE, ["executor.postcode"])


async def test_a_clerk_s_no_is_a_no_with_its_reason(simulation: Simulation) -> None:
    desk = Desk(simulation.town, "hmrc", WORLD)
    await desk.take_over()
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement"), scenario=WORLD))
        held = await simulation.until(accepted.case, stands_still, 60)
        reference = of(held, INCOME_TAX).office_reference
        await desk.send(f"/cases/{reference}/refusal", {"reason": "It is settled."}, page=f"/cases/{reference}")
        await desk.hand_back()
        done = await simulation.finish(accepted.case, 60)

    assert of(done, INCOME_TAX).status is Status.DECLINED
    assert of(done, INCOME_TAX).reason == "It is settled."


async def _steps(case_id: object, handoff_id: str) -> list[Step]:
    events = await LedgerEvent.filter(case_id=case_id, handoff_id=handoff_id).order_by("seq")
    return [Step(each.step) for each in events if each.step]
