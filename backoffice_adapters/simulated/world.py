"""One world: the offices of one town under one scenario, their stores, and the calendar that all of them share."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from backoffice_adapters.simulated import calendar
from backoffice_adapters.simulated.agenda import Agenda
from backoffice_adapters.simulated.clerks import PEOPLE
from backoffice_adapters.simulated.faults import Faults
from backoffice_adapters.simulated.office import Counter
from backoffice_adapters.simulated.papers import Note
from backoffice_adapters.simulated.post import Post
from backoffice_adapters.simulated.procedures import Office, Procedure
from backoffice_adapters.simulated.relations import Register
from backoffice_adapters.simulated.store import OfficeStore

SLICE = 0.25  # seconds of wall time after which a paced advance reports how far it is
EPOCH = date(2026, 1, 5)
LUCK = re.compile(r"\.s(\d{1,6})$")


@dataclass(frozen=True)
class Moved:
    """Where the calendar is after an advance, what is due next, how much was said or done, why it stands still.

    `on_the_way` are the cases of which something is still on its way: a note, a letter, a report.
    """

    now: datetime
    next_due: datetime | None
    said: int = 0
    held: str = ""
    on_the_way: frozenset[str] = frozenset()


def luck(name: str) -> int:
    """Returns which chance a world has: the seventh for one whose name ends in `.s7`, by default the first.

    So the same request can be made again with other luck, and in several worlds with the same.
    """
    found = LUCK.search(name)
    return int(found[1]) if found else 0


class World:
    """A world's calendar and offices. `day` is how many seconds of wall time a working day takes; 0 jumps."""

    def __init__(
        self,
        name: str,
        folder: Path,
        offices: Mapping[str, Office],
        procedures: Mapping[str, Procedure],
        faults: Faults,
        day: float,
        seed: int,
    ) -> None:
        self.name = name
        self._folder = folder
        self._faults = faults
        self._day = day
        self._seed = seed + luck(name)
        self._moving = asyncio.Lock()
        self._jump = asyncio.Event()
        self.now = self._remembered()
        self.register = Register(folder / "register.sqlite3")
        self.counters = {agency: self._open(office, procedures, self._seed) for agency, office in offices.items()}

    def close(self) -> None:
        """Closes every office's store."""
        for counter in self.counters.values():
            counter.store.close()
        self.register.close()

    async def renew(self, offices: Mapping[str, Office], procedures: Mapping[str, Procedure]) -> None:
        """Takes over new offices, and new ways of old ones; the books of each stay as they are."""
        async with self._moving:
            for agency, office in offices.items():
                known = self.counters.get(agency)
                if known is None or known.office != office:
                    store = known.store if known else None
                    self.counters[agency] = self._open(office, procedures, self._seed, store)
            for agency in self.counters.keys() - offices.keys():
                self.counters.pop(agency).store.close()

    def start(self, as_of: date) -> datetime:
        """Moves an idle world forward to a day, at the opening hour; an earlier day leaves it where it is."""
        moment = datetime.combine(as_of, time(9), UTC)
        fresh = not (self._folder / "calendar.json").exists()
        if fresh or (moment > self.now and self._nothing_due()):
            self._set(moment)
        return self.now

    def next_due(self) -> datetime | None:
        """Returns the earliest moment at which an office that is not down has something to do."""
        moments: list[datetime | None] = []
        for each in self._agendas():
            # a note for an office that is down waits for it, and moves nothing
            notes = (moment for recipient, moment in each.notes.items() if self._is_open(recipient))
            moments += [each.work, each.post, *notes]
        return _first(moments)

    def next_impatience(self) -> datetime | None:
        """Returns the earliest moment at which an office that is not down gives up waiting."""
        return _first(each.impatience for each in self._agendas())

    def next_routine(self) -> datetime | None:
        """Returns when a machine next writes by itself. No calendar moves for that alone: it would never stop."""
        return _first(each.routine for each in self._agendas())

    def _agendas(self) -> list[Agenda]:
        return [counter.store.agenda for counter in self._open_ones()]

    def _open_ones(self) -> list[Counter]:
        return [counter for agency, counter in self.counters.items() if self._is_open(agency)]

    def carry(self, counter: Counter, note: Note) -> bool:
        """Carries a note from one office to another; False where nobody is there to take it."""
        if not self._is_open(note.recipient):
            return False
        self.counters[note.recipient].tray.lay_in(note)
        with counter.store.transaction():
            counter.exchange.left(note)
        return True

    def is_idle(self) -> bool:
        """Says whether nothing is due, on its way or under way here, so that it can be closed and opened again."""
        return not self._moving.locked() and not self.on_the_way() and self._nothing_due()

    def _nothing_due(self) -> bool:
        return self.next_due() is None and self.next_impatience() is None and not self._held()

    def on_the_way(self) -> frozenset[str]:
        """Returns the cases of which something is still on its way between offices, to the citizen or to a reporter."""
        return frozenset().union(*(counter.store.agenda.on_the_way for counter in self.counters.values()))

    def work(self) -> int:
        """Does all that is due now, and what follows from it at the same moment; returns how much that was."""
        done = 0
        while some := self._work_once():
            done += some
        return done

    async def advance(self, post: Post, until: datetime | None, *, jump: bool = False, patient: bool = False) -> Moved:
        """Takes one step: says what offices have to say, or else moves to the next moment at which something is due.

        What is due may be here or (`until`) at the portal. What an office has to say is said by the next step, so that
        whoever asked knows the new moment first. With a pace the calendar moves at that pace and returns after a
        quarter of a second at the latest; `jump` takes the rest at once, also out of a paced step that is under way.
        Nothing moves while an office has something to say that nobody has acknowledged. `patient`: somebody outside the
        calendar is waited for, so it does not move only because an office would give up waiting.
        """
        if jump:
            self._jump.set()
        async with self._moving:
            if jump:
                self._jump.clear()
            said, held = await self._deliver(post)
            if held:
                return self._moved(said, held)
            said += self.work()
            if said:
                return self._moved(said)
            target = self._target(until, patient=(patient or bool(self._held())) and not jump)
            if target is None:
                return self._moved(held=self._waits_for_people())
            if self._day and not jump and target > self.now and not await self._walk(target):
                return self._moved()
            if target > self.now:
                self._set(target)
            self.work()
            return self._moved()

    def _target(self, until: datetime | None, *, patient: bool) -> datetime | None:
        """Returns the moment to move to, if any; on the way there nothing is passed over."""
        impatience = self.next_impatience()
        due = [moment for moment in (self.next_due(), until, None if patient else impatience) if moment]
        if not due:
            return None
        return min([*due, *(moment for moment in (impatience, self.next_routine()) if moment)])

    def _held(self) -> list[Counter]:
        """Returns the offices where something waits for the person who has taken over the desk."""
        return [counter for counter in self._open_ones() if counter.store.agenda.held]

    def _waits_for_people(self) -> str:
        """Says whose desks a world stands still for."""
        held = self._held()
        if not held:
            return ""
        desks = "; ".join(f"{each.office.title} ({each.store.agenda.held})" for each in held)
        return f"Work waits for the person who has taken over the desk at: {desks}."

    def _moved(self, said: int = 0, held: str = "") -> Moved:
        return Moved(self.now, self.next_due(), said, held, self.on_the_way())

    def _open(
        self, office: Office, procedures: Mapping[str, Procedure], seed: int, store: OfficeStore | None = None
    ) -> Counter:
        flaws = self._faults.of(self.name, office.agency)
        store = store or OfficeStore(self._folder / f"{office.agency}.sqlite3")
        return Counter(office, store, self.register, procedures, lambda: self.now, seed, flaws)

    def _is_open(self, agency: str) -> bool:
        return agency in self.counters and not self._faults.of(self.name, agency).is_down()

    def _work_once(self) -> int:
        done = 0
        for agency, counter in self.counters.items():
            if not self._is_open(agency):
                continue
            done += counter.work(self.now)
            waits = counter.store.agenda.notes.values()
            for note in counter.store.mail.notes_due(self.now) if any(at <= self.now for at in waits) else ():
                if counter.store.staffing.by_person and note.medium in PEOPLE and note.parcel is None:
                    continue
                if self._is_open(note.recipient) and counter.exchange.tell(note):
                    done += self.carry(counter, note)
        return done

    async def _walk(self, target: datetime) -> bool:
        """Lets calendar time pass at the world's pace; True when the target is reached."""
        left = _working_seconds(self.now, target) * self._day / (calendar.HOURS_A_DAY * 3600)
        try:
            await asyncio.wait_for(self._jump.wait(), min(left, SLICE))
        except TimeoutError:
            pass
        else:
            return True
        if left <= SLICE:
            return True
        passed = timedelta(seconds=SLICE / self._day * calendar.HOURS_A_DAY * 3600)
        self._set(min(calendar.after_working_time(self.now, passed), target))
        return self.now >= target

    async def _deliver(self, post: Post) -> tuple[int, str]:
        """Says what is to be said; returns how many messages were taken, and why not all of them, if so."""
        said = 0
        open_ones = [counter for counter in self._open_ones() if counter.store.agenda.speaks]
        reports = [(counter, each) for counter in open_ones for each in counter.store.mail.unreported()]
        if reports:
            if not await post.report(self.register.reports_to, [each for _, each in reports]):
                return 0, "Offices have something to report and nobody takes it."
            for counter in open_ones:
                with counter.store.transaction():
                    counter.store.mail.reported([each for whose, each in reports if whose is counter])
            said += len(reports)
        for counter in open_ones:
            for message in counter.store.untold():
                besides = counter.wire.said_besides(message, counter.store.said_before(message))
                if not await post.deliver(counter.wire.spoken(message)):
                    return said, f"{counter.office.title} has something to say and nobody takes it."
                counter.store.told(message)
                said += 1
                for each in besides:
                    await post.deliver(each)
        return said, ""

    def _remembered(self) -> datetime:
        note = self._folder / "calendar.json"
        if note.exists():
            return datetime.fromisoformat(json.loads(note.read_text())["now"])
        return datetime.combine(EPOCH, time(9), UTC)

    def _set(self, moment: datetime) -> None:
        self.now = moment
        draft = self._folder / "calendar.json.new"
        draft.write_text(json.dumps({"now": moment.isoformat()}))
        draft.replace(self._folder / "calendar.json")


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _working_seconds(start: datetime, end: datetime) -> float:
    """Counts the seconds of office time between two moments."""
    total, at = 0.0, calendar.opening(start)
    while at < end:
        closing = datetime.combine(at.date(), calendar.CLOSES, at.tzinfo)
        total += (min(closing, end) - at).total_seconds()
        at = datetime.combine(calendar.next_working_day(at.date()), calendar.OPENS, at.tzinfo)
    return total
