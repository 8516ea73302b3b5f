"""The day that a law sets: counted from a day, or from the end of the month or tax year in which that day lies."""

from __future__ import annotations

from datetime import date

import pytest

from frontdoor.discovery import registry
from frontdoor.testing.simulation import Simulation, example, request_of
from life_events.model import KeptBy

MARCH = date(2026, 3, 5)
SELF_ASSESSMENT, VAT = "hmrc.register_self_assessment", "hmrc.register_vat"


@pytest.mark.parametrize(
    ("service", "start", "day"),
    [
        ("hmrc.register_corporation_tax", date(2026, 5, 18), date(2026, 8, 17)),
        # 5 October after the tax year, which ends on 5 April
        (SELF_ASSESSMENT, date(2026, 4, 5), date(2026, 10, 5)),
        (SELF_ASSESSMENT, date(2026, 4, 6), date(2027, 10, 5)),
        # 30 days after the end of the month
        (VAT, date(2026, 5, 18), date(2026, 6, 30)),
        (VAT, date(2028, 2, 1), date(2028, 3, 30)),
        ("council.register_food_business", date(2026, 5, 18), date(2026, 4, 20)),
    ],
)
def test_a_deadline_is_counted_as_the_law_counts(service: str, start: date, day: date) -> None:
    deadline = registry().services[service].deadline
    assert deadline is not None
    assert deadline.day(start, MARCH) == day
    assert deadline.kept_by is KeptBy.TOLD, "the law asks to tell the office, which answers when it can"


@pytest.mark.parametrize(("turnover", "holds"), [("90000.00", True), ("89999.99", False)])
def test_nobody_who_need_not_register_for_vat_has_a_day_for_it(turnover: str, holds: bool) -> None:
    deadline = registry().services[VAT].deadline
    assert deadline is not None
    assert deadline.holds({"business.turnover": turnover}, MARCH) is holds


@pytest.mark.slow  # a whole case
async def test_who_told_in_time_is_not_late_because_the_office_took_long(simulation: Simulation) -> None:
    document = example("business_start_up")
    document["facts"] |= {"business.trading_starts": "2026-03-09"}
    async with simulation.open_portal() as portal:
        ended = await simulation.finish((await portal.submit(request_of(document, scenario="siloed"))).case, 60)
    vat = next(each for each in ended.asked if each.about == VAT)
    assert vat.deadline
    assert vat.deadline.date() == date(2026, 4, 30)
    assert vat.ended
    assert vat.ended > vat.deadline
    assert vat.kept
    assert vat.kept < vat.deadline
