"""The office calendar of England and Wales: working days, office hours, bank holidays.

Moments are aware datetimes in UTC, read as the time on an office's wall. Bank holidays come from the `holidays`
package (source: gov.uk/bank-holidays).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

OPENS, CLOSES = time(9), time(17)
HOURS_A_DAY = 8


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Says whether offices are open on a day."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """Returns the first working day after a day."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def opening(moment: datetime) -> datetime:
    """Returns the moment itself within office hours, else the next opening."""
    if is_working_day(moment.date()) and moment.time() < CLOSES:
        return max(moment, moment.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0))
    return datetime.combine(next_working_day(moment.date()), OPENS, moment.tzinfo)


def months_later(day: date, months: int) -> date:
    """Returns the same day so many months later, or the last of the month where that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def after_working_days(moment: datetime, days: int, minutes: int) -> datetime:
    """Returns the moment so many working days later, at a minute of office hours (0 to 479); 0 days is the moment."""
    if days == 0:
        return moment
    day = moment.date()
    for _ in range(days):
        day = next_working_day(day)
    return datetime.combine(day, OPENS, moment.tzinfo) + timedelta(minutes=minutes)


def after_working_time(moment: datetime, amount: timedelta) -> datetime:
    """Returns the moment after an amount of office time; nights, weekends and holidays take none."""
    moment = opening(moment)
    while True:
        left = datetime.combine(moment.date(), CLOSES, moment.tzinfo) - moment
        if amount < left:
            return moment + amount
        amount -= left
        moment = datetime.combine(next_working_day(moment.date()), OPENS, moment.tzinfo)
