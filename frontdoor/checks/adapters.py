"""Rules on adapters: each reaches a declared service, sends and learns what it should, and is under contract."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from backoffice_adapters.api import DeclaredAdapter
from frontdoor.checks.finding import Found, like
from frontdoor.discovery import Registry
from life_events.coordination import Medium
from life_events.model import Timing


def services_have_an_adapter(registry: Registry) -> Iterator[Found]:
    """Every service has an adapter, and every adapter a service."""
    for key in sorted(set(registry.services) - set(registry.adapters)):
        yield key, f"Service '{key}' has no adapter. Write one: frontdoor scaffold adapter {key}"
    for key in sorted(set(registry.adapters) - set(registry.services)):
        hint = like(key, list(registry.services))
        yield adapter(key), f"Adapter '{key}' reaches a service that no agency declares.{hint}"


def adapters_send_what_is_read(registry: Registry) -> Iterator[Found]:
    """An adapter can send what its service reads, and nothing else."""
    for key, one in registry.adapters.items():
        if key in registry.services:
            reads = registry.services[key].reads_facts()
            for fact in sorted(reads - one.needs):
                yield (
                    adapter(key),
                    f"Adapter '{key}' does not send '{fact}', which its service reads. Add it to `sends`.",
                )
            for fact in sorted(one.needs - reads):
                yield (
                    adapter(key),
                    f"Adapter '{key}' sends '{fact}', which its service does not read. Take it out of `sends`.",
                )


def adapters_learn_what_is_written(registry: Registry) -> Iterator[Found]:
    """An adapter learns what its service writes, and nothing else."""
    for key, one in registry.adapters.items():
        if key in registry.services:
            writes = registry.services[key].writes_facts()
            for fact in sorted(writes ^ one.gives):
                says = f"Adapter '{key}' {'does not learn' if fact in writes else 'learns'} '{fact}'"
                yield adapter(key), f"{says}: `learns` and the service's `writes` must be the same facts."


def words_mean_one_thing(registry: Registry) -> Iterator[Found]:
    """Each of an office's words is mapped to one meaning; there is no word for anything else (features D17)."""
    for key, one in registry.adapters.items():
        if not isinstance(one, DeclaredAdapter):
            continue
        meanings = {"done": one.done, "refused": one.refused, "under_way": one.under_way, "on_the_way": one.on_the_way}
        for name, words in meanings.items():
            others = {word for other, some in meanings.items() if other != name for word in some}
            for word in sorted(set(words) & others):
                yield (
                    adapter(key),
                    f"Adapter '{key}' has the office's word '{word}' under two meanings. Keep one of them.",
                )
        if not one.done:
            yield (
                adapter(key),
                f"Adapter '{key}' knows no word for done, so its service can never end. Add it to `done`.",
            )
        service = registry.services.get(key)
        waits = service is not None and any(read.when is not Timing.TO_START for read in service.reads)
        if (waits or one.follow_up_days is not None) and not one.under_way:
            yield adapter(key), f"Adapter '{key}' knows no word for not yet. Add the office's to `under_way`."


def requests_travel_by_a_known_medium(registry: Registry) -> Iterator[Found]:
    """By what an adapter's requests travel is a word of the ladder of media, or nothing of it could be measured."""
    for key, one in registry.adapters.items():
        if one.medium not in list(Medium):
            hint = like(one.medium, list(Medium))
            yield adapter(key), f"Adapter '{key}' travels by '{one.medium}', which is no medium.{hint}"


def adapters_are_under_contract(registry: Registry) -> Iterator[Found]:
    """Every adapter of a project with tests has a contract test; installed packages have their own."""
    for key, one in registry.adapters.items():
        tests = _tests_of(registry.origins.get(adapter(key), ""))
        if tests is not None and type(one).__name__ not in _under_contract(tests):
            name = type(one).__name__
            yield (
                adapter(key),
                f"Adapter '{key}' has no contract test. Add a class with `adapter = {name}` to tests/contract.",
            )


def adapter(key: str) -> str:
    """Returns the name under which an adapter's file is known."""
    return f"adapter {key}"


def _tests_of(origin: str) -> Path | None:
    """Returns the folder of tests beside the package that an adapter is in; None where there is none."""
    places = [parent / "tests" / "contract" for parent in Path(origin).parents if "site-packages" not in parent.parts]
    return next((place for place in places if origin and place.is_dir()), None)


@cache
def _read_contracts(stamp: tuple[tuple[str, int], ...]) -> frozenset[str]:
    found: set[str] = set()
    for path, _ in stamp:
        for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "AdapterContract" for base in node.bases):
                for line in node.body:
                    if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "adapter":
                        found.add(ast.unparse(line.value).rpartition(".")[2])
    return frozenset(found)


def _under_contract(folder: Path) -> frozenset[str]:
    """Returns the adapter classes that a contract test is about; files are read again when they have changed."""
    return _read_contracts(tuple((str(path), path.stat().st_mtime_ns) for path in sorted(folder.glob("test_*.py"))))
