"""How an office's own pages look: a quiet colour and a typeface of its own, from nothing but how it calls things."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from backoffice_adapters.simulated.procedures import Office


@dataclass(frozen=True)
class Look:
    """A colour, as degrees on the circle of hues, and a face: typewriter, print or screen."""

    hue: int
    face: str


def look_of(office: Office) -> Look:
    """Returns the look of an office. A mainframe's fields are capitals, a register's have underscores."""
    names = [name for procedure in office.procedures for name in procedure.form]
    capitals = sum(name.isupper() for name in names)
    joined = sum("_" in name or "-" in name for name in names)
    face = "screen"
    if 2 * capitals > len(names):
        face = "typewriter"
    elif 3 * joined > len(names):
        face = "print"
    return Look(int.from_bytes(hashlib.blake2b(office.agency.encode(), digest_size=2).digest()) % 360, face)
