"""How measures, parties, ways and kinds are called on the evaluator's pages, in words that need no glossary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frontdoor.discovery import Registry
from frontdoor.evaluation.accounts import How
from frontdoor.evaluation.cracks import Kind
from frontdoor.pages.citizen.organisations import short_name
from life_events.coordination import CITIZEN, FRONT_DOOR, Relationship

# What every comparison of simulated numbers must say (measurement c.2).
ASSUMED = "These numbers show that the machinery works; they say nothing about the world, because the mix was assumed."

RUNGS = (
    "not met",
    "carried by the citizen",
    "by post",
    "by people: note, phone, email",
    "by file or look-up",
    "from system to system",
)

WAYS: Mapping[How, str] = {
    How.ONCE: "told once, and it came",
    How.AGAIN: "it came, but the citizen was asked again",
    How.OFFICES: "by the offices themselves",
    How.WEAKLY: "by the offices, by hand or post, or wrong or late",
    How.FRONT_DOOR: "by this front door, for the offices",
    How.CITIZEN: "by the citizen",
    How.NOBODY: "by nobody",
}

# Why a kind of crack is one, and whether the book names it.
KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.DUMPING: ("Dumping", "What one office produced, the citizen had to carry to another."),
    Kind.DUPLICATION: ("Duplication", "The citizen was asked for what had been told before."),
    Kind.CONFLICT: ("Conflict", "Two offices hold different values of the same fact."),
    Kind.EXCLUSIVITY: ("Narrow exclusivity", "The office that held the fact passed it to nobody."),
    Kind.INACCESSIBILITY: ("Inaccessibility", "The fact was not to be had: nobody ever produced it."),
    Kind.LOST: ("Lost", "It was sent and never came."),
    Kind.LATE: ("Late", "It came after the decision that needed it."),
}
BOOKS_OWN = frozenset(Kind) - {Kind.LOST, Kind.LATE}


@dataclass(frozen=True)
class Named:
    """How a measure is called, and what it says in one sentence; `share` where it lies between 0 and 1."""

    title: str
    means: str
    share: bool = False


MEASURE_NAMES: Mapping[str, Named] = {
    "F": Named("Front, F", "Of what citizens told, the share that reached every office by the one telling.", True),
    "B": Named("Back, B", "Of what offices needed from one another, the share they passed on themselves.", True),
    "B_net": Named("Back with relays, B_net", "As B, but what the front door relays counts too.", True),
    "Phi": Named("Façade gap, Φ", "F − B: what the front shows beyond what the back does."),
    "rho": Named("Relayed by the front door, ρ", "The share of back needs that the front door met.", True),
    "kappa_back": Named("Carried by the citizen, κ", "The share of back needs that the citizen carried.", True),
    "promise_gap": Named(
        "Promise gap", "“You need do nothing” was said, and the citizen then had to act: share of services.", True
    ),
    "P1": Named("Disclosures, P1", "Facts given to offices, each fact and office counted once, a case."),
    "P2": Named("On a recorded basis, P2", "Disclosures on record with purpose, law and notice or consent.", True),
    "P3": Named("Error spread, P3", "Other offices that took in a wrong value, for each wrong value made."),
    "P3_days": Named("Life of an error", "From a wrong value to its correction, where it was corrected."),
    "R": Named("Required, R", "What the offices of these cases needed."),
    "Act": Named("Done, Act", "What of it was done, weighted by how it was done."),
    "U": Named("Not coordinated, U", "What was needed and not done: R − Act."),
    "G": Named("Coordination gap, G", "U as a share of R. Not comparable where services were merged.", True),
    "C4": Named("Congruence, C4", "Pairs of offices with a need that had any contact about it.", True),
    "C5": Named("Excess, C5", "Facts handed over that nobody’s need asked for.", True),
    "C7": Named("Ladder curve, C7", "The share of needs met by each rung of the ladder or better."),
    "E1": Named("Contacts, E1", "Contacts with the citizen a case, the first included."),
    "E2": Named("Asked again, E2", "Questions that had been answered before, of all questions.", True),
    "E2_avoidable": Named("Avoidable questions, E2", "Questions whose answer an office held and could share.", True),
    "E5": Named("Failure demand, E5", "Contacts that came about because something was not done, late or wrong.", True),
    "T1": Named("Days until all is decided, T1", "Half of the cases have their last decision by then."),
    "T2": Named("Time on the way, T2", "Half of the handoffs have come by then."),
    "T2_edges": Named("Waiting between two parties, T2", "Every handoff, from when it was sent until it came."),
    "T3": Named("The longest way, T3", "The steps that made cases as long as they were, and what they were spent on."),
    "F1": Named("Work dumped, F1", "Pieces of unplanned work that one party’s act or omission put on another."),
    "F3": Named("Days of conflict, F3", "Days for which two offices held different values of one fact, a case."),
    "F6": Named("Bounced, F6", "Handoffs that were refused or never answered in time.", True),
    "O1": Named("Settled right, O1", "Cases in which everything that was due came out right.", True),
    "O2": Named("Days in a wrong state, O2", "From when things were due until they were right, all offices of a case."),
    "C8": Named("Through a broker, C8", "Met needs whose way passed somebody in between.", True),
}  # fmt: skip


@dataclass(frozen=True)
class Party:
    """A party of a handoff: its key, who it is, and what it does where it is one service of an office."""

    key: str
    who: str
    what: str = ""

    def __str__(self) -> str:
        return f"{self.who}: {self.what}" if self.what else self.who


def party(registry: Registry, key: str) -> Party:
    """Returns how a party is called; one that the definitions no longer know is called by its key."""
    if key == CITIZEN:
        return Party(key, "The citizen")
    if key == FRONT_DOOR:
        return Party(key, "The front door")
    service = registry.services.get(key)
    if service is None:
        return Party(key, key)
    return Party(key, short_name(registry.agencies[service.agency].title), service.title)


def fact(registry: Registry, name: str) -> str:
    """Returns a fact's label."""
    found = registry.facts.get(name)
    return found.label if found else name


def scenario(registry: Registry, key: str) -> str:
    """Returns a scenario's title."""
    found = registry.scenarios.get(key)
    return found.title if found else key


def life_event(registry: Registry, key: str) -> str:
    """Returns what happened, as the life event says it."""
    found = registry.life_events.get(key)
    return found.happened if found else key


def relationship(key: str) -> str:
    """Returns how a relationship of Figure 6 is called; one that nobody declared is none."""
    return "none" if key in ("", Relationship.NONE) else key.replace("_", " ")
