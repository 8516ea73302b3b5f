"""Offices that an operator has paused: nothing is handed over to them until they are resumed, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from tortoise.expressions import Q

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound
from frontdoor.handoffs.ledger import CITIZEN, FRONT_DOOR
from frontdoor.handoffs.models import PausedOffice


async def paused_offices() -> Mapping[str, PausedOffice]:
    """Returns the paused offices by agency."""
    return {each.agency: each for each in await PausedOffice.all().order_by("agency")}


async def pause_office(agency: str, reason: str, registry: Registry) -> None:
    """Pauses an agency's office, in every world. Raises NotFound."""
    if agency not in registry.agencies:
        raise NotFound(f"There is no agency '{agency}'. There are: {', '.join(sorted(registry.agencies))}.")
    _ = await PausedOffice.get_or_create(agency=agency, defaults={"since": datetime.now(UTC), "reason": reason})


async def resume_office(agency: str) -> bool:
    """Resumes an agency's office; False when it was not paused."""
    return await PausedOffice.filter(agency=agency).delete() > 0


def elsewhere(agencies: Iterable[str]) -> Q:
    """Returns what leaves out the handoffs that go to these agencies' offices: by us, or as a parcel for their hub."""
    left = Q()
    for agency in agencies:
        office = f"{agency}."
        left &= ~(
            Q(from_party__in=[FRONT_DOOR, CITIZEN], to_party__startswith=office) | Q(from_party__startswith=office)
        )
    return left
