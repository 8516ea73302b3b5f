"""What a service is called in the files that are written for it, and what they say of its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from frontdoor.discovery import Registry
from frontdoor.scaffold.filling import ScaffoldRefused, call, in_brackets, lines
from frontdoor.scaffold.protocols import PROTOCOLS, Protocol, Wanted
from life_events.model import Service, Timing


def said_of(
    service: Service, registry: Registry, agency_title: str, joins: str = "", protocol: str = "json"
) -> dict[str, str]:
    """Returns the words for all that is written of a service whose office speaks a protocol. Raises ScaffoldRefused."""
    spoken = _spoken(protocol)
    verb_object = service.key.partition(".")[2]
    thing = verb_object.partition("_")[2].replace("_", " ") or verb_object
    fields = field_names(sorted(service.reads_facts() | service.writes_facts()), spoken.named)
    late = {fact for read in service.reads if read.when is not Timing.TO_START for fact in read.any_of}
    sent = [fact for read in service.reads for fact in read.any_of]
    first = next((fact for fact in sent if fact not in late), sent[0])
    samples = {fact: registry.facts[fact].sample for fact in fields}
    wanted = Wanted(
        slug=verb_object.replace("_", "-"),
        letters="".join(word[0] for word in thing.split()).upper(),
        reference=spoken.named(f"{thing} number"),
        sent={fields[fact]: samples[fact] for fact in sent},
        made={fields[fact]: samples[fact] for fact in sorted(service.writes_facts())},
    )
    return {
        "key": service.key,
        "agency": service.agency,
        "agency_title": agency_title,
        "title": service.title,
        "title_lower": service.title[:1].lower() + service.title[1:],
        "does": service.does,
        "why": service.purpose.why,
        "slug": wanted.slug,
        "adapter": "".join(word.capitalize() for word in verb_object.split("_")),
        "reference": wanted.reference,
        "bad": first,
        "bad_value": spoken.bad,
        "base": spoken.base,
        "speaks": "".join(f"    {line}\n" for line in spoken.speaks(wanted)),
        "under_way": _tuple(map(_quoted, spoken.under_way)),
        "clerical": f'    clerical = ("{spoken.clerical}",)\n' if spoken.clerical else "",
        "clerks_word": f', clerical="{spoken.clerical}"' if spoken.clerical else "",
        "before": "".join(f"\n{each}" for each in [spoken.before(wanted)] if each),
        "answers": "".join(f"            {line}\n" for line in spoken.answers(wanted)),
        "numbering": spoken.numbering.format(letters=wanted.letters),
        "reads": in_brackets((f'Read("{fact}")' for fact in sent), "reads=(", 8),
        "concerns_import": "Concerns, " if joins else "",
        "joins_import": "Joins, " if joins else "",
        "joins": f'JOINS = (Joins("{joins}", Concerns("{service.key}")),)\n' if joins else "",
        "sends": lines((f'"{fields[fact]}": "{fact}"' for fact in sent), 8),
        "form": lines((_asked(fact, fields[fact], service, spoken, samples[fact]) for fact in sent), 16),
        **_produced(service, fields, registry),
        **_waits(service, fields),
    }


def field_names(facts: Iterable[str], named: Callable[[str], str] = str) -> dict[str, str]:
    """Returns a name for each fact on a form: what it is, and whose where two would have the same name.

    `named`: how the office writes a name; where that makes two alike, a number tells them apart.
    """
    names = {fact: fact.partition(".")[2].replace("_", " ") for fact in facts}
    twice = {name for name in names.values() if list(names.values()).count(name) > 1}
    own = {fact: named(f"{fact.partition('.')[0]} {name}" if name in twice else name) for fact, name in names.items()}
    found: dict[str, str] = {}
    for fact, name in own.items():
        alike = sum(other == name for other in list(own.values())[: len(found)])
        found[fact] = f"{name[:-1]}{alike + 1}" if alike else name
    return found


def office_imports(protocol: str, names: Iterable[str]) -> str:
    """Returns what the file of an office imports; `names` are those of `procedures`."""
    spoken = _spoken(protocol)
    modules = {
        **spoken.modules,
        "forms": ", ".join(sorted({"Asked", spoken.check[0]})),
        "procedures": ", ".join(sorted({*names, *spoken.names})),
    }
    return "\n".join(
        f"from backoffice_adapters.simulated.{module} import {modules[module]}" for module in sorted(modules)
    )


def _spoken(protocol: str) -> Protocol:
    if protocol not in PROTOCOLS:
        raise ScaffoldRefused(f"There is no protocol '{protocol}'. There are: {', '.join(PROTOCOLS)}.")
    return PROTOCOLS[protocol]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _tuple(items: Iterable[str]) -> str:
    each = list(items)
    return f"({', '.join(each)}{',' if len(each) == 1 else ''})"


def _asked(fact: str, field: str, service: Service, spoken: Protocol, sample: str) -> str:
    read = next(each for each in service.reads if fact in each.any_of)
    arguments = [spoken.check[1]]
    arguments += ["required=False"] if read.optional else []
    arguments += ["later=True"] if read.when is not Timing.TO_START else []
    return call(f'"{field}": Asked', [*arguments, f'holds="{fact}"', *spoken.more(sample)], 16)


def _produced(service: Service, fields: Mapping[str, str], registry: Registry) -> dict[str, str]:
    """Returns what is said where something comes out: the office's work, what it makes, and what is learned of it."""
    facts = sorted(service.writes_facts())
    if not facts:
        return {"produces": "", "makes": "", "learns": ""}
    made = ", ".join(f'"{fields[fact]}": "{registry.facts[fact].sample}"' for fact in facts)
    work = (
        "\n\ndef work(filed: Filed) -> Produced:\n"
        '    """Does the work: the same comes out for everybody, until it depends on what was filed."""\n'
        f"    return {{{made}}}\n\n"
    )
    makes = lines((f'"{fields[fact]}": Made("{fact}")' for fact in facts), 16)
    learns = lines((f'"{fields[fact]}": "{fact}"' for fact in facts), 8)
    return {
        "produces": work,
        "makes": f"            makes={{\n{makes}\n            }},\n",
        "learns": f"    learns = {{\n{learns}\n    }}\n",
    }


def _waits(service: Service, fields: Mapping[str, str]) -> dict[str, str]:
    """Returns what is said where facts may come later: the stage waits for them, and the adapter knows the word."""
    needed = [read for read in service.reads if read.when is Timing.TO_FINISH and not read.optional]
    others = [read for read in service.reads if read.when is not Timing.TO_START and read not in needed]
    stage = ['"work"', '"undocumented.work"', *(["work"] if service.writes else [])]
    for name, reads in (("waits_for", needed), ("waits_if_announced", others)):
        if reads:
            groups = [_tuple(_quoted(fields[fact]) for fact in read.any_of) for read in reads]
            stage.append(f"{name}={_tuple(groups)}")
    return {
        "stage": in_brackets([call("Stage", stage, 16)], "stages=(", 12),
    }
