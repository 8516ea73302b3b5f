"""Whether offices can be reached at this moment: each is knocked at once, and nobody is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import httpx

from frontdoor.handoffs.offices import Offices

# A page that shows it must not hang because an office does.
PATIENCE = 0.8
KNOCK = "/~anybody-there"


async def reachable(offices: Offices, world: str, agencies: Iterable[str]) -> Mapping[str, bool]:
    """Returns by agency whether its office in a world answers; one that is closed, broken or silent does not."""
    names = sorted(set(agencies))
    found = await asyncio.gather(*(_answers(offices.client(world, each)) for each in names))
    return dict(zip(names, found, strict=True))


async def _answers(office: httpx.AsyncClient) -> bool:
    """Asks for what no office has: whoever says properly that there is no such thing is there."""
    try:
        async with asyncio.timeout(PATIENCE):
            response = await office.get(KNOCK)
    except (TimeoutError, httpx.HTTPError):
        return False
    return 400 <= response.status_code < 500
