"""Waiting for what is under way: `Prefer: wait=20` (RFC 7240) asks that an answer be held back until all is settled.

It spares whoever waits from asking again and again, and the portal from putting the whole case together each time.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection
from uuid import UUID

from starlette.requests import Request

from frontdoor.cases.models import Case

LONGEST = 20.0  # seconds, less than what most clients and proxies wait for an answer
LOOKS_EVERY = 0.1
WISH = re.compile(r"(?:^|[,;\s])wait\s*=\s*(\d{1,5})(?=$|[,;\s])", re.IGNORECASE)


def wish(request: Request) -> float:
    """Returns for how many seconds whoever asks would wait, at most LONGEST; 0 where that is not said."""
    said = WISH.search(", ".join(request.headers.getlist("Prefer")))
    return min(float(said[1]), LONGEST) if said else 0.0


async def until_finished(request: Request, cases: Collection[UUID]) -> None:
    """Returns when the cases are finished, or when whoever asks has waited as long as they wished, or has gone."""
    under_way = Case.filter(id__in=list(cases), closed_at=None)
    # looked at, and not woken: whoever finishes a case may be another process
    for _ in range(round(wish(request) / LOOKS_EVERY)):
        if not await under_way.exists() or await request.is_disconnected():
            return
        await asyncio.sleep(LOOKS_EVERY)
