"""By what a request travels is on record as it is: in a file by night, by post, or from system to system."""

from pathlib import Path

import pytest

from frontdoor.discovery import registry
from frontdoor.handoffs.casedocument import CaseDocument, HandoffView
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.ledger import FRONT_DOOR
from frontdoor.testing.simulation import Simulation, example, request_of

pytestmark = pytest.mark.slow

PAPER = "dwp.pay_funeral_expenses"


def by_post(document: CaseDocument) -> HandoffView:
    return next(each for each in document.acting if each.to == PAPER)


async def test_what_goes_in_a_nightly_file_is_recorded_so(simulation: Simulation) -> None:
    """And everything else of the request went from system to system; the offices' books agree with the record."""
    async with simulation.open_portal() as portal:
        request = request_of(example("retirement"), scenario="front_door_only", world="front_door_only")
        ended = await simulation.finish((await portal.submit(request)).case, 60)

    asked = {each.to: each for each in ended.acting if each.from_ == FRONT_DOOR}
    assert {key: str(each.medium) for key, each in asked.items()} == {
        key: "batch_file" if key == "council.reduce_council_tax" else "api" for key in asked
    }
    assert {key: registry().adapters[key].medium for key in asked} == {
        key: str(each.medium) for key, each in asked.items()
    }
    assert all(str(each.status) == "completed" for each in ended.acting)


async def test_what_is_posted_is_with_the_office_when_the_office_says_so(tmp_path: Path) -> None:
    """Until then it is sent and no more, under the post's number, also after a restart."""
    simulation = Simulation(tmp_path, day=0.3)
    request = request_of(example("bereavement"), scenario="joined_up", world="joined_up")
    async with simulation.open_portal() as portal:
        case = (await portal.submit(request)).case
        posted = by_post(await simulation.until(case, lambda seen: by_post(seen).office_reference is not None))
        assert (posted.status, posted.received, str(posted.medium)) == (Status.SENT, None, "post")
        assert str(posted.office_reference).startswith("RM")
        assert posted.expected_by is not None

    simulation.restart_town()
    async with simulation.open_portal():
        taken = by_post(await simulation.until(case, lambda seen: by_post(seen).received is not None))
    assert taken.attempts == 1
    assert str(taken.office_reference).startswith("SF/")
    assert taken.received is not None
    assert posted.sent is not None
    assert (taken.received - posted.sent).days >= 3


async def test_what_comes_later_goes_by_post_too_and_is_done_when_the_office_no_longer_lacks_it(
    simulation: Simulation,
) -> None:
    async with simulation.open_portal() as portal:
        request = request_of(example("bereavement"), scenario="front_door_only", world="front_door_only")
        ended = await simulation.finish((await portal.submit(request)).case, 60)

    theirs = [each for each in ended.handoffs if PAPER in (each.to, each.about)]
    assert {each.kind for each in theirs} >= {"acting", "supply"}
    assert all(each.status is Status.COMPLETED for each in theirs)
    for each in theirs:
        assert each.sent is not None
        assert each.received is not None
        assert (each.received - each.sent).days >= 1
