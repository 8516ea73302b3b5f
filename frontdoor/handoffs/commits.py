"""Commits on SQLite, where there is one writer: the changes of many cases go to the disk together.

A commit takes all changes that were made while the one before it was written. Until a change is on disk nobody is told
of it; meanwhile the next change of the same case may already build on it, and is then written with it or after it. When
a commit fails, all that built on it fails too.
"""

from __future__ import annotations

import sqlite3
from asyncio import AbstractEventLoop, Event, Future, get_running_loop
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID
from weakref import WeakKeyDictionary

from tortoise.exceptions import IntegrityError, OperationalError

from frontdoor.cases.models import Case
from frontdoor.database.address import SQLITE
from frontdoor.database.writer import writer
from frontdoor.handoffs.clock import Clock
from frontdoor.handoffs.kept import Kept, case_lock
from frontdoor.handoffs.writing import Changes, Inlet

if TYPE_CHECKING:
    from frontdoor.handoffs.ledger import Entry

Waiting: TypeAlias = tuple["Entry", Changes, "Future[None]"]
Told: TypeAlias = tuple[Waiting, Exception | None]


class GroupCommit:
    """The changes that wait for the next commit, and the cases as the last change has left them."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self.kept = Kept(most=256)
        self._loop = loop
        self._waiting: deque[Waiting] = deque()
        self._is_called = False
        self._inlet: Inlet | None = None

    def find(self, case_id: UUID) -> Entry | None:
        """Returns a case as the last change has left it, on disk or on its way there."""
        return self.kept.find(case_id)

    def hand_in(self, entry: Entry, changes: Changes) -> Future[None]:
        """Returns what is done when a change is on disk, or fails with what kept it from getting there.

        Whoever waits for it may be cancelled, and it with them: the change is made all the same.
        """
        done: Future[None] = self._loop.create_future()
        entry.pending += 1
        self._waiting.append((entry, changes, done))
        if not self._is_called:
            self._is_called = True
            writer().give(self._write)
        return done

    async def settled(self) -> None:
        """Returns when all that was handed in is written, or was given up."""
        told = Event()

        def tell(_: sqlite3.Connection) -> None:
            self._loop.call_soon_threadsafe(told.set)

        writer().give(tell)  # which does one after another, and tells in that order
        await told.wait()

    def _write(self, connection: sqlite3.Connection) -> None:
        """Writes all that waits, in the writer's thread."""
        self._is_called = False  # what is handed in from here on is taken along, or calls once more
        some = []
        while self._waiting:
            some.append(self._waiting.popleft())
        self._loop.call_soon_threadsafe(self._tell, self._commit(connection, some))

    def _commit(self, connection: sqlite3.Connection, some: Sequence[Waiting]) -> list[Told]:
        """Writes changes, and returns what came of each; one that builds on what is not on disk is not written."""
        lost: list[Told] = [(each, each[0].lost) for each in some if each[0].lost is not None]
        whole = [each for each in some if each[0].lost is None]
        error = self._put(connection, whole)
        if isinstance(error, IntegrityError) and len(whole) > 1:
            # one of them is wrong, and the others are not
            return [*lost, *(told for each in whole for told in self._commit(connection, [each]))]
        if error is not None:
            for entry, _, _ in whole:
                entry.lost = error
        return [*lost, *((each, error) for each in whole)]

    def _put(self, connection: sqlite3.Connection, some: Sequence[Waiting]) -> Exception | None:
        """Commits changes; returns what kept them from getting to the disk."""
        try:
            if self._inlet is None:
                self._inlet = Inlet(connection)
            if some:
                self._inlet.put([changes for _, changes, _ in some])
        except sqlite3.IntegrityError as error:
            return IntegrityError(error)
        except sqlite3.OperationalError as error:
            return OperationalError(error)
        except Exception as error:  # whoever waits is told, whatever it is
            return error
        return None

    def _tell(self, some: Sequence[Told]) -> None:
        """Tells whoever waits what came of their changes."""
        for (entry, _, done), error in some:
            entry.pending -= 1
            if error is not None:
                self.kept.forget(entry)  # what is on disk counts
            if done.done():  # whoever waited was cancelled
                continue
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)
                _ = done.exception()  # whoever waited may be gone


class Turn:
    """A case open for writing, for one at a time; on leaving, its change is handed in, or undone after an error.

    `read` reads the case where it is not kept. See `ledger.opened`.
    """

    def __init__(
        self, case_id: UUID, now: datetime | Clock, commits: GroupCommit, read: Callable[[UUID], Awaitable[Entry]]
    ) -> None:
        self._case_id = case_id
        self._now = now
        self._commits = commits
        self._read = read
        self._lock = case_lock(case_id)

    async def __aenter__(self) -> Entry:
        await self._lock.acquire()
        try:
            entry = self._commits.find(self._case_id) or await self._read(self._case_id)
            entry.now = self._now if isinstance(self._now, datetime) else await self._now.at(entry.case.world)
        except BaseException:
            self._lock.release()
            raise
        self._entry = entry
        return entry

    async def __aexit__(self, kind: object, error: BaseException | None, where: object) -> None:
        done = None
        try:
            if error is None:
                # on the way before anybody else has the case: changes of one case get to the disk in their order
                done = self._hand_in()
            else:
                self._entry.undo()
        finally:
            self._lock.release()
        if done is not None:
            await done

    def _hand_in(self) -> Future[None] | None:
        try:
            changes = self._entry.take()
        except BaseException:
            self._entry.undo()
            raise
        self._commits.kept.put(self._entry)
        return self._commits.hand_in(self._entry, changes) if changes else None


_groups: WeakKeyDictionary[AbstractEventLoop, GroupCommit] = WeakKeyDictionary()


def group() -> GroupCommit | None:
    """Returns where changes wait for one another's commit on SQLite; None on PostgreSQL, which does it by itself."""
    loop = get_running_loop()
    commits = _groups.get(loop)
    if commits is None and Case._meta.db.capabilities.dialect == SQLITE:
        commits = _groups[loop] = GroupCommit(loop)
    return commits


def forget_changes() -> None:
    """Forgets what was changed in another database."""
    _ = _groups.pop(get_running_loop(), None)


async def settled() -> None:
    """Returns when every change that was made is on disk, or was given up."""
    commits = group()
    if commits is not None:
        await commits.settled()
