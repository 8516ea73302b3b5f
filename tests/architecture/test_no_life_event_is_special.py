"""The core treats all life events alike: their names occur in definitions, content and tests, and nowhere else."""

import re
from pathlib import Path

import pytest

from frontdoor.discovery import registry


@pytest.mark.parametrize("folder", ["frontdoor", "templates", "backoffice_adapters/simulated"])
def test_no_life_event_is_named_and_none_of_its_facts(project_root: Path, folder: str) -> None:
    """An office may, in its own file: it is content. What all offices have in common may not.

    Whoever asks, the `applicant`, is there in every life event.
    """
    names = [*registry().life_events, *(fact for fact in registry().facts if not fact.startswith("applicant."))]
    named = re.compile(rf"\b({'|'.join(names)})\b")
    files = [
        path
        for path in sorted((project_root / folder).rglob("*"))
        if path.suffix in {".py", ".html", ".txt"} and not {"offices", "static", "node_modules"} & set(path.parts)
    ]
    assert files

    found = [
        f"{path.relative_to(project_root)}:{number} says {match.group()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := named.search(line))
    ]

    assert not found, "\n".join(found)
