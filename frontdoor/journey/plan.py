"""The plan of a case, as data: which services it needs, what each waits for, and from whom. Stored with the case.

A plan stands on its own: a case goes on by its plan, whatever happens to the definitions afterwards.
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from life_events.model import Timing

PLAN_VERSION = 1


class PlannedRead(BaseModel):
    """A need for one of several facts: when it is needed and which services of the plan can provide it."""

    model_config = ConfigDict(frozen=True)

    any_of: tuple[str, ...]
    when: Timing
    optional: bool
    providers: tuple[str, ...]


class PlannedService(BaseModel):
    """A service of the life event in this case. Not needed: `reason` says why. Withheld: the citizen said no."""

    model_config = ConfigDict(frozen=True)

    service: str
    agency: str
    needed: bool
    withheld: bool = False
    reason: str = ""
    reads: tuple[PlannedRead, ...] = ()
    writes: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Whether the service is to be asked."""
        return self.needed and not self.withheld


class Plan(BaseModel):
    """Every service of the life event, in dependency order, for one case."""

    model_config = ConfigDict(frozen=True)

    version: int = PLAN_VERSION
    life_event: str
    definitions: str
    on: date
    services: tuple[PlannedService, ...]

    def service(self, key: str) -> PlannedService:
        """Returns the plan of one service. Raises LookupError when it is not part of the life event."""
        for each in self.services:
            if each.service == key:
                return each
        raise LookupError(f"'{key}' is not in this plan.")

    @property
    def active(self) -> tuple[PlannedService, ...]:
        """The services that are to be asked."""
        return tuple(each for each in self.services if each.active)
