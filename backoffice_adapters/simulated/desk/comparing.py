"""Two records side by side: what another office told, and the case that it may be about; and whom else was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from backoffice_adapters.simulated.desk.keying import called, written
from backoffice_adapters.simulated.desk.postbag import Paper, Postbag
from backoffice_adapters.simulated.desk.reading import Reader, Record
from backoffice_adapters.simulated.doubts import Doubt
from backoffice_adapters.simulated.identity import agrees
from backoffice_adapters.simulated.office import Counter


@dataclass(frozen=True)
class Compared:
    """One thing that tells one person from another: as they say it, as it was keyed in, and as we hold it."""

    said: str
    theirs: str = field(repr=False)
    keyed: str = field(repr=False)
    ours: str = field(repr=False)
    verdict: str


@dataclass(frozen=True)
class Sides:
    """What was told and the case that it may be about, and what tells whether it is."""

    paper: Paper
    record: Record
    compared: tuple[Compared, ...]
    since: datetime


def sides(counter: Counter, reader: Reader, postbag: Postbag, doubt: Doubt) -> Sides:
    """Returns both sides of a doubtful match."""
    mail, request = counter.store.mail, counter.store.by_reference(doubt.reference)
    note, on_paper = mail.note(doubt.message_id), mail.as_it_came(doubt.message_id)
    paper = postbag.paper(doubt.message_id)
    assert request is not None, "a doubt is about a request of this office"
    assert paper is not None, "a doubt is about a note of this office"
    ours = counter.tray.marks(note, request, counter.procedures[request.service])
    keys = [*note.about, *(key for key in ours if key not in note.about)]
    return Sides(
        paper=paper,
        record=reader.record(request),
        compared=tuple(_compared(key, on_paper.about, note.about, ours) for key in keys),
        since=doubt.raised_at,
    )


def _compared(key: str, theirs: Mapping[str, str], keyed: Mapping[str, str], ours: Mapping[str, str]) -> Compared:
    said, typed, held = (written(key, each.get(key, "")) for each in (theirs, keyed, ours))
    return Compared(called(key), said, typed, held, _verdict(key, keyed, ours))


def _verdict(key: str, theirs: Mapping[str, str], ours: Mapping[str, str]) -> str:
    if key not in theirs:
        return "they do not say"
    if key not in ours:
        return "we do not know"
    return "agrees" if agrees(key, theirs[key], ours[key]) else "differs"
