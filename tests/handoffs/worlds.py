"""Worlds made for a test: a preset with a few pairs that stand otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from frontdoor.discovery import Registry, registry
from life_events.coordination import Relationship
from life_events.scenario import Rule, Scenario, Stance

REGISTRATION, HUB = "register_office.register_death", "tell_us_once.pass_on_death"
INCOME_TAX, INHERITANCE_TAX = "hmrc.settle_income_tax", "hmrc.settle_inheritance_tax"
FUNERAL = "funeral_director.arrange_funeral"
PROBATE, BENEFITS, LICENCE = "hmcts.grant_probate", "dwp.stop_benefits", "dvla.close_driver_record"


def pair(
    provider: str, consumer: str, level: Relationship, *, via: str = "", until: date | None = None
) -> tuple[Rule, ...]:
    """Returns the rule that one ordered pair stands at a level."""
    return (Rule("pair", frozenset({provider}), frozenset({consumer}), Stance(level, via, until)),)


def changed(preset: str, *rules: Rule, name: str = "test", **more: object) -> Registry:
    """Returns all definitions with one scenario more: a preset in which some pairs stand otherwise."""
    base = registry().scenarios[preset]
    scenario: Scenario = replace(base, key=name, rules=(*base.rules, *rules), **more)  # type: ignore[arg-type]
    return replace(registry(), scenarios={**registry().scenarios, name: scenario})


def uniform(level: Relationship, *rules: Rule, name: str = "test") -> Registry:
    """Returns all definitions with one scenario more: every pair at one level, but for the rules."""
    return changed("front_door_only", *rules, name=name, default=level)
