"""Commits on SQLite, where there is one writer: the changes of many cases go to the disk together.

A change waits for others for at most GATHER, and only while others are being made. Until it is on disk nobody is told
of it; meanwhile the next change of the same case may already build on it, and is then written with it or after it. When
a commit fails, all that built on it fails too.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import AbstractEventLoop, Future, get_running_loop
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import UUID
from weakref import WeakKeyDictionary

from tortoise.exceptions import IntegrityError

from frontdoor.cases.models import Case
from frontdoor.database.address import SQLITE
from frontdoor.database.batch import commit
from frontdoor.handoffs.kept import Kept
from frontdoor.handoffs.writing import Changes, statements

if TYPE_CHECKING:
    from frontdoor.handoffs.ledger import Entry

GATHER = 0.002  # seconds

log = logging.getLogger("frontdoor.commits")

Waiting = tuple["Entry", Changes, "Future[None]"]


class GroupCommit:
    """The changes that wait for the next commit, and the cases as the last change has left them."""

    def __init__(self) -> None:
        self.kept = Kept(most=256)
        self._waiting: list[Waiting] = []
        self._writing: asyncio.Task[None] | None = None
        self._being_made = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def find(self, case_id: UUID) -> Entry | None:
        """Returns a case as the last change has left it, on disk or on its way there."""
        return self.kept.find(case_id)

    @contextmanager
    def changing(self, entry: Entry) -> Iterator[None]:
        """Puts a case back as it was when the change of it is given up."""
        self._being_made += 1
        self._quiet.clear()
        try:
            yield
        except BaseException:
            entry.undo()
            raise
        finally:
            self._being_made -= 1
            if not self._being_made:
                self._quiet.set()

    async def commit(self, entry: Entry, changes: Changes) -> None:
        """Returns when a change is on disk. Raises what kept it from getting there."""
        await asyncio.shield(self.hand_in(entry, changes))

    def hand_in(self, entry: Entry, changes: Changes) -> Future[None]:
        """Returns what is done when a change is on disk, or fails with what kept it from getting there."""
        done: Future[None] = asyncio.get_running_loop().create_future()
        entry.pending += 1
        self._waiting.append((entry, changes, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return done

    async def settled(self) -> None:
        """Returns when nothing waits any more."""
        if self._writing is not None:
            await asyncio.wait([self._writing])

    async def _write(self) -> None:
        try:
            while self._waiting:
                await self._gather()
                some, self._waiting = self._waiting, []
                await self._commit(some)
        finally:
            self._writing = None

    async def _gather(self) -> None:
        await asyncio.sleep(0)  # whatever can go on at this moment does
        with suppress(TimeoutError):
            async with asyncio.timeout(GATHER):
                await self._quiet.wait()

    async def _commit(self, some: Sequence[Waiting]) -> None:
        alive = [each for each in some if not self._is_lost(each)]
        try:
            if alive:
                await commit(statements(SQLITE, [changes for _, changes, _ in alive]))
        except IntegrityError as error:
            if len(alive) == 1:
                self._lose(alive[0], error)
            for each in alive if len(alive) > 1 else ():
                await self._commit([each])  # one of them is wrong, and the others are not
        except BaseException as error:
            for each in alive:
                self._lose(each, error)
            if not isinstance(error, Exception):
                raise
        else:
            for entry, _, done in alive:
                entry.pending -= 1
                if not done.done():
                    done.set_result(None)

    def _is_lost(self, each: Waiting) -> bool:
        entry = each[0]
        if entry.lost is not None:
            self._lose(each, entry.lost)
        return entry.lost is not None

    def _lose(self, each: Waiting, error: BaseException) -> None:
        """Forgets a case whose change did not get to the disk: what is there counts."""
        entry, _, done = each
        entry.pending -= 1
        entry.lost = error
        self.kept.forget(entry)
        if not done.done():
            done.set_exception(error)
            _ = done.exception()  # whoever waited may be gone


_groups: WeakKeyDictionary[AbstractEventLoop, GroupCommit] = WeakKeyDictionary()


def group() -> GroupCommit | None:
    """Returns where changes wait for one another's commit on SQLite; None on PostgreSQL, which does it by itself."""
    if Case._meta.db.capabilities.dialect != SQLITE:
        return None
    loop = get_running_loop()
    if loop not in _groups:
        _groups[loop] = GroupCommit()
    return _groups[loop]


def start_afresh() -> None:
    """Forgets what was kept of another database."""
    _ = _groups.pop(get_running_loop(), None)


async def settled() -> None:
    """Returns when every change that was made is on disk, or was given up."""
    commits = group()
    if commits is not None:
        await commits.settled()
