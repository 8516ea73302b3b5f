"""Several worlds at once: each goes its own way, and none touches another."""

import pytest

from frontdoor.cases.models import Case
from frontdoor.handoffs.clock import working_days_after
from frontdoor.handoffs.worlds import open_worlds
from frontdoor.testing.simulation import Simulation, example, request_of


@pytest.mark.slow
async def test_the_same_request_in_two_worlds_at_once_ends_in_both(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        request = example("bereavement")
        cases = [
            (await portal.submit(request_of(request, scenario=scenario, world=f"{scenario}.test"))).case
            for scenario in ("joined_up", "siloed")
        ]
        documents = [await simulation.finish(case, 60) for case in cases]
        asked = [{each.service: str(each.status) for each in document.acting} for document in documents]
        assert asked[0] == asked[1], "the same services are completed, whatever the offices tell one another"
        for case, document in zip(cases, documents, strict=True):
            books = simulation.books(case.world)
            held = {key for agency in books.values() for key, _ in agency}
            done = [each for each in document.acting if each.status == "completed"]
            assert len(held) == len(done), "every office was asked in its own world, once"

        siloed = documents[1]
        asked_again = next(each for each in siloed.letters if each.asks)
        told_again = next(each for each in siloed.handoffs if each.kind == "supply" and each.to == asked_again.from_)
        assert told_again.sent == working_days_after(asked_again.arrived, 1), (
            "no calendar runs past what a citizen does"
        )


@pytest.mark.both_databases
async def test_open_are_the_worlds_in_which_a_case_is_open(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        assert await open_worlds() == []
        request = example("bereavement_partial")
        cases = [(await portal.submit(request_of(request, world=world))).case for world in ("b", "a", "c", "a", "b")]
        assert await open_worlds() == ["a", "b", "c"]
        for over in (cases[0], cases[2]):
            _ = await Case.filter(id=over.id).update(closed_at=over.submitted_at)
        assert await open_worlds() == ["a", "b"]
