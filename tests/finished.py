"""A portal's folder in which a few cases have been lived to their end: for tests of what is read off the record."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from frontdoor.settings import Settings
from frontdoor.testing.simulation import Simulation, example, request_of


def finished(folder: Path, *asked: tuple[str, str]) -> Settings:
    """Lives cases, each an example and a scenario, and returns the settings of the portal that holds them.

    In a thread of its own, so that tests with a loop and without one can ask for it.
    """
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(lambda: asyncio.run(_live(folder, asked))).result()


async def _live(folder: Path, asked: Sequence[tuple[str, str]]) -> Settings:
    simulation = Simulation(folder)
    async with simulation.open_portal() as portal:
        for number, (name, scenario) in enumerate(asked):
            # a world of its own for each: in one town nobody dies twice
            request = request_of(example(name), scenario=scenario, world=f"{scenario}-{number}")
            accepted = await portal.submit(request)
            await simulation.finish(accepted.case, 60)
    return simulation.settings
