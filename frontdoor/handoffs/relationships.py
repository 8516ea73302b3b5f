"""How the offices of a simulated town stand to one another now: a scenario, and what was changed in it while it ran.

A change concerns one ordered pair of services in one scenario. The next case behaves so; cases under way keep the table
that they began with (`Case.relations`).
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound, Problem, Refused
from frontdoor.handoffs.models import Amendment
from life_events.coordination import Relationship
from life_events.relations import Table, make_table
from life_events.scenario import Rule, Scenario, Stance, pair_rule, with_rules

MOST_TABLES = 64

_tables: dict[str, Table] = {}


class PairWish(BaseModel):
    """How an ordered pair of services is to stand: `provider` has what `consumer` needs.

    A satellite, and only a satellite, names the hub that it goes `via`; a joint project its last day, `until`.
    """

    model_config = ConfigDict(extra="forbid")

    provider: str = Field(max_length=100)
    consumer: str = Field(max_length=100)
    level: str = Field(max_length=30)
    via: str = Field(default="", max_length=100)
    until: date | None = None


class PairView(BaseModel):
    """How an ordered pair stands now. `facts`: what the consumer needs of the provider; `asks_again`: what it asks the
    citizen once more, although the provider was told, unless it takes that into account.
    """

    provider: str
    consumer: str
    level: Relationship
    via: str
    until: date | None
    source: str
    facts: tuple[str, ...]
    asks_again: tuple[str, ...]
    changed: bool


class Relationships(BaseModel):
    """A scenario as it stands now, and how many of its pairs were changed since its file was read."""

    scenario: str
    title: str
    about: str
    changed: int
    pairs: tuple[PairView, ...]


async def table_of(scenario: Scenario, registry: Registry) -> Table:
    """Returns the table of a scenario as it stands now."""
    now = await _as_it_stands(scenario, registry)
    key = f"{registry.version} {now!r}"
    if key not in _tables:
        if len(_tables) >= MOST_TABLES:
            _tables.clear()
        _tables[key] = make_table(now, registry.definitions)
    return _tables[key]


async def relationships(key: str, registry: Registry) -> Relationships:
    """Returns every pair of a scenario in which one service needs something of the other. Raises NotFound."""
    scenario = _scenario(key, registry)
    table = await table_of(scenario, registry)
    changed = {(each.provider, each.consumer) for each in await Amendment.filter(scenario=key)}
    now = await _as_it_stands(scenario, registry)
    facts: dict[tuple[str, str], list[str]] = {}
    for row in table.rows:
        facts.setdefault((row.provider, row.consumer), []).append(row.fact)
    again = _asked_again(registry)
    pairs = tuple(
        _view(pair, now, registry, tuple(facts.get(pair, ())), again.get(pair, ()), pair in changed)
        for pair in sorted({*facts, *again, *changed})
        if set(pair) <= set(registry.services)
    )
    return Relationships(
        scenario=key,
        title=scenario.title,
        about=scenario.about,
        changed=sum(each.changed for each in pairs),
        pairs=pairs,
    )


async def relate(key: str, wish: PairWish, registry: Registry) -> None:
    """Changes how a pair stands in a scenario; what its file says anyway is no change. Raises NotFound, Refused."""
    scenario = _scenario(key, registry)
    rule = _checked(wish, registry)
    said = _stance(scenario, wish.provider, wish.consumer, registry)
    pair: dict[str, Any] = {"scenario": key, "provider": wish.provider, "consumer": wish.consumer}
    if (said.relationship, said.via, said.until) == (rule.stance.relationship, rule.stance.via, rule.stance.until):
        await Amendment.filter(**pair).delete()
        return
    await Amendment.update_or_create(
        defaults={"level": str(rule.stance.relationship), "via": rule.stance.via, "until": rule.stance.until}, **pair
    )


async def reset(key: str, registry: Registry, provider: str = "", consumer: str = "") -> int:
    """Goes back to what a scenario's file says, of one pair or of all; returns how many changes are gone.

    Raises NotFound, and Refused for half a pair or a service that does not exist.
    """
    _ = _scenario(key, registry)
    changes = Amendment.filter(scenario=key)
    if provider or consumer:
        problems = [
            Problem(where, _no_such(name, registry.services))
            for where, name in (("provider", provider), ("consumer", consumer))
            if name not in registry.services
        ]
        if problems:
            raise Refused(problems, "This is not a pair of services")
        changes = changes.filter(provider=provider, consumer=consumer)
    return await changes.delete()


def hubs(registry: Registry) -> tuple[str, ...]:
    """Returns the services through which others can be told."""
    return tuple(key for key, service in sorted(registry.services.items()) if service.relays)


async def _as_it_stands(scenario: Scenario, registry: Registry) -> Scenario:
    changes = await Amendment.filter(scenario=scenario.key).order_by("id")
    rules = [
        pair_rule(each.provider, each.consumer, each.level, registry.services, via=each.via, until=each.until)
        for each in changes
        # a definition may have gone since
        if {each.provider, each.consumer, each.via or each.provider} <= set(registry.services)
    ]
    return with_rules(scenario, rules) if rules else scenario


def _scenario(key: str, registry: Registry) -> Scenario:
    if key not in registry.scenarios:
        raise NotFound(_no_such(key, registry.scenarios, "scenario"))
    return registry.scenarios[key]


def _checked(wish: PairWish, registry: Registry) -> Rule:
    """Returns what a wish says, checked as a scenario's file is. Raises Refused."""
    try:
        rule = pair_rule(wish.provider, wish.consumer, wish.level, registry.services, via=wish.via, until=wish.until)
    except ValueError as error:
        text = str(error)
        raise Refused(
            [Problem(_where(wish, registry), text[:1].upper() + text[1:])], "This cannot be said of a pair"
        ) from None
    if wish.provider == wish.consumer:
        raise Refused([Problem("consumer", "A pair is two services: name another one.")], "This is no pair")
    if wish.via in (wish.provider, wish.consumer):
        raise Refused(
            [Problem("via", "A hub stands between the two: name a third service.")], "This is no hub for them"
        )
    return rule


def _where(wish: PairWish, registry: Registry) -> str:
    """Returns the field that a refusal is about."""
    for field, name in (("provider", wish.provider), ("consumer", wish.consumer), ("via", wish.via)):
        if name and name not in registry.services:
            return field
    if wish.level not in set(Relationship):
        return "level"
    return "until" if (wish.level == Relationship.JOINT_PROJECT) != (wish.until is not None) else "via"


def _no_such(name: str, known: Collection[str], what: str = "service") -> str:
    near = difflib.get_close_matches(name, sorted(known), 1)
    return f"There is no {what} '{name[:100]}'." + (f" Did you mean '{near[0]}'?" if near else "")


def _asked_again(registry: Registry) -> dict[tuple[str, str], tuple[str, ...]]:
    """Returns what a service asks the citizen once more, by the pairs in which the first was told it too."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for consumer in registry.services.values():
        for provider in registry.services.values():
            held = tuple(fact for fact in consumer.asks_again if fact in provider.reads_facts())
            if held and provider.key != consumer.key:
                found[provider.key, consumer.key] = held
    return found


def _stance(scenario: Scenario, provider: str, consumer: str, registry: Registry) -> Stance:
    return scenario.stance(registry.services[provider], registry.services[consumer], registry.agencies)


def _view(
    pair: tuple[str, str],
    scenario: Scenario,
    registry: Registry,
    facts: tuple[str, ...],
    asks_again: tuple[str, ...],
    changed: bool,
) -> PairView:
    stance = _stance(scenario, *pair, registry)
    return PairView(
        provider=pair[0],
        consumer=pair[1],
        level=stance.relationship,
        via=stance.via,
        until=stance.until,
        source="" if changed else stance.source,
        facts=facts,
        asks_again=asks_again,
        changed=changed,
    )
