"""How organisations are called and put in order on pages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from frontdoor.discovery import Registry
from frontdoor.journey.planner import CITIZEN
from frontdoor.rendering import listed
from life_events.model import Service, Tier

KINDS = {
    Tier.CENTRAL: "National government",
    Tier.LOCAL: "Local government",
    Tier.HEALTH: "Health",
    Tier.COURT: "Courts",
    Tier.PRIVATE: "Companies",
    Tier.VOLUNTARY: "Voluntary organisations",
}
LETTERS = re.compile(r"(?P<name>.*\S)\s*\((?P<letters>[^()]+)\)")


def short_name(title: str) -> str:
    """Returns how an organisation is called in a sentence.

    Its letters where they are its initials, as in "Department of Roads and Trees (DRT)"; otherwise its name without
    what stands in brackets.
    """
    found = LETTERS.fullmatch(title)
    if found is None:
        return title
    words = [word for word in re.findall(r"[A-Za-z]+", found["name"]) if word[0].isupper()]
    initials = "".join(word if word.isupper() else word[0] for word in words)
    return found["letters"] if found["letters"] == initials else found["name"]


def called(registry: Registry, party: str) -> str:
    """Returns how a party of a handoff is called in a sentence."""
    return short_name(registry.party(party))


def any_of_them(registry: Registry, providers: Iterable[str]) -> str:
    """Returns those of whom any one can provide something: "X", or "X or Y"."""
    names = dict.fromkeys(called(registry, each) for each in providers if each != CITIZEN)
    return listed(list(names), "or")


def by_kind(registry: Registry, services: Iterable[Service]) -> list[tuple[str, list[tuple[str, list[Service]]]]]:
    """Returns services by the organisations that give them, and these by their kind, in a fixed order."""
    every = list(services)
    groups = []
    for tier, title in KINDS.items():
        agencies = [each for each in registry.agencies.values() if each.tier is tier]
        members = [(each.title, [one for one in every if one.agency == each.key]) for each in agencies]
        groups.append((title, [(name, some) for name, some in members if some]))
    return [(title, members) for title, members in groups if members]
