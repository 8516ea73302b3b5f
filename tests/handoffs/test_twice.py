"""The same request twice in one world: what offices tell one another finds the request that it is for."""

import pytest

from frontdoor.testing.simulation import Simulation, example, request_of

pytestmark = pytest.mark.both_databases


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["joined_up", "dialogue", "front_door_only"])
async def test_the_same_request_again_in_one_world_ends_too(simulation: Simulation, scenario: str) -> None:
    async with simulation.open_portal() as portal:
        ends = []
        for _ in range(2):
            accepted = await portal.submit(request_of(example("bereavement_partial"), scenario=scenario))
            document = await simulation.finish(accepted.case, 40)
            ends.append({str(each.service): str(each.status) for each in document.acting})
    assert ends[0] == ends[1]
