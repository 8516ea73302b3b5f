"""Eight services of eight agencies, three deep, declared as any others are; the same calls for whoever makes them.

level 1   a0 a1          read what the citizen says
level 2   b0 b1 b2       need to start what a0 or a1 has produced
level 3   c0 c1 c2       need to start what one of level 2 has produced
"""

from __future__ import annotations

from backoffice_adapters.api import JsonAdapter
from frontdoor.discovery import Registry
from life_events.coordination import Relationship
from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import (
    Agency,
    Basis,
    Concerns,
    LifeEvent,
    NotTold,
    Purpose,
    Question,
    Read,
    Section,
    Service,
    Tier,
    Timing,
    Write,
)
from life_events.parameters import Parameter
from life_events.scenario import Scenario

EVENT, SCENARIO = "routed", "as_it_is"
ASKED = ("person.name", "person.day", "person.address")
GIVEN = {"person.name": "Ada Example", "person.day": "2026-03-05", "person.address": "1 High Street, Exampleton"}
# Each service with the one whose result it needs to start; empty where it needs none.
NEEDS = {
    "a0.act": "", "a1.act": "",
    "b0.act": "a0.act", "b1.act": "a0.act", "b2.act": "a1.act",
    "c0.act": "b0.act", "c1.act": "b1.act", "c2.act": "b2.act",
}  # fmt: skip
LEVELS = (("a0.act", "a1.act"), ("b0.act", "b1.act", "b2.act"), ("c0.act", "c1.act", "c2.act"))


def produced(service: str) -> str:
    """Returns the fact that a service produces."""
    return f"{service.partition('.')[0]}.number"


def reads(service: str) -> tuple[str, ...]:
    """Returns the facts that a service is sent."""
    return (*ASKED, *([produced(NEEDS[service])] if NEEDS[service] else []))


def adapter(service: str) -> type[JsonAdapter]:
    """Returns the adapter of a service, in the words of `routed.office`."""
    said: dict[str, object] = {
        "key": service,
        "path": "/requests",
        "sends": {fact.replace(".", "_"): fact for fact in reads(service)},
        "learns": {"number": produced(service)},
    }
    return type(f"Ask{service.title().replace('.', '')}", (JsonAdapter,), said)


def definitions() -> Registry:
    """Returns the plan as a registry of definitions and adapters."""
    facts = [FactType("person.name", Kind.TEXT, "name", Sensitivity.ORDINARY)]
    facts += [FactType("person.day", Kind.DATE, "day", Sensitivity.ORDINARY)]
    facts += [FactType("person.address", Kind.TEXT, "address", Sensitivity.ORDINARY)]
    facts += [FactType(produced(each), Kind.TEXT, f"number of {each}", Sensitivity.ORDINARY) for each in NEEDS]
    services = {
        key: Service(
            key=key,
            agency=key.partition(".")[0],
            title=f"Act as {key}",
            does="Does what it is asked at once.",
            reads=(
                *(Read(fact) for fact in ASKED),
                *([Read(produced(before), Timing.TO_START)] if before else []),
            ),
            writes=(Write(produced(key)),),
            purpose=Purpose("To be timed", Basis.STATUTORY, "No law", 30),
            usually=Parameter("bus_pass.usually"),
        )
        for key, before in NEEDS.items()
    }
    agencies = {
        each.agency: Agency(each.agency, f"Office {each.agency}", Tier.LOCAL, "Its clerk", "Ask again")
        for each in services.values()
    }
    questions = tuple(Question(fact.partition(".")[2], "What is it?", (fact,)) for fact in ASKED)
    event = LifeEvent(
        key=EVENT,
        title="When something is routed",
        summary="Eight offices, three deep.",
        happened="Something is routed",
        before_you_start=(),
        sections=(Section("All of it", questions),),
        services=tuple(Concerns(key) for key in services),
        not_told=(NotTold("Nobody else", "Nothing."),),
    )
    return Registry(
        facts={each.name: each for each in facts},
        agencies=agencies,
        services=services,
        life_events={EVENT: event},
        adapters={key: adapter(key)() for key in services},
        scenarios={
            SCENARIO: Scenario(
                SCENARIO, "As it is", "Nobody needs anybody.", front_door=True, default=Relationship.NONE, rules=()
            )
        },
    )
