"""Raising one pair by one level: the citizen never carries more, and no need is met on a lower rung (measurement c.2).

What is left out, with the reason: a joint project that ends (it reverts by definition), a merger (it takes needs away
and may leave outsiders worse off), and what a hub learns because it passes it on: where two offices deal with one
another directly, the hub between them hears of it no more.
"""

import os
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry, registry
from frontdoor.evaluation.evidence import evidence_of
from frontdoor.evaluation.measures import case_log
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.testing.simulation import Simulation, example, request_of
from life_events.coordination import Medium, Relationship
from life_events.relations import make_table
from tests.handoffs.worlds import HUB, pair, uniform

# A few in every run; `make chaos` runs many.
TRIALS = int(os.environ.get("FRONTDOOR_TRIALS", "3"))
LEVELS = list(Relationship)[:-1]
LASTS = date(2030, 1, 1)
CARRIED = (Medium.CITIZEN_CARRIED, Medium.CITIZEN_REENTERED)

pytestmark = pytest.mark.slow


async def lived(folder: Path, definitions: Registry) -> tuple[int, dict[tuple[str, str, str], int]]:
    """Returns how much the citizen carried, and the rung on which each need was met."""
    simulation = Simulation(folder)
    async with simulation.open_portal(definitions=definitions) as portal:
        accepted = await portal.submit(request_of(example("bereavement"), scenario="test"))
        document = await simulation.finish(accepted.case, 60)
        case = await Case.get(id=accepted.case.id)
        handoffs = await Handoff.filter(case_id=case.id)
        events = await LedgerEvent.filter(case_id=case.id).order_by("seq")
        evidence = evidence_of(case_log(case, handoffs, events, definitions))
    rungs = {(met.need.provider, met.need.consumer, met.need.fact): met.verdict.ladder for met in evidence.met()}
    return sum(each.medium in CARRIED for each in document.handoffs), rungs


def stands(provider: str, consumer: str, level: Relationship) -> Registry:
    """Returns definitions in which every pair has no relationship but one."""
    via = HUB if level is Relationship.SATELLITE else ""
    until = LASTS if level is Relationship.JOINT_PROJECT else None
    base = Relationship.NONE if level.level <= Relationship.DIALOGUE.level else Relationship.DIALOGUE
    return uniform(base, *pair(provider, consumer, level, via=via, until=until))


@pytest.mark.parametrize("trial", range(TRIALS))
async def test_raising_a_pair_makes_nothing_worse(tmp_path: Path, trial: int) -> None:
    chance = Random(1999 + trial)
    rows = make_table(registry().scenarios["front_door_only"], registry().definitions).rows
    pairs = sorted({(row.provider, row.consumer) for row in rows if HUB not in (row.provider, row.consumer)})
    provider, consumer = chance.choice(pairs)
    lower, higher = chance.choice(list(pairwise(LEVELS)))
    low = stands(provider, consumer, lower)
    # only the one pair changes: the others stand as they do for the lower level
    base = low.scenarios["test"].default
    via = HUB if higher is Relationship.SATELLITE else ""
    until = LASTS if higher is Relationship.JOINT_PROJECT else None
    high = uniform(base, *pair(provider, consumer, higher, via=via, until=until))

    carried_before, rungs_before = await lived(tmp_path / "low", low)
    carried_after, rungs_after = await lived(tmp_path / "high", high)

    said = f"{provider} to {consumer}, from {lower} to {higher}"
    assert carried_after <= carried_before, said
    lower_now = {need for need, rung in rungs_after.items() if rung < rungs_before[need]}
    assert {need for need in lower_now if need[1] != HUB} == set(), said
