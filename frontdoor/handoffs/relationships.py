"""How the offices of a simulated town stand to one another now: a scenario, and what was changed in it while it ran."""

from __future__ import annotations

from frontdoor.discovery import Registry
from life_events.relations import Table, make_table
from life_events.scenario import Scenario

_tables: dict[str, Table] = {}


async def table_of(scenario: Scenario, registry: Registry) -> Table:
    """Returns the table of a scenario as it stands now."""
    key = repr(scenario)
    if key not in _tables:
        _tables[key] = make_table(scenario, registry.definitions)
    return _tables[key]
