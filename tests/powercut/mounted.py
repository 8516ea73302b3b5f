"""Mounts a disk that forgets, in a process of its own: `python -m tests.powercut.mounted DISK MOUNTPOINT OWNER [SEED]`.

A passthrough by FUSE, one operation at a time. The kernel keeps its own copy of files that are mapped into memory, as
SQLite maps its -shm, so reading and writing go through its cache (no `direct_io`); times of files are not kept, because
the kernel would forget its copy of a file whose time changes. All belongs to one user, OWNER (a number).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from stat import S_IFDIR, S_IFREG
from typing import Any

from mfusepy import FUSE, Operations

from tests.powercut.disk import Disk, Node


class Mounted(Operations):
    """What the kernel asks of a file system, put to a disk."""

    use_ns = True

    def __init__(self, disk: Disk, owner: int) -> None:
        self._disk, self._owner = disk, owner
        self._open: dict[int, Node] = {}
        self._next = 1

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        node = self._open[fh] if fh else self._disk.find(path)
        return {"st_mode": node.mode, "st_nlink": 1, "st_size": len(node.content), "st_uid": self._owner}

    def readdir(self, path: str, fh: int) -> Iterator[str]:
        yield from (".", "..", *self._disk.names_in(path))

    def create(self, path: str, mode: int, fi: object = None) -> int:
        return self._opened(self._disk.make(path, S_IFREG | mode))

    def open(self, path: str, flags: int) -> int:
        return self._opened(self._disk.find(path))

    def _opened(self, node: Node) -> int:
        number, self._next = self._next, self._next + 1
        self._open[number] = node
        return number

    def release(self, path: str, fh: int) -> int:
        del self._open[fh]
        return 0

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return bytes(self._open[fh].content[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        self._disk.write(self._open[fh], data, offset)
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        self._disk.truncate(self._open[fh] if fh else self._disk.find(path), length)
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        self._disk.sync(self._open[fh])
        return 0

    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
        self._disk.sync_names(path)
        return 0

    def mkdir(self, path: str, mode: int) -> int:
        self._disk.make(path, S_IFDIR | mode)
        return 0

    def rename(self, old: str, new: str) -> int:
        self._disk.rename(old, new)
        return 0

    def unlink(self, path: str) -> int:
        self._disk.remove(path)
        return 0

    def rmdir(self, path: str) -> int:
        self._disk.remove(path)
        return 0

    def chmod(self, path: str, mode: int) -> int:
        self._disk.find(path).mode = mode
        return 0

    def chown(self, path: str, uid: int, gid: int) -> int:
        return 0

    def utimens(self, path: str, times: object = None) -> int:
        return 0


if __name__ == "__main__":
    folder, mountpoint, owner, *seed = sys.argv[1:]
    mounted = Mounted(Disk(Path(folder), Random(int(seed[0])) if seed else None), int(owner))
    others = int(owner) != os.getuid()
    FUSE(
        mounted,
        mountpoint,
        foreground=True,
        nothreads=True,
        kernel_cache=True,
        default_permissions=True,
        allow_other=others,
    )
