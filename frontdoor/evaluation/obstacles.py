"""Why offices do not work together, as they say it: the nine obstacles of Figure 7, and the table of those recorded.

An obstacle is what somebody heard from the offices of a pair. It is never inferred from the record, and it is a
question to ask rather than a finding about people: "in general, can't turns out to mean won't" (*Governing in the
Round*, "Obstacles").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Code(StrEnum):
    """The obstacles of Figure 7, in its order."""

    AUTHORITY = "authority"
    LEGITIMACY = "legitimacy"
    CAPACITY = "capacity"
    PRIORITY = "priority"
    INERTIA = "inertia"
    BARGAINING = "bargaining"
    JEOPARDY = "jeopardy"
    PERVERSITY = "perversity"
    DIFFICULTY = "difficulty"


@dataclass(frozen=True)
class Excuse:
    """An obstacle as Figure 7 has it: its title, the excuse that it is made, and examples in the book's words."""

    title: str
    excuse: str
    examples: str


FIGURE_7: Mapping[Code, Excuse] = {
    Code.AUTHORITY: Excuse(
        "Authority", "mayn’t", "no legal power; no budgetary provision; violates law eg, on data protection"
    ),
    Code.LEGITIMACY: Excuse(
        "Legitimacy",
        "shouldn’t",
        "other organisation led by non-elected politicians; outputs aren’t immediate, tangible, visible to public",
    ),
    Code.CAPACITY: Excuse(
        "Capacity", "can’t", "lack of managerial skills for ‘managing out of control’; resource base isn’t large enough"
    ),
    Code.PRIORITY: Excuse(
        "Priority", "needn’t", "‘minding the shop’ comes first; takes too much time; can’t spare this key individual"
    ),
    Code.INERTIA: Excuse(
        "Inertia, loss of control",
        "won’t",
        "political or professional fear of loss of power, control over budget, decision-making",
    ),
    Code.BARGAINING: Excuse(
        "Bargaining",
        "wouldn’t unless …",
        "side-deals with ‘barons’ required but can’t be afforded or struck",
    ),
    Code.JEOPARDY: Excuse(
        "Jeopardy",
        "mustn’t",
        "threatens stability, survival, public acceptability; would undermine our existing accountability",
    ),
    Code.PERVERSITY: Excuse(
        "Perversity, futility",
        "won’t work anyway",
        "integration irrelevant to policy objectives, or may undermine them",
    ),
    Code.DIFFICULTY: Excuse(
        "Difficulty",
        "can’t see how",
        "boundaries are not co-terminous; incompatible data systems and data standards",
    ),
}
# What is said to be impossible, and can be held against what goes on elsewhere (measurement e, "excuse check").
IMPOSSIBLE = frozenset({Code.AUTHORITY, Code.CAPACITY, Code.DIFFICULTY})
LONGEST_NOTE, LONGEST_NAME = 1000, 80


class Obstacle(Model):
    """An obstacle that an evaluator recorded for a pair of services in a scenario: never changed, only added to."""

    id = fields.IntField(primary_key=True)
    scenario = fields.CharField(max_length=60)
    provider = fields.CharField(max_length=100)
    consumer = fields.CharField(max_length=100)
    code = fields.CharField(max_length=20)
    note = fields.CharField(max_length=LONGEST_NOTE)
    recorded_by = fields.CharField(max_length=LONGEST_NAME)
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "obstacle"
        indexes = (Index(fields=("scenario", "provider", "consumer")),)
