"""A disk and what the system still holds in memory for it: what was not synced is gone when the power is.

The rules are those of fsync(2) and no kinder. What was written to a file lasts from `fsync` or `fdatasync` of it on,
with its length. A name (made, renamed, removed) lasts from `fsync` of its folder on: syncing the file is not enough.
The memory is this process's own, so that a power cut is `kill -9` of it, and nothing has to be done at that moment.

A real system also writes of its own accord whatever it likes, whenever it likes. Under `chance` it does: each page that
is written may reach the disk at once, before or without what was written earlier; names reach it in their order, as
from a journal. A file may then have a name and no content, or every second page of a write.
"""

from __future__ import annotations

import errno
import json
from dataclasses import dataclass, field
from os import SEEK_END
from pathlib import Path, PurePosixPath
from random import Random
from stat import S_IFDIR, S_ISDIR

PAGE = 4096  # bytes that are written at once: the page of the system's cache
NAMES = "names"


@dataclass(eq=False)
class Node:
    """A file or folder as processes see it, and the numbers of the pages in which the disk may differ."""

    number: int
    mode: int
    content: bytearray = field(default_factory=bytearray)
    unsynced: set[int] = field(default_factory=set)


class Disk:
    """A tree of files: in `folder` what would outlive a power cut, in memory what processes see.

    Paths are absolute in the tree. Errors are those of the system calls (OSError with its number).
    """

    def __init__(self, folder: Path, chance: Random | None = None) -> None:
        self._folder, self._chance = folder, chance
        self._rate = chance.random() if chance else 0.0  # of pages and names that are written before they are synced
        self._nodes: dict[str, Node] = {"/": Node(0, S_IFDIR | 0o755)}
        self._lasting: dict[str, tuple[int, int]] = {}  # names on the disk: number and mode of each
        if (folder / NAMES).exists():
            self._lasting = {name: (number, mode) for name, number, mode in json.loads((folder / NAMES).read_text())}
        for name, (number, mode) in sorted(self._lasting.items()):
            if parent(name) in self._nodes:  # what is in a folder that was lost cannot be reached
                self._nodes[name] = self._read(number, mode)
        given = {number for number, _ in self._lasting.values()} | {int(each.name) for each in folder.glob("[0-9]*")}
        self._next = 1 + max(given, default=0)

    def find(self, path: str) -> Node:
        """Returns what has a name."""
        if path not in self._nodes:
            raise OSError(errno.ENOENT, path)
        return self._nodes[path]

    def names_in(self, path: str) -> list[str]:
        """Returns the names in a folder."""
        return [PurePosixPath(name).name for name in self._nodes if name != "/" and parent(name) == path]

    def make(self, path: str, mode: int) -> Node:
        """Makes an empty file or a folder."""
        if path in self._nodes:
            raise OSError(errno.EEXIST, path)
        self._nodes[path] = node = Node(self._next, mode)
        self._next += 1
        self._named()
        return node

    def rename(self, old: str, new: str) -> None:
        """Gives a file another name, which it takes from whatever had it."""
        if S_ISDIR(self.find(old).mode):
            raise OSError(errno.ENOSYS, "folders keep their names here")
        self._nodes[new] = self._nodes.pop(old)
        self._named()

    def remove(self, path: str) -> None:
        """Removes a file, or a folder that is empty."""
        if S_ISDIR(self.find(path).mode) and self.names_in(path):
            raise OSError(errno.ENOTEMPTY, path)
        del self._nodes[path]
        self._named()

    def write(self, node: Node, content: bytes, offset: int) -> None:
        """Writes into a file, which grows as needed."""
        end = offset + len(content)
        node.content.extend(bytes(max(0, end - len(node.content))))
        node.content[offset:end] = content
        self._changed(node, offset, end)

    def truncate(self, node: Node, length: int) -> None:
        """Cuts a file to a length, or fills it up with zeros."""
        was = len(node.content)
        del node.content[length:]
        node.content.extend(bytes(max(0, length - was)))
        self._changed(node, min(was, length), max(was, length))

    def sync(self, node: Node) -> None:
        """Makes the content and length of a file last, but not its name."""
        self._flush(node, sorted(node.unsynced))
        with (self._folder / str(node.number)).open("r+b") as out:
            out.truncate(len(node.content))

    def sync_names(self, folder: str) -> None:
        """Makes the names in a folder last, and that others are gone."""
        elsewhere = {name: what for name, what in self._lasting.items() if parent(name) != folder}
        here = {name: (each.number, each.mode) for name, each in self._nodes.items() if parent(name) == folder}
        self._keep(elsewhere | here)

    def _changed(self, node: Node, begin: int, end: int) -> None:
        pages = range(begin // PAGE, -(-end // PAGE))
        node.unsynced.update(pages)
        if by_itself := [page for page in pages if self._happens()]:
            self._flush(node, by_itself)

    def _named(self) -> None:
        if self._happens():
            self._keep({name: (each.number, each.mode) for name, each in self._nodes.items()})

    def _happens(self) -> bool:
        return self._chance is not None and self._chance.random() < self._rate

    def _flush(self, node: Node, pages: list[int]) -> None:
        """Writes whole pages to the disk, where a file may grow by it; it is cut to its length when it is synced."""
        file = self._folder / str(node.number)
        file.touch()
        with file.open("r+b") as out:
            length = out.seek(0, SEEK_END)
            for page in pages:
                out.seek(page * PAGE)
                out.write(node.content[page * PAGE : (page + 1) * PAGE].ljust(PAGE, b"\0"))
                length = max(length, min(len(node.content), (page + 1) * PAGE))
            out.truncate(length)
        node.unsynced.difference_update(pages)

    def _keep(self, names: dict[str, tuple[int, int]]) -> None:
        self._lasting = {name: what for name, what in names.items() if name != "/"}
        fresh = self._folder / f"{NAMES}.new"
        fresh.write_text(json.dumps([[name, *what] for name, what in self._lasting.items()]))
        fresh.replace(self._folder / NAMES)

    def _read(self, number: int, mode: int) -> Node:
        file = self._folder / str(number)
        return Node(number, mode, bytearray(file.read_bytes() if file.exists() else b""))


def parent(path: str) -> str:
    """Returns the folder in which a name stands."""
    return str(PurePosixPath(path).parent)
