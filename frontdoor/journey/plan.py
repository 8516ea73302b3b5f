"""The plan of a case, as data: which services it needs, what each waits for, and from whom. Stored with the case.

A plan stands on its own: a case goes on by its plan, whatever happens to the definitions afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict

from life_events.model import Timing

PLAN_VERSION = 1


class PlannedRead(BaseModel):
    """A need for one of several facts: when it is needed and which services of the plan can provide it.

    `passed_on`: those of the facts that whoever tells the service may pass on: what the citizen says, and what a
    provider gives out in its reply where the service takes it from the portal (design 5.3.1). The others come by
    letter, or from office to office.
    """

    model_config = ConfigDict(frozen=True)

    any_of: tuple[str, ...]
    when: Timing
    optional: bool
    providers: tuple[str, ...]
    passed_on: tuple[str, ...] = ()

    @cached_property
    def elsewhere(self) -> tuple[str, ...]:
        """Those of the facts that come to the service without whoever tells it."""
        return tuple(fact for fact in self.any_of if fact not in self.passed_on)


class PlannedService(BaseModel):
    """A service of the life event in this case. Not needed: `reason` says why. Withheld: the citizen said no.

    `hub`: the service through which it is asked; `relays`: the facts that the hub carries. `merged_into`: the service
    whose office does its work, so that it is not asked itself.
    """

    model_config = ConfigDict(frozen=True)

    service: str
    agency: str
    needed: bool
    withheld: bool = False
    reason: str = ""
    reads: tuple[PlannedRead, ...] = ()
    writes: tuple[str, ...] = ()
    hub: str = ""
    relays: tuple[str, ...] = ()
    merged_into: str = ""

    @property
    def active(self) -> bool:
        """Whether the service is to be asked."""
        return self.needed and not self.withheld

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """The service as JSON has it."""
        return self.model_dump(mode="json")

    @cached_property
    def to_start(self) -> tuple[PlannedRead, ...]:
        """What it needs before it can be asked."""
        return tuple(read for read in self.reads if read.when is Timing.TO_START)

    @cached_property
    def told(self) -> frozenset[str]:
        """The facts that it may be told by whoever asks it."""
        return frozenset(fact for read in self.reads for fact in read.passed_on)

    @cached_property
    def told_afterwards(self) -> bool:
        """Whether there is anything that it may be told when it has ended."""
        return any(read.passed_on for read in self.reads if read.when is Timing.AFTERWARDS)


class Plan(BaseModel):
    """Every service of the life event, in dependency order, for one case. No front door: the citizen goes to each."""

    model_config = ConfigDict(frozen=True)

    version: int = PLAN_VERSION
    life_event: str
    definitions: str
    on: date
    front_door: bool = True
    services: tuple[PlannedService, ...]

    def document(self) -> dict[str, Any]:
        """Returns the plan as JSON has it, as it is stored with its case."""
        whole = self.model_dump(mode="json", exclude={"services"})
        return {**whole, "services": [each.document for each in self.services]}

    def service(self, key: str) -> PlannedService:
        """Returns the plan of one service. Raises LookupError when it is not part of the life event."""
        if key not in self._by_key:
            raise LookupError(f"'{key}' is not in this plan.")
        return self._by_key[key]

    @cached_property
    def active(self) -> tuple[PlannedService, ...]:
        """The services that are to be asked."""
        return tuple(each for each in self.services if each.active)

    @cached_property
    def _by_key(self) -> dict[str, PlannedService]:
        return {each.service: each for each in self.services}


def party(plan: Plan, service: str) -> str:
    """Returns as whom a service acts in a plan: itself, or the one that it was merged into."""
    return plan.service(service).merged_into or service
