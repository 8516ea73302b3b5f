"""Where a database is: a SQLite file or a PostgreSQL server, and what may be said about it in a sentence."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from frontdoor.errors import FrontdoorError

SQLITE, POSTGRES = "sqlite", "postgres"
SCHEMES = {"sqlite": SQLITE, "postgres": POSTGRES, "postgresql": POSTGRES}


class DatabaseRefused(FrontdoorError):
    """The database cannot be used as it is. The sentence says what it is, what that means and what to do."""

    status = 503
    title = "The database cannot be used"


def kind_of(url: str) -> str:
    """Returns `sqlite` or `postgres`. Raises DatabaseRefused for an address of anything else."""
    kind = SCHEMES.get(url.partition("://")[0])
    if kind is None:
        raise DatabaseRefused(
            "FRONTDOOR_DATABASE is neither a SQLite file nor a PostgreSQL server. Write it like "
            "sqlite:///var/lib/frontdoor.sqlite3 or postgres://user:password@host:5432/frontdoor."
        )
    return kind


def file_of(url: str) -> Path:
    """Returns the file of a SQLite database."""
    return Path(url.removeprefix("sqlite://").partition("?")[0])


def spoken(url: str) -> str:
    """Returns how a database is called in a sentence: without a password."""
    if kind_of(url) == SQLITE:
        return str(file_of(url))
    parts = urlsplit(url)
    return f"PostgreSQL database {parts.path.removeprefix('/')} at {parts.hostname or 'this machine'}"
