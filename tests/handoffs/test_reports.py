"""What follows from what offices report of their own dealings."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from hashlib import sha256

from frontdoor.cases.models import Case
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.reports import OfficeReport, take_reports
from frontdoor.testing.simulation import Simulation, example, request_of

PROBATE, IHT = "hmcts.grant_probate", "hmrc.settle_inheritance_tax"


async def test_an_office_that_nobody_has_asked_yet_is_not_asked_how_far_it_is(simulation: Simulation) -> None:
    """A note may come before the request that it belongs to; then there is nothing yet to look after."""
    async with simulation.open_portal(work=False) as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        probate = await Handoff.get(case_id=accepted.case.id, service=PROBATE)
        assert len(probate.waiting_for) > 3
        await take_reports([received(accepted.case, probate.waiting_for)], portal.registry, portal.clock)
        probate = await Handoff.get(id=probate.id)
        assert probate.follow_up_at is None


def received(case: Case, facts: list[str]) -> OfficeReport:
    """Returns the report that probate has taken in what another office told it."""
    return OfficeReport.model_validate(
        {
            "event_id": "e1",
            "kind": "received",
            "case": case.id.hex,
            "at": datetime.now(UTC),
            "proof": hmac.new(case.salt.encode(), b"e1", sha256).hexdigest(),
            "from": IHT,
            "to": PROBATE,
            "facts": dict.fromkeys(facts, "hash"),
            "handoff_id": "note1",
            "medium": "api",
        }
    )
