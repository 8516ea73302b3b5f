"""Records how a version leaves cases behind: `python -m tests.versions.record schema-7`, before the schema changes.

Into `tests/versions/NAME.tar.xz` go the portal's database and the town's folder, with cases of every life event that
are over, wait for the citizen, or are in the middle of it, and rows in every table. The tests open each of them with
the code of today. Nobody in it is real.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from frontdoor.cases.store import start_draft
from frontdoor.discovery import registry
from frontdoor.evaluation.obstacles import Obstacle
from frontdoor.handoffs.comparison import ComparisonRequest
from frontdoor.handoffs.relationships import PairWish, relate
from frontdoor.security.models import Session
from frontdoor.testing.simulation import Simulation, example, request_of

HERE = Path(__file__).parent
PROVIDER, CONSUMER = "hmrc.settle_inheritance_tax", "hmcts.grant_probate"
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
FAR = datetime(2036, 1, 1, tzinfo=UTC)


async def fill(folder: Path) -> None:
    """Leaves cases in every state behind, as a portal does that is stopped in the middle."""
    simulation = Simulation(folder)
    async with simulation.open_portal() as portal:
        await relate("dialogue", PairWish(provider=PROVIDER, consumer=CONSUMER, level="joint_venture"), registry())
        over = await portal.submit(
            request_of(example("bereavement_partial"), scenario="joined_up", idempotency_key="recorded")
        )
        await simulation.finish(over.case)
        waits = await portal.submit(request_of(example("bereavement"), scenario="as_is_2026", citizen=None))
        await simulation.until(waits.case, lambda each: each.tasks and each.standing_still, 60)
        draft, _ = await start_draft("bereavement")
        draft.answers, draft.expires_at = {"deceased.first_names": "Margaret"}, FAR
        await draft.save()
        _ = await Session.create(token_hash="ab" * 32, data={"draft": str(draft.id)}, started_at=NOW, used_at=NOW)
        _ = await Obstacle.create(
            scenario="dialogue", provider=PROVIDER, consumer=CONSUMER, code="authority",
            note="They say that the law does not let them.", recorded_by="An evaluator", recorded_at=NOW,
        )  # fmt: skip
        _ = await portal.compare(
            ComparisonRequest(
                life_event="bereavement",
                facts=example("bereavement_partial")["facts"],
                scenarios=("siloed", "dialogue"),
                as_of=over.case.asked_as_of,
            )
        )
        for name, scenario, heard in (("retirement", "dialogue", 3), ("business_start_up", "front_door_only", 2)):
            half = await portal.submit(request_of(example(name), scenario=scenario, world=f"{scenario}.half"))
            await simulation.until(
                half.case, lambda each, heard=heard: sum(bool(one.received) for one in each.acting) >= heard, 30
            )
        simulation.differing = True  # they are in the middle of it
    for world in simulation.town.worlds.values():
        world.close()


def main() -> None:
    """Records one version under the name that is given."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(fill(folder))
        for file in folder.rglob("*.sqlite3"):
            with sqlite3.connect(file, isolation_level=None) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                database.execute("PRAGMA journal_mode=DELETE")
        with tarfile.open(HERE / f"{sys.argv[1]}.tar.xz", "w:xz") as packed:
            packed.add(folder, ".", filter=_nobodys)


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main()
