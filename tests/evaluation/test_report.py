"""The handoff report, for one case and for all."""

import pytest

from frontdoor.cases.models import Case
from frontdoor.discovery import registry
from frontdoor.evaluation.report import as_text, handoff_report
from frontdoor.testing.simulation import Simulation, example, request_of

pytestmark = pytest.mark.slow  # whole cases


async def test_the_report_of_a_case_counts_what_was_handed_over(simulation: Simulation) -> None:
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        document = await simulation.finish(accepted.case)
        report = await handoff_report(registry(), await Case.get(id=accepted.case.id))
    sent = [each for each in document.handoffs if each.sent]
    assert report.handoffs == len(sent) == sum(row.handoffs for row in report.rows)
    assert report.by_status == {"completed": 18, "not_needed": 1}
    assert report.finished == 1
    assert report.asked_again == {}
    assert set(report.asked_once) == set(example("bereavement")["facts"])
    assert report.open == ()
    assert report.days_to_last_decision is not None
    assert report.days_to_last_decision > 60
    for service, facts in report.facts_sent.items():
        assert set(facts) <= registry().services[service].reads_facts()
    assert "hmcts.grant_probate" in as_text(report)


async def test_what_is_open_is_named_with_who_has_it(simulation: Simulation) -> None:
    simulation.fault("dvla", "down")
    async with simulation.open_portal() as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        await simulation.until(accepted.case, lambda each: sum(not one.final for one in each.acting) == 1)
        report = await handoff_report(registry())
    assert [(row.reference, row.service, row.with_) for row in report.open] == [
        (accepted.case.reference, "dvla.close_driver_record", "front_door")
    ]
    assert report.days_to_last_decision is None


async def test_the_report_of_nothing_is_empty(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False):
        report = await handoff_report(registry())
    assert (report.cases, report.handoffs, report.days_to_first_acceptance) == (0, 0, None)
    assert "Nothing is open." in as_text(report)
