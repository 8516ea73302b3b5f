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
    """The cases that were written last, as they were left, so that each change need not read a whole case again.

    What is kept counts only while the case's revision in the database is still the one that it was left with.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: OrderedDict[uuid.UUID, Entry] = OrderedDict()

    def take(self, case_id: uuid.UUID, revision: int) -> Entry | None:
        """Returns what is kept of a case, if it is still so, and lets go of it: an error must leave nothing behind."""
        entry = self._entries.pop(case_id, None)
        return entry if entry is not None and entry.case.revision == revision else None

    def put(self, entry: Entry) -> None:
        """Keeps a case as it was left."""
        self._entries[entry.case.id] = entry
        if len(self._entries) > self._most:
            _ = self._entries.popitem(last=False)
