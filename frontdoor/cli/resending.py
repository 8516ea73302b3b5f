"""`frontdoor resend`: one handoff, or all that fit a filter; a dry run lists them and sends nothing."""

from __future__ import annotations

import argparse
import json

import httpx

from frontdoor.cli.calling import Failed, ask

NARROWS = ("handoff", "trouble", "agency", "service", "world")


def resend(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    """Runs the command."""
    wanted = {name: value for name in NARROWS if (value := getattr(chosen, name))}
    if not wanted and not chosen.all:
        raise Failed("Say what to send again: a handoff, an --agency, --service, --world or --trouble, or --all.")
    document = ask(portal, "POST", "/api/desk/resend", json={"wanted": wanted, "dry_run": chosen.dry_run})
    if chosen.json:
        print(json.dumps(document, indent=2))
        return 0
    for item in document["work"]:
        print(f"{item['handoff_id']}  {item['case']}  {item['service']}  {item['trouble']}: {item['reason']}")
    number = len(document["work"])
    print(f"{number} would be tried again. Nothing was sent." if chosen.dry_run else f"{number} will be tried again.")
    return 0
