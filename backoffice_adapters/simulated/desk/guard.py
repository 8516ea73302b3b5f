"""Whether a form that is sent to the town was filled in on one of the town's own pages.

Nobody signs in to this town, which listens on one machine only. What has to be kept out is a page of somebody else's
in the same browser: it cannot read the token, which is new at each start, and browsers say from where it sends.
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import FormData, Headers

TOKEN = "token"  # noqa: S105 the name of a field
OWN_SITES = ("", "same-origin", "none")


class Guard:
    """Knows the town's own forms by a token that stands in each of them."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(32)

    def allows(self, headers: Headers, form: FormData) -> bool:
        """Says whether a form comes from one of our own pages."""
        if headers.get("Sec-Fetch-Site", "") not in OWN_SITES:
            return False
        origin = headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("Host"):
            return False
        return hmac.compare_digest(str(form.get(TOKEN, "")), self.token)
