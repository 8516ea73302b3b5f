"""By what a request travels is on record as it is: in a file by night, by post, or from system to system."""

import pytest

from frontdoor.discovery import registry
from frontdoor.handoffs.ledger import FRONT_DOOR
from frontdoor.testing.simulation import Simulation, example, request_of

pytestmark = pytest.mark.slow


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
