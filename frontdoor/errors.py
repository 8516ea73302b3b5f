"""Errors that people see: what happened, what it means for them and what to do. They never hold a fact's value.

FrontdoorError
├── Refused              the request cannot be taken as it is; `problems` names every mistake at once
├── NotFound             there is no such thing, or it is not yours to see
├── NotAllowed           the secret or the key is missing or wrong
├── TooManyTries         wait before trying again
├── Conflict             the same key came with another request
└── DefinitionError      a life event, service or adapter is not put together as it should be
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake: the fact or field that it is about, and a sentence that says how to put it right."""

    where: str
    detail: str


class FrontdoorError(Exception):
    """An error that is meant to be read by the person who caused it."""

    status = 500
    title = "Something went wrong"


class Refused(FrontdoorError):
    """The request cannot be taken as it is; nothing was kept and nothing was sent."""

    status = 422
    title = "Some of the answers need another look"

    def __init__(self, problems: Sequence[Problem], title: str | None = None) -> None:
        super().__init__("; ".join(problem.detail for problem in problems))
        self.problems = tuple(problems)
        self.title = title or type(self).title


class NotFound(FrontdoorError):
    """There is no such thing, or it is not yours to see; which of the two is not said."""

    status = 404
    title = "Nothing found"


class NotAllowed(FrontdoorError):
    """The secret or the key is missing or wrong."""

    status = 403
    title = "Not allowed"


class TooManyTries(FrontdoorError):
    """Somebody tried too often; `after` is how many seconds to wait."""

    status = 429
    title = "Too many tries"

    def __init__(self, after: int) -> None:
        super().__init__("There were too many tries. Wait a minute and try again.")
        self.after = after


class Conflict(FrontdoorError):
    """The same idempotency key came with another request before."""

    status = 409
    title = "This key was used for another request"


class DefinitionError(FrontdoorError):
    """A life event, service or adapter is not put together as it should be."""

    title = "A definition is broken"
