"""The report: scenarios compared on one page that can be printed, with method, assumptions and what is not measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from frontdoor.errors import NotFound
from frontdoor.evaluation.evidence import PROFILES
from frontdoor.evaluation.paired import FEWEST, Paired
from frontdoor.pages.evaluate.comparison import (
    BESIDE,
    PRIMARY,
    Compared,
    Curve,
    compared,
    curve,
    pairs_between,
    rankings,
    sure_at_once,
)
from frontdoor.pages.evaluate.looking import Look, worked_out
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.shown import written
from frontdoor.pages.evaluate.tables import Cell, Table, as_csv, number, table
from frontdoor.pages.evaluate.words import RUNGS, life_event, relationship, scenario

MOST = 6
# The field of the ladder curves: its top, its height, the first rung and the distance between two; labels stand apart.
TOP, HEIGHT, FIRST, STEP, APART = 20.0, 220.0, 60.0, 72.0, 15.0
PROFILE_WORDS = {
    "linear": "linear: post ¼, people ½, file ¾, system 1",
    "any": "any contact of the offices counts 1",
    "digital": "only from system to system counts",
    "inclusive": "what the citizen carries counts too",
}


@dataclass(frozen=True)
class Compares:
    """A scenario of the report: what it assumes, how many cases and pairs, under which definitions and relations."""

    title: str
    about: str
    front_door: bool
    default: str
    cases: int
    pairs: int | None
    definitions: tuple[str, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Dot:
    """A difference as a dot on a line of its own scale: places in percent, and what it says."""

    title: str
    at: float | None
    low: float | None
    high: float | None
    says: str


@dataclass(frozen=True)
class Line:
    """A ladder curve as it is drawn: its points, and where its number stands at its end."""

    title: str
    points: tuple[tuple[float, float], ...]
    label_y: float


async def show_report(look: Look) -> Response:
    """Shows the report on the scenarios that were chosen."""
    groups = _chosen(look)
    if not groups:
        return look.nothing()
    titles = [scenario(look.registry, each.scenario) for each in groups]
    context = await worked_out(lambda: _context(look, groups, titles))
    made = context.pop("made")
    parts = {"curves": context["ladder"], "profiles": context["profiles"], "tests": context["tests"]}
    chosen = parts.get(look.query.get("table", "")) or made
    if look.wants_csv:
        return as_csv(chosen)
    return look.render("report.html", None, table=made, **context)


def _chosen(look: Look) -> list[Group]:
    """Returns the groups to compare, the first being what the others are compared with. Raises NotFound."""
    # the form sends one field for each scenario, a link may name several in one
    asked = [each for value in look.query.getlist("scenarios") for each in value.split(",") if each]
    wanted = list(dict.fromkeys(asked))
    usual = look.group()
    event = look.query.get("life_event") or (usual.life_event if usual else "")
    there = {key: group for (one, key), group in look.record.groups.items() if one == event}
    if not set(wanted) <= there.keys():
        raise NotFound("One of these scenarios has no case on record.")
    # from no front door and no ties to the closest ones, which is the order in which the story is told
    told = sorted(there.values(), key=lambda each: (round(each.number("B") or 0.0, 3), each.number("F") or 0.0))
    return [there[key] for key in wanted[:MOST]] if wanted else told[:MOST]


def _context(look: Look, groups: Sequence[Group], titles: Sequence[str]) -> dict[str, Any]:
    primary = compared(groups, look.record, PRIMARY)
    beside = compared(groups, look.record, BESIDE)
    curves = [found for each, title in zip(groups, titles, strict=True) if (found := curve(each, title))]
    said = sorted(rankings(groups, titles), key=lambda each: each[1])
    return {
        "made": _table([*primary, *beside], titles),
        "tests": _tests(primary, titles),
        "event": life_event(look.registry, groups[0].life_event),
        "life_event": groups[0].life_event,
        "scenarios": [_compares(look, each, groups[0]) for each in groups],
        "titles": titles,
        "dots": [(each, _dots(each, titles)) for each in [*primary, *beside]],
        "curves": _lines(curves),
        "ladder": _ladder(curves),
        "said": said,
        "crossing": any(not ranked for _, ranked in said),
        "profiles": _profiles(groups, titles),
        "offered": [
            (key, scenario(look.registry, key), any(each.scenario == key for each in groups))
            for event, key in look.record.groups
            if event == groups[0].life_event
        ],
        "made_on": datetime.now(UTC),
        "fewest": FEWEST,
        "version": look.registry.version,
    }


def _compares(look: Look, group: Group, first: Group) -> Compares:
    known = look.registry.scenarios.get(group.scenario)
    origins = [look.record.origins[case.case_id] for case in group.cases]
    return Compares(
        title=scenario(look.registry, group.scenario),
        about=known.about if known else "",
        front_door=known.front_door if known else True,
        default=relationship(str(known.default)) if known else "",
        cases=len(group.cases),
        pairs=None if group is first else len(pairs_between(first, group, look.record)),
        definitions=tuple(sorted({each.definitions for each in origins})),
        relations=tuple(sorted({each.relations for each in origins if each.relations})),
    )


def _dots(each: Compared, titles: Sequence[str]) -> list[Dot]:
    """Returns the differences of a measure on one scale, with zero in the middle."""
    ends = [
        abs(value)
        for difference in each.differences
        for value in (difference.value, difference.low, difference.high)
        if value is not None
    ]
    reach = max(ends, default=0.0) or 1.0

    def place(value: float | None) -> float | None:
        return None if value is None else 50 + 46 * value / reach

    return [
        Dot(title, place(found.value), place(found.low), place(found.high), _says(found))
        for title, found in zip(titles[1:], each.differences, strict=True)
    ]


def _lines(curves: Sequence[Curve]) -> list[Line]:
    """Returns the ladder curves as they are drawn; numbers at their ends that would lie on one another move down."""
    ends: dict[str, float] = {}
    lowest = -APART
    for each in sorted(curves, key=lambda one: -one.shares[-1]):
        lowest = max(TOP + HEIGHT * (1 - each.shares[-1]) + 4, lowest + APART)
        ends[each.title] = lowest
    return [
        Line(
            each.title,
            tuple((FIRST + STEP * at, TOP + HEIGHT * (1 - share)) for at, share in enumerate(each.shares)),
            ends[each.title],
        )
        for each in curves
    ]


def _ladder(curves: Sequence[Curve]) -> Table:
    """Returns the ladder curves as a table."""
    rows = [
        [Cell(each.title), *(number(written(share, share=True), share) for share in each.shares)] for each in curves
    ]
    caption = "The share of needs met by each means or a better one"
    return table("ladder", caption, ["Scenario", *RUNGS[1:]], rows)


def _says(found: Paired) -> str:
    if found.value is None:
        return "nothing to compare"
    pairs = f"{found.pairs} pair{'' if found.pairs == 1 else 's'}"
    if found.low is None or found.high is None:
        return f"{written(found.value, signed=True)}, no interval from {pairs}"
    low, high = written(found.low, signed=True), written(found.high, signed=True)
    return f"{written(found.value, signed=True)} ({low} to {high}), {pairs}"


def _table(rows: Sequence[Compared], titles: Sequence[str]) -> Table:
    heads = ["Measure", *titles, *(f"{title}, difference" for title in titles[1:])]
    lines = []
    for each in rows:
        line = [Cell(each.title, value=each.key)]
        for shown in each.shown:
            if shown.number is None:
                line.append(Cell("nothing to measure", note=shown.reason, value=""))
                continue
            sure = shown.interval.removeprefix("95 % interval ") if shown.low is not None else "no interval"
            line.append(number(shown.value, shown.number, shown.href, f"{sure}; n = {shown.n}"))
        for found in each.differences:
            text, _, rest = _says(found).partition(" ")
            line.append(number(text.rstrip(","), found.value, note=rest) if found.value is not None else Cell(text))
        lines.append(line)
    note = "Differences are means within pairs, against the first scenario. No sum is made of the rows."
    return table("report", "Every measure, in every scenario", heads, lines, note)


def _tests(rows: Sequence[Compared], titles: Sequence[str]) -> Table | None:
    """Returns how sure the differences declared beforehand are when all are looked at at once; None without a test."""
    at_once = sure_at_once(rows)
    if not at_once:
        return None
    lines = [
        [
            Cell(each.title, value=each.key),
            Cell(titles[place + 1]),
            number(_says(found), found.value or 0.0),
            number(_chance(found.chance), found.chance),
            number(_chance(at_once[each.key, place]), at_once[each.key, place]),
            Cell("the same in every pair")
            if found.reduction is None
            else number(f"{found.reduction:.1f}", found.reduction),
        ]
        for each in rows
        for place, found in enumerate(each.differences)
        if (each.key, place) in at_once
    ]
    heads = ["Measure", f"Against “{titles[0]}”", "Difference", "By chance", "By chance, all at once", "Pairing gains"]
    note = (
        "By chance: how often so large a difference comes about where there is none, from 0 to 1, found by turning the "
        "signs of the differences about. All at once: raised after Holm for as many tests as there are rows. Pairing "
        "gains: how many times smaller the variance is than between strangers; less than 1 would mean that pairs are "
        "none."
    )
    return table("tests", "How sure that is", heads, lines, note)


def _chance(share: float) -> str:
    return "< 0.001" if share < 0.001 else f"{share:.3f}"


def _profiles(groups: Sequence[Group], titles: Sequence[str]) -> Table:
    """Returns G under the four ways of weighing media, all of them declared assumptions."""
    rows = []
    for name in PROFILES:
        line = [Cell(PROFILE_WORDS[name], value=name)]
        for group in groups:
            gap = group.number(f"G_{name}")
            line.append(Cell("–") if gap is None else number(written(gap, share=True), gap))
        rows.append(line)
    return table("profiles", "The coordination gap G, media weighed in four ways", ["Weighing", *titles], rows)
