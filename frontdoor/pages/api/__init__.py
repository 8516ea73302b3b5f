"""The JSON API under /api, the addresses that offices call back, and the machine's own questions."""

from frontdoor.pages.api import comparisons, offices, work
from frontdoor.pages.api.routes import routes as of_cases

routes = [*of_cases, *comparisons.routes, *work.routes, *offices.routes]

__all__ = ["routes"]
