"""A life event as a flow chart in text: services, and the facts that flow between them."""

from __future__ import annotations

from frontdoor.checks.finding import services_of
from frontdoor.discovery import Registry
from life_events.circles import circles
from life_events.model import Timing


def draw(registry: Registry, event: str) -> str:
    """Returns a life event's services and what flows between them, as a Mermaid flow chart.

    A circle is drawn with thick arrows, and the way out of it is named.
    """
    services = services_of(registry, registry.life_events[event])
    writers = {fact: service.key for service in services for fact in service.writes_facts()}
    found = circles(services)
    round_ = {edge for circle in found for edge in circle.edges}
    ways_out = {fact for circle in found for fact in circle.way_out}
    lines = ["flowchart LR"]
    for circle in found:
        labels = [registry.facts[fact].label for fact in (*reversed(circle.facts), circle.facts[-1])]
        out = " or ".join(registry.facts[fact].label for fact in circle.way_out) or "none"
        lines.append(f"  %% a circle: {' -> '.join(labels)}; the way out: {out}")
    for service in services:
        lines.append(f'  {service.key}["{service.title}<br/>{registry.agencies[service.agency].title}"]')
    for service in services:
        for read in service.reads:
            for fact in read.any_of:
                if fact in writers:
                    thick = (writers[fact], fact, service.key) in round_
                    arrow = "==>" if thick else "-->" if read.when is Timing.TO_START else "-.->"
                    way_out = " (the way out)" if fact in ways_out else ""
                    lines.append(f"  {writers[fact]} {arrow}|{registry.facts[fact].label}{way_out}| {service.key}")
    return "\n".join(lines)
