"""Messages at callback addresses: signed by whoever was given one, taken in once, in whatever order they come."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice_adapters.simulated.post import signed
from backoffice_adapters.simulated.store import Message
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.ledger import start_afresh
from frontdoor.handoffs.models import Handoff, InboxMessage, LedgerEvent
from frontdoor.handoffs.portal import Portal
from frontdoor.handoffs.signatures import is_signed, new_key
from frontdoor.testing.simulation import WORLD, Simulation, example, request_of
from tests.handoffs.signing import sent

OFFICE = "register_office"
NOW = datetime.fromtimestamp(1614265330, UTC)
# The vector that Standard Webhooks' own libraries are tested with.
VECTOR = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
KEY, BODY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'


def test_the_published_vector_is_verified() -> None:
    assert is_signed(KEY, VECTOR, BODY, NOW)
    two = {**VECTOR, "webhook-signature": f"v1,AAAA v2,x {VECTOR['webhook-signature']}"}
    assert is_signed(KEY, two, BODY, NOW), "one of several is enough, while keys are changed"


def test_the_town_signs_as_the_portal_verifies() -> None:
    """The two sides share no line of code."""
    key = new_key()
    address, headers = signed(
        Message("m-1", f"http://portal/callbacks/t#{key}", '{"state": "é"}', ""), int(time.time())
    )
    assert address == "http://portal/callbacks/t", "the key is not sent along"
    assert is_signed(key, headers, '{"state": "é"}'.encode(), datetime.now(UTC))


@pytest.mark.parametrize("seconds", [-299, 0, 299])
def test_a_message_counts_for_five_minutes(seconds: int) -> None:
    assert is_signed(KEY, VECTOR, BODY, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-301, 301, 86400])
def test_an_old_message_is_not_taken_again(seconds: int) -> None:
    assert not is_signed(KEY, VECTOR, BODY, NOW + timedelta(seconds=seconds))


@given(st.data())
def test_whatever_is_changed_is_not_signed_any_more(data: st.DataObject) -> None:
    headers, body = dict(VECTOR), bytearray(BODY)
    what = data.draw(st.sampled_from(["body", *VECTOR]))
    if what == "body":
        body[data.draw(st.integers(0, len(body) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    else:
        at = data.draw(st.integers(0, len(headers[what]) - 1))
        other = data.draw(
            st.characters(min_codepoint=33, max_codepoint=126).filter(lambda each: each != headers[what][at])
        )
        headers[what] = headers[what][:at] + other + headers[what][at + 1 :]
    assert not is_signed(KEY, headers, bytes(body), NOW)


@given(st.dictionaries(st.sampled_from([*VECTOR]), st.text()), st.binary(), st.text())
def test_no_header_and_no_key_breaks_it(headers: dict[str, str], body: bytes, key: str) -> None:
    assert not is_signed(key, headers, body, NOW)


@pytest.fixture
async def waiting(simulation: Simulation) -> AsyncIterator[tuple[Portal, Any, str, list[Message]]]:
    """A case whose first office has something to say that nobody has heard yet, and where it is to say it."""
    simulation.differing = True
    async with simulation.open_portal() as portal:
        simulation.post.lost = True
        accepted = await portal.submit(request_of(example("bereavement")))
        await simulation.until(accepted.case, lambda each: "nobody takes it" in each.standing_still)
        store = simulation.town.world(WORLD).counters[OFFICE].store
        callback = next(each.callback for each in store.all())
        yield portal, accepted.case, callback, list(store.untold())


async def status(case: Any) -> Status:
    return Status((await Handoff.get(case_id=case.id, service=f"{OFFICE}.register_death")).status)


@pytest.mark.both_databases
async def test_a_message_that_its_office_did_not_sign_changes_nothing(
    waiting: tuple[Portal, Any, str, list[Message]],
) -> None:
    portal, case, callback, (*_, message) = waiting
    body = message.body.encode()
    before, events = await status(case), await LedgerEvent.filter(case_id=case.id).count()
    token, headers, _ = sent(callback, message.message_id, body)
    unsigned = {name: value for name, value in headers.items() if name != "webhook-signature"}
    assert await portal.hear(token, unsigned, body) == 401
    assert await portal.hear(*sent(callback, message.message_id, body, key=new_key())) == 401
    assert await portal.hear(*sent(callback, message.message_id, body, age=301)) == 401
    assert await portal.hear(token, headers, body + b" ") == 401
    assert await status(case) is before
    assert await LedgerEvent.filter(case_id=case.id).count() == events
    assert await InboxMessage.all().count() == 0
    assert await portal.hear(token, headers, body) == 200
    assert await InboxMessage.filter(message_id=message.message_id).count() == 1


@pytest.mark.both_databases
async def test_the_same_message_again_is_answered_alike_and_changes_nothing(
    waiting: tuple[Portal, Any, str, list[Message]],
) -> None:
    portal, case, callback, (*_, message) = waiting
    said = sent(callback, message.message_id, message.body.encode())
    assert await portal.hear(*said) == 200
    events = await LedgerEvent.filter(case_id=case.id).count()
    for _ in range(3):
        assert await portal.hear(*said) == 200
    assert await LedgerEvent.filter(case_id=case.id).count() == events
    assert await InboxMessage.filter(message_id=message.message_id).count() == 1


async def test_messages_in_any_order_and_number_come_to_the_same(
    simulation: Simulation, waiting: tuple[Portal, Any, str, list[Message]]
) -> None:
    """All at once, each twice and backwards: each is kept once, and the case comes to the same end (R7)."""
    portal, case, callback, messages = waiting
    turned = itertools.chain(reversed(messages), messages)
    heard = await asyncio.gather(
        *(portal.hear(*sent(callback, each.message_id, each.body.encode())) for each in turned)
    )
    assert set(heard) <= {200, 410}
    assert await InboxMessage.filter(message_id__in=[each.message_id for each in messages]).count() == len(messages)
    simulation.post.lost = False
    assert (await simulation.finish(case, 60)).finished
    assert await status(case) is Status.COMPLETED


async def test_an_office_that_was_asked_before_there_were_keys_is_heard(
    waiting: tuple[Portal, Any, str, list[Message]],
) -> None:
    portal, case, callback, (*_, message) = waiting
    _ = await Handoff.filter(case_id=case.id).update(callback_key=None)
    token = callback.partition("#")[0].rpartition("/")[2]
    start_afresh()
    assert await portal.hear(token, {"message-id": message.message_id}, message.body.encode()) == 200
