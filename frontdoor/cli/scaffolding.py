"""The command that writes first versions, with tests: scaffold."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from frontdoor.discovery import registry
from frontdoor.errors import FrontdoorError
from frontdoor.scaffold import wanted
from frontdoor.scaffold.filling import Blank, ScaffoldRefused, write

# What is read next, by what was written.
NEXT = {
    "adapter": "docs/tutorials/add-an-adapter.md",
    "office": "docs/tutorials/add-an-office.md",
    "life-event": "docs/tutorials/add-a-life-event.md",
    "package": "docs/tutorials/ship-it-as-a-package.md",
}


def run(chosen: argparse.Namespace) -> int:
    """Writes the files, checks all definitions with them, and says what to read next; returns 1 where that fails."""
    root = Path.cwd()
    try:
        if chosen.what != "package" and not (root / "life_events" / "agencies").is_dir():
            raise ScaffoldRefused(
                "This is not the project's folder. Go there, or write a package of your own: scaffold package NAME"
            )
        paths = write(_blanks(chosen), root)
    except FrontdoorError as error:
        print(f"frontdoor: {error}", file=sys.stderr)
        return 1
    print("Written, and no file edited:")
    for path in paths:
        print(f"  {path.relative_to(root)}")
    tests = " ".join(str(path.relative_to(root)) for path in paths if path.name.startswith("test_"))
    if chosen.what == "package":
        print(
            f"Install it and look at it:\n  pip install --editable ./{chosen.name}\n  frontdoor check\n  pytest {tests}"
        )
        print(f"Read next: {NEXT[chosen.what]}")
        return 0
    # a process of its own, in which the new files are found
    broken = subprocess.run([sys.executable, "-m", "frontdoor", "check"], check=False).returncode
    print(f"Test it:   pytest {tests}\nRead next: {NEXT[chosen.what]}")
    return 1 if broken else 0


def _blanks(chosen: argparse.Namespace) -> list[Blank]:
    found = registry()
    reads = [each.strip() for each in (chosen.reads or "").split(",") if each.strip()]
    services = [each.strip() for each in (chosen.services or "").split(",") if each.strip()]
    match chosen.what:
        case "adapter":
            declared = sorted((Path.cwd() / wanted.OFFICES).glob("*.py"))
            offices = "\n".join(each.read_text(encoding="utf-8") for each in declared)
            return wanted.adapter(chosen.name, found, reads, chosen.joins or "", offices, chosen.protocol)
        case "office":
            return wanted.office(chosen.name, found, reads, chosen.joins or "", chosen.protocol)
        case "life-event":
            return wanted.life_event(chosen.name, found, services)
        case _:
            return wanted.package(chosen.name, found, chosen.joins or "")
