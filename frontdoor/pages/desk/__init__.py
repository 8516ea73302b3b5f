"""For operators: what went wrong and whose it is, sending it again, the offices, reconciliation, and how each day went.

All of it wants the operator's key.
"""

from __future__ import annotations

from frontdoor.pages.citizen.visits import page
from frontdoor.pages.desk.counter import BASE, SIGN_IN, ask_for_key, at_desk, leave, take_key
from frontdoor.pages.desk.days import show_digest
from frontdoor.pages.desk.faults import switch_fault
from frontdoor.pages.desk.offices import (
    OFFICES,
    before_taking_stock,
    change_office,
    show_office,
    show_offices,
    take_stock,
)
from frontdoor.pages.desk.work import before_resending, send_again, show_one, show_work

routes = [
    page(SIGN_IN, ask_for_key, take_key),
    page(f"{BASE}/leave", post=leave),
    at_desk(BASE, show_work),
    at_desk(f"{BASE}/handoffs/{{handoff}}", show_one),
    at_desk(f"{BASE}/resend", before_resending, send_again),
    at_desk(OFFICES, show_offices),
    at_desk(f"{OFFICES}/{{agency}}", show_office, change_office),
    at_desk(f"{OFFICES}/{{agency}}/faults", post=switch_fault),
    at_desk(f"{BASE}/reconciliation", before_taking_stock, take_stock),
    at_desk(f"{BASE}/digest", show_digest),
]
