"""The office calendar: working days, office hours and the bank holidays of England and Wales."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice_adapters.simulated.calendar import (
    CLOSES,
    HOURS_A_DAY,
    OPENS,
    after_working_days,
    after_working_time,
    is_working_day,
    next_working_day,
    opening,
)

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
MOMENTS = st.builds(
    datetime.combine, DAYS, st.times().map(lambda each: each.replace(microsecond=0)), tzinfo=st.just(UTC)
)
AMOUNTS = st.integers(0, 60 * 60 * HOURS_A_DAY * 30).map(lambda seconds: timedelta(seconds=seconds))
BANK_HOLIDAYS_2026 = [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]


def working_days(start: date, end: date) -> int:
    """Counts the working days after `start`, up to and with `end`."""
    return sum(is_working_day(start + timedelta(days=after)) for after in range(1, (end - start).days + 1))


@pytest.mark.parametrize(("month", "day"), BANK_HOLIDAYS_2026)
def test_offices_are_closed_on_the_bank_holidays_of_2026(month: int, day: int) -> None:
    assert date(2026, month, day).weekday() < 5
    assert not is_working_day(date(2026, month, day))


def test_no_other_weekday_of_2026_is_a_holiday() -> None:
    year = [date(2026, 1, 1) + timedelta(days=after) for after in range(365)]

    closed = [(day.month, day.day) for day in year if day.weekday() < 5 and not is_working_day(day)]

    assert closed == BANK_HOLIDAYS_2026


@given(DAYS)
def test_offices_are_closed_at_weekends(day: date) -> None:
    assert day.weekday() < 5 or not is_working_day(day)


@given(DAYS)
def test_the_next_working_day_is_the_first_one_after(day: date) -> None:
    following = next_working_day(day)

    assert is_working_day(following)
    assert working_days(day, following) == 1


@given(MOMENTS)
def test_an_opening_is_in_office_hours_and_stays_where_it_is(moment: datetime) -> None:
    at = opening(moment)

    assert at >= moment
    assert is_working_day(at.date())
    assert OPENS <= at.time() < CLOSES
    assert opening(at) == at


@given(MOMENTS, st.integers(1, 60), st.integers(0, HOURS_A_DAY * 60 - 1))
def test_so_many_working_days_later_is_that_many_working_days_later(moment: datetime, days: int, minutes: int) -> None:
    due = after_working_days(moment, days, minutes)

    assert working_days(moment.date(), due.date()) == days
    assert is_working_day(due.date())
    assert OPENS <= due.time() < CLOSES


@given(MOMENTS, st.integers(0, HOURS_A_DAY * 60 - 1))
def test_no_days_later_is_now(moment: datetime, minutes: int) -> None:
    assert after_working_days(moment, 0, minutes) == moment


@given(MOMENTS, AMOUNTS, AMOUNTS)
def test_office_time_adds_up(moment: datetime, first: timedelta, second: timedelta) -> None:
    assert after_working_time(after_working_time(moment, first), second) == after_working_time(moment, first + second)


@given(MOMENTS)
def test_a_day_of_office_time_is_a_working_day(moment: datetime) -> None:
    start = opening(moment)

    assert after_working_time(start, timedelta(hours=HOURS_A_DAY)) == datetime.combine(
        next_working_day(start.date()), start.time(), UTC
    )
