"""How offices stand to one another: the nine relationships, the ladder of media, and the needs between services.

The relationships are those of Figure 6 in *Governing in the Round* ("Understand the context"), preceded by none. Needs
are computed from what services read and write (design 5.1), never listed by hand, so that what is required is the same
under every scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

CITIZEN, FRONT_DOOR = "citizen", "front_door"


class Relationship(StrEnum):
    """How one service's office stands to another's, from the weakest to the strongest; the order is the book's."""

    NONE = "none"
    TAKING_INTO_ACCOUNT = "taking_into_account"
    DIALOGUE = "dialogue"
    JOINT_PROJECT = "joint_project"
    JOINT_VENTURE = "joint_venture"
    SATELLITE = "satellite"
    STRATEGIC_ALLIANCE = "strategic_alliance"
    UNION = "union"
    MERGER = "merger"

    @property
    def level(self) -> int:
        """The place in the spectrum, 0 to 8."""
        return list(Relationship).index(self)

    @property
    def definition(self) -> str:
        """The book's words for it."""
        return DEFINITIONS[self]


DEFINITIONS: Mapping[Relationship, str] = {
    Relationship.NONE: "no relationship is declared",
    Relationship.TAKING_INTO_ACCOUNT: "strategy development considers the impact of/on other entities",
    Relationship.DIALOGUE: "exchange of information between entities",
    Relationship.JOINT_PROJECT: "temporary joint planning or joint working between entities",
    Relationship.JOINT_VENTURE: "long-term joint planning or joint working between entities",
    Relationship.SATELLITE: "separate entity created to serve as integrative mechanism between existing entities",
    Relationship.STRATEGIC_ALLIANCE: (
        "long-term joint planning and working between entities on issues core to the mission of at least one of them"
    ),
    Relationship.UNION: "formal administrative unification of entities, maintaining some distinct identities",
    Relationship.MERGER: "fusion of entities to create a new structure with a single new identity",
}


class Medium(StrEnum):
    """By what a fact travels, one hop (measurement a.3)."""

    API = "api"
    EVENT = "event"
    SHARED_RECORD = "shared_record"
    BATCH_FILE = "batch_file"
    READ_ONLY_LOOKUP = "read_only_lookup"
    STAFF_REKEY = "staff_rekey"
    PHONE = "phone"
    EMAIL = "email"
    POST = "post"
    CITIZEN_CARRIED = "citizen_carried"
    CITIZEN_REENTERED = "citizen_reentered"
    NONE = "none"

    @property
    def ladder(self) -> int:
        """The rung of the ladder: 5 integrated, 4 semi-automatic, 3 by people, 2 paper, 1 the citizen, 0 nobody."""
        return LADDER[self]


LADDER: Mapping[Medium, int] = {
    Medium.API: 5,
    Medium.EVENT: 5,
    Medium.SHARED_RECORD: 5,
    Medium.BATCH_FILE: 4,
    Medium.READ_ONLY_LOOKUP: 4,
    Medium.STAFF_REKEY: 3,
    Medium.PHONE: 3,
    Medium.EMAIL: 3,
    Medium.POST: 2,
    Medium.CITIZEN_CARRIED: 1,
    Medium.CITIZEN_REENTERED: 1,
    Medium.NONE: 0,
}


class Dependency(StrEnum):
    """Why one service needs another (measurement a.2)."""

    FLOW = "flow"
    SHARING = "sharing"
    FIT = "fit"


class Exchanging(Protocol):
    """What needs are computed from: a service as it is declared, or as a log of events describes it."""

    def reads_facts(self) -> frozenset[str]:
        """Returns every fact that the service may be sent."""

    def writes_facts(self) -> frozenset[str]:
        """Returns every fact that the service produces."""


@dataclass(frozen=True)
class Need:
    """A consumer requires a fact from its holder; `weight` is 1, or a half for each direction of a fit."""

    provider: str
    consumer: str
    fact: str
    dependency: Dependency
    weight: float = 1.0

    @property
    def front(self) -> bool:
        """Whether it is a front need: the holder is who collected the fact, and not a service (measurement a.3a)."""
        return self.dependency is Dependency.SHARING


def needs(
    services: Mapping[str, Exchanging], active: Iterable[str], given: Set[str], *, centre: str = FRONT_DOOR
) -> tuple[Need, ...]:
    """Returns the needs of a plan (design 5.1), in a stable order.

    `active` are the services that conditions left in at acceptance, `given` the facts that the citizen gave, `centre`
    who collected them: the front door, or the citizen where there is none. A fact that a service of the plan writes
    makes flow needs only; one that nobody gave and none of them writes makes no need.
    """
    present = sorted(active)
    writers: dict[str, list[str]] = {}
    for key in present:
        for fact in services[key].writes_facts():
            writers.setdefault(fact, []).append(key)
    found: list[Need] = []
    for key in present:
        for fact in sorted(services[key].reads_facts()):
            holders = writers.get(fact, [])
            found += [Need(holder, key, fact, Dependency.FLOW) for holder in holders if holder != key]
            if not holders and fact in given:
                found.append(Need(centre, key, fact, Dependency.SHARING))
    for fact, holders in sorted(writers.items()):
        found += [Need(one, other, fact, Dependency.FIT, 0.5) for one in holders for other in holders if one != other]
    return tuple(found)
