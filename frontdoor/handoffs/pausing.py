"""Offices that an operator has paused: nothing is handed over to them until they are resumed, and nothing is lost.

Who paused and resumed which office, when and why stands in the ledger, beside what happened to cases.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound, Problem, Refused
from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.models import Handoff, LedgerEvent, PausedOffice
from frontdoor.handoffs.state import ASKS_AN_OFFICE
from frontdoor.rendering import listed
from life_events.model import Agency

NO_CASE = uuid.UUID(int=0)  # what an operator does to an office belongs to no case
PAUSED, RESUMED = "office.paused", "office.resumed"


class PauseWish(BaseModel):
    """Who wants an office paused or resumed, and why."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    by: str = Field(min_length=1, max_length=100)
    reason: str = Field(default="", max_length=500)


async def paused_offices() -> Mapping[str, PausedOffice]:
    """Returns the paused offices by agency."""
    return {each.agency: each for each in await PausedOffice.all().order_by("agency")}


def known_agency(agency: str, registry: Registry) -> Agency:
    """Returns an agency by its name. Raises NotFound with those that there are."""
    if agency not in registry.agencies:
        raise NotFound(f"There is no agency '{agency}'. There are: {', '.join(sorted(registry.agencies))}.")
    return registry.agencies[agency]


async def pause_office(agency: str, wish: PauseWish, registry: Registry) -> None:
    """Pauses an agency's office, in every world. Raises NotFound, and Refused where it is paused already."""
    title = known_agency(agency, registry).title
    async with in_transaction() as link:
        now = datetime.now(UTC)
        row = {"since": now, "reason": wish.reason, "paused_by": wish.by}
        _, made = await PausedOffice.get_or_create(agency=agency, defaults=row, using_db=link)
        if not made:
            raise Refused([Problem("agency", f"{title} is paused already.")])
        await _event(PAUSED, agency, wish, now).save(using_db=link)


async def resume_office(agency: str, wish: PauseWish, registry: Registry) -> None:
    """Resumes an agency's office. Raises NotFound, and Refused where it is not paused."""
    title = known_agency(agency, registry).title
    async with in_transaction() as link:
        if not await PausedOffice.filter(agency=agency).using_db(link).delete():
            raise Refused([Problem("agency", f"{title} is not paused.")])
        await _event(RESUMED, agency, wish, datetime.now(UTC)).save(using_db=link)


async def pauses(agency: str = "", most: int = 50) -> list[LedgerEvent]:
    """Returns the newest pauses and resumptions, of one office or of all, the newest first."""
    found = await LedgerEvent.filter(case_id=NO_CASE, activity__in=[PAUSED, RESUMED]).order_by("-seq").limit(most)
    return [each for each in found if agency in ("", each.data["agency"])]


def bound_for(agencies: Collection[str]) -> Q:
    """Returns what finds the handoffs that go to these agencies' offices, or through them."""
    ends = [
        Q(**{f"{end}__startswith": f"{agency}."}) for agency in sorted(agencies) for end in ("from_party", "to_party")
    ]
    return Q(*ends, join_type="OR") if ends else Q(id="")


def is_bound_for(handoff: Handoff, agencies: Collection[str]) -> bool:
    """Says whether a handoff goes to one of these agencies' offices, or through it."""
    return any(end.partition(".")[0] in agencies for end in (handoff.from_party, handoff.to_party))


def elsewhere(agencies: Collection[str]) -> Q:
    """Returns what leaves out the handoffs that go to these agencies' offices, or through them."""
    return ~bound_for(agencies) if agencies else Q()


def is_held_back(handoff: Handoff, paused: Collection[str]) -> bool:
    """Says whether a handoff waits until an office is resumed: the one that it goes to, or a hub on its way."""
    asks = handoff.kind in ASKS_AN_OFFICE and Status(handoff.status) not in FINAL
    return asks and is_bound_for(handoff, paused)


async def why_held_back(world: str, paused: Collection[str], registry: Registry) -> str:
    """Says in a sentence for which paused offices something of a world waits; empty where nothing does."""
    if not paused:
        return ""
    held = Handoff.filter(bound_for(paused), world=world, kind__in=ASKS_AN_OFFICE, status=Status.READY)
    waits = {end.partition(".")[0] for ends in await held.values_list("from_party", "to_party") for end in ends}
    titles = sorted(registry.agencies[agency].title for agency in waits.intersection(paused))
    return f"Time stands still: an operator has paused {listed(titles)}." if titles else ""


def _event(activity: str, agency: str, wish: PauseWish, now: datetime) -> LedgerEvent:
    return LedgerEvent(
        event_id=uuid.uuid4().hex,
        case_id=NO_CASE,
        activity=activity,
        step="",
        timestamp=now,
        recorded_at=now,
        facts={},
        data={"agency": agency, "by": wish.by, "reason": wish.reason},
    )
