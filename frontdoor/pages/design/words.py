"""How timings, forms of release and the like are called on the designer's pages."""

from __future__ import annotations

from collections.abc import Mapping

from frontdoor.discovery import Registry
from frontdoor.pages.citizen.organisations import short_name
from life_events.carrying import Bearer
from life_events.conditions import Condition
from life_events.facts import Kind
from life_events.model import Basis, KeptBy, Recognition, Release, Service, Span, Timing

WHEN: Mapping[Timing, str] = {
    Timing.TO_START: "to start",
    Timing.TO_FINISH: "to finish",
    Timing.AFTERWARDS: "afterwards",
}
RELEASED: Mapping[Release, str] = {
    Release.REPLY: "in its reply",
    Release.LETTER: "by letter to the citizen",
    Release.PARTNER: "to its partner office only",
}
RECOGNISED: Mapping[Recognition, str] = {
    Recognition.PORTAL: "from the front door",
    Recognition.TYPED: "typed in by the citizen",
    Recognition.ORIGINAL: "as an original document",
    Recognition.ISSUER: "from the issuing office only",
}
BEARERS: Mapping[Bearer, str] = {
    Bearer.OFFICES: "between the offices",
    Bearer.POST: "posted because the citizen asks",
    Bearer.FRONT_DOOR: "relayed by the front door",
    Bearer.CITIZEN: "carried by the citizen",
}
SPANS: Mapping[Span, str] = {
    Span.DAY: "",
    Span.MONTH: "end of the month of the ",
    Span.TAX_YEAR: "end of the tax year of the ",
}
BASES: Mapping[Basis, str] = {
    Basis.STATUTORY: "by law: the citizen is told",
    Basis.CONSENT: "by consent: the citizen is asked",
}
KINDS: Mapping[Kind, str] = {
    Kind.YES_NO: "yes or no",
    Kind.CHOICE: "one of a list",
    Kind.NINO: "National Insurance number",
    Kind.NHS_NUMBER: "NHS number",
    Kind.UTR: "Unique Taxpayer Reference",
    Kind.VEHICLE: "registration number",
    Kind.MONEY: "amount of money",
}


def kind(of: Kind) -> str:
    """Returns what kind of answer a fact is."""
    return KINDS.get(of, of.replace("_", " "))


def name(registry: Registry, key: str) -> str:
    """Returns how a service is called: its agency, and what it does."""
    service = registry.services.get(key)
    return f"{agency(registry, key)}: {service.title}" if service else key


def agency(registry: Registry, key: str) -> str:
    """Returns how the agency of a service is called."""
    return short_name(registry.agency_of(key).title) if key in registry.services else key.partition(".")[0]


def label(registry: Registry, fact: str) -> str:
    """Returns a fact's label; one that nobody declared is called by its name."""
    found = registry.facts.get(fact)
    return found.label if found else fact


def when_asked(registry: Registry, condition: Condition | None) -> str:
    """Returns a condition in words."""
    said = condition.say(lambda fact: label(registry, fact)) if condition else "always"
    return said.replace("_", " ")  # a choice is said by its value


def deadline(registry: Registry, service: Service) -> str:
    """Returns by when a service must be done, in words."""
    if service.deadline is None:
        return "none"
    days = int(service.deadline.days.entry.values[-1].value)
    start = SPANS[service.deadline.span] + label(registry, service.deadline.counts_from)
    only = f", if {when_asked(registry, service.deadline.when)}" if service.deadline.when else ""
    told = ", for telling the office" if service.deadline.kept_by is KeptBy.TOLD else ""
    return f"{abs(days)} days {'before' if days < 0 else 'after'} the {start}{told}{only}"


def kept(days: int) -> str:
    """Returns how long an office may keep what it gets, in words.

    >>> kept(36500), kept(2190), kept(90)
    ('100 years', '6 years', '90 days')
    """
    return f"{days // 365} years" if days >= 730 and days % 365 == 0 else f"{days} days"
