"""Reads what the offices' own books hold of a case, and compares it with the ledger."""

from __future__ import annotations

from asyncio import timeout
from collections import Counter

from pydantic import ValidationError

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.handoffs.models import Handoff, InboxMessage, LedgerEvent
from frontdoor.handoffs.offices import Offices
from frontdoor.handoffs.reconciling import Books, Reconciliation, Reported, compare

PATIENCE = 2.0  # seconds: a page does not wait longer for what it can do without


async def compare_books(case: Case, offices: Offices, registry: Registry) -> Reconciliation:
    """Compares the offices' own books with the ledger. Raises TownUnreachable."""
    # first ours, then theirs: what happens in between makes them ahead of us, which is the ordinary way
    handoffs = await Handoff.filter(case_id=case.id).order_by("position")
    books = await _read(case, offices)
    keys: list[str] = await Handoff.filter(case_id=case.id).values_list("key", flat=True)  # type: ignore[assignment]
    reports = [each.event_id for office in books.values() for each in office.reports]
    known: list[str] = await InboxMessage.filter(message_id__in=reports).values_list("message_id", flat=True)  # type: ignore[assignment]
    twice = await LedgerEvent.filter(case_id=case.id, activity="report.repeated")
    repeated = Counter(str(each.data.get("service_id", "")) for each in twice)
    return compare(handoffs, books, Reported(frozenset(known), repeated), registry, keys)


async def _read(case: Case, offices: Offices) -> dict[str, Books]:
    try:
        async with timeout(PATIENCE):
            found = await offices.books(case.world, case.id.hex)
        return {agency: Books.model_validate(each) for agency, each in found.items()}
    except (TimeoutError, ValidationError) as error:
        raise TownUnreachable(type(error).__name__) from None
