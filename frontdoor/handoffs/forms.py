"""An office's own form, as its adapter declares it: what each field is called there, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from backoffice_adapters.api import Adapter, DeclaredAdapter, Field, Joined
from backoffice_adapters.formats import AS_IS
from frontdoor.discovery import Registry
from frontdoor.journey.examples import example_facts


@dataclass(frozen=True)
class OfficeField:
    """One field of an office's form, for one fact.

    `name`: what the office calls it; `sent`: whether the office is told it, else it tells it; `form`: how the office
    writes it, in words; `own`: whether that is another way than the portal's; `shared`: other facts that stand in the
    same field; `canonical` and `written`: an example, as the portal and as the office write it.
    """

    service: str
    fact: str
    name: str
    sent: bool
    form: str
    own: bool
    shared: tuple[str, ...] = ()
    canonical: str = field(default="", repr=False)
    written: str = field(default="", repr=False)


@dataclass(frozen=True)
class Counter:
    """How an office is met: the class that speaks its language, its address there, and how it answers.

    `language`: what it speaks, empty where the adapter does not say so; `follow_up_days`: working days after which it
    is asked how far it is; None where it calls back.
    """

    service: str
    adapter: str
    path: str
    language: str
    medium: str
    follow_up_days: int | None
    honours_key: bool
    fields: tuple[OfficeField, ...]


def counter(service: str, registry: Registry) -> Counter | None:
    """Returns how a service's office is met; None where it has no adapter yet."""
    adapter = registry.adapters.get(service)
    if adapter is None:
        return None
    return Counter(
        service=service,
        adapter=type(adapter).__name__,
        path=adapter.path if isinstance(adapter, DeclaredAdapter) else "",
        language=adapter.language if isinstance(adapter, DeclaredAdapter) else "",
        medium=adapter.medium,
        follow_up_days=adapter.follow_up_days,
        honours_key=adapter.honours_key,
        fields=office_fields(service, registry),
    )


def office_fields(service: str, registry: Registry) -> tuple[OfficeField, ...]:
    """Returns the fields of a service's form, one for each fact: what the office is told, then what it tells."""
    adapter = registry.adapters.get(service)
    if adapter is None:
        return ()
    if not isinstance(adapter, DeclaredAdapter):
        return _undeclared(service, adapter)
    examples = example_facts(registry.services[service], registry) if service in registry.services else {}
    told = [_told(adapter, name, fact, examples) for name in adapter.sends for fact in adapter.sent(name).facts]
    return (*told, *(_learned(adapter, name, registry) for name in adapter.learns))


def _told(adapter: DeclaredAdapter, name: str, fact: str, examples: dict[str, str]) -> OfficeField:
    entry = adapter.sent(name)
    shared = tuple(each for each in entry.facts if each != fact)
    held = {each: examples[each] for each in entry.facts if each in examples}
    return OfficeField(
        service=adapter.key,
        fact=fact,
        name=name,
        sent=True,
        form=_form(entry),
        own=bool(shared) or entry.form is not AS_IS,
        shared=shared,
        canonical=examples.get(fact, ""),
        written=_plain(entry.write(held)) if fact in examples else "",
    )


def _learned(adapter: DeclaredAdapter, name: str, registry: Registry) -> OfficeField:
    entry = adapter.learned(name)
    example = registry.facts[entry.fact].example if entry.fact in registry.facts else ""
    return OfficeField(
        service=adapter.key,
        fact=entry.fact,
        name=name,
        sent=False,
        form=_form(entry),
        own=entry.form is not AS_IS,
        canonical=example,
        written=_plain(entry.write({entry.fact: example})) if example else "",
    )


def _form(entry: Field | Joined) -> str:
    if isinstance(entry, Joined):
        apart = "a space" if entry.separator == " " else f"“{entry.separator}”"
        return f"together in one field, {apart} between" + ("" if entry.form is AS_IS else f", {entry.form.name}")
    return entry.form.name


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _undeclared(service: str, adapter: Adapter) -> tuple[OfficeField, ...]:
    """Returns what is known of an adapter that is not made of declarations: the facts, and no names of fields."""
    return (
        *(OfficeField(service, fact, "", True, "", False) for fact in sorted(adapter.needs)),
        *(OfficeField(service, fact, "", False, "", False) for fact in sorted(adapter.gives)),
    )
