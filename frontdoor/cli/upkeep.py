"""The commands that look after the database: its schema, and its way from SQLite to PostgreSQL."""

from __future__ import annotations

import argparse
import asyncio
import sys

from frontdoor.database.address import SQLITE, DatabaseRefused, file_of, kind_of, spoken
from frontdoor.database.copying import copy
from frontdoor.database.migrating import describe, migrate
from frontdoor.errors import FrontdoorError
from frontdoor.settings import read_settings


def run(chosen: argparse.Namespace) -> int:
    """Runs a command; a refusal is a sentence on standard error and gives 1."""
    try:
        print(_done(chosen.what, read_settings().database, chosen.to or ""))
    except FrontdoorError as error:
        print(f"frontdoor: {error}", file=sys.stderr)
        return 1
    return 0


def _done(what: str, url: str, to: str) -> str:
    if what != "migrate" and kind_of(url) == SQLITE and not file_of(url).exists():
        raise DatabaseRefused(f"There is no database at {file_of(url)}; frontdoor serve makes one.")
    match what:
        case "migrate":
            return asyncio.run(_migrated(url))
        case "status":
            return asyncio.run(describe(url))
        case _:
            if not to:
                raise DatabaseRefused("Say where to: frontdoor db copy --to postgres://user:password@host:5432/name")
            counts = asyncio.run(copy(url, to))
            lines = [f"  {name:<20} {count}" for name, count in counts.items()]
            return "\n".join(
                [
                    f"Everything is in the {spoken(to)}, row by row as it was:",
                    *lines,
                    f"{file_of(url)} can be read and no longer written. Set FRONTDOOR_DATABASE to the new address, and "
                    "start frontdoor serve and frontdoor worker.",
                ]
            )


async def _migrated(url: str) -> str:
    before, copied = await migrate(url)
    if not before.due:
        return f"{spoken(url)} has schema {before.needed}: there is nothing to do."
    done = ", ".join(each.name for each in before.due)
    lines = [f"{spoken(url)}: from schema {before.version} to {before.needed} ({done}). No row was lost."]
    if copied is not None:
        lines.append(f"A copy from before is {copied}. Delete it when all is well: it holds what citizens said.")
    return "\n".join(lines)
