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


def full_name(title: str) -> str:
    """Returns an organisation's name in full, without what stands in brackets behind it."""
    found = LETTERS.fullmatch(title)
    return found["name"] if found else title


def called(registry: Registry, party: str) -> str:
    """Returns how a party of a handoff is called in a sentence."""
    return short_name(registry.party(party))


def same_agency(registry: Registry, one: str, other: str) -> bool:
    """Says whether two services are of one agency."""
    return registry.services[one].agency == registry.services[other].agency


def two_parties(registry: Registry, giver: str, taker: str) -> tuple[str, str]:
    """Returns how two parties are called in one sentence; two of one agency are told apart by what each does.

    What is no name but says what it is, like "Passport desk", gets its article.
    """
    services = registry.services
    if giver != taker and giver in services and taker in services and same_agency(registry, giver, taker):
        name = called(registry, giver)
        return f"{name} ({services[giver].title})", f"{name} ({services[taker].title})"
    return _with_article(called(registry, giver)), _with_article(called(registry, taker))


def _with_article(name: str) -> str:
    first, *others = name.split()
    is_common = others and not any(letter.isupper() for word in (first[1:], *others) for letter in word)
    return f"the {first.lower()} {' '.join(others)}" if is_common else name


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
