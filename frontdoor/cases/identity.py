"""The reference and the second secret of a draft or case: a person needs both, and neither alone opens anything."""

from __future__ import annotations

import hashlib
import hmac
import secrets

# No vowels, so no words; no characters that are read for one another.
LONGEST = 32  # more than either has, however a person groups it
LETTERS = "BCDFGHJKMNPQRTVWXYZ2346789"


def _groups(count: int) -> str:
    number = secrets.randbelow(len(LETTERS) ** (4 * count))
    return _in_fours("".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(4 * count)))


def new_reference() -> str:
    """Returns a reference that a person can read out, like FD-7K3Q-9XWM (38 bits: a name, not a secret)."""
    return f"FD-{_groups(2)}"


def new_secret() -> str:
    """Returns a secret that a person can write down, like 7K3Q-9XWM-TR4D (56 bits)."""
    return _groups(3)


def tidy_reference(typed: str) -> str:
    """Returns a reference as we write it, from how a person typed it."""
    letters = _letters(typed)
    prefix, rest = ("FD-", letters[2:]) if letters.startswith("FD") else ("", letters)
    return prefix + _in_fours(rest)


def tidy_secret(typed: str) -> str:
    """Returns a secret as we write it, from how a person typed it; it may begin with the same letters as references."""
    return _in_fours(_letters(typed))


def _letters(typed: str) -> str:
    return "".join(letter for letter in typed[:LONGEST].upper() if letter.isalnum())[: LONGEST // 2]


def _in_fours(letters: str) -> str:
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def hash_secret(secret: str) -> str:
    """Returns what is stored of a secret: a salted hash."""
    salt = secrets.token_hex(8)
    return f"{salt}${_digest(salt, secret)}"


def is_secret(typed: str, stored: str) -> bool:
    """Says whether what was typed is the secret behind a stored hash, in constant time."""
    salt, _, digest = stored.partition("$")
    return hmac.compare_digest(_digest(salt, tidy_secret(typed)), digest)


def _digest(salt: str, secret: str) -> str:
    # 56 random bits and a limit on tries need no slow hash
    return hashlib.sha256(f"{salt}:{secret}".encode()).hexdigest()
