"""The plain table that a town lives by, and what a scenario means for one plan: hubs, mergers, who asks again.

Everything here is computed from definitions and a scenario (design 5.3, 5.5); nothing is listed by hand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from life_events.coordination import Medium, Relationship
from life_events.facts import FactType, Kind
from life_events.model import Agency, Recognition, Release, Service
from life_events.scenario import Scenario, Stance

NAMES = (Kind.NAME,)
NUMBERS = (
    Kind.DATE,
    Kind.POSTCODE,
    Kind.NINO,
    Kind.NHS_NUMBER,
    Kind.UTR,
    Kind.DRIVER_NUMBER,
    Kind.PASSPORT_NUMBER,
    Kind.ACCOUNT_NUMBER,
)


@dataclass(frozen=True)
class Definitions:
    """What scenarios are read against: services, agencies and facts by name."""

    services: Mapping[str, Service]
    agencies: Mapping[str, Agency]
    facts: Mapping[str, FactType]


@dataclass(frozen=True)
class Relation:
    """One row of the table: who provides which fact to whom, how the two stand, how it is released and recognised."""

    provider: str
    fact: str
    consumer: str
    level: Relationship
    via: str
    medium: Medium
    released: Release
    recognised: Recognition
    until: date | None
    also: tuple[str, ...] = ()

    @property
    def hubs(self) -> tuple[str, ...]:
        """The hubs that tell the consumer, where it is a satellite's; the first that is in a plan asks it."""
        return tuple(hub for hub in (self.via, *self.also) if hub and hub != self.consumer)


@dataclass(frozen=True)
class Table:
    """How every office stands to every other in one scenario.

    `merged`: service by service, into which other one it was merged. `asks_again`: by service and fact, the services
    that hold the fact and take the asking one into account; where none of them is in the plan, it asks again.
    `overlooks` likewise. `knows_of`: by service, those that it takes into account, and its hubs. `covers`: by service
    its hubs, of which the first in the plan asks it; `holds`: what each hub holds of what the service needs, by hub and
    service, for those that tell it besides (design 5.3.5).
    """

    scenario: str
    front_door: bool
    rows: tuple[Relation, ...]
    releases: Mapping[str, Mapping[str, Release]]
    merged: Mapping[str, str]
    covers: Mapping[str, tuple[str, ...]]
    holds: Mapping[str, Mapping[str, tuple[str, ...]]]
    relays: Mapping[str, tuple[str, ...]]
    asks_again: Mapping[str, Mapping[str, tuple[str, ...]]]
    overlooks: Mapping[str, Mapping[str, tuple[str, ...]]]
    targets: Mapping[str, float]
    slips: float
    identity: Mapping[str, tuple[str, ...]]
    knows_of: Mapping[str, tuple[str, ...]]

    def document(self, active: Set[str]) -> dict[str, Any]:
        """Returns the table as the town takes it, for a case of these services; `version` is a digest of all of it."""
        rows = [_plain(row, active) for row in self.rows]
        body = {
            "rows": rows,
            "releases": self.releases,
            "merged": self.merged,
            "asks_again": _alone(self.asks_again, active),
            "overlooks": _alone(self.overlooks, active),
            "tell_too": self._tell_too(active),
            "targets": self.targets,
            "slips": self.slips,
            "identity": self.identity,
            "knows_of": {
                service: [each for each in others if each in active]
                for service, others in self.knows_of.items()
                if service in active and not active.isdisjoint(others)
            },
        }
        version = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
        return {"version": version, **body}

    def hub_of(self, service: str, active: Set[str]) -> str:
        """Returns the hub through which a service is asked in a plan (design 5.3.5), or nothing."""
        if service in self.merged:
            return ""
        return next((hub for hub in self.covers.get(service, ()) if hub in active and hub != service), "")

    def _tell_too(self, active: Set[str]) -> dict[str, dict[str, list[str]]]:
        """Returns by hub what it tells to services of a plan that another hub asks."""
        told: dict[str, dict[str, list[str]]] = {}
        for service, hubs in self.covers.items():
            for hub in hubs:
                if {service, hub} <= active and self.hub_of(service, active) not in ("", hub):
                    told.setdefault(hub, {})[service] = list(self.holds[hub][service])
        return told


def _plain(row: Relation, active: Set[str]) -> dict[str, Any]:
    """Returns a row as the town takes it: with the one hub, of several, that asks in this plan."""
    plain = {**asdict(row), "until": row.until.isoformat() if row.until else None}
    del plain["also"]
    return {**plain, "via": next((hub for hub in row.hubs if hub in active), row.via)}


def _alone(facts_of: Mapping[str, Mapping[str, tuple[str, ...]]], active: Set[str]) -> dict[str, list[str]]:
    """Returns by service the facts of which no holder in the plan takes it into account."""
    found = {
        service: [fact for fact, holders in facts.items() if active.isdisjoint(holders)]
        for service, facts in facts_of.items()
    }
    return {service: facts for service, facts in found.items() if facts}


def make_table(scenario: Scenario, known: Definitions) -> Table:
    """Returns the table of a scenario."""
    merged = _mergers(scenario, known)
    services = known.services

    def stance(provider: Service, consumer: Service) -> Stance:
        """Merged services stand to others as the one stands into which they were merged."""
        one, other = merged.get(provider.key, provider.key), merged.get(consumer.key, consumer.key)
        if one == other:
            return Stance(Relationship.MERGER)
        return scenario.stance(services[one], services[other], known.agencies)

    rows: list[Relation] = []
    for provider, consumer, fact, release, recognised in _flows(services):
        stands = stance(provider, consumer)
        rows.append(
            Relation(
                provider=provider.key,
                fact=fact,
                consumer=consumer.key,
                level=stands.relationship,
                via=stands.via,
                medium=stands.medium,
                released=release,
                recognised=recognised,
                until=stands.until,
                also=stands.also,
            )
        )
    produced = {write.fact for service in services.values() for write in service.writes}
    told = [fact for name, fact in sorted(known.facts.items()) if name not in produced]
    covers: dict[str, list[str]] = {}
    for row in rows:
        if row.level is Relationship.SATELLITE:
            covers.setdefault(row.consumer, []).extend(row.hubs)
    hubs = sorted({hub for some in covers.values() for hub in some})
    return Table(
        scenario=scenario.key,
        front_door=scenario.front_door,
        rows=tuple(rows),
        releases={
            key: {write.fact: write.release for write in service.writes}
            for key, service in sorted(services.items())
            if service.writes
        },
        merged=merged,
        covers={service: tuple(dict.fromkeys(some)) for service, some in sorted(covers.items())},
        holds={
            hub: {
                service: tuple(sorted(services[hub].reads_facts() & services[service].reads_facts()))
                for service, some in sorted(covers.items())
                if hub in some
            }
            for hub in hubs
        },
        relays={hub: services[hub].relays for hub in hubs},
        asks_again={
            key: {fact: _taken_into_account(service, fact, known, stance) for fact in service.asks_again}
            for key, service in sorted(services.items())
            if service.asks_again
        },
        overlooks={
            key: {fact: _taken_into_account(service, fact, known, stance) for fact in service.overlooks}
            for key, service in sorted(services.items())
            if service.overlooks
        },
        targets=dict(scenario.targets),
        slips=scenario.slips,
        identity={
            "names": tuple(fact.name for fact in told if fact.kind in NAMES),
            "numbers": tuple(fact.name for fact in told if fact.kind in NUMBERS),
        },
        knows_of={
            key: tuple(
                other.key
                for other in sorted(services.values(), key=lambda each: each.key)
                if other.key != key and (_knows(service, other, stance) or other.key in covers.get(key, ()))
            )
            for key, service in sorted(services.items())
        },
    )


def _flows(services: Mapping[str, Service]) -> list[tuple[Service, Service, str, Release, Recognition]]:
    """Returns every fact that one service writes and another reads, in a stable order."""
    ordered = [services[key] for key in sorted(services)]
    return [
        (provider, consumer, write.fact, write.release, read.recognises)
        for provider in ordered
        for write in provider.writes
        for consumer in ordered
        for read in consumer.reads
        if consumer.key != provider.key and write.fact in read.any_of
    ]


def _mergers(scenario: Scenario, known: Definitions) -> dict[str, str]:
    """Returns into which service each merged one went; a merger of merged ones goes to the first of them all."""
    into: dict[str, str] = {}
    for rule in scenario.rules:
        if rule.stance.relationship is Relationship.MERGER:
            for provider in sorted(rule.from_):
                for consumer in sorted(rule.to - {provider}):
                    if into.get(provider) != consumer:
                        into[consumer] = provider
    return {service: _last(service, into) for service in sorted(into)}


def _last(service: str, into: Mapping[str, str]) -> str:
    seen = {service}
    while service in into and into[service] not in seen:
        service = into[service]
        seen.add(service)
    return service


def _knows(service: Service, other: Service, stance: Any) -> bool:
    """Says whether a service takes another into account."""
    level: Relationship = stance(other, service).relationship
    return level.level >= Relationship.TAKING_INTO_ACCOUNT.level


def _taken_into_account(service: Service, fact: str, known: Definitions, stance: Any) -> tuple[str, ...]:
    return tuple(
        holder.key
        for holder in sorted(known.services.values(), key=lambda each: each.key)
        if holder.key != service.key
        and fact in holder.reads_facts()
        and stance(holder, service).relationship.level >= Relationship.TAKING_INTO_ACCOUNT.level
    )
