"""What offices report is taken in as it happened, whichever office's reports stand first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.handoffs.models import LedgerEvent
from frontdoor.handoffs.reports import OfficeReport, in_order
from frontdoor.testing.simulation import Simulation, example, request_of

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def report(kind: str, handoff: str, hour: int) -> OfficeReport:
    number = f"{kind}-{handoff}-{hour}"
    return OfficeReport(
        event_id=number,
        kind=kind,
        case="c",
        at=NOON + timedelta(hours=hour),
        proof="",
        from_="a.give",
        to="b.take",
        handoff_id=handoff,
    )


@given(
    st.lists(st.tuples(st.sampled_from(["sent", "received"]), st.sampled_from("xyz"), st.integers(0, 2)), unique=True)
)
def test_nothing_is_received_before_it_is_sent_and_nothing_is_lost(said: list[tuple[str, str, int]]) -> None:
    reports = [report(*each) for each in said]
    ordered = in_order(reports)
    assert sorted(each.event_id for each in ordered) == sorted(each.event_id for each in reports)
    for number, each in enumerate(ordered):
        later = {one.handoff_id for one in ordered[number + 1 :] if one.kind == "sent"}
        first = not any(one.kind == "sent" and one.handoff_id == each.handoff_id for one in ordered[:number])
        assert not (each.kind == "received" and first and each.handoff_id in later)


async def test_where_all_reports_come_none_is_missed(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement_partial")))
        await simulation.finish(accepted.case)
        assert not await LedgerEvent.filter(activity__in=["report.missing", "report.repeated"]).count()
