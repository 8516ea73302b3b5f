"""What a process keeps of the cases that it changes: one writer at a time, and each case as it was last left."""

from __future__ import annotations

import uuid
from asyncio import Lock
from collections import OrderedDict
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from frontdoor.handoffs.ledger import Entry

_locks: WeakValueDictionary[uuid.UUID, Lock] = WeakValueDictionary()


def case_lock(case_id: uuid.UUID) -> Lock:
    """Returns the lock of a case: one writer at a time in this process."""
    return _locks.setdefault(case_id, Lock())


class Kept:
    """The cases that were changed last, as they were left, so that each change need not read a whole case again."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: OrderedDict[uuid.UUID, Entry] = OrderedDict()

    def find(self, case_id: uuid.UUID) -> Entry | None:
        """Returns what is kept of a case."""
        return self._entries.get(case_id)

    def put(self, entry: Entry) -> None:
        """Keeps a case as it was left; the one that was not changed for longest goes, unless it is not on disk yet."""
        if entry.lost is not None:
            return
        self._entries[entry.case.id] = entry
        self._entries.move_to_end(entry.case.id)
        while len(self._entries) > self._most:
            oldest = next((each for each in self._entries.values() if not each.pending), None)
            if oldest is None:
                return
            self.forget(oldest)

    def forget(self, entry: Entry) -> None:
        """Lets go of a case."""
        if self._entries.get(entry.case.id) is entry:
            del self._entries[entry.case.id]

    def forget_all(self) -> None:
        """Lets go of every case: whoever had the database meanwhile may have changed it."""
        self._entries.clear()
