"""How an office takes things in and answers, where that is not over its counter: in tonight's file, or by post.

An office's intake is part of what it declares (`Procedure.intake`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from random import Random
from typing import ClassVar, Protocol

from backoffice_adapters.simulated import clerks
from backoffice_adapters.simulated.calendar import is_working_day, next_working_day
from backoffice_adapters.simulated.file_language import Lines
from backoffice_adapters.simulated.languages import Language

Answers = Sequence[Mapping[str, object]]


class Intake(Protocol):
    """A way in, and the same way out."""

    @property
    def medium(self) -> str:
        """By what things come."""
        ...

    @property
    def word(self) -> str:
        """The word for something that has come no further yet."""
        ...

    def number(self, now: datetime, before: int, chance: Random) -> str:
        """Returns the number under which something is taken in; `before`: how many came in like it."""
        ...

    def series(self, number: str) -> str:
        """Returns the number of all that came in together with something."""
        ...

    def known_as(self, number: str, reference: object) -> object:
        """Returns under which number the office speaks of it: the item's, or the office's own `reference`."""
        ...

    def comes_in(self, now: datetime, share: float) -> datetime:
        """Returns when the office has what is handed in now."""
        ...

    def goes_out(self, now: datetime, share: float) -> datetime:
        """Returns when whoever asked can read what the office says now."""
        ...

    def shown(self, answers: Answers, language: Language) -> bytes:
        """Returns what the office says of all that came in together."""
        ...


@dataclass(frozen=True)
class Nightly:
    """Gathers what comes by the cut-off hour into tonight's file, works it in the evening, answers in the morning.

    What comes after the cut-off is in the file of the next working day. `name` begins the names of its files.
    """

    name: str
    lines: Lines
    cut_off: time = time(16)
    runs: time = time(20)
    ready: time = time(7)
    word: str = "COLLECTED"
    medium: ClassVar[str] = "batch_file"

    def number(self, now: datetime, before: int, chance: Random) -> str:
        """Returns the file's name and the number of the line in it."""
        return f"{self._file(now)}/{before + 1:04}"

    def series(self, number: str) -> str:
        """Returns the name of a line's file."""
        return number.partition("/")[0]

    def known_as(self, number: str, reference: object) -> object:
        """Returns the number of the line: whoever sent it finds it by that."""
        return number

    def comes_in(self, now: datetime, share: float) -> datetime:
        """Returns when the file is worked that is open now."""
        late = now.time() >= self.cut_off or not is_working_day(now.date())
        day = next_working_day(now.date()) if late else now.date()
        return datetime.combine(day, self.runs, now.tzinfo)

    def goes_out(self, now: datetime, share: float) -> datetime:
        """Returns the next morning on which results are ready."""
        return datetime.combine(next_working_day(now.date()), self.ready, now.tzinfo)

    def shown(self, answers: Answers, language: Language) -> bytes:
        """Returns the result file: a line for each line that came in."""
        return self.lines.say_all(answers)

    def _file(self, now: datetime) -> str:
        return f"{self.name}{self.comes_in(now, 0):%Y%m%d}"


@dataclass(frozen=True)
class ByPost:
    """Is written to, and writes back: what its post room gets is delivered by post and keyed in by a clerk."""

    word: str = "POSTED"
    medium: ClassVar[str] = "post"

    def number(self, now: datetime, before: int, chance: Random) -> str:
        """Returns the number on the sticker of a letter (the form is that of UPU S10)."""
        return f"RM{chance.randrange(10**9):09}GB"

    def series(self, number: str) -> str:
        """Returns the letter's own number: every letter stands alone."""
        return number

    def known_as(self, number: str, reference: object) -> object:
        """Returns the office's own reference, once there is one."""
        return reference or number

    def comes_in(self, now: datetime, share: float) -> datetime:
        """Returns when the letter lies on the office's desk."""
        return clerks.delivered_at(now, share)

    def goes_out(self, now: datetime, share: float) -> datetime:
        """Returns when the office's letter lies on the mat."""
        return clerks.delivered_at(now, share)

    def shown(self, answers: Answers, language: Language) -> bytes:
        """Returns the last letter that came back."""
        return language.say(answers[-1])
