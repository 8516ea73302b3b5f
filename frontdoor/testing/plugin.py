"""The contract suite as a plug-in of pytest: `pytest --adapter my_package.parking:StopPermit` tests one adapter.

Promises that do not apply to an adapter are not collected; the report lists them, each with its reason.
"""

from __future__ import annotations

import inspect
import json
import os
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

SHAPE = "MODULE:CLASS"
ADAPTER = "adapter"
TEST = """
from {module} import {name}
from frontdoor.testing import AdapterContract


class Test{name}(AdapterContract):
    adapter = {name}
    good = {good!r}
    bad = {bad!r}
"""
_left_out = pytest.StashKey[set[str]]()
_written = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options with which an adapter is tested without writing a test."""
    group = parser.getgroup("frontdoor", "contract of an adapter")
    group.addoption("--adapter", metavar=SHAPE, help="test this adapter, as my_package.parking:StopPermit")
    for name, about in (("good", "so that the office does all of its work"), ("bad", "so that the office says no")):
        option = f"--{name}"
        group.addoption(
            option, action="append", default=[], metavar="FACT=VALUE", help=f"a fact to try it with, {about}"
        )


def pytest_configure(config: pytest.Config) -> None:
    """Makes a test of the adapter that was named. Raises UsageError where there is none."""
    config.addinivalue_line("markers", "applies(when, reason): a promise of the contract that not every adapter keeps")
    config.stash[_left_out] = set()
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Results(config), "frontdoor-results")
    wish = config.getoption("--adapter")
    if not wish:
        return
    module, _, name = str(wish).partition(":")
    if not name.isidentifier() or not all(part.isidentifier() for part in module.split(".")):
        raise pytest.UsageError(f"--adapter takes {SHAPE}, like my_package.parking:StopPermit, and got '{wish}'.")
    facts = {each: _facts(config, each) for each in ("good", "bad")}
    folder = Path(config.rootpath, ".frontdoor")
    folder.mkdir(exist_ok=True)
    path = folder / f"test_{name.lower()}.py"
    path.write_text(textwrap.dedent(TEST.format(module=module, name=name, **facts)), encoding="utf-8")
    config.stash[_written] = path
    config.option.asyncio_mode = "auto"
    config.args[:] = [str(path)]


class Results:
    """Counts which promises each adapter kept, and leaves that beside the portal's data, for the catalogue."""

    def __init__(self, config: pytest.Config) -> None:
        self._path = Path(os.environ.get("FRONTDOOR_VAR", config.rootpath / "var")) / "contract.json"
        self._counted: dict[str, dict[str, int]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Counts a test's outcome, once."""
        adapter = dict(report.user_properties).get(ADAPTER)
        if isinstance(adapter, str) and (report.when == "call" or report.failed):
            counted = self._counted.setdefault(adapter, {"kept": 0, "broken": 0})
            counted["broken" if report.failed else "kept"] += 1

    def pytest_sessionfinish(self) -> None:
        """Writes the results down where there is a folder for them; those of other adapters stay."""
        if not self._counted or not self._path.parent.is_dir():
            return
        known = json.loads(self._path.read_text(encoding="utf-8")) if self._path.exists() else {}
        on = datetime.now(UTC).date().isoformat()
        known |= {key: {**counted, "on": on} for key, counted in self._counted.items()}
        self._path.write_text(json.dumps(known, indent=2, sort_keys=True), encoding="utf-8")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Takes the test away again."""
    path = config.stash.get(_written, None)
    if path is not None:
        path.unlink(missing_ok=True)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the promises that do not apply to an adapter."""
    kept: list[pytest.Item] = []
    out: list[pytest.Item] = []
    for item in items:
        reason = next(_reasons(item), "")
        (out if reason else kept).append(item)
        adapter = getattr(item.cls, "adapter", None) if isinstance(item, pytest.Function) else None
        if adapter is not None and not reason:
            item.user_properties.append((ADAPTER, adapter.key))
        if reason:
            config.stash[_left_out].add(f"{item.name}: {reason}")
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Lists what was left out, where one adapter is tested."""
    left: set[str] = config.stash[_left_out]
    if not config.getoption("--adapter") or not left:
        return
    terminalreporter.section("promises that do not apply")
    for said in sorted(left):
        terminalreporter.line(said)


def _reasons(item: pytest.Item) -> Iterator[str]:
    subject = item.cls if isinstance(item, pytest.Function) else None
    for mark in item.iter_markers("applies"):
        when, reason = mark.args
        if inspect.isclass(subject) and hasattr(subject, "adapter") and not when(subject()):
            yield str(reason)


def _facts(config: pytest.Config, option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in config.getoption(f"--{option}"):
        fact, there, value = str(each).partition("=")
        if not there:
            raise pytest.UsageError(f"--{option} takes FACT=VALUE, like applicant.email=nobody, and got '{each}'.")
        found[fact] = value
    return found
