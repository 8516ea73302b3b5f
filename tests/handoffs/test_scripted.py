"""A scripted citizen does what is asked, also where the town's letterbox could not be reached at first."""

from collections import Counter
from pathlib import Path

import httpx
import pytest

from frontdoor.handoffs import worker
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.testing.simulation import Simulation, example, request_of


class Dropping(httpx.AsyncBaseTransport):
    """A way to the town on which the connection breaks each time a letter is read for the first time."""

    def __init__(self, way: httpx.AsyncBaseTransport, dropped: set[str]) -> None:
        self._way = way
        self._dropped = dropped

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if "/letters/" in path and path not in self._dropped:
            self._dropped.add(path)
            raise httpx.RemoteProtocolError("Server disconnected", request=request)
        return await self._way.handle_async_request(request)


class Unlucky(Simulation):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.dropped: set[str] = set()

    def wire(self) -> httpx.AsyncBaseTransport:
        return Dropping(super().wire(), self.dropped)


def outcome(document: CaseDocument) -> Counter[tuple[str, ...]]:
    return Counter(
        (each.kind, each.from_, each.to, str(each.status), *sorted(each.facts)) for each in document.handoffs
    )


async def test_a_letterbox_that_cannot_be_reached_for_a_moment_costs_the_citizen_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "SWEEP", 0.05)
    found = []
    unlucky = Unlucky(tmp_path / "unlucky")
    for simulation in (Simulation(tmp_path / "lucky"), unlucky):
        async with simulation.open_portal() as portal:
            accepted = await portal.submit(request_of(example("bereavement"), scenario="siloed"))
            found.append(await simulation.finish(accepted.case, 60))
    assert unlucky.dropped, "letters were read"
    assert outcome(found[0]) == outcome(found[1])
    assert found[0].calendar_days == found[1].calendar_days, "no calendar ran on while the citizen had something to do"
