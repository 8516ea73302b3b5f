"""Our own mistakes, in the log: of what kind and where, but not in their own words, which may hold somebody's facts."""

from __future__ import annotations

import logging
import traceback

log = logging.getLogger("frontdoor.worker")


def log_mistake(whose: str, error: BaseException) -> None:
    """Says in the log in whose work something broke, of what kind it was and where."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    log.error("%s broke: %s at %s:%s", whose, type(error).__name__, where.name, where.lineno)
