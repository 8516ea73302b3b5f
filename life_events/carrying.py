"""Who would carry each need between services, by how the two stand: said from definitions alone, before any case.

The rules are those of design 5.3. What happened in cases is another matter, which the event log answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date
from enum import StrEnum

from life_events.coordination import Relationship
from life_events.model import Recognition, Release
from life_events.relations import Relation


class Bearer(StrEnum):
    """Who brings a fact from the office that produces it to the one that needs it."""

    OFFICES = "offices"
    FRONT_DOOR = "front_door"
    CITIZEN = "citizen"


def bearer(relation: Relation, active: Set[str], on: date, *, front_door: bool) -> Bearer:
    """Returns who would carry a fact from its provider to its consumer on a day, in a plan of the `active` services."""
    level = standing(relation, active, on)
    if level.level >= Relationship.JOINT_PROJECT.level:
        return Bearer.OFFICES
    if level is Relationship.DIALOGUE:
        # one clerk's word does for another, but nobody's word does for an original document
        return Bearer.CITIZEN if relation.recognised is Recognition.ORIGINAL else Bearer.OFFICES
    passed_on = relation.released is Release.REPLY and relation.recognised is Recognition.PORTAL
    return Bearer.FRONT_DOOR if passed_on and front_door else Bearer.CITIZEN


def standing(relation: Relation, active: Set[str], on: date) -> Relationship:
    """Returns how a pair stands on a day: a project that is over and a hub that is not there are no relationship."""
    if relation.until is not None and on > relation.until:
        return Relationship.NONE
    if relation.level is Relationship.SATELLITE and active.isdisjoint(relation.hubs):
        return Relationship.NONE
    return relation.level


def within(relations: Iterable[Relation], active: Set[str]) -> tuple[Relation, ...]:
    """Returns the relations of which both ends are in a plan: its needs between services."""
    return tuple(each for each in relations if {each.provider, each.consumer} <= active)
