"""Which files make up what somebody wants to begin with: an adapter, an office, a life event, a package."""

from __future__ import annotations

import re
from collections.abc import Sequence

from frontdoor.discovery import Registry
from frontdoor.scaffold.filling import Blank, ScaffoldRefused, call, in_brackets, lines
from frontdoor.scaffold.wording import office_imports, said_of
from life_events.model import Basis, Purpose, Read, Service, Tier
from life_events.parameters import Parameter

KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9]*(_[a-z0-9]+)*")
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
USUAL_READS = ("applicant.full_name", "applicant.email")
DECLARATIONS, ADAPTERS = "life_events/agencies", "backoffice_adapters/agencies"
OFFICES, CONTRACTS = "backoffice_adapters/simulated/offices", "tests/contract"


def adapter(
    key: str,
    registry: Registry,
    reads: Sequence[str] = (),
    joins: str = "",
    offices: str = "",
    protocol: str = "json",
) -> list[Blank]:
    """Returns the files of an adapter, and of its service and its office's desk where there is none of them yet.

    `reads`: the facts that a new service needs; `joins`: the life event that it joins; `offices`: what the simulated
    offices declare, as text; `protocol`: what the office speaks. Raises ScaffoldRefused.
    """
    if not KEY.fullmatch(key):
        raise ScaffoldRefused(f"'{key}' is no service's key. Write <agency>.<verb_object>, like council.issue_permit.")
    if key in registry.adapters:
        raise ScaffoldRefused(f"The service '{key}' has an adapter: see {registry.where(key)}.")
    agency, _, verb_object = key.partition(".")
    if agency not in registry.agencies:
        raise ScaffoldRefused(f"There is no agency '{agency}'. Write it with its first service: scaffold office {key}")
    service = registry.services.get(key)
    fresh = service or _fresh(key, _known(reads or USUAL_READS, registry))
    if not fresh.reads:
        raise ScaffoldRefused(f"The service '{key}' reads no fact, so there is nothing to send it. Let it read one.")
    _check_event(joins, registry)
    module = f"{agency}_{verb_object}"
    words = said_of(fresh, registry, registry.agencies[agency].title, joins, protocol)
    files = _reached(words, module, _desk(agency, bool(fresh.writes), protocol))
    if f'service="{key}"' in offices:
        files = [each for each in files if not each.path.startswith(OFFICES)]
    return files if service else [Blank("declaration.py", f"{DECLARATIONS}/{module}.py", words), *files]


def office(
    key: str, registry: Registry, reads: Sequence[str] = (), joins: str = "", protocol: str = "json"
) -> list[Blank]:
    """Returns the files of an agency that is not declared yet, with its first service, adapter and simulated office.

    `key` is the service's, or the agency's alone; `protocol`: what the office speaks. Raises ScaffoldRefused.
    """
    key = key if "." in key else f"{key}.answer_request"
    if not KEY.fullmatch(key):
        raise ScaffoldRefused(f"'{key}' is no service's key. Write <agency>.<verb_object>, like parking.issue_permit.")
    agency = key.partition(".")[0]
    if agency in registry.agencies:
        raise ScaffoldRefused(f"The agency '{agency}' is declared: add to it with scaffold adapter {key}")
    fresh = _fresh(key, _known(reads or USUAL_READS, registry))
    _check_event(joins, registry)
    words = said_of(fresh, registry, _title(agency), joins, protocol)
    head = _office(agency, _title(agency), bool(fresh.writes), protocol)
    return [Blank("agency.py", f"{DECLARATIONS}/{agency}.py", words), *_reached(words, agency, head)]


def life_event(key: str, registry: Registry, services: Sequence[str] = ()) -> list[Blank]:
    """Returns the files of a life event that concerns some services; without any, one is written for it.

    Raises ScaffoldRefused.
    """
    if not NAME.fullmatch(key):
        raise ScaffoldRefused(f"'{key}' is no life event's key. Write it like moving_house.")
    if key in registry.life_events:
        raise ScaffoldRefused(f"The life event '{key}' is declared: see {registry.where(key)}.")
    unknown = [each for each in services if each not in registry.services]
    if unknown:
        raise ScaffoldRefused(f"No agency declares '{unknown[0]}'. Write it first: scaffold adapter {unknown[0]}")
    more: list[Blank] = []
    concerned = [registry.services[each] for each in services]
    if not concerned:
        local = [each for each in registry.agencies.values() if each.tier is Tier.LOCAL]
        agency = next((each.key for each in local if each.key == "council"), local[0].key)
        own = _fresh(f"{agency}.note_{key}", USUAL_READS)
        concerned, more = [own], adapter(own.key, registry)
    written = {fact for service in concerned for fact in service.writes_facts()}
    asked = dict.fromkeys(
        fact for service in concerned for read in service.reads for fact in read.any_of if fact not in written
    )
    questions = [
        call("Question", (f'"{_slug(fact)}"', f'"{_heading(registry.facts[fact].label)}"', f'("{fact}",)'), 16)
        for fact in asked
    ]
    words = {
        "event": key,
        "title": _title(key),
        "happened": f"It is about {key.replace('_', ' ')}",
        "questions": lines(questions, 16),
        "services": in_brackets((f'Concerns("{service.key}")' for service in concerned), "services=(", 4),
        "facts": ",\n".join(f'    "{fact}": "{registry.facts[fact].sample}"' for fact in asked),
        "ends": lines((f'"{service.key}": "completed"' for service in concerned), 8),
    }
    return [
        Blank("life_event.py", f"life_events/{key}.py", words),
        Blank("example.json", f"life_events/examples/{key}.json", words),
        Blank("journey.py", f"tests/life_events/test_{key}.py", words),
        *more,
    ]


def package(name: str, registry: Registry, joins: str = "") -> list[Blank]:
    """Returns the files of a package of its own: an agency with a service, its adapter and its simulated office.

    Raises ScaffoldRefused.
    """
    if not NAME.fullmatch(name):
        raise ScaffoldRefused(f"'{name}' is no package's name. Write it like parking_permits.")
    if name in registry.agencies:
        raise ScaffoldRefused(f"The agency '{name}' is declared. Choose another name.")
    fresh = _fresh(f"{name}.answer_request", USUAL_READS)
    _check_event(joins, registry)
    words = {
        **said_of(fresh, registry, _title(name), joins),
        **_office(name, _title(name), wrote=False, protocol="json"),
        "package": name,
        "dist": name.replace("_", "-"),
        "adapter_module": f"{name}.adapters",
    }
    return [
        Blank("pyproject.toml", f"{name}/pyproject.toml", words),
        Blank("package_readme.md", f"{name}/README.md", words),
        Blank("package_init.py", f"{name}/{name}/__init__.py", words),
        Blank("agency.py", f"{name}/{name}/declarations.py", words),
        Blank("adapter.py", f"{name}/{name}/adapters.py", words),
        Blank("office.py", f"{name}/{name}/offices.py", words),
        Blank("contract.py", f"{name}/tests/test_contract.py", words),
    ]


def _reached(words: dict[str, str], module: str, head: dict[str, str]) -> list[Blank]:
    """Returns the files by which a service is reached: adapter, office's part, contract test."""
    words = {**words, **head, "adapter_module": f"backoffice_adapters.agencies.{module}"}
    return [
        Blank("adapter.py", f"{ADAPTERS}/{module}.py", words),
        Blank("office.py", f"{OFFICES}/{module}.py", words),
        Blank("contract.py", f"{CONTRACTS}/test_{module}.py", words),
    ]


def _desk(agency: str, wrote: bool, protocol: str) -> dict[str, str]:
    return {
        "imports": _imports("Desk", wrote, protocol),
        "open": f'DESK = Desk(\n    agency="{agency}",\n    procedures=(',
    }


def _office(agency: str, title: str, wrote: bool, protocol: str) -> dict[str, str]:
    head = f'OFFICE = Office(\n    agency="{agency}",\n    title="{title}",\n    procedures=('
    return {"imports": _imports("Office", wrote, protocol), "open": head}


def _imports(what: str, wrote: bool, protocol: str) -> str:
    more = ["Filed", "Made", "Produced"] if wrote else []
    return office_imports(protocol, [what, "Procedure", "Stage", "Words", *more])


def _fresh(key: str, reads: Sequence[str]) -> Service:
    """Returns a service to begin with; its author says what it really does, needs and rests on."""
    agency, _, verb_object = key.partition(".")
    said = _title(verb_object)
    doing = f"{said[:1].upper()}{said[1:]}."
    return Service(
        key=key,
        agency=agency,
        title=said,
        does=doing,
        reads=tuple(Read(fact) for fact in reads),
        purpose=Purpose(f"To {said[:1].lower()}{said[1:]}", Basis.CONSENT, "Consent of the person asking", 365),
        usually=Parameter("undocumented.usually"),
    )


def _known(facts: Sequence[str], registry: Registry) -> Sequence[str]:
    unknown = [fact for fact in facts if fact not in registry.facts]
    if unknown:
        raise ScaffoldRefused(f"There is no fact '{unknown[0]}' in the catalogue. Add it to the service's FACTS first.")
    return facts


def _check_event(joins: str, registry: Registry) -> None:
    if joins and joins not in registry.life_events:
        known = ", ".join(sorted(registry.life_events))
        raise ScaffoldRefused(f"There is no life event '{joins}' to join. There are: {known}.")


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _heading(label: str) -> str:
    return label[:1].upper() + label[1:]


def _slug(fact: str) -> str:
    return fact.replace(".", "-").replace("_", "-")
