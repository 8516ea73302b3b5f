"""What an office's own store holds, for whoever compares it with another record: never for routing, and no values."""

from __future__ import annotations

from backoffice_adapters.simulated.items import Item
from backoffice_adapters.simulated.store import REFUSED, OfficeStore, Request


def books(store: OfficeStore, case: str | None = None) -> dict[str, object]:
    """Returns the requests, what was supplied, and with a case also its notes, letters and reports, as JSON."""
    requests = store.all() if case is None else store.of_case(case)
    found: dict[str, object] = {
        "requests": [*map(_entry, requests), *map(_turned_away, store.items.turned_away(case))],
        "supplied": store.heard() if case is None else store.heard_for([each.reference for each in requests]),
        "coming": store.items.coming(case),
    }
    if case is None:
        return found
    return found | {
        "sent": store.mail.sent_of(case),
        "taken_in": store.mail.taken_in_of(case),
        "letters": store.mail.posted_of(case),
        "reports": store.mail.reports_of(case),
    }


def _turned_away(item: Item) -> dict[str, object]:
    return {"key": item.key, "reference": item.number, "service": item.service, "state": REFUSED, "stage": 0}


def _entry(request: Request) -> dict[str, object]:
    return {
        "key": request.key,
        "reference": request.reference,
        "service": request.service,
        "state": request.state,
        "stage": request.stage,
    }
