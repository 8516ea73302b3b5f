"""How an office's own pages look: a quiet colour and a typeface of its own, from nothing but how it calls things."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from backoffice_adapters.simulated.procedures import Office


@dataclass(frozen=True)
class Look:
    """A colour (hue in degrees, strength and light in per cent) and a face: typewriter, print or screen."""

    hue: int
    strength: int
    light: int
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
    called = hashlib.blake2b((office.title + office.signed).encode(), digest_size=3).digest()
    return Look(int.from_bytes(called[:2]) % 360, 20 + called[2] % 25, 20 + called[2] % 11, face)
