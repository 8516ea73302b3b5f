"""Who works on a handoff: one process at a time, for as long as its lease runs, and told by number from whoever had it.

A process that was held up for longer than its lease may find that another one has taken over. What it brings then is
refused: the number has changed (R6). A lease that ends later than any could that was just begun is over too: the wall
clock was set back since. Clocks of several machines may differ by as much as a lease.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from tortoise.expressions import Q

from frontdoor.handoffs.models import Handoff

log = logging.getLogger("frontdoor.claims")


class Claims:
    """What this process has claimed. Claims are changes of an open case, and committed with it."""

    def __init__(self, lease: timedelta) -> None:
        self._lease = lease
        self._held: dict[str, int] = {}

    def claim(self, handoff: Handoff) -> None:
        """Takes a handoff for this process."""
        handoff.fence += 1
        handoff.lease_until = datetime.now(UTC) + self._lease
        self._held[handoff.id] = handoff.fence

    def give_back(self, handoff: Handoff) -> bool:
        """Ends a claim; False when it was lost, so that nothing may be written by it."""
        if self._held.pop(handoff.id, None) != handoff.fence:
            log.warning("what came of handoff %s came too late: another process has taken it over", handoff.id)
            return False
        handoff.lease_until = None
        return True

    def is_free(self, handoff: Handoff) -> bool:
        """Says whether nobody works on a handoff."""
        now = datetime.now(UTC)
        return handoff.lease_until is None or not now < handoff.lease_until <= now + 2 * self._lease

    def free(self) -> Q:
        """Returns what finds the handoffs on which nobody works."""
        return Q(lease_until=None) | self.over()

    def over(self) -> Q:
        """Returns what finds the handoffs whose holders are gone."""
        now = datetime.now(UTC)
        return Q(lease_until__lte=now) | Q(lease_until__gt=now + 2 * self._lease)

    def by_another(self, handoff: Handoff) -> bool:
        """Says whether another process works on a handoff, or may still."""
        return handoff.lease_until is not None and self._held.get(handoff.id) != handoff.fence
