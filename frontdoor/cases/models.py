"""The tables of cases and drafts. Facts' values are kept here and nowhere else."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Draft(Model):
    """A journey under way: the answers so far, kept under a reference and a secret until they are sent or expire."""

    id = fields.UUIDField(primary_key=True)
    reference = fields.CharField(max_length=20, unique=True)
    secret_hash = fields.CharField(max_length=100)
    life_event = fields.CharField(max_length=60)
    answers: fields.Field[dict[str, str]] = fields.JSONField()
    withheld: fields.Field[list[str]] = fields.JSONField()
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "draft"


class Case(Model):
    """One citizen request for one life event in one world.

    `submitted_at` and `closed_at` are on the office calendar, `recorded_at` is the wall clock. `salt` is for measuring
    only: facts are hashed with it, so that two cases cannot be linked by their hashes. `relations` is the version of
    the table by which the offices live for it. `citizen` is the habit of the scripted citizen who reads its letters and
    does its tasks, if there is one, `knows` what that citizen can say when asked, and `leaves` the services for which
    that citizen does nothing. `revision` counts its changes.
    """

    id = fields.UUIDField(primary_key=True)
    reference = fields.CharField(max_length=20, unique=True)
    secret_hash = fields.CharField(max_length=100)
    life_event = fields.CharField(max_length=60)
    scenario = fields.CharField(max_length=60)
    world = fields.CharField(max_length=60, db_index=True)
    as_of = fields.DateField()
    asked_as_of = fields.DateField()
    plan: fields.Field[Any] = fields.JSONField()
    definitions = fields.CharField(max_length=20)
    relations = fields.CharField(max_length=16, default="")
    citizen = fields.CharField(max_length=20, default="")
    knows: fields.Field[dict[str, str]] = fields.JSONField(default=dict)
    leaves: fields.Field[list[str]] = fields.JSONField(default=list)
    salt = fields.CharField(max_length=64)
    idempotency_key: fields.Field[str | None] = fields.CharField(max_length=200, null=True, unique=True)
    request_digest = fields.CharField(max_length=64, default="")
    revision = fields.IntField(default=0)
    submitted_at = fields.DatetimeField()
    recorded_at = fields.DatetimeField()
    closed_at: fields.Field[Any] = fields.DatetimeField(null=True)

    class Meta:
        table = "case"
        indexes = (Index(fields=("closed_at", "world")),)


class CaseFact(Model):
    """A fact of a case with its value, who gave it, and how often it has changed.

    `service`: the only one for which the citizen typed it, off a letter or once more; empty where it is held for all.
    """

    id = fields.IntField(primary_key=True)
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField("models.Case", related_name="facts")
    fact = fields.CharField(max_length=100)
    service = fields.CharField(max_length=100, default="")
    value = fields.TextField()
    version = fields.IntField(default=1)
    source = fields.CharField(max_length=100)
    source_handoff: fields.Field[str | None] = fields.CharField(max_length=32, null=True)

    class Meta:
        table = "case_fact"
        unique_together = (("case", "fact", "service"),)
