"""The offices' own books beside the ledger: what agrees, and each way in which they can differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backoffice_adapters.simulated.papers import Report
from frontdoor.discovery import registry
from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.reconciling import Books, Reconciliation, Reported, compare
from frontdoor.testing.simulation import Simulation, example, request_of

DVLA, IHT, PROBATE = "dvla.close_driver_record", "hmrc.settle_inheritance_tax", "hmcts.grant_probate"


def handoff(number: str = "1", target: str = DVLA, **more: Any) -> Handoff:
    known: dict[str, Any] = {
        "id": number, "key": f"key-{number}", "kind": "acting", "target": target, "from_party": "front_door",
        "to_party": target, "status": "in_progress", "known_as": "REF", "facts": {},
    }  # fmt: skip
    return Handoff(**{**known, **more})


def books(agency: str = "dvla", **held: Any) -> dict[str, Books]:
    return {agency: Books.model_validate(held)}


def request(state: str = "open", key: str = "key-1") -> dict[str, str]:
    return {"key": key, "service": DVLA, "state": state}


def note(number: str = "1") -> dict[str, Any]:
    return {"note": number, "from": IHT, "to": PROBATE, "facts": ["inheritance_tax.unique_code"]}


def between(**more: Any) -> Handoff:
    facts = {"inheritance_tax.unique_code": 1}
    return handoff(
        **{"target": PROBATE, "kind": "office", "from_party": IHT, "facts": facts, "status": "completed", **more}
    )


def differs(handoffs: list[Handoff], held: dict[str, Books], **reported: Any) -> str:
    found = compare(handoffs, held, Reported(**reported), registry())
    assert not found.agrees
    return " ".join(found.differences)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("acknowledged", "open"),
        ("needs_citizen", "waiting"),
        ("completed", "done"),
        ("declined", "refused"),
        ("retracted", "refused"),
    ],
)
def test_an_office_and_our_record_agree(status: str, state: str) -> None:
    assert compare(
        [handoff(status=status)], books(requests=[request(state)]), Reported(), registry()
    ) == Reconciliation(1, ())


@pytest.mark.parametrize(
    ("status", "state", "said"),
    [
        ("in_progress", "done", "it has finished, and we have not heard of it yet."),
        ("in_progress", "refused", "it has said no, and we have not heard of it yet."),
        ("completed", "open", "our record says that it is over, its own books say that it is not."),
        ("completed", "refused", "its own books say no, our record says the opposite."),
        ("sent", "open", "it has the request, and we have not heard that it has."),
    ],
)
def test_how_far_an_office_is_may_differ(status: str, state: str, said: str) -> None:
    assert said in differs([handoff(status=status)], books(requests=[request(state)]))


def test_what_an_office_lost_and_what_nobody_sent_it() -> None:
    assert "Its own books have nothing of it." in differs([handoff()], books())
    assert "holds a request that is not in our record." in differs([], books(requests=[request()]))
    assert "was given something that is not in our record." in differs([], books(supplied=["strange"]))
    twice = books(requests=[request()]) | books("dwp", requests=[request()])
    assert "is held 2 times" in differs([handoff()], twice)


def test_what_was_never_sent_is_no_difference() -> None:
    planned = handoff(status="blocked", known_as=None)
    assert compare([planned, handoff("2", status="not_needed")], books(), Reported(), registry()).agrees


def test_what_was_supplied_is_compared_by_its_key() -> None:
    supply = handoff(kind="supply", status="completed", facts={"funeral.date": 1})
    assert "was given date of the funeral. Its own books do not." in differs([supply], books())
    assert compare([supply], books(supplied=["key-1"]), Reported(), registry()).agrees
    supply.status = "ready"
    assert "has been given date of the funeral, and we have not heard" in differs([supply], books(supplied=["key-1"]))


def test_what_offices_tell_one_another_stands_in_both_their_books_and_in_ours() -> None:
    whole = books("hmrc", sent=[note()]) | books("hmcts", taken_in=[note()])
    assert compare([between(sent_at=1, received_at=1)], whole, Reported(), registry()).agrees
    assert "we have not heard that it was sent." in differs([], whole)
    assert "we have not heard that it was taken in." in differs([between(sent_at=1)], whole)
    sent_only = books("hmrc", sent=[note()])
    assert "The books of Probate Service (HMCTS) do not." in differs([between(sent_at=1, received_at=1)], sent_only)
    other = between(sent_at=1, received_at=1, facts={"inheritance_tax.net_value": 1})
    assert "our record says that it was something else." in differs([other], whole)


def test_letters_are_compared_too() -> None:
    mat = books("hmrc", letters=[{"letter": "1", "arrived": True}])
    assert "has posted a letter to you, and we have not heard" in differs([], mat)
    posted = handoff(kind="letter", target=IHT, from_party=IHT, to_party="citizen")
    assert "lies on your mat, and we have not heard" in differs([posted], mat)
    assert "wrote to you. Its own books do not." in differs([posted], books("hmrc"))


def test_a_report_that_was_handed_over_and_never_came_is_noticed() -> None:
    told = {"event_id": "e", "kind": "sent", "from": IHT, "told": True}
    lost = books("hmrc", reports=[told])
    assert "reported something that never reached our record." in differs([], lost)
    assert compare([], lost, Reported(frozenset({"e"})), registry()).agrees
    assert compare([], books("hmrc", reports=[{**told, "told": False}]), Reported(), registry()).agrees


def test_a_report_that_came_twice_is_counted_once_and_said() -> None:
    found = compare([], {}, Reported(repeated={IHT: 1}), registry())
    assert found.agrees
    assert found.repeated == (
        "HM Revenue and Customs (HMRC) reported something more than once. It counts once.",
    )  # fmt: skip


async def test_stores_and_ledger_agree_at_the_end_of_a_case(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        await simulation.finish(accepted.case)
    assert simulation.compared > 100


async def test_a_lost_report_of_an_office_is_noticed(simulation: Simulation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation.post, "report", tampered(simulation, lambda kind: 0 if kind == "sent" else 1))
    simulation.differing = True
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        await simulation.finish(accepted.case)
        found = await portal.compare_books(accepted.case)
    assert found is not None
    said = " ".join(found.differences)
    assert "that never reached our record." in said
    assert "and we have not heard that it was sent." in said


async def test_a_repeated_report_of_an_office_is_noticed_and_counts_once(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulation.post, "report", tampered(simulation, lambda kind: 2))
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        await simulation.finish(accepted.case)
        found = await portal.compare_books(accepted.case)
    assert found is not None
    assert found.agrees
    assert any("It counts once." in each for each in found.repeated)


async def test_without_a_town_that_answers_nothing_is_compared(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        simulation.town_is_up = False
        with pytest.raises(TownUnreachable):
            await portal.compare_books(accepted.case)


def tampered(simulation: Simulation, times: Callable[[str], int]) -> Callable[[str, list[Report]], Any]:
    """Returns a way of handing in reports so many times, by their kind; the office believes that all went well."""
    honest = type(simulation.post).report

    async def hand_in(url: str, reports: list[Report]) -> bool:
        for number in range(2):
            some = [each for each in reports if times(str(each.body["kind"])) > number]
            if some and not await honest(simulation.post, url, some):
                return False
        return True

    return hand_in
