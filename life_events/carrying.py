"""Who would carry each need between services, by how the two stand: said from definitions alone, before any case.

The rules are those of design 5.3. What happened in cases is another matter, which the event log answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date
from enum import StrEnum

from life_events.coordination import Relationship
from life_events.model import Recognition, Release
from life_events.relations import Relation


class Bearer(StrEnum):
    """Who brings a fact from the office that produces it to the one that needs it.

    `post`: the one office posts it to the other, because the citizen asks for that.
    """

    OFFICES = "offices"
    POST = "post"
    FRONT_DOOR = "front_door"
    CITIZEN = "citizen"


def bearers(
    relations: Iterable[Relation], active: Set[str], on: date, *, front_door: bool
) -> Mapping[Relation, Bearer]:
    """Returns who would carry each need between services on a day, in a plan of the `active` ones.

    What a hub carries to others reaches the hub by the same way, however it stands to the provider itself.
    """
    rows = within(relations, active)
    told = {
        (row.provider, row.fact, hub)
        for row in rows
        if standing(row, active, on) is Relationship.SATELLITE
        for hub in row.hubs
    }
    return {
        row: Bearer.OFFICES
        if (row.provider, row.fact, row.consumer) in told
        else _bearer(row, standing(row, active, on), front_door=front_door)
        for row in rows
    }


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


def _bearer(row: Relation, level: Relationship, *, front_door: bool) -> Bearer:
    if level.level >= Relationship.JOINT_PROJECT.level:
        return Bearer.OFFICES
    if level is Relationship.DIALOGUE:
        # one clerk's word does for another, but nobody's word does for an original document
        return Bearer.CITIZEN if row.recognised is Recognition.ORIGINAL else Bearer.OFFICES
    passed_on = row.released is Release.REPLY and row.recognised is Recognition.PORTAL
    if passed_on and front_door:
        return Bearer.FRONT_DOOR
    return Bearer.POST if row.recognised is Recognition.ISSUER else Bearer.CITIZEN
