"""The commands that look at definitions and records: check and export."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

from frontdoor.cases.store import database
from frontdoor.checks import draw, run_checks
from frontdoor.discovery import registry
from frontdoor.errors import FrontdoorError
from frontdoor.evaluation.log import write_log
from frontdoor.settings import read_settings


def run(chosen: argparse.Namespace) -> int:
    """Runs a command."""
    return _export(chosen) if chosen.command == "export" else _check(chosen)


def _check(chosen: argparse.Namespace) -> int:
    try:
        found = registry()
    except FrontdoorError as error:
        print(f"frontdoor: {error}", file=sys.stderr)
        return 1
    if chosen.draw:
        if chosen.draw not in found.life_events:
            known = ", ".join(sorted(found.life_events))
            print(f"frontdoor: there is no life event '{chosen.draw}'. There are: {known}.", file=sys.stderr)
            return 1
        print(draw(found, chosen.draw))
        return 0
    broken = run_checks(found)
    if chosen.json:
        print(json.dumps({"broken": [{"rule": each.rule, "sentence": each.sentence} for each in broken]}, indent=2))
    elif broken:
        print("\n".join(f"{each.rule}: {each.sentence}" for each in broken))
    else:
        print(
            f"Nothing is broken: {len(found.life_events)} life events, {len(found.services)} services, "
            f"{len(found.adapters)} adapters, {len(found.facts)} facts."
        )
    return 1 if broken else 0


def _export(chosen: argparse.Namespace) -> int:
    settings = read_settings()
    stored = Path(settings.database.removeprefix("sqlite://"))
    if settings.database.startswith("sqlite://") and not stored.exists():
        print(f"frontdoor: there is no database at {stored.name}; nothing was ever submitted here.", file=sys.stderr)
        return 1
    if chosen.output:
        with Path(chosen.output).open("w", encoding="utf-8") as out:
            count = asyncio.run(_write(settings.database, out.write))
        print(f"{count} records written to {chosen.output}", file=sys.stderr)
    else:
        asyncio.run(_write(settings.database, sys.stdout.write))
    return 0


async def _write(url: str, write: Callable[[str], int]) -> int:
    count = 0
    async with database(url):
        async for line in write_log(registry()):
            write(line)
            count += 1
    return count
