"""The commands that look at what is on record: evaluate and export. They need a database or a file, and no portal."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from frontdoor.database.opening import database
from frontdoor.discovery import registry
from frontdoor.errors import FrontdoorError
from frontdoor.evaluation.log import seal, write_log
from frontdoor.evaluation.measure import Measure
from frontdoor.evaluation.measures import document, measures_of
from frontdoor.evaluation.ocel import write_ocel
from frontdoor.evaluation.outcomes import grouped
from frontdoor.evaluation.public import publish
from frontdoor.evaluation.reading import Log, LogRefused, assemble, read_records
from frontdoor.evaluation.spreadsheet import write_csv
from frontdoor.evaluation.transfers import Record
from frontdoor.evaluation.xes import write_xes
from frontdoor.settings import read_settings


def run(chosen: argparse.Namespace) -> int:
    """Runs a command; a refusal is one sentence on standard error and gives 1."""
    try:
        return _evaluate(chosen) if chosen.command == "evaluate" else _export(chosen)
    except FrontdoorError as error:
        print(f"frontdoor: {error}", file=sys.stderr)
        return 1


def _evaluate(chosen: argparse.Namespace) -> int:
    log = assemble(_records(chosen.log))
    groups = grouped(log, chosen.by) if chosen.by else {"": log}
    found = {name: measures_of(part) for name, part in groups.items()}
    if chosen.json:
        said = {name: document(measures) for name, measures in found.items()}
        print(json.dumps(said if chosen.by else said[""], indent=2, ensure_ascii=False))
        return 0
    for name, measures in found.items():
        print(_as_text(groups[name], measures, name))
    return 0


def _records(file: str | None) -> list[Record]:
    """Returns the records of a file (`-`: standard input), or of the database. Raises LogRefused."""
    if file == "-":
        return read_records(sys.stdin, "Standard input")
    if file:
        try:
            with Path(file).open(encoding="utf-8") as lines:
                return read_records(lines, file)
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not text"
            raise LogRefused(f"{file} cannot be read: {why}.") from None
    return asyncio.run(_gather(_database()))


def _database() -> str:
    url = read_settings().database
    stored = Path(url.removeprefix("sqlite://"))
    if url.startswith("sqlite://") and not stored.exists():
        raise LogRefused(f"There is no database at {stored.name}; nothing was ever submitted here.")
    return url


async def _gather(url: str) -> list[Record]:
    return read_records([line async for line in _lines(url)], "The database's log")


async def _lines(url: str) -> AsyncIterator[str]:
    async with database(url):
        async for line in write_log(registry()):
            yield line


def _export(chosen: argparse.Namespace) -> int:
    plain = chosen.format == "jsonl" and not chosen.public
    records = [] if plain else _records(None)
    if chosen.public:
        records = publish(records, chosen.k)
    url = _database()
    with _output(chosen.output) as out:
        count = asyncio.run(_copy(url, out)) if plain else _write(chosen, records, out)
    if chosen.output:
        print(f"{count} lines written to {chosen.output}", file=sys.stderr)
    return 0


async def _copy(url: str, out: TextIO) -> int:
    """Writes the log as it is read, so that it need not fit into memory."""
    count = 0
    async for line in _lines(url):
        out.write(line)
        count += 1
    return count


def _write(chosen: argparse.Namespace, records: Iterable[Record], out: TextIO) -> int:
    match chosen.format:
        case "jsonl":
            lines: Iterable[str] = (f"{line}\n" for line in seal(records))
        case "csv":
            lines = write_csv(records)
        case "xes":
            lines = write_xes(assemble(records), chosen.log)
        case _:
            lines = [json.dumps(write_ocel(assemble(records)), ensure_ascii=False) + "\n"]
    count = 0
    for line in lines:
        out.write(line)
        count += 1
    return count


@contextmanager
def _output(path: str | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    try:
        # CSV brings its own line breaks, and the others are written with one kind everywhere
        with Path(path).open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as error:
        raise LogRefused(f"{path} cannot be written: {error.strerror}.") from None


def _as_text(log: Log, measures: Mapping[str, Measure], name: str) -> str:
    """Returns measures for a terminal: single numbers with their intervals, then tables by name only."""
    head = f"{name}: " if name else ""
    lines = [f"{head}{len(log.cases)} cases. Numbers to open cases with, not to rank anybody by.", ""]
    for key, measure in measures.items():
        match measure.value:
            case None:
                said = f"nothing to measure: {measure.reason}"
            case Mapping():
                said = _flat(measure.value)
            case value:
                between = "" if measure.low is None else f" ({measure.low:.4g} to {measure.high:.4g})"
                said = f"{value:.4g}{between} {measure.unit}, n = {measure.n}"
        lines.append(f"{key:<18} {said}")
    return "\n".join(lines)


def _flat(value: Mapping[str, Any]) -> str:
    """Returns a table in one line; one of several rows is shown by --json only."""
    if all(isinstance(each, int | float) for each in value.values()):
        return ", ".join(f"{name} {each:.4g}" for name, each in value.items())
    return f"a table of {len(value)} rows: see --json"
