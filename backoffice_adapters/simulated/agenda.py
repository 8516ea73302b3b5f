"""What an office has to do next, and what it still has to say: looked up once after each change of its books."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backoffice_adapters.simulated.clerks import PEOPLE


@dataclass(frozen=True)
class Agenda:
    """When there is something to do at an office next; None where there is nothing.

    work        a request that is worked on is due
    impatience  it goes on without what it waits for
    routine     a machine writes the next letter by itself
    post        something in its tray is to be taken in, a letter arrives, a mistake is found out, or what
                the office said leaves it
    notes       there is a note for another agency, by agency
    on_the_way  the cases of which something is still on its way from here or to here
    speaks      it has something to say, or to report, that nobody has acknowledged
    held        so many things wait for the person who has taken over its desk
    """

    work: datetime | None
    impatience: datetime | None
    routine: datetime | None
    post: datetime | None
    notes: Mapping[str, datetime]
    on_the_way: frozenset[str]
    speaks: bool
    held: int

    def at_work(self, until: datetime) -> bool:
        """Says whether there is anything to do by a moment, notes to others left out."""
        moments = (self.work, self.impatience, self.routine, self.post)
        return any(moment is not None and moment <= until for moment in moments)


WORK = "SELECT min(due_at) FROM requests WHERE due_at IS NOT NULL AND state != 'waiting'"
WORK_BY_ITSELF = "SELECT min(due_at) FROM requests WHERE due_at IS NOT NULL AND state NOT IN ('waiting', 'open')"
IMPATIENCE = "SELECT min(due_at) FROM requests WHERE due_at IS NOT NULL AND state = 'waiting'"
ROUTINE = "SELECT min(due_at) FROM routines"
POST = (
    "SELECT min(at) FROM (SELECT min(due_at) AS at FROM tray WHERE state = 'travelling'"
    " UNION ALL SELECT min(due_at) FROM doubts WHERE verdict = ''"
    " UNION ALL SELECT min(arrives_at) FROM letters WHERE arrived = 0"
    " UNION ALL SELECT min(due_at) FROM corrections"
    " UNION ALL SELECT min(leaves_at) FROM sayings WHERE gone = 0)"
)
POST_BY_ITSELF = (
    "SELECT min(at) FROM (SELECT min(due_at) AS at FROM tray WHERE state = 'travelling'"
    " AND json_extract(body, '$.medium') NOT IN (SELECT value FROM json_each(?))"
    " UNION ALL SELECT min(arrives_at) FROM letters WHERE arrived = 0"
    " UNION ALL SELECT min(due_at) FROM corrections"
    " UNION ALL SELECT min(leaves_at) FROM sayings WHERE gone = 0)"
)
HELD = (
    "SELECT (SELECT count(*) FROM requests WHERE due_at IS NOT NULL AND state = 'open')"
    " + (SELECT count(*) FROM tray WHERE state = 'travelling'"
    " AND json_extract(body, '$.medium') IN (SELECT value FROM json_each(?)))"
    " + (SELECT count(*) FROM doubts WHERE verdict = '')"
    " + (SELECT count(*) FROM notes WHERE told = 0 AND json_extract(body, '$.parcel') IS NULL"
    " AND json_extract(body, '$.medium') IN (SELECT value FROM json_each(?)))"
)
NOTES = "SELECT recipient, min(due_at) FROM notes WHERE told = 0 GROUP BY recipient"
NOTES_BY_THEMSELVES = (
    "SELECT recipient, min(due_at) FROM notes WHERE told = 0 AND (json_extract(body, '$.parcel') IS NOT NULL"
    " OR json_extract(body, '$.medium') NOT IN (SELECT value FROM json_each(?))) GROUP BY recipient"
)
ON_THE_WAY = (
    "SELECT case_id FROM notes WHERE told = 0"
    " UNION SELECT case_id FROM tray WHERE state IN ('travelling', 'doubtful')"
    " UNION SELECT case_id FROM letters WHERE arrived = 0"
    " UNION SELECT case_id FROM reports WHERE told = 0"
    " UNION SELECT case_id FROM sayings WHERE gone = 0"
)
SPEAKS = "SELECT EXISTS (SELECT 1 FROM outbox WHERE told = 0) OR EXISTS (SELECT 1 FROM reports WHERE told = 0)"


def read_agenda(db: sqlite3.Connection, *, by_person: bool) -> Agenda:
    """Returns the agenda that an office's books give now. `by_person`: what needs a clerk waits for one, undated."""
    people = (json.dumps(PEOPLE),)
    notes = db.execute(NOTES_BY_THEMSELVES, people) if by_person else db.execute(NOTES)

    def first(query: str, *values: str) -> datetime | None:
        moment = db.execute(query, values).fetchone()[0]
        return datetime.fromisoformat(moment) if moment else None

    return Agenda(
        work=first(WORK_BY_ITSELF if by_person else WORK),
        impatience=first(IMPATIENCE),
        routine=first(ROUTINE),
        post=first(POST_BY_ITSELF, *people) if by_person else first(POST),
        notes={row[0]: datetime.fromisoformat(row[1]) for row in notes},
        on_the_way=frozenset(row[0] for row in db.execute(ON_THE_WAY)),
        speaks=bool(db.execute(SPEAKS).fetchone()[0]),
        held=int(db.execute(HELD, people * 2).fetchone()[0]) if by_person else 0,
    )
