"""Who may ask the API for what belongs to no single case: whoever holds the operator's key."""

from __future__ import annotations

from starlette.requests import Request

from frontdoor.errors import NotAllowed
from frontdoor.handoffs.portal import Portal
from frontdoor.security.operator import is_operator


def portal_of(request: Request) -> Portal:
    """Returns the portal behind the API."""
    portal: Portal = request.app.state.portal
    return portal


def by_operator(request: Request) -> bool:
    """Says whether a request carries the operator's key."""
    return is_operator(request.headers.get("Authorization", ""), portal_of(request).settings.operator_key_file)


def operators_only(request: Request) -> None:
    """Raises NotAllowed without the operator's key."""
    if not by_operator(request):
        raise NotAllowed("This needs the operator's key: Authorization: Bearer … (see var/operator.key).")
