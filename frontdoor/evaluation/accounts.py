"""An account of every need: how it was met, by whom, and by what way. What pages list when a number is opened."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from frontdoor.evaluation.chains import Carrier
from frontdoor.evaluation.evidence import LINEAR, Evidence, asked_again
from frontdoor.evaluation.transfers import Item
from frontdoor.evaluation.verdicts import Assessed, Verdict
from life_events.coordination import Need


class How(StrEnum):
    """How a need was met. Of a front need: once, again or not at once; of a back need: by whom it was carried."""

    ONCE = "once"
    AGAIN = "again"
    OFFICES = "offices"
    WEAKLY = "weakly"
    FRONT_DOOR = "front_door"
    CITIZEN = "citizen"
    NOBODY = "nobody"


FRONT_WAYS = (How.ONCE, How.AGAIN, How.CITIZEN, How.NOBODY)
BACK_WAYS = (How.OFFICES, How.WEAKLY, How.FRONT_DOOR, How.CITIZEN, How.NOBODY)


class Account(NamedTuple):
    """A need of a case with how it was met; `last` is the hop by which the fact came, `event` what shows it."""

    case_id: str
    need: Need
    verdict: Verdict
    how: How
    event: str
    last: Item | None

    @property
    def chain(self) -> tuple[str, ...]:
        """From whom to whom the fact went, everybody in between included; nobody where it did not go."""
        if self.verdict.carrier is Carrier.NOBODY:
            return ()
        return (self.need.provider, *self.verdict.between, self.need.consumer)


def accounts(evidence: Evidence) -> Iterator[Account]:
    """Yields the account of every need of every case.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> [each.how.value for each in accounts(worked_example().evidence()) if each.need.provider == "reg"]
    ['offices', 'citizen', 'weakly']
    """
    for assessed in evidence.cases:
        yield from case_accounts(assessed)


def case_accounts(assessed: Assessed) -> Iterator[Account]:
    """Yields the account of every need of one case."""
    case = assessed.case
    again = asked_again(case)
    for sought, verdict, event in zip(assessed.required.sought, assessed.verdicts, assessed.evidence, strict=True):
        need = sought.need
        twice = any(place in again for place in sought.places)
        came = [item for place in sought.places for item in case.arrivals.get(place, ()) if item.event == event]
        yield Account(
            case.case_id, need, verdict, _how(need, verdict, told_again=twice), event, came[-1] if came else None
        )


def _how(need: Need, verdict: Verdict, *, told_again: bool) -> How:
    if need.front and verdict.carrier is not Carrier.CITIZEN:
        if not verdict.told:
            return How.NOBODY
        return How.AGAIN if told_again else How.ONCE
    match verdict.carrier:
        case Carrier.NOBODY:
            return How.NOBODY
        case Carrier.CITIZEN:
            return How.CITIZEN
        case Carrier.FRONT_DOOR:
            return How.FRONT_DOOR
        case _:
            return How.OFFICES if LINEAR[verdict.office] == 1 else How.WEAKLY
