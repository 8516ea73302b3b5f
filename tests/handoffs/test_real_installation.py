"""Where there is no town: the calendar is the wall clock, and nobody hurries it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from frontdoor.cases.models import Case
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.intake import CaseRequest
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.portal import opened_portal
from frontdoor.handoffs.state import ACTING
from frontdoor.settings import Settings
from tests.benchmarks.routed.plan import EVENT, GIVEN, NEEDS, SCENARIO, definitions
from tests.benchmarks.routing import office

pytestmark = pytest.mark.slow


async def test_a_case_is_over_when_each_office_was_asked_in_its_time_whether_it_has_what_it_took(
    tmp_path: Path,
) -> None:
    with office() as port:
        urls = {key.partition(".")[0]: f"http://127.0.0.1:{port}" for key in NEEDS}
        settings = Settings(var=tmp_path, office_urls=urls)
        async with opened_portal(settings, definitions()) as portal:
            case = (await portal.submit(CaseRequest(EVENT, GIVEN, SCENARIO))).case
            end = time.monotonic() + 30
            while await Handoff.filter(case_id=case.id).exclude(status__in=sorted(FINAL)).exists():
                assert time.monotonic() < end
                await asyncio.sleep(0.02)
            done = await Handoff.filter(case_id=case.id, kind=ACTING, status=Status.COMPLETED)
            assert len(done) == len(NEEDS)
            assert all(each.follow_up_at and each.follow_up_at > datetime.now(UTC) for each in done), "days later"
            assert (await Case.get(id=case.id)).closed_at is None
        async with opened_portal(settings, definitions(), work=False):  # whoever works has the case in hand
            await Handoff.filter(case_id=case.id, kind=ACTING).update(follow_up_at=datetime.now(UTC))
        async with opened_portal(settings, definitions()):
            while (await Case.get(id=case.id)).closed_at is None:
                assert time.monotonic() < end
                await asyncio.sleep(0.02)
            assert all(each.confirmed_at for each in await Handoff.filter(case_id=case.id, kind=ACTING))
