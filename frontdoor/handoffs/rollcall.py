"""How each office stands: whether it is paused or left alone, whether it drifts, what it has and what waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from tortoise.functions import Count, Min

from frontdoor.discovery import Registry
from frontdoor.handoffs.breaker import State
from frontdoor.handoffs.counters import Health
from frontdoor.handoffs.events import FINAL, STUCK, WITH_OFFICE, Status, Step
from frontdoor.handoffs.models import Handoff, PausedOffice
from frontdoor.handoffs.pausing import paused_offices
from frontdoor.handoffs.state import ASKS_AN_OFFICE

NOT_THERE_YET = frozenset({Status.READY, Status.SENT})
WORST = (State.CLOSED, State.HALF_OPEN, State.OPEN)


class OfficeStanding(BaseModel):
    """One office, over all worlds; numbers are of handoffs that have not ended.

    breaker      whether requests go through, in the world where it stands worst, as this process sees it
    seconds_left for how long it is left alone
    waiting      what is ready for it, or on its way; `with_it` what it has
    needs_person what got stuck there, and `drifting` what of it got stuck since it answers otherwise than agreed
    oldest_days  for how long the oldest of all these has stood where it stands, on the calendar of its world
    """

    model_config = ConfigDict(frozen=True)

    agency: str
    title: str
    owner: str
    breaker: State = State.CLOSED
    seconds_left: float = 0.0
    paused: bool = False
    paused_by: str = ""
    paused_since: datetime | None = None
    paused_because: str = ""
    waiting: int = 0
    with_it: int = 0
    needs_person: int = 0
    drifting: int = 0
    oldest_days: int | None = None

    @property
    def open(self) -> int:
        """How many handoffs to it have not ended."""
        return self.waiting + self.with_it + self.needs_person


async def roll_call(
    registry: Registry, health: Iterable[Health], now: Callable[[str], datetime]
) -> list[OfficeStanding]:
    """Returns how every office stands, in the order of their titles.

    `health` is how this process meets them; `now` the moment in a world, on its calendar.
    """
    paused, worst = await paused_offices(), _worst(health)
    numbers = await _numbers(now)
    found = [
        OfficeStanding(
            agency=agency,
            title=each.title,
            owner=each.owner,
            **worst.get(agency, {}),
            **_pause(paused.get(agency)),
            **numbers.get(agency, {}),
        )
        for agency, each in registry.agencies.items()
    ]
    return sorted(found, key=lambda each: each.title)


def _worst(health: Iterable[Health]) -> dict[str, dict[str, object]]:
    found: dict[str, Health] = {}
    for each in health:
        known = found.get(each.agency)
        if known is None or WORST.index(each.state) > WORST.index(known.state):
            found[each.agency] = each
    return {agency: {"breaker": each.state, "seconds_left": each.seconds_left} for agency, each in found.items()}


def _pause(row: PausedOffice | None) -> dict[str, object]:
    if row is None:
        return {}
    return {"paused": True, "paused_by": row.paused_by, "paused_since": row.since, "paused_because": row.reason}


async def _numbers(now: Callable[[str], datetime]) -> dict[str, dict[str, int]]:
    """Returns by agency how many handoffs stand where, and for how many days the oldest does."""
    open_ones = Handoff.filter(kind__in=ASKS_AN_OFFICE).exclude(status__in=sorted(FINAL))
    grouped = open_ones.annotate(number=Count("id"), oldest=Min("since")).group_by(
        "to_party", "world", "status", "stuck_by"
    )
    found: dict[str, dict[str, int]] = {}
    for row in await grouped.values("to_party", "world", "status", "stuck_by", "number", "oldest"):
        status = Status(row["status"])
        where = next((name for name, some in GROUPS.items() if status in some), "")
        if not where:
            continue  # nothing of it is due there yet
        one, number = found.setdefault(row["to_party"].partition(".")[0], {}), int(row["number"])
        one[where] = one.get(where, 0) + number
        if row["stuck_by"] == Step.MISBEHAVED:
            one["drifting"] = one.get("drifting", 0) + number
        if row["oldest"]:
            oldest = datetime.fromisoformat(str(row["oldest"]))
            days = (now(str(row["world"])).date() - oldest.date()).days
            one["oldest_days"] = max(one.get("oldest_days", 0), days)
    return found


GROUPS = {"waiting": NOT_THERE_YET, "needs_person": frozenset(STUCK), "with_it": WITH_OFFICE}
