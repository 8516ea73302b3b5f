"""What is recorded when an office could not be asked: tried again within the time there is, or a person looks at it.

not reached, too busy, no answer      tried again, with the same key
and it may have arrived               asked by key first; where that cannot be, a person has to ask there
time is up                            a person looks, and the citizen is told whom to ask meanwhile
answered something not agreed         parked with the adapter's owner, and an alarm in the log
has nothing of what it took           handed over anew, and the citizen is told so
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from backoffice_adapters.api import OfficeLost, OfficeMisbehaved, OfficeUnavailable
from frontdoor.handoffs.breaker import MOST_FAILURES
from frontdoor.handoffs.claims import Claims
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.confirming import lose
from frontdoor.handoffs.events import FINAL, Status, Step
from frontdoor.handoffs.ledger import Entry, opened
from frontdoor.handoffs.models import Handoff
from frontdoor.handoffs.retries import Pace, next_try
from frontdoor.settings import Settings

log = logging.getLogger("frontdoor.dispatcher")


class Setbacks:
    """Records that a handoff did not get on, and what is done about it."""

    def __init__(self, clock: Clock, claims: Claims, settings: Settings) -> None:
        self._clock = clock
        self._claims = claims
        self._settings = settings
        self._pace = Pace(settings.retry_first, settings.retry_longest)
        self._chance = Random()  # noqa: S311 jitter, not a secret

    async def not_handed_over(
        self, case_id: UUID, handoff_id: str, error: OfficeUnavailable | OfficeMisbehaved, cause: str | None
    ) -> None:
        """Records that an office did not take a handoff. `cause`: the event of its sending, None if it was not sent."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not self._claims.give_back(handoff) or Status(handoff.status) not in (Status.SENT, Status.READY):
                return  # the office called back meanwhile: it has it
            if isinstance(error, OfficeLost):
                self._unknown_there(entry, handoff, cause)
            elif isinstance(error, OfficeMisbehaved):
                self._park(entry, handoff, error, cause)
            else:
                if cause is not None:
                    handoff.maybe_sent = error.sent
                    _ = entry.record(handoff, Step.UNANSWERED, reason="It could not be reached.", cause=cause)
                else:
                    handoff.attempts += 1  # it was asked whether it has it, which is a try too
                log.warning("handoff %s to %s will be tried again: %s", handoff_id, handoff.target, error)
                if not self._postponed(handoff, entry.now, error.retry_after, least=MOST_FAILURES):
                    _ = entry.record(handoff, Step.GAVE_UP, reason="It could not be reached in time.", cause=cause)

    def turned_away(self, entry: Entry, handoff: Handoff, seconds: float) -> None:
        """Records that an office is left alone for a while, so that nothing was sent to it, or asked."""
        if not self._postponed(handoff, entry.now if Status(handoff.status) is Status.READY else None, seconds):
            _ = entry.record(handoff, Step.GAVE_UP, reason="It could not be reached in time.")

    def nobody_to_ask(self, entry: Entry, handoff: Handoff) -> None:
        """Records that something should have arrived by now, and that nobody can be asked from here whether it has."""
        handoff.follow_up_at = None
        if Status(handoff.status) not in FINAL:
            _ = entry.record(handoff, Step.OVERDUE, reason="Nobody has said that it has arrived.")

    def broke(self, entry: Entry, handoff: Handoff) -> None:
        """Records that a handoff failed by a mistake of ours, so that somebody looks at it and nobody waits."""
        if Status(handoff.status) not in FINAL and not self._claims.by_another(handoff):
            handoff.follow_up_at, handoff.lease_until = None, None
            _ = entry.record(handoff, Step.BROKE, reason="Something went wrong on our side.")

    async def not_told(self, case_id: UUID, handoff_id: str, error: OfficeUnavailable | OfficeMisbehaved) -> None:
        """Records that an office did not say how far it is."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            done = Status(handoff.status) is Status.COMPLETED
            over = Status(handoff.status) in FINAL and not (done and handoff.confirmed_at is None)
            if not self._claims.give_back(handoff):
                return
            if over:
                handoff.follow_up_at = None  # nothing depends on it any more
                return
            if isinstance(error, OfficeMisbehaved) and not done:
                self._park(entry, handoff, error, None)
                return
            log.warning("handoff %s to %s: %s", handoff_id, handoff.target, error)
            handoff.attempts += 1
            wish = error.retry_after if isinstance(error, OfficeUnavailable) else None
            if not self._postponed(handoff, None, wish):
                step = Step.UNCONFIRMED if done else Step.GAVE_UP
                _ = entry.record(handoff, step, reason="It could not be asked whether it still has it.")

    async def lost(self, case_id: UUID, handoff_id: str) -> None:
        """Records that an office, asked in every way there is, has nothing of a handoff that it said it had."""
        async with opened(case_id, self._clock) as entry:
            handoff = entry.handoffs[handoff_id]
            if not self._claims.give_back(handoff):
                return
            if Status(handoff.status) in FINAL - {Status.COMPLETED}:
                handoff.follow_up_at = None  # it said no, and need not keep what it said no to
                return
            log.error("handoff %s was lost by %s", handoff_id, handoff.target)
            lose(entry, handoff)

    def _unknown_there(self, entry: Entry, supply: Handoff, cause: str | None) -> None:
        """An office knows nothing of the request to which something is supplied: it is asked for that request first."""
        _ = entry.record(supply, Step.UNANSWERED, reason="It did not know what this belongs to.", cause=cause)
        _ = self._postponed(supply, None, None)
        asked = entry.asked[supply.target]
        if asked.known_as is not None:
            asked.follow_up_at = entry.now

    def _park(self, entry: Entry, handoff: Handoff, error: OfficeMisbehaved, cause: str | None) -> None:
        log.error("handoff %s to %s failed: %s", handoff.id, handoff.target, error)
        handoff.follow_up_at = None
        _ = entry.record(handoff, Step.MISBEHAVED, reason="Its answer could not be understood.", cause=cause)

    def _postponed(self, handoff: Handoff, today: datetime | None, wish: float | None, *, least: int = 0) -> bool:
        """Sets when it is tried again; False where time is up first: the deadline's day, or so many hours of trying.

        The day is over for what was tried `least` times: one bad moment on a late day is no reason to trouble a person.
        An office that is left alone has failed as often already (`turned_away`).
        """
        now = datetime.now(UTC)
        handoff.unreachable_since = handoff.unreachable_since or now
        until = handoff.unreachable_since + timedelta(hours=self._settings.give_up_hours)
        late = today is not None and handoff.deadline_at is not None and today > handoff.deadline_at
        over = late and handoff.attempts >= least
        left = 0.0 if over else (until - now).total_seconds()
        wait = next_try(handoff.attempts, self._chance, self._pace, left=left, wish=wish)
        if wait is None:
            return False
        handoff.retry_at = now + timedelta(seconds=wait)
        return True
