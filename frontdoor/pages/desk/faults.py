"""Switching faults of a simulated office on and off, from the office's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from starlette.responses import Response

from frontdoor.errors import Problem, Refused
from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.handoffs.townfaults import FaultOn, FaultWish
from frontdoor.pages.desk.counter import BASE, Desk
from frontdoor.rendering import sentence

EVERY_WORLD = "*"


@dataclass(frozen=True)
class Simulated:
    """What can be wrong with a simulated office, by kind with what it does then, and what is."""

    kinds: Mapping[str, str]
    on: tuple[FaultOn, ...]

    @property
    def choices(self) -> list[dict[str, str]]:
        """The kinds as a select offers them."""
        return [{"value": kind, "text": f"{sentence(kind)}: {does}"} for kind, does in self.kinds.items()]


async def simulated(desk: Desk, agency: str) -> Simulated | None:
    """Returns what can be and what is wrong with an office; None where there is no town, or it does not answer."""
    try:
        kinds = await desk.portal.faults.kinds()
        return Simulated(kinds, tuple(await desk.portal.faults.switched_on(agency))) if kinds else None
    except TownUnreachable:
        return None


async def switch_fault(desk: Desk) -> Response:
    """Switches a fault on, or off where the button says so. Raises NotFound, Refused, TownUnreachable."""
    agency, form = desk.visit.named("agency"), desk.visit.form
    world = form.get("world", "").strip()
    try:
        wish = FaultWish(
            agency=agency,
            kind=form.get("kind") or None,
            world=None if world in ("", EVERY_WORLD) else world,
            rate=float(form.get("percent") or 100) / 100,
            seed=int(form.get("seed") or 0),
            clear="clear" in form,
        )
    except ValidationError:
        raise Refused(
            [Problem("percent", "Say for how many requests in a hundred: more than 0, at most 100.")]
        ) from None
    except ValueError:
        raise Refused([Problem("percent", "The share and the seed are numbers. Nothing was switched.")]) from None
    await desk.portal.faults.switch(wish)
    return desk.visit.go(f"{BASE}/offices/{agency}#faults")
