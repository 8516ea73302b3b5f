"""Scenarios compared: the same request in two of them is a pair, and what is said is the difference within pairs.

The first scenario is what the others are compared with. A pair is the same life event, told for the same day with the
same questions answered, needing the same offices, by a citizen of the same habit; where there are several, the first
submitted with the first, the second with the second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from frontdoor.evaluation.coordination import compare
from frontdoor.evaluation.paired import Paired, holm, paired
from frontdoor.evaluation.traces import Trace
from frontdoor.pages.evaluate.onrecord import Group, OnRecord
from frontdoor.pages.evaluate.shown import Shown, show

# Declared before anything was looked at (measurement c.3), and what must stand beside the gap.
PRIMARY = ("U", "Phi", "T1", "E1", "O1")
BESIDE = ("O2", "F", "B", "rho", "kappa_back", "promise_gap", "E2", "P1", "P3")
RUNGS = tuple(map(str, range(1, 6)))


@dataclass(frozen=True)
class Compared:
    """One measure in every scenario, in their order, with its difference from the first."""

    key: str
    title: str
    means: str
    shown: tuple[Shown, ...]
    differences: tuple[Paired, ...]


@dataclass(frozen=True)
class Curve:
    """A scenario's ladder curve (C7): the share of needs met by each rung of the ladder or better."""

    title: str
    shares: tuple[float, ...]


def pairs_between(one: Group, other: Group, record: OnRecord) -> list[tuple[Trace, Trace]]:
    """Returns the cases of two groups that are the same request."""

    def by_signature(group: Group) -> Mapping[tuple[str, ...], list[Trace]]:
        found: defaultdict[tuple[str, ...], list[Trace]] = defaultdict(list)
        for case in sorted(group.cases, key=lambda each: record.origins[each.case_id].number):
            found[record.origins[case.case_id].signature].append(case)
        return found

    mine, theirs = by_signature(one), by_signature(other)
    return [pair for key in mine for pair in zip(mine[key], theirs.get(key, ()), strict=False)]


def compared(groups: Sequence[Group], record: OnRecord, keys: Sequence[str]) -> list[Compared]:
    """Returns measures of several groups, each with its differences from the first."""
    first = groups[0]
    pairs = [pairs_between(first, other, record) for other in groups[1:]]
    found = []
    for key in keys:
        shown = tuple(show(group, key) for group in groups)
        differences = tuple(_difference(key, first, other, some) for other, some in zip(groups[1:], pairs, strict=True))
        found.append(Compared(key, shown[0].title, shown[0].means, shown, differences))
    return found


def _difference(key: str, first: Group, other: Group, pairs: Sequence[tuple[Trace, Trace]]) -> Paired:
    return paired(
        [
            (before, after)
            for mine, theirs in pairs
            if (before := first.only(mine).number(key)) is not None
            and (after := other.only(theirs).number(key)) is not None
        ]
    )


def sure_at_once(rows: Sequence[Compared]) -> dict[tuple[str, int], float]:
    """Returns how likely each difference is by chance when all are looked at at once: by measure and its place.

    Only differences of enough pairs are tests at all (measurement c.3, Holm).
    """
    return holm(
        {
            (each.key, place): found.chance
            for each in rows
            for place, found in enumerate(each.differences)
            if found.low is not None
        }
    )


def curve(group: Group, title: str) -> Curve | None:
    """Returns a group's ladder curve; None where there was no need."""
    value = group.measure("C7").value
    return Curve(title, tuple(float(value[rung]) for rung in RUNGS)) if isinstance(value, Mapping) else None


def rankings(groups: Sequence[Group], titles: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yields how the ladder curves of each two scenarios stand, in a sentence, and whether they can be ranked."""
    for (one, title), (other, second) in combinations(zip(groups, titles, strict=True), 2):
        match compare(one.measure("C7"), other.measure("C7")):
            case "better":
                yield f"“{title}” meets needs by better means than “{second}”, however media are weighed.", True
            case "worse":
                yield f"“{second}” meets needs by better means than “{title}”, however media are weighed.", True
            case "equal":
                yield f"“{title}” and “{second}” have the same ladder curve.", True
            case "crossing":
                yield (
                    f"No ranking: the curves of “{title}” and “{second}” cross, so which is better depends on how "
                    "media are weighed.",
                    False,
                )
            case _:
                yield f"“{title}” and “{second}”: there is nothing to compare.", False
