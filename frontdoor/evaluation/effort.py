"""What it cost the citizen: contacts, questions asked twice, contacts caused by failure (measurement E1, E2, E5)."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from frontdoor.evaluation.evidence import Evidence
from frontdoor.evaluation.measure import Measure, Ratio, ratio
from frontdoor.evaluation.needs import given_at_once
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import Event
from life_events.coordination import CITIZEN, FRONT_DOOR

NO_CASE = "There is no case in this log."
NO_CONTACT = "There was no contact with a citizen."
NO_ASK = "Nothing was asked."

# What makes a contact one that failure caused, where nobody noted why it came about (measurement E5).
FAILURES = frozenset(
    {"handoff.rejected", "handoff.timeout", "handoff.late", "contact.misdirected", "fact.corrected", "case.abandoned"}
)
BY_CITIZEN = frozenset({"request.submitted", "ask.answered", "contact.opened", "contact.misdirected"})


class Contact(NamedTuple):
    """One contact of the citizen, and the event that it began with."""

    key: str
    event: Event


def contacts(case: Trace) -> tuple[Contact, ...]:
    """Returns the contacts with the citizen, the first included.

    They are told apart by `contact_id`. Where that was not noted, each thing that the citizen did is one.
    """
    found: dict[str, Contact] = {}
    for event in case.events:
        key = str(event.row.get("contact_id") or "")
        if not key:
            brings = event.activity == "handoff.sent" and event.row.get("from_service") == CITIZEN
            key = event.handoff if brings else (event.id if event.activity in BY_CITIZEN else "")
        if key:
            found.setdefault(key, Contact(key, event))
    return tuple(found.values())


def contacts_per_case(evidence: Evidence) -> Measure:
    """Distinct contacts with the citizen / cases. Unit: contacts per case. Measurement E1.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch(front_door=False)
    >>> _ = drawn.ask("name"), drawn.event("contact.opened", 3, contact_id="desk", service_id="citizen")
    >>> contacts_per_case(drawn.evidence()).value
    2.0
    """
    by_case = [contacts(case.case) for case in evidence.cases]
    numbers = [float(len(found)) for found in by_case]
    events = [contact.event.id for found in by_case for contact in found]
    ones = [1.0] * len(numbers)
    return ratio([Ratio(numbers, ones)], "contacts per case", len(numbers), events, NO_CASE, share=False)


class Ask(NamedTuple):
    """The citizen is asked for a fact by somebody. `known`: a service held it already and may share it."""

    fact: str
    by: str
    event: str
    known: bool


def asks(case: Trace, lawful: frozenset[str]) -> tuple[Ask, ...]:
    """Returns every time that the citizen was asked for a fact, in order of time; confirmations do not count.

    With a front door the request is the first ask; without one every office asks at its own door, and what the citizen
    hands it is the answer. An `ask.issued` and its answer are one. `lawful` are services with a legal basis to share.
    """
    found: list[tuple[int, int, str, str, str]] = []
    if case.front_door:
        root = next((event for event in case.events if event.activity == "request.submitted"), None)
        found += [(root.at, root.seq, fact, FRONT_DOOR, root.id) for fact in given_at_once(case)] if root else []
    issued: Counter[tuple[str, str]] = Counter()
    for event in case.events:
        if event.activity == "ask.issued" and event.row.get("ask_type") != "confirm":
            issued.update((event.service, fact) for fact in event.facts)
            found += [(event.at, event.seq, fact, event.service, event.id) for fact in event.facts]
    asked = {fact for _, fact in issued}
    for item in case.items:
        if item.sender != CITIZEN or (item.to == FRONT_DOOR and item.fact in asked):
            continue
        if issued[(item.to, item.fact)] > 0:
            issued[(item.to, item.fact)] -= 1
        else:
            found.append((item.sent, 0, item.fact, item.to, item.event))
    holders = _holders(case, lawful)
    return tuple(
        Ask(fact, by, event, any(since < at and who != by for since, who in holders.get(fact, ())))
        for at, _, fact, by, event in sorted(found)
    )


def _holders(case: Trace, lawful: frozenset[str]) -> dict[str, list[tuple[int, str]]]:
    """Returns who held each fact from when on, of those that may share it."""
    found: dict[str, list[tuple[int, str]]] = {}
    for (party, fact), values in case.written.items():
        if party in lawful:
            found.setdefault(fact, []).append((values[0].at, party))
    for (party, fact), items in case.arrivals.items():
        if party in lawful:
            since = min(item.received for item in items if item.received is not None)
            found.setdefault(fact, []).append((since, party))
    return found


def _lawful(evidence: Evidence) -> frozenset[str]:
    return frozenset(key for key, row in evidence.log.services.items() if row.get("legal_basis"))


def repeated_asks(evidence: Evidence) -> Measure:
    """Sum over facts of max(0, asks − 1) / all asks. Unit: share of asks. Measurement E2, repeat.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> drawn.service("dwp", reads=["name"])
    >>> _ = drawn.ask("name"), drawn.event("ask.issued", 5, service_id="dwp", fact_key="name")
    >>> repeated_asks(drawn.evidence()).value
    0.5
    """
    again: list[float] = []
    every: list[float] = []
    events: list[str] = []
    for case in evidence.cases:
        asked: set[str] = set()
        found = asks(case.case, frozenset())
        for each in found:
            if each.fact in asked:
                events.append(each.event)
            asked.add(each.fact)
        again.append(float(len(found) - len(asked)))
        every.append(float(len(found)))
    return ratio([Ratio(again, every)], "share of asks", int(sum(every)), events, NO_ASK)


def avoidable_asks(evidence: Evidence) -> Measure:
    """Asks for what a service that took part held already, with a legal basis to share it / all asks.

    Unit: share of asks. Measurement E2, avoidable.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> drawn.service("reg", writes=["cert"])
    >>> drawn.service("dwp", reads=["cert"])
    >>> _ = drawn.ask("name"), drawn.write("reg", "cert", at=1)
    >>> _ = drawn.event("ask.issued", 5, service_id="dwp", fact_key="cert")
    >>> avoidable_asks(drawn.evidence()).value
    0.5
    """
    lawful = _lawful(evidence)
    found = [asks(case.case, lawful) for case in evidence.cases]
    events = [each.event for case in found for each in case if each.known]
    known = [float(sum(each.known for each in case)) for case in found]
    every = [float(len(case)) for case in found]
    return ratio([Ratio(known, every)], "share of asks", int(sum(every)), events, NO_ASK)


def failure_demand(evidence: Evidence) -> Measure:
    """Contacts caused by something not done, late or wrong / all contacts. Unit: share of contacts. Measurement E5.

    A contact says so itself (`demand_type`), else its cause does. Seddon's term; no published share is a target.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> _ = drawn.ask("name"), drawn.event("contact.opened", 9, contact_id="chase", demand_type="failure")
    >>> failure_demand(drawn.evidence()).value
    0.5
    """
    caused_by_failure: list[float] = []
    every: list[float] = []
    events: list[str] = []
    for case in evidence.cases:
        found = contacts(case.case)
        caused = [each.event.id for each in found if failed(case.case, each.event)]
        caused_by_failure.append(float(len(caused)))
        every.append(float(len(found)))
        events += caused
    return ratio([Ratio(caused_by_failure, every)], "share of contacts", int(sum(every)), events, NO_CONTACT)


def failed(case: Trace, event: Event) -> bool:
    """Says whether a contact came about because something was not done, late or wrong."""
    said = event.row.get("demand_type")
    if said in ("value", "failure"):
        return bool(said == "failure")
    cause = case.by_id.get(event.cause)
    return cause is not None and cause.activity in FAILURES
