"""What needs a person: handoffs that failed, of which nobody can tell, that an office's clerk must look at, that cannot
be delivered, or that take longer than they usually do. Each has an owner with a name, so that none is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from tortoise.expressions import Q

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.errors import NotFound, Problem, Refused
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.events import FINAL, WITH_OFFICE, Status, Step
from frontdoor.handoffs.ledger import opened
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.pausing import bound_for, is_held_back, paused_offices
from frontdoor.handoffs.state import ASKS_AN_OFFICE


class Trouble(StrEnum):
    """Why a handoff needs somebody; the first that applies."""

    FAILED = "failed"
    DRIFTING = "drifting"  # the office answers otherwise than agreed
    UNCERTAIN = "uncertain"
    STUCK = "stuck"  # it takes far too long, or what it waits for should have come
    NEEDS_CLERK = "needs_clerk"
    PAUSED = "paused"  # an operator hands nothing over there
    UNREACHABLE = "unreachable"
    LATE = "late"


# A yes of which nobody can ask whether it still holds is not settled yet.
SETTLED = FINAL - {Status.COMPLETED}
CAN_BE_RESENT = frozenset({Trouble.FAILED, Trouble.DRIFTING, Trouble.UNCERTAIN, Trouble.STUCK})
BY_STATUS = {
    Status.FAILED: Trouble.FAILED,
    Status.UNCERTAIN: Trouble.UNCERTAIN,
    Status.NEEDS_CLERK: Trouble.NEEDS_CLERK,
}


BY_STEP: dict[str, Trouble] = {Step.MISBEHAVED: Trouble.DRIFTING, Step.OVERDUE: Trouble.STUCK}


class Wanted(BaseModel):
    """Which handoffs are asked for; what is empty is not looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    handoff: str = Field(default="", max_length=32)
    trouble: Trouble | None = None
    agency: str = Field(default="", max_length=60)
    service: str = Field(default="", max_length=100)
    world: str = Field(default="", max_length=60)

    def narrowed(self) -> Q:
        """Returns what the database can tell apart."""
        office = f"{self.agency}." if self.agency else ""
        chosen = {"id": self.handoff, "to_party__startswith": office, "target": self.service, "world": self.world}
        return Q(**{name: value for name, value in chosen.items() if value})


class Item(BaseModel):
    """One handoff that needs somebody. `since` and `now` are on the calendar of its world; `tries` counts attempts."""

    model_config = ConfigDict(frozen=True)

    handoff_id: str
    case: str
    life_event: str
    world: str
    service: str
    agency: str
    owner: str
    trouble: Trouble
    reason: str
    since: datetime
    now: datetime
    tries: int
    next_try: datetime | None

    @property
    def days(self) -> int:
        """For how many days it has been so, on the calendar of its world."""
        return (self.now.date() - self.since.date()).days


async def work_waiting(registry: Registry, now: Callable[[str], datetime], wanted: Wanted | None = None) -> list[Item]:
    """Returns what needs somebody, the longest first.

    registry  who answers for which office
    now       the moment in a world, on its calendar
    wanted    narrows it to a trouble, an agency, a service or a world
    """
    wanted, paused = wanted or Wanted(), await paused_offices()
    held_back = bound_for(paused) & Q(status=Status.READY)
    stuck = Q(status__in=[*BY_STATUS, *sorted(WITH_OFFICE)]) | Q(unreachable_since__isnull=False) | held_back
    rows = await Handoff.filter(wanted.narrowed(), stuck, kind__in=ASKS_AN_OFFICE).exclude(status__in=sorted(SETTLED))
    found = [(each, trouble) for each in rows if (trouble := trouble_of(each, now(each.world), paused))]
    cases = await _cases({each.case_id for each, _ in found})
    items = [
        _item(each, trouble, cases[each.case_id], registry, now(each.world))
        for each, trouble in found
        if each.case_id in cases and wanted.trouble in (None, trouble)
    ]
    return sorted(items, key=lambda item: (item.trouble is Trouble.LATE, item.since - item.now))


def trouble_of(handoff: Handoff, now: datetime, paused: Collection[str] = ()) -> Trouble | None:
    """Returns why a handoff needs somebody, or None where it goes its way.

    `now` is on the calendar of its world; `paused` are the agencies whose offices an operator has paused.
    """
    status = Status(handoff.status)
    if status in BY_STATUS:
        return BY_STEP.get(handoff.stuck_by, BY_STATUS[status])
    if status is Status.READY and is_held_back(handoff, paused):
        return Trouble.PAUSED
    if handoff.unreachable_since is not None and status not in SETTLED:
        return Trouble.UNREACHABLE
    due = min((at for at in (handoff.expected_by, handoff.deadline_at) if at is not None), default=None)
    return Trouble.LATE if status in WITH_OFFICE and due is not None and due < now else None


def resendable(items: Iterable[Item]) -> list[Item]:
    """Returns those that can be sent again as they are: what failed, and what nobody can tell of.

    Raises Refused where there is none: pressing the button would do nothing.
    """
    found = [each for each in items if each.trouble in CAN_BE_RESENT]
    if not found:
        raise Refused([Problem("handoffs", "Nothing that got stuck fits. Nothing was sent.")])
    return found


async def resend(handoff_id: str, clock: Clock) -> None:
    """Makes ready again what got stuck, with the same key; what may be there is asked for first.

    Raises NotFound, Refused.
    """
    handoff = await Handoff.get_or_none(id=handoff_id)
    if handoff is None:
        raise NotFound("There is no such handoff.")
    async with opened(handoff.case_id, clock) as entry:
        handoff = entry.handoffs[handoff_id]
        if handoff.stuck_by in ("", Step.LEFT_TO_CLERK):
            raise Refused([Problem("handoff", "Only a handoff that failed or is uncertain can be sent again.")])
        # where nobody can tell whether it is there, it is whoever sends it again who has found out that it is not
        handoff.maybe_sent = handoff.stuck_by != Step.UNCERTAIN and handoff.sent_at is not None
        handoff.retry_at, handoff.unreachable_since, handoff.losses = None, None, 0
        entry.record(handoff, Step.RESUMED)


async def _cases(numbers: Iterable[UUID]) -> dict[UUID, Case]:
    return {each.id: each for each in await Case.filter(id__in=sorted(numbers), closed_at=None)}


def _item(handoff: Handoff, trouble: Trouble, case: Case, registry: Registry, now: datetime) -> Item:
    agency = registry.agency_of(handoff.to_party)
    asked = handoff.sent_at or case.submitted_at
    late_from = min((at for at in (handoff.expected_by, handoff.deadline_at) if at is not None), default=asked)
    since = late_from if trouble is Trouble.LATE else handoff.since or asked
    return Item(
        handoff_id=handoff.id,
        case=case.reference,
        life_event=case.life_event,
        world=handoff.world,
        service=handoff.target,
        agency=agency.key,
        owner=agency.owner,
        trouble=trouble,
        reason=handoff.reason,
        since=since,
        now=now,
        tries=handoff.attempts,
        next_try=handoff.retry_at if handoff.retry_at and handoff.retry_at > datetime.now(UTC) else None,
    )
