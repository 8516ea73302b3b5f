"""The operator's desk: who may stand there, what it shows when something goes wrong, and sending it again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from frontdoor.handoffs.models import Handoff
from frontdoor.security.operator import operator_key
from frontdoor.testing.simulation import example, request_of
from tests.pages.conftest import Citizen, Page, Site

DVLA_OWNER = "DVLA bereavement casework manager"


async def signed_in(site: Site, at: str = "/desk") -> tuple[Citizen, Page]:
    """An operator who has shown the key, and the page that was asked for first."""
    operator = site.browser()
    page = await operator.get(at)
    assert page.path == "/desk/sign-in"
    key = operator_key(site.portal.settings.operator_key_file)
    return operator, await operator.send(page, "/desk/sign-in", {"key": key})


async def broken(site: Site, kind: str = "garbled") -> str:
    """A case of which DVLA's part is stuck; its reference."""
    site.simulation.fault("dvla", kind)
    accepted = await site.portal.submit(request_of(example("bereavement")))
    stuck = {"garbled": "failed", "down": "ready"}[kind]

    def is_stuck(document: object) -> bool:
        acting = {each.service: each for each in document.acting}  # type: ignore[attr-defined]
        return any(
            key.startswith("dvla.") and each.status == stuck and each.attempts > 0 for key, each in acting.items()
        )

    await site.simulation.until(accepted.case, is_stuck)
    return accepted.case.reference


@pytest.mark.parametrize(
    "path",
    [
        "/desk",
        "/desk/digest",
        "/desk/handoffs/x",
        "/desk/resend",
        "/desk/offices",
        "/desk/offices/x",
        "/desk/reconciliation",
    ],
)
async def test_nobody_stands_there_without_the_key(site: Site, citizen: Citizen, path: str) -> None:
    page = await citizen.get(path)
    assert page.path == "/desk/sign-in"
    wrong = await citizen.send(page, "/desk/sign-in", {"key": "not the key"})
    assert wrong.status == 422
    assert "That is not the operator's key" in wrong.text
    empty = await citizen.send(wrong, "/desk/sign-in", {"key": ""})
    assert "Enter the operator's key" in empty.text
    assert (await citizen.get(path)).path == "/desk/sign-in"


async def test_the_key_opens_the_page_that_was_asked_for_and_no_other_site(site: Site) -> None:
    operator, page = await signed_in(site, "/desk/digest")
    assert page.path == "/desk/digest"
    left = await operator.send(page, "/desk/leave")
    assert left.path == "/"
    page = await operator.get("/desk/sign-in?then=//elsewhere.test/desk")
    key = operator_key(site.portal.settings.operator_key_file)
    assert (await operator.send(page, "/desk/sign-in", {"key": key})).path == "/desk"


async def test_a_renewed_key_ends_the_sessions_of_the_old_one(site: Site) -> None:
    operator, _ = await signed_in(site)
    site.portal.settings.operator_key_file.unlink()
    assert (await operator.get("/desk")).path == "/desk/sign-in"


async def test_guessing_the_key_is_slowed_down(site: Site, citizen: Citizen) -> None:
    page = await citizen.get("/desk/sign-in")
    answers = [await citizen.send(page, "/desk/sign-in", {"key": f"guess {number}"}) for number in range(11)]
    assert [each.status for each in answers][-1] == 429


async def test_what_failed_is_listed_with_its_owner_and_sent_again(working_site: Site) -> None:
    reference = await broken(working_site)
    operator, page = await signed_in(working_site)
    assert DVLA_OWNER in page.text
    assert reference in page.text
    assert "Not as agreed: 1" in page.text
    assert "James" not in page.text, "the desk shows no fact"
    one = await operator.get(next(link for link in page.links if link.startswith("/desk/handoffs/")))
    assert "Answered something that was not agreed" in one.text
    before = await operator.get("/desk/resend?agency=dvla")
    assert "Send 1 handoff again?" in before.text
    assert "Nothing has been sent yet" in before.text
    assert "Not as agreed: 1" in (await operator.get("/desk")).text, "looking changes nothing"
    working_site.simulation.fault("dvla", None)
    sent = await operator.send(before, "/desk/resend")
    assert "1 handoff on the way again" in sent.text
    case = await working_site.case()
    document = await working_site.simulation.finish(case)
    assert all(each.final for each in document.acting)
    assert "Nothing. Everything goes its way." in (await operator.get("/desk")).text
    assert "This one goes its way" in (await operator.get(one.path)).text


async def test_what_cannot_be_reached_is_listed_and_not_offered_to_be_sent(working_site: Site) -> None:
    await broken(working_site, "down")
    operator, page = await signed_in(working_site)
    assert "Not reached yet: 1" in page.text
    assert not any("/desk/resend" in form.action for form in page.forms)
    nothing = await operator.get("/desk/resend")
    assert nothing.status == 422
    assert "Nothing was sent" in nothing.text
    working_site.simulation.fault("dvla", None)


async def test_the_list_narrows_and_is_a_file_too(working_site: Site) -> None:
    await broken(working_site)
    operator, _ = await signed_in(working_site)
    assert "Nothing fits." in (await operator.get("/desk?agency=hmcts")).text
    assert DVLA_OWNER in (await operator.get("/desk?agency=dvla&trouble=drifting")).text
    assert (await operator.get("/desk?trouble=sulking")).status == 422
    file = await operator.get("/desk?format=csv")
    assert file.answer.headers["content-type"].startswith("text/csv")
    assert DVLA_OWNER in file.answer.text
    working_site.simulation.fault("dvla", None)


async def test_the_day_counts_what_was_sent_to_each_office(working_site: Site) -> None:
    accepted = await working_site.portal.submit(request_of(example("bereavement")))
    await working_site.simulation.finish(accepted.case)
    operator, page = await signed_in(working_site, "/desk/digest")
    assert "1 request taken, 1 ended." in page.text
    rows = (await operator.get("/desk/digest?format=csv")).answer.text.splitlines()
    heads, dvla = rows[0].split(","), next(row for row in rows if row.startswith("Driver and Vehicle")).split(",")
    assert dict(zip(heads, dvla, strict=True)) == {
        "Office": "Driver and Vehicle Licensing Agency (DVLA)",
        "Sent": "1",
        "Tried again": "0",
        "Done": "1",
        "Said no": "0",
        "Went wrong": "0",
    }
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    assert "0 requests taken, 0 ended." in (await operator.get(f"/desk/digest?day={yesterday}")).text
    assert (await operator.get("/desk/digest?day=tomorrow")).status == 200


async def test_the_api_lists_and_sends_again_with_a_dry_run_first(working_site: Site) -> None:
    await broken(working_site)
    client = working_site.browser().client
    key = operator_key(working_site.portal.settings.operator_key_file)
    headers = {"Authorization": f"Bearer {key}"}
    assert (await client.get("/api/desk")).status_code == 403
    listed = (await client.get("/api/desk?agency=dvla", headers=headers)).json()["work"]
    assert [each["owner"] for each in listed] == [DVLA_OWNER]
    assert (await client.get("/api/desk?trouble=sulking", headers=headers)).status_code == 422
    wish = {"wanted": {"agency": "dvla"}, "dry_run": True}
    dry = await client.post("/api/desk/resend", content=json.dumps(wish), headers=headers)
    # the world's calendar goes on meanwhile, and with it how long something has been so
    same = [[{**each, "now": ""} for each in work] for work in (dry.json()["work"], listed)]
    assert (dry.status_code, same[0]) == (200, same[1])
    working_site.simulation.fault("dvla", None)
    sent = await client.post("/api/desk/resend", content=json.dumps({"wanted": {"agency": "dvla"}}), headers=headers)
    assert sent.status_code == 202
    document = await working_site.simulation.finish(await working_site.case())
    assert all(each.final for each in document.acting)
    none = await client.post("/api/desk/resend", content=json.dumps({}), headers=headers)
    assert none.status_code == 422


async def test_an_office_is_paused_and_resumed_with_a_name_and_both_are_on_record(site: Site) -> None:
    operator, page = await signed_in(site, "/desk/offices/dvla")
    nameless = await operator.send(page, "/desk/offices/dvla")
    assert nameless.status == 422
    assert "Enter your name" in nameless.text
    paused = await operator.send(nameless, "/desk/offices/dvla", {"by": "Grace Hopper", "reason": "moving house"})
    assert "Paused by Grace Hopper" in paused.text
    assert "moving house" in paused.text
    assert "1 office is paused" in (await operator.get("/desk/offices")).text
    rows = (await operator.get("/desk/offices?format=csv")).answer.text.splitlines()
    assert rows[1].startswith("Driver and Vehicle Licensing Agency (DVLA),Paused,"), "what is amiss comes first"
    assert len(rows) == 1 + len(site.portal.registry.agencies)
    resumed = await operator.send(paused, "/desk/offices/dvla", {"by": "Ada Lovelace"})
    assert "Resumed by Ada Lovelace" in resumed.text
    assert "No office fails" in (await operator.get("/desk/offices")).text
    assert (await operator.get("/desk/offices/ministry_of_silly_walks")).status == 404


async def test_an_office_that_drifts_stands_first_among_the_offices(working_site: Site) -> None:
    await broken(working_site)
    operator, page = await signed_in(working_site, "/desk/offices")
    assert "Something is amiss at 1 office" in page.text
    rows = (await operator.get("/desk/offices?format=csv")).answer.text.splitlines()
    heads = rows[0].split(",")
    dvla = dict(zip(heads, rows[1].split(","), strict=True))
    assert (dvla["Office"], dvla["Needs a person"], dvla["Not as agreed"]) == (
        "Driver and Vehicle Licensing Agency (DVLA)",
        "1",
        "1",
    )
    working_site.simulation.fault("dvla", None)


async def test_every_office_is_asked_what_it_has(working_site: Site) -> None:
    accepted = await working_site.portal.submit(request_of(example("bereavement")))
    await working_site.simulation.finish(accepted.case)
    operator, page = await signed_in(working_site, "/desk/reconciliation")
    assert "Here you ask all of them at once" in page.text
    asked = await operator.send(page, "/desk/reconciliation")
    assert "Every office that answered has all that our record says it has." in asked.text
    working_site.simulation.differing = True
    unknown_there = {"key": "unknown", "known_as": "unknown"}
    assert await Handoff.filter(service="passport_office.cancel_passport").update(**unknown_there) == 1
    again = await operator.send(asked, "/desk/reconciliation")
    assert "1 handoff is missing." in again.text
    assert "The request is over." in again.text


async def test_the_api_pauses_resumes_and_takes_stock(site: Site) -> None:
    client = site.browser().client
    headers = {"Authorization": f"Bearer {operator_key(site.portal.settings.operator_key_file)}"}
    wish = json.dumps({"by": "Grace Hopper"})
    assert (await client.post("/api/offices/dvla/pause", content=wish)).status_code == 403
    assert (await client.post("/api/reconciliation")).status_code == 403
    answer = await client.post("/api/offices/dvla/pause", content=wish, headers=headers)
    assert [each["agency"] for each in answer.json()["offices"] if each["paused"]] == ["dvla"]
    twice = await client.post("/api/offices/dvla/pause", content=wish, headers=headers)
    assert twice.status_code == 422
    assert "is paused already" in twice.text
    assert (await client.post("/api/offices/nobody/pause", content=wish, headers=headers)).status_code == 404
    await client.post("/api/offices/dvla/resume", content=wish, headers=headers)
    offices = (await client.get("/api/offices", headers=headers)).json()["offices"]
    assert not any(each["paused"] for each in offices)
    stock = await client.post("/api/reconciliation?agency=dvla", headers=headers)
    assert stock.json()["offices"] == []
    assert (await client.post("/api/reconciliation?agency=nobody", headers=headers)).status_code == 404


async def test_a_simulated_office_is_broken_and_mended_from_its_page(site: Site) -> None:
    operator, page = await signed_in(site, "/desk/offices/dvla")
    assert "What is wrong with its simulated office Nothing." in page.text
    faults = "/desk/offices/dvla/faults"
    fault = {"kind": "loses", "percent": "30", "seed": "7", "world": "as_is_2026"}
    broken_now = await operator.send(page, faults, fault)
    assert (
        "It says that it has what it was sent, and keeps nothing of it: in 30 of a hundred, by chance 7"
        in broken_now.text
    )
    assert site.simulation.town.faults.list() == [
        {"world": "as_is_2026", "agency": "dvla", "kind": "loses", "rate": 0.3, "seed": 7}
    ]
    assert "Nothing." in (await operator.get("/desk/offices/hmcts")).text
    for wrong in ({"percent": "0"}, {"percent": "many"}, {"kind": "sulks"}):
        assert (await operator.send(page, faults, {**fault, **wrong})).status == 422
    mended = await operator.send(broken_now, faults)
    assert site.simulation.town.faults.list() == []
    assert "What is wrong with its simulated office Nothing." in mended.text
