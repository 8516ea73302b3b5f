"""The moments of a year at which deaths were registered in England and Wales, as short as it has to be.

How many, and when, is in parameters.toml under `deaths`, with its sources: the year's number, January's and July's, and
the hours of a working day. Between January and July the months follow a cosine, which is an assumption.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import holidays

from life_events.parameters import Parameter

YEAR = 2023


def registered() -> int:
    """Returns how many deaths were registered in the year."""
    return int(Parameter("deaths.registered").on(date(YEAR, 1, 1)))


def working_days() -> list[date]:
    """Returns the working days of the year in England."""
    free = holidays.country_holidays("GB", subdiv="ENG", years=YEAR)
    days = (date(YEAR, 1, 1) + timedelta(days=number) for number in range(365))
    return [day for day in days if day.weekday() < 5 and day not in free]


def weights(days: Sequence[date]) -> list[float]:
    """Returns how many are registered on each of the days, in proportion."""
    first = date(YEAR, 1, 1)
    january = float(Parameter("deaths.registered_in_january").on(first))
    july = float(Parameter("deaths.registered_in_july").on(first))
    in_month = Counter(day.month for day in days)
    middle, swing = (january + july) / 2, (january - july) / 2
    return [(middle + swing * math.cos((day.month - 1) / 6 * math.pi)) / in_month[day.month] for day in days]


@dataclass(frozen=True)
class Year:
    """The year as it is lived here: its working days, and the seconds that each takes."""

    days: Sequence[date]
    day_seconds: float
    moments: Sequence[float] = field(repr=False)

    @property
    def hour_seconds(self) -> float:
        """The seconds of an opening hour."""
        return self.day_seconds / opening_hours()

    def at(self, day: date) -> float:
        """Returns the second at which a working day opens."""
        return self.days.index(day) * self.day_seconds


def opening_hours() -> float:
    """Returns how many hours of a working day registers are open."""
    hours = [Parameter(f"deaths.registered_{name}").on(date(YEAR, 1, 1)) for name in ("from", "until")]
    return float(hours[1] - hours[0])


def drawn_year(cases: int, rate: float) -> Year:
    """Draws the moments of so many requests, at most `rate` of them a second on the busiest day."""
    days, chance = working_days(), Random(YEAR)
    weighed = weights(days)
    day_seconds = max(weighed) / sum(weighed) * cases / rate
    drawn = chance.choices(range(len(days)), weighed, k=cases)
    return Year(days, day_seconds, sorted((day + chance.random()) * day_seconds for day in drawn))
