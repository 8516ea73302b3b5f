"""Unpacks what earlier versions left behind."""

from __future__ import annotations

import tarfile
from pathlib import Path

RECORDED = tuple(sorted(path.name.removesuffix(".tar.xz") for path in Path(__file__).parent.glob("*.tar.xz")))


def unpack(name: str, folder: Path) -> Path:
    """Unpacks one into a folder; returns the portal's database."""
    with tarfile.open(Path(__file__).parent / f"{name}.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    return folder / "frontdoor.sqlite3"
