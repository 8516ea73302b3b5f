"""The time axis that the worlds of a comparison share. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from frontdoor.rendering import day

SHORTEST = timedelta(days=14)
MONTHS = (1, 2, 3, 6, 12, 24)
CLOSEST = 70.0  # two labels need this much room
SHORT_SPAN = 45
A_DAY = 86_400.0


@dataclass(frozen=True)
class Tick:
    """A line across the lanes with its label; the first one says the year."""

    x: float
    label: str


@dataclass(frozen=True)
class Axis:
    """From the day of the request to the last end, from `left` to `right`."""

    start: datetime
    end: datetime
    left: float
    right: float
    ticks: tuple[Tick, ...] = ()

    def x(self, moment: datetime) -> float:
        """Returns where a moment is; what lies outside is at the edge."""
        share = (moment - self.start) / (self.end - self.start)
        return round(self.left + (self.right - self.left) * min(1.0, max(0.0, share)), 1)


def make_axis(first: datetime, last: datetime, left: float, right: float) -> Axis:
    """Returns the axis of a stretch of time, with ticks as close as their labels allow."""
    start = datetime.combine(first.date(), time(), first.tzinfo)
    end = max(last, start + SHORTEST)
    end += (end - start) * 0.012  # the last arrowhead needs room
    bare = Axis(start, end, left, right)
    ticks = [Tick(bare.x(start), day(start))]
    for at in _days(start.date(), end.date(), (right - left) * A_DAY / (end - start).total_seconds()):
        x = bare.x(datetime.combine(at, time(), start.tzinfo))
        if x - ticks[-1].x >= CLOSEST + (30 if len(ticks) == 1 else 0) and right - x >= CLOSEST / 2:
            ticks.append(Tick(x, _label(at, (end - start).days)))
    return Axis(start, end, left, right, tuple(ticks))


def _days(start: date, end: date, pixels_a_day: float) -> Iterator[date]:
    """Gives the days to be marked: Mondays on a short axis, else the first of every so many months."""
    if (end - start).days <= SHORT_SPAN:
        at = start + timedelta(days=7 - start.weekday())
        while at < end:
            yield at
            at += timedelta(days=7)
        return
    step = next((each for each in MONTHS if each * 30 * pixels_a_day >= CLOSEST), MONTHS[-1])
    month = start.year * 12 + start.month
    while (at := date(month // 12, month % 12 + 1, 1)) < end:
        yield at
        month += step


def _label(at: date, span: int) -> str:
    if span <= SHORT_SPAN:
        return f"{at.day} {at.strftime('%B')}"
    return f"{at.strftime('%B')} {at.year}" if at.month == 1 or span > 700 else at.strftime("%B")
