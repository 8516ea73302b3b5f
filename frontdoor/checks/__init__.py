"""The rules that every definition and adapter keeps; what breaks one is said with its file and the fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from frontdoor.checks import adapters, definitions, promises
from frontdoor.checks.drawing import draw
from frontdoor.checks.finding import Rule
from frontdoor.discovery import Registry


@dataclass(frozen=True)
class Broken:
    """A rule that is broken: the rule's name, the file and line that it is about, and a sentence with the fix."""

    rule: str
    place: str
    sentence: str


RULES: tuple[Rule, ...] = (
    definitions.services_are_declared,
    definitions.services_belong_to_their_agency,
    definitions.keys_are_free,
    definitions.facts_are_known,
    definitions.what_is_asked_is_used,
    definitions.what_is_used_is_asked_or_written,
    definitions.questions_come_after_what_they_depend_on,
    adapters.services_have_an_adapter,
    adapters.adapters_send_what_is_read,
    adapters.adapters_learn_what_is_written,
    adapters.words_mean_one_thing,
    adapters.requests_travel_by_a_known_medium,
    adapters.adapters_are_under_contract,
    definitions.people_can_be_told_apart,
    definitions.cycles_have_a_way_out,
    promises.promises_have_somebody_behind_them,
    promises.purposes_are_complete,
    promises.what_may_not_concern_says_why,
    promises.numbers_are_dated_and_sourced,
    promises.thresholds_are_parameters,
    definitions.lists_name_what_is_told,
    definitions.frictions_name_what_exists,
    definitions.scenarios_name_what_exists,
)


# What is served need not be tested yet: whoever is writing an adapter may try it out first.
TO_SERVE: tuple[Rule, ...] = tuple(rule for rule in RULES if rule is not adapters.adapters_are_under_contract)


def run_checks(registry: Registry, rules: Iterable[Rule] = RULES) -> list[Broken]:
    """Returns everything that breaks a rule; an empty list is what one wants."""
    return [
        Broken(rule.__name__, registry.where(about), sentence) for rule in rules for about, sentence in rule(registry)
    ]


__all__ = ["RULES", "TO_SERVE", "Broken", "draw", "run_checks"]
