"""Who is meant: whether two offices' files are about the same person, by what both hold, or nobody can be sure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

SHORTEST = 4  # letters or digits: of fewer, one that is wrong is too many

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


class Match(Enum):
    """What two sets of marks say."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    ANOTHER = "another"


def match(one: Mapping[str, str], other: Mapping[str, str]) -> Match:
    """Says whether two sets of marks mean the same person.

    They do when two of them agree and hardly any speaks against it, and do not when more speaks against it than for it.
    In between, somebody has to look.
    """
    shared = one.keys() & other.keys()
    agree = sum(agrees(key, one[key], other[key]) for key in shared)
    against = len(shared) - agree
    if agree >= 2 and agree > 2 * against:
        return Match.SAME
    return Match.DOUBTFUL if agree and agree >= against else Match.ANOTHER


def at_a_glance(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Says whether a person who sees both takes them for the same: a slip of the pen does not speak against it."""
    shared = one.keys() & other.keys()
    agree = sum(agrees(key, one[key], other[key]) or _nearly(key, one[key], other[key]) for key in shared)
    return agree > len(shared) - agree


def agrees(key: str, one: str, other: str) -> bool:
    """Says whether two offices say the same of a person, where one may know fewer names, or fewer digits."""
    if key.endswith(" names"):
        few, many = sorted((set(one.split()), set(other.split())), key=len)
        # an old system keeps as much of a name as goes into its field
        return all(any(name.startswith(each) or each.startswith(name) for name in many) for each in few)
    return one.startswith(other) or other.startswith(one)


def _nearly(key: str, one: str, other: str) -> bool:
    """Says whether one is the other with a single letter or digit typed wrong, left out, added, or two exchanged."""
    if key.endswith(" names"):
        few, many = sorted((set(one.split()), set(other.split())), key=len)
        return _within(few, many) or (len(few) == len(many) and _within(many, few))
    return _one_slip(one, other)


def _within(few: set[str], many: set[str]) -> bool:
    return all(word in many or any(_one_slip(word, each) for each in many) for word in few)


def _one_slip(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) < SHORTEST:
        return False
    at = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    exchanged = long[at : at + 2][::-1] == short[at : at + 2] and long[at + 2 :] == short[at + 2 :]
    return exchanged or short[at + 1 :] == long[at + 1 :]
