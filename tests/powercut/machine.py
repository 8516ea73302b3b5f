"""A machine whose power can be cut: a folder on a disk that forgets, and the processes that work on it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from ctypes.util import find_library
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol


def missing() -> str:
    """Says what has to be installed before a disk that forgets can be mounted here; nothing if it can."""
    if not (find_library("fuse3") and shutil.which("fusermount3")):
        return "There is no FUSE 3: no power is cut. On Debian and Ubuntu: apt-get install fuse3"
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        return "/dev/fuse is missing or not yours to open: no power is cut. Load the module fuse, or run as root."
    if importlib.util.find_spec("mfusepy") is None:
        return "The package mfusepy is missing: no power is cut. It is in the extra `test`: make setup"
    return ""


class Works(Protocol):
    """What works on a machine, and stops when there is no power."""

    def kill(self) -> None: ...


class Machine:
    """A disk, mounted at `folder` while there is power; all on it belongs to `owner`."""

    def __init__(self, owner: int | None = None) -> None:
        self._place = Path(mkdtemp(prefix="frontdoor-machine-"))
        self._place.chmod(0o755)
        self._owner = os.getuid() if owner is None else owner
        self._disk, self.folder = self._place / "disk", self._place / "mounted"
        self._disk.mkdir()
        self.folder.mkdir()
        self._system: subprocess.Popen[bytes] | None = None

    def power_on(self, seed: int | None = None) -> None:
        """Mounts what the disk holds. With a seed the system writes at random what nobody asked it to write yet."""
        command = [sys.executable, "-m", "tests.powercut.mounted", str(self._disk), str(self.folder), str(self._owner)]
        root = Path(__file__).parents[2]
        system = subprocess.Popen([*command, *([] if seed is None else [str(seed)])], cwd=root)
        end = time.monotonic() + 20
        while not self.folder.is_mount():
            if time.monotonic() > end or system.poll() is not None:
                system.kill()
                raise TimeoutError(f"{self.folder} was not mounted")
            time.sleep(0.02)
        self._system = system

    def cut(self, *working: Works) -> None:
        """Cuts the power: first the disk is gone with all that was not synced, then whoever worked on it."""
        system, self._system = self._system, None
        if system is not None:
            system.kill()
            system.wait()
        for each in working:
            each.kill()
        if system is not None:
            subprocess.run(["fusermount3", "-u", "-z", str(self.folder)], check=True)

    def close(self, *working: Works) -> None:
        """Cuts the power for good and leaves nothing behind."""
        self.cut(*working)
        shutil.rmtree(self._place)
