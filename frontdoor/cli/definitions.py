"""The command that looks at definitions: check."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from frontdoor.checks import draw, run_checks
from frontdoor.discovery import registry
from frontdoor.errors import FrontdoorError


def run(chosen: argparse.Namespace) -> int:
    """Checks every definition and adapter, or draws a life event; returns 1 when a rule is broken."""
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
        print(json.dumps({"broken": [asdict(each) for each in broken]}, indent=2))
    elif broken:
        print("\n".join(f"{each.place}: {each.sentence} [{each.rule}]" for each in broken))
    else:
        print(
            f"Nothing is broken: {len(found.life_events)} life events, {len(found.services)} services, "
            f"{len(found.adapters)} adapters, {len(found.facts)} facts."
        )
    return 1 if broken else 0
