"""A measure as it is shown: its value, how sure it is, what it rests on, and the way to what it counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from frontdoor.evaluation.measure import Measure
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.words import MEASURE_NAMES
from frontdoor.rendering import count

NEEDS = "/evaluate/needs"
EVENTS = "/evaluate/events"
# Which needs a measure counted, where needs are what it counts; the others open onto their events.
COUNTED_NEEDS = {
    "F": {"side": "front", "how": "once"},
    "B": {"side": "back", "how": "offices,weakly"},
    "B_net": {"side": "back", "how": "offices,weakly,front_door"},
    "Phi": {},
    "R": {},
    "rho": {"side": "back", "how": "front_door"},
    "kappa_back": {"side": "back", "how": "citizen"},
}
SIGNED = frozenset({"points"})
ALONE = "One case: an interval needs at least two."
NO_INTERVAL = "No interval is given for this measure."


@dataclass(frozen=True)
class Shown:
    """One measure on a page. `number` is None where there is nothing to measure, and `reason` says why."""

    key: str
    title: str
    means: str
    number: float | None
    value: str
    unit: str
    interval: str
    rests_on: str
    href: str
    reason: str
    low: float | None = None
    high: float | None = None
    n: int = 0


def address(path: str, group: Group, **more: str) -> str:
    """Returns the address of a page about a group, with what else it is to show."""
    chosen = {"life_event": group.life_event, "scenario": group.scenario, **more}
    return f"{path}?{urlencode({name: value for name, value in chosen.items() if value})}"


def show(group: Group, key: str) -> Shown:
    """Returns one measure of a group as it is shown."""
    measure = group.measure(key)
    named = MEASURE_NAMES[key]
    number = _number(measure)
    found = number is not None
    cases = count(len(group.cases), "case")
    return Shown(
        key=key,
        title=named.title,
        means=named.means,
        number=number,
        value=written(number, signed=measure.unit in SIGNED, share=named.share) if number is not None else "",
        unit=measure.unit if found else "",
        interval=_interval(measure, len(group.cases), share=named.share) if found else "",
        rests_on=f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{measure.n:,}, {cases}".replace(
            " case", "\N{NO-BREAK SPACE}case"
        ),
        href=_href(group, key) if found else "",
        reason=measure.reason,
        low=measure.low,
        high=measure.high,
        n=measure.n,
    )


def show_all(group: Group, keys: Iterable[str]) -> tuple[Shown, ...]:
    """Returns several measures of a group as they are shown."""
    return tuple(show(group, key) for key in keys)


def written(number: float, *, signed: bool = False, share: bool = False) -> str:
    """Returns a number with the digits that can be read; a share that is not quite all or nothing says so.

    >>> written(0.748, signed=True), written(0.9974, share=True), written(154.3333), written(-0.025, signed=True)
    ('+0.75', '> 0.99', '154', '−0.03')
    """
    if share and 0 < number < 0.005:
        return "< 0.01"
    if share and 0.995 <= number < 1:
        return "> 0.99"
    places = 2 if abs(number) < 10 else (1 if abs(number) < 100 else 0)
    text = f"{abs(number):.{places}f}"
    is_zero = not float(text)
    if not share and not signed and "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("" if is_zero else "−" if number < 0 else "+" if signed else "") + text


def _number(measure: Measure) -> float | None:
    """Returns the one number of a measure; of a table of pairs, how much it counted in all."""
    if isinstance(measure.value, int | float):
        return float(measure.value)
    return float(measure.n) if measure.value is not None else None


def _interval(measure: Measure, cases: int, *, share: bool) -> str:
    if measure.low is None or measure.high is None:
        return ALONE if cases == 1 else NO_INTERVAL
    signed = measure.unit in SIGNED
    low, high = (written(each, signed=signed, share=share) for each in (measure.low, measure.high))
    return f"95 % interval {low} to {high}"


def _href(group: Group, key: str) -> str:
    if key in COUNTED_NEEDS:
        return address(NEEDS, group, **COUNTED_NEEDS[key])
    return address(EVENTS, group, measure=key)
