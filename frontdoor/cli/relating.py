"""The command that changes how two services stand to one another in a simulated town."""

from __future__ import annotations

import argparse
import json

import httpx

from frontdoor.cli.calling import Failed, ask
from frontdoor.handoffs.relationships import PairView, Relationships
from frontdoor.settings import read_settings

EXAMPLE = "Example: frontdoor relate hmrc.settle_inheritance_tax hmcts.grant_probate joint_venture"


def relate(chosen: argparse.Namespace, portal: httpx.Client) -> int:
    """Changes a pair, sets it or all of them back, or lists what was changed. Raises Failed."""
    address = f"/api/scenarios/{chosen.scenario or read_settings().scenario}/relationships"
    pair = {"provider": chosen.provider, "consumer": chosen.consumer}
    if chosen.reset:
        if chosen.level or bool(chosen.provider) != bool(chosen.consumer):
            raise Failed("Say --reset alone, or with the two services of a pair and no level.")
        said = ask(portal, "DELETE", address, params={name: key for name, key in pair.items() if key})
    elif chosen.provider is None:
        said = ask(portal, "GET", address)
    elif not chosen.level:
        raise Failed(f"Say two services and the level. {EXAMPLE}")
    else:
        said = ask(
            portal, "PUT", address, json={**pair, "level": chosen.level, "via": chosen.via or "", "until": chosen.until}
        )
    if chosen.json:
        print(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        print("\n".join(_lines(Relationships.model_validate(said))))
    return 0


def _lines(now: Relationships) -> list[str]:
    changed = [each for each in now.pairs if each.changed]
    if not changed:
        return [f"SIMULATION. {now.scenario}: as its file says."]
    word = "pair differs" if len(changed) == 1 else "pairs differ"
    head = f"SIMULATION. {now.scenario}: {len(changed)} {word} from its file. The next case behaves so."
    return [head, *(_line(each) for each in changed)]


def _line(pair: PairView) -> str:
    more = f" via {pair.via}" if pair.via else f" until {pair.until}" if pair.until else ""
    return f"  {pair.provider} -> {pair.consumer}: {pair.level}{more}"
