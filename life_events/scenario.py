"""Scenarios: is there a front door, and how does each ordered pair of services stand. Read from scenarios/*.toml.

What is said of a pair wins over what is said of its agencies, and so on (design 5.4):

    [[pair]]          from and to are services         the ordered pair
    [[agency_pair]]   from and to are agencies
    [[agency]]        agency                           every pair that the agency is an end of
    [[tier_pair]]     from and to are tiers
    default

Each may name several, as a list. `via` names the hub of a satellite, or several (the first asks, all tell), `until` the
last day of a joint project, `source` where it is documented. A name that does not exist is refused with the nearest
that does.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from life_events.coordination import Medium, Relationship
from life_events.model import Agency, Service, Tier

FOLDER = Path(__file__).with_name("scenarios")
TOLD_BY = (Medium.STAFF_REKEY, Medium.PHONE, Medium.EMAIL)
# One field in 250: ordinary office work, an assumption on the safe side of the 0.37 in 1,000 that was measured in a
# careful study (Paulsen et al. 2012; measurement c.1)
SLIPS = 0.004
KINDS = ("pair", "agency_pair", "agency", "tier_pair")


class UnknownName(ValueError):
    """A scenario names something that does not exist; the message says where and what was probably meant."""


@dataclass(frozen=True)
class Stance:
    """How a pair stands: the relationship, the hub it goes through, the day it ends, and where that is documented.

    `medium` is by what clerks tell one another in dialogue. `also`: further hubs that tell the same.
    """

    relationship: Relationship
    via: str = ""
    until: date | None = None
    source: str = ""
    medium: Medium = Medium.STAFF_REKEY
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One statement of a scenario file: for which pairs, how they stand."""

    kind: str
    from_: frozenset[str]
    to: frozenset[str]
    stance: Stance

    def says(self, ends: Mapping[str, tuple[str, str]]) -> bool:
        """Says whether the rule is about a pair, given its two ends in each kind of words."""
        if self.kind == "agency":
            return bool(self.from_.intersection(ends["agency_pair"]))
        one, other = ends[self.kind]
        return one in self.from_ and other in self.to


@dataclass(frozen=True)
class Scenario:
    """A named set of assumptions about how offices work together.

    targets   by agency, 0 to 1: how much its clerks serve their own office's indicators before notes to others
              (*The joy of joining up*, Table 5: performance indicators as an obstacle)
    slips     how often a clerk who keys in a field again makes a mistake, 0 to 1
    """

    key: str
    title: str
    about: str
    front_door: bool
    default: Relationship
    rules: tuple[Rule, ...]
    targets: Mapping[str, float] = field(default_factory=dict)
    slips: float = SLIPS

    def stance(self, provider: Service, consumer: Service, agencies: Mapping[str, Agency]) -> Stance:
        """Returns how an ordered pair stands: the most particular statement wins, and of equals the last."""
        ends = {
            "pair": (provider.key, consumer.key),
            "agency_pair": (provider.agency, consumer.agency),
            "tier_pair": (str(agencies[provider.agency].tier), str(agencies[consumer.agency].tier)),
        }
        for kind in KINDS:
            said = [rule.stance for rule in self.rules if rule.kind == kind and rule.says(ends)]
            if said:
                return said[-1]
        return Stance(self.default)


def read_scenario(path: Path, services: Mapping[str, Service], agencies: Mapping[str, Agency]) -> Scenario:
    """Reads one scenario file. Raises UnknownName, or ValueError when a field is missing or of another kind."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {
        "pair": sorted(services),
        "agency_pair": sorted(agencies),
        "agency": sorted(agencies),
        "tier_pair": [str(tier) for tier in Tier],
    }
    where = f"{path.name}: "
    _expect(where, table, {"title", "about", "front_door", "default", "targets", "slips", *KINDS}, "field")
    missing = {"title", "front_door", "default"} - set(table)
    if missing:
        raise ValueError(f"{where}{', '.join(sorted(missing))} must be said.")
    targets = table.get("targets", {})
    _expect(where, targets, set(agencies), "agency")
    for share in [*targets.values(), table.get("slips", SLIPS)]:
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise ValueError(f"{where}targets and slips are shares from 0 to 1.")
    rules = [_rule(where, kind, row, known[kind], services) for kind in KINDS for row in table.get(kind, [])]
    return Scenario(
        key=path.stem,
        title=table["title"],
        about=table.get("about", ""),
        front_door=bool(table["front_door"]),
        default=_relationship(where, table["default"]),
        rules=tuple(rules),
        targets={agency: float(share) for agency, share in targets.items()},
        slips=float(table.get("slips", SLIPS)),
    )


def read_scenarios(services: Mapping[str, Service], agencies: Mapping[str, Agency]) -> dict[str, Scenario]:
    """Reads every scenario file. Raises as `read_scenario`."""
    return {path.stem: read_scenario(path, services, agencies) for path in sorted(FOLDER.glob("*.toml"))}


def pair_rule(
    provider: str,
    consumer: str,
    level: str,
    services: Mapping[str, Service],
    *,
    via: str = "",
    until: date | None = None,
) -> Rule:
    """Returns what is said of one ordered pair of services, checked as what a file says is. Raises likewise."""
    said: dict[str, Any] = {"from": provider, "to": consumer, "level": level}
    said |= {name: value for name, value in (("via", via), ("until", until)) if value}
    return _rule("", "pair", said, sorted(services), services)


def with_rules(scenario: Scenario, rules: Iterable[Rule]) -> Scenario:
    """Returns a scenario in which more is said of single pairs; it wins over what was said before."""
    fresh = tuple(rules)
    pairs = {(one, other) for rule in fresh for one in rule.from_ for other in rule.to}
    kept = [part for rule in scenario.rules for part in _without(rule, pairs)]
    return replace(scenario, rules=(*kept, *fresh))


def _without(rule: Rule, pairs: Set[tuple[str, str]]) -> list[Rule]:
    """Returns a statement of mergers without some pairs; of others, the last wins anyway."""
    every = {(one, other) for one in rule.from_ for other in rule.to}
    if rule.stance.relationship is not Relationship.MERGER or every.isdisjoint(pairs):
        return [rule]
    left = sorted(every - pairs)
    return [Rule(rule.kind, frozenset([one]), frozenset([other]), rule.stance) for one, other in left]


def _rule(where: str, kind: str, row: Mapping[str, Any], known: list[str], services: Mapping[str, Service]) -> Rule:
    ends = ("agency",) if kind == "agency" else ("from", "to")
    _expect(where, row, {*ends, "level", "via", "until", "source", "medium"}, "field")
    named = [frozenset([row[end]] if isinstance(row[end], str) else row[end]) for end in ends]
    for names in named:
        _expect(where, names, set(known), kind.removesuffix("_pair") if kind != "pair" else "service")
    hubs = row.get("via", "")
    via, *also = [hubs] if isinstance(hubs, str) else hubs or [""]
    _expect(where, [hub for hub in (via, *also) if hub], set(services), "service")
    relationship = _relationship(where, row["level"])
    if (relationship is Relationship.SATELLITE) != bool(via):
        raise ValueError(f"{where}a satellite, and only a satellite, names the hub it goes `via`.")
    until = row.get("until")
    if (relationship is Relationship.JOINT_PROJECT) != isinstance(until, date):
        raise ValueError(f"{where}a joint project, and only a joint project, has a day `until` which it lasts.")
    if relationship is Relationship.MERGER and kind != "pair":
        raise ValueError(f"{where}a merger is said of a pair of services: the second goes into the first.")
    medium = str(row.get("medium", Medium.STAFF_REKEY))
    _expect(where, [medium], {str(each) for each in TOLD_BY}, "medium between clerks")
    return Rule(
        kind,
        named[0],
        named[-1],
        Stance(relationship, via, until, str(row.get("source", "")), Medium(medium), tuple(also)),
    )


def _relationship(where: str, name: str) -> Relationship:
    _expect(where, [name], {str(each) for each in Relationship}, "relationship")
    return Relationship(name)


def _expect(where: str, names: Iterable[str], known: set[str], what: str) -> None:
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), 1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise UnknownName(f"{where}there is no {what} '{name}'.{hint}")
