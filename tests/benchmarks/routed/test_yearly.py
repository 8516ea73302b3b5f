"""The year that `make bench PART=year` lives through: as many moments as asked for, on working days, at their pace."""

from collections import Counter
from datetime import date

import pytest

from tests.benchmarks.routed.yearly import YEAR, drawn_year, registered, working_days


def test_a_year_has_the_working_days_and_the_number_that_was_published() -> None:
    days = working_days()
    assert len(days) == 251
    assert date(YEAR, 5, 8) not in days, "the coronation"
    assert registered() == 581_363


@pytest.mark.parametrize("cases", [1_000, 40_000])
def test_moments_follow_the_year_and_its_busiest_day_has_the_rate_that_was_asked_for(cases: int) -> None:
    year = drawn_year(cases, rate=30)
    assert len(year.moments) == cases
    assert list(year.moments) == sorted(year.moments)
    on_day = Counter(int(moment / year.day_seconds) for moment in year.moments)
    assert max(on_day) < len(year.days)
    in_month = Counter[int]()
    for day, number in on_day.items():
        in_month[year.days[day].month] += number
    # January to July as published, but for chance
    assert in_month[1] / in_month[7] == pytest.approx(67_407 / 40_943, rel=0.3 if cases < 10_000 else 0.06)
    assert max(on_day.values()) / year.day_seconds == pytest.approx(30, rel=1.5 if cases < 10_000 else 0.25)
