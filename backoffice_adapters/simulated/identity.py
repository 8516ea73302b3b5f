"""Who is meant: whether two files of two offices are about the same person, by what both hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

Identity = Mapping[str, tuple[str, ...]]


def marks(held: Mapping[str, str], identity: Identity) -> dict[str, str]:
    """Returns what an office knows that tells one person from another.

    Names of one person are put together, whatever the office splits or joins; `held` as `forms.facts_in` gives it.
    """
    names: dict[str, set[str]] = {}
    found: dict[str, str] = {}
    for key, value in held.items():
        facts = key.split("+")
        if all(fact in identity.get("names", ()) for fact in facts):
            names.setdefault(facts[0].partition(".")[0], set()).update(re.findall(r"\w+", value.upper()))
        elif len(facts) == 1 and facts[0] in identity.get("numbers", ()):
            found[key] = "".join(re.findall(r"\w", value.upper()))
    return found | {f"{whose} names": " ".join(sorted(words)) for whose, words in names.items()}


def same_person(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Says whether two sets of marks mean the same person: two of them agree, and hardly any speaks against it."""
    shared = one.keys() & other.keys()
    agree = sum(_alike(key, one[key], other[key]) for key in shared)
    return agree >= 2 and agree > 2 * (len(shared) - agree)


def _alike(key: str, one: str, other: str) -> bool:
    if key.endswith(" names"):
        few, many = sorted((set(one.split()), set(other.split())), key=len)
        # an old system keeps as much of a name as goes into its field
        return all(any(name.startswith(each) or each.startswith(name) for name in many) for each in few)
    return one.startswith(other) or other.startswith(one)
