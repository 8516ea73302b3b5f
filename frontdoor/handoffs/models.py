"""The tables of the ledger: handoffs with their state, the events that the state is a fold of, and the inbox."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar, TypeVar

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

M = TypeVar("M", bound=Model)


@cache
def _blank(model: type[Model]) -> dict[str, Any]:
    return dict(vars(model()))


def made(model: type[M], **values: Any) -> M:
    """Makes a row of a table that is not saved yet, as the model's own constructor would, in a tenth of its time.

    The values are of the columns' own types and are taken as they are. What is left out is as the columns say, a list
    or dict being shared by all rows: it is given a new value and never changed in place.
    """
    row = model.__new__(model)
    vars(row).update(_blank(model), **values, _await_when_save={})
    return row


class Handoff(Model):
    """One transfer of work or facts from one party to another; its status is a fold of its events.

    `kind` is acting (asks a service to act; `service` is set), part (the work of a merged service, at the office that
    it was merged into), supply (a fact that comes later), answer (an office gives facts to whoever asked), office (one
    office to another), letter (an office to the citizen) or parcel (what a hub is given to carry).

    Times are on the office calendar but for `retry_at`, which
    is the wall clock. `facts` maps each fact's name to the version that was handed over. `known_as` is the office's own
    reference. `source_handoff` is the handoff whose content is carried on.

    Whoever works on it holds it until `lease_until` (wall clock); `fence` counts who has, so that one who comes back
    too late is told from the one who holds it now.

    `produced` are the facts that an office reported to have produced, `reported` whether it said that this is all. A
    letter `asks` for facts, and `offers` to post some, by consumer; `addressed_to` is the fact whose address is on it.

    `maybe_sent`: a try may have reached the office, and no answer has come. `confirmed_at` is when the office last said
    by itself, or when it was asked, that it has it, and `heard_at` the newest moment of its own clock that it was heard
    with. `losses` counts how often it lost it. `stuck_by` is the step by which a person has to look at it.
    """

    id = fields.CharField(max_length=32, primary_key=True)
    case_id = fields.UUIDField(db_index=True)
    world = fields.CharField(max_length=60)
    kind = fields.CharField(max_length=10)
    service: fields.Field[str | None] = fields.CharField(max_length=100, null=True)
    target = fields.CharField(max_length=100)
    from_party = fields.CharField(max_length=100)
    to_party = fields.CharField(max_length=100)
    medium = fields.CharField(max_length=20)
    status = fields.CharField(max_length=20)
    reason = fields.TextField(default="")
    facts: fields.Field[dict[str, int]] = fields.JSONField(default=dict)
    announced: fields.Field[list[str]] = fields.JSONField(default=list)
    withheld_facts: fields.Field[list[str]] = fields.JSONField(default=list)
    waiting_for: fields.Field[list[str]] = fields.JSONField(default=list)
    key = fields.CharField(max_length=64, unique=True)
    callback: fields.Field[str | None] = fields.CharField(max_length=64, null=True, unique=True)
    callback_key: fields.Field[str | None] = fields.CharField(max_length=64, null=True)
    known_as: fields.Field[str | None] = fields.CharField(max_length=200, null=True)
    attempts = fields.IntField(default=0)
    unreachable_since: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    retry_at: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    follow_up_at: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    expected_by: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    deadline_at: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    since: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    sent_at: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    received_at: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    ended_at: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    source_handoff: fields.Field[str | None] = fields.CharField(max_length=32, null=True)
    produced: fields.Field[list[str]] = fields.JSONField(default=list)
    reported = fields.BooleanField(default=False)
    asks: fields.Field[list[str]] = fields.JSONField(default=list)
    offers: fields.Field[dict[str, list[str]]] = fields.JSONField(default=dict)
    addressed_to = fields.CharField(max_length=100, default="")
    maybe_sent = fields.BooleanField(default=False)
    confirmed_at: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    heard_at: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    losses = fields.IntField(default=0)
    stuck_by = fields.CharField(max_length=20, default="")
    last_event: fields.Field[str | None] = fields.CharField(max_length=32, null=True)
    position = fields.IntField(default=0)
    lease_until: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    fence = fields.IntField(default=0)

    # A column is given a new value and never changed in place: `Unwritten` tells by the values what has changed. There
    # are no relations here for Tortoise to look at, and a case sets some hundred columns.
    __setattr__: ClassVar[Any] = object.__setattr__

    class Meta:
        table = "handoff"
        indexes = (
            Index(fields=("status", "retry_at")),
            Index(fields=("world", "follow_up_at")),
            Index(fields=("lease_until",)),
        )


class LedgerEvent(Model):
    """One thing that happened, never changed and never deleted.

    `timestamp` is the office calendar, `recorded_at` the wall clock, `claimed_at` what an office says its clock was.
    `facts` maps names to {"hash", "version"}; `data` holds the rest of measurement (b). No value is ever here.
    """

    seq = fields.IntField(primary_key=True)
    event_id = fields.CharField(max_length=32, unique=True)
    case_id = fields.UUIDField(db_index=True)
    handoff_id: fields.Field[str | None] = fields.CharField(max_length=32, null=True, db_index=True)
    activity = fields.CharField(max_length=30)
    step = fields.CharField(max_length=20)
    timestamp = fields.DatetimeField()
    recorded_at = fields.DatetimeField()
    claimed_at: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    cause_event_id: fields.Field[str | None] = fields.CharField(max_length=32, null=True)
    facts: fields.Field[dict[str, Any]] = fields.JSONField()
    data: fields.Field[dict[str, Any]] = fields.JSONField()

    class Meta:
        table = "ledger_event"


class PausedOffice(Model):
    """An agency to whose office nothing is handed over until an operator resumes it. `since` is the wall clock."""

    agency = fields.CharField(max_length=60, primary_key=True)
    since = fields.DatetimeField()
    reason = fields.CharField(max_length=500, default="")
    paused_by = fields.CharField(max_length=100, default="")

    class Meta:
        table = "paused_office"


class World(Model):
    """A world's calendar, where several processes share one database: where it is, and which of them moves it.

    `still` says why it does not move. `hurries` and `rushes`: it was asked to jump to its next event, or to `goal`, or
    to the end. `keeper` moves it until `kept_until` (wall clock), and is followed by another if it dies.
    """

    name = fields.CharField(max_length=60, primary_key=True)
    now: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    still = fields.TextField(default="")
    hurries = fields.BooleanField(default=False)
    goal: fields.Field[datetime | None] = fields.DatetimeField(null=True)
    rushes = fields.BooleanField(default=False)
    keeper = fields.CharField(max_length=32, default="")
    kept_until: fields.Field[datetime | None] = fields.DatetimeField(null=True)

    class Meta:
        table = "world"


class RelationsTable(Model):
    """How the offices stand to one another, as the town was told it; cases keep the version they began with."""

    version = fields.CharField(max_length=16, primary_key=True)
    scenario = fields.CharField(max_length=60)
    document: fields.Field[dict[str, Any]] = fields.JSONField()

    class Meta:
        table = "relations_table"


class Comparison(Model):
    """One request submitted into several worlds at once: its cases by scenario, in the order in which they are shown.

    `press` is what tells one press of the button from the next; `source_case` is the open case whose answers were
    taken, and then only its citizen may look. `recorded_at` is the wall clock.
    """

    id = fields.UUIDField(primary_key=True)
    recorded_at = fields.DatetimeField(db_index=True)
    request_digest = fields.CharField(max_length=64)
    life_event = fields.CharField(max_length=60)
    as_of = fields.DateField()
    citizen = fields.CharField(max_length=20)
    cases: fields.Field[dict[str, str]] = fields.JSONField()
    press: fields.Field[str | None] = fields.CharField(max_length=64, null=True, unique=True)
    source_case: fields.Field[Any] = fields.UUIDField(null=True)

    class Meta:
        table = "comparison"


class Amendment(Model):
    """How one ordered pair of services was said to stand while a town ran, in one scenario; it wins over the file."""

    id = fields.IntField(primary_key=True)
    scenario = fields.CharField(max_length=60)
    provider = fields.CharField(max_length=100)
    consumer = fields.CharField(max_length=100)
    level = fields.CharField(max_length=30)
    via = fields.CharField(max_length=100, default="")
    until: fields.Field[date | None] = fields.DateField(null=True)

    class Meta:
        table = "amendment"
        unique_together = (("scenario", "provider", "consumer"),)


class InboxMessage(Model):
    """A message from an office as it came in; the same message of the same sender is kept once."""

    id = fields.IntField(primary_key=True)
    sender = fields.CharField(max_length=64)
    message_id = fields.CharField(max_length=200)
    received_at = fields.DatetimeField()
    digest = fields.CharField(max_length=64)

    class Meta:
        table = "inbox_message"
        unique_together = (("sender", "message_id"),)
