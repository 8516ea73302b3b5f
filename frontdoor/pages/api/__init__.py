"""The JSON API under /api, the addresses that offices call back, and the machine's own questions."""

from frontdoor.pages.api.routes import routes

__all__ = ["routes"]
