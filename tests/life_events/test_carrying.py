"""Who would carry a need, by how the two stand, how the fact is given out and how it is accepted (design 5.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from life_events.carrying import Bearer, bearers
from life_events.coordination import Medium, Relationship
from life_events.model import Recognition, Release
from life_events.relations import Relation

TODAY = date(2026, 3, 5)
NONE, DIALOGUE, PROJECT = Relationship.NONE, Relationship.DIALOGUE, Relationship.JOINT_PROJECT
REPLY, LETTER = Release.REPLY, Release.LETTER
PORTAL, TYPED, ORIGINAL, ISSUER = (
    Recognition.PORTAL,
    Recognition.TYPED,
    Recognition.ORIGINAL,
    Recognition.ISSUER,
)


def row(level: Relationship, released: Release = LETTER, recognised: Recognition = TYPED, via: str = "") -> Relation:
    """Returns a need of `b` for a fact of `a`."""
    return Relation("a", "f", "b", level, via, Medium.STAFF_REKEY, released, recognised, None)


def carried(*relations: Relation, active: str = "ab", front_door: bool = True) -> Bearer:
    """Returns who would carry the first of some needs."""
    return bearers(relations, frozenset(active), TODAY, front_door=front_door)[relations[0]]


@pytest.mark.parametrize(
    ("level", "released", "recognised", "who"),
    [
        (NONE, REPLY, PORTAL, Bearer.FRONT_DOOR),
        (NONE, LETTER, PORTAL, Bearer.CITIZEN),
        (NONE, REPLY, TYPED, Bearer.CITIZEN),
        (NONE, REPLY, ISSUER, Bearer.POST),
        (Relationship.TAKING_INTO_ACCOUNT, LETTER, TYPED, Bearer.CITIZEN),
        (DIALOGUE, LETTER, TYPED, Bearer.OFFICES),
        (DIALOGUE, LETTER, ISSUER, Bearer.OFFICES),
        (DIALOGUE, LETTER, ORIGINAL, Bearer.CITIZEN),
        (PROJECT, LETTER, ORIGINAL, Bearer.OFFICES),
        (Relationship.MERGER, LETTER, ORIGINAL, Bearer.OFFICES),
    ],
)
def test_the_level_and_the_rules_decide(
    level: Relationship, released: Release, recognised: Recognition, who: Bearer
) -> None:
    assert carried(row(level, released, recognised)) is who


def test_without_a_front_door_nobody_relays() -> None:
    assert carried(row(NONE, REPLY, PORTAL), front_door=False) is Bearer.CITIZEN


def test_a_project_that_is_over_carries_nothing() -> None:
    assert carried(replace(row(PROJECT), until=TODAY)) is Bearer.OFFICES
    assert carried(replace(row(PROJECT), until=date(2026, 3, 4))) is Bearer.CITIZEN


def test_a_hub_carries_where_it_is_there_and_has_what_it_carries() -> None:
    through = row(Relationship.SATELLITE, via="h")
    assert carried(through, active="ab") is Bearer.CITIZEN
    assert carried(through, active="abh") is Bearer.OFFICES
    to_hub = replace(row(NONE), consumer="h")
    assert carried(to_hub, active="abh") is Bearer.CITIZEN
    assert carried(to_hub, through, active="abh") is Bearer.OFFICES


def test_only_needs_within_the_plan_count() -> None:
    assert not bearers([row(NONE)], frozenset("a"), TODAY, front_door=True)
