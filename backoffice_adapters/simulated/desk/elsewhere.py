"""Whom else the citizen has already told: as far as an office knows of others, by how it stands to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backoffice_adapters.simulated.forms import facts_in
from backoffice_adapters.simulated.identity import Match, marks, match
from backoffice_adapters.simulated.office import Counter
from backoffice_adapters.simulated.store import Request


@dataclass(frozen=True)
class Told:
    """Another service that has heard from the citizen, and since when.

    facts    what it was told of what this office's form asks for too; what else it was told is none of its business
    lacking  what of that this case lacks
    """

    service: str
    since: datetime
    facts: tuple[str, ...]
    lacking: tuple[str, ...]


def told_elsewhere(
    counter: Counter, request: Request, lacks: tuple[str, ...], town: Mapping[str, Counter]
) -> list[Told]:
    """Returns the other services that know the person of a case, among those that this office takes into account.

    It sees that they were told, and of what; what exactly stands in their files it does not see.
    """
    relations = counter.register.of(request.case).relations
    procedure = counter.procedures[request.service]
    mine = marks(facts_in(procedure.form, request.form), relations.identity)
    asked = {fact for each in procedure.form.values() for fact in each.facts}
    wanted = {fact for name in lacks for fact in procedure.form[name].facts}
    found: list[Told] = []
    for service in relations.knows_of.get(request.service, ()):
        host = town.get(relations.party(service).partition(".")[0])
        form = counter.procedures[service].form if service in counter.procedures else {}
        for each in host.store.of_service(service) if host else ():
            theirs = facts_in(form, each.form)
            if match(mine, marks(theirs, relations.identity)) is Match.SAME:
                facts = tuple(dict.fromkeys(fact for key in theirs for fact in key.split("+") if fact in asked))
                found.append(Told(service, each.opened_at, facts, tuple(fact for fact in facts if fact in wanted)))
                break
    return sorted(found, key=lambda each: each.since)
