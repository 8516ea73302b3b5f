"""All that an adapter's author imports: what is handed in, what may be answered, and the two ways to fail.

    answer of the office                      value or error        what the portal does
    took it and is done                       Accepted              stores what was learned, unlocks others
    took it, will decide                      Pending               waits, or asks again on the calendar
    a carrier has it, nobody else yet         Posted                waits for the office's own word that it has it
    said no                                   Declined              shows the reason; never tries again
    not reached, too busy, no answer in time  OfficeUnavailable     tries again, then a named person's queue
    answered something not agreed             OfficeMisbehaved      tells the adapter's owner; does not try again
    has nothing of what it was asked about    OfficeLost            hands it over anew, and says so to the citizen

"No" is a value, "could not" is an exception whose type says what to do next. Messages never hold a fact's value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import httpx

from backoffice_adapters.batch_office import BatchAdapter
from backoffice_adapters.declared import DeclaredAdapter, Field, Joined
from backoffice_adapters.json_office import JsonAdapter
from backoffice_adapters.messages import (
    Accepted,
    Declined,
    Envelope,
    OfficeError,
    OfficeLost,
    OfficeMisbehaved,
    OfficeUnavailable,
    Outcome,
    Pending,
    Posted,
    Submission,
)
from backoffice_adapters.paper_office import PaperAdapter
from backoffice_adapters.record_office import RecordAdapter
from backoffice_adapters.xml_office import XmlAdapter


class Adapter(Protocol):
    """What the portal needs of an adapter. The usual way to write one is as a class of its office's language."""

    @property
    def key(self) -> str:
        """The service that the adapter reaches: `<agency>.<verb_object>`."""
        ...

    @property
    def agency(self) -> str:
        """The agency whose office it is: the part of the key before the dot."""
        ...

    @property
    def needs(self) -> frozenset[str]:
        """The facts that it can send; it is never handed any other."""
        ...

    @property
    def gives(self) -> frozenset[str]:
        """The facts that it can learn from the office's answers."""
        ...

    @property
    def medium(self) -> str:
        """By what a request to its office travels, and the answer: a word of the ladder of media (measurement a.3)."""
        ...

    @property
    def follow_up_days(self) -> int | None:
        """Working days after which a pending handoff is asked about; None where the office calls back."""
        ...

    @property
    def honours_key(self) -> bool:
        """Whether sending twice with the same key has one effect at this office."""
        ...

    @property
    def asked_by_key(self) -> bool:
        """Whether the office can be asked what it holds under a key, as `find` does."""
        ...

    def preview(self, facts: Mapping[str, str]) -> Mapping[str, object]:
        """Returns exactly what the office would receive for these facts, in its own words."""
        ...

    def announced(self, submission: Submission) -> list[str]:
        """Returns the office's names for the fields that a submission says will come later."""
        ...

    async def submit(self, submission: Submission, office: httpx.AsyncClient) -> Outcome:
        """Asks the office to act. Raises OfficeUnavailable or OfficeMisbehaved."""
        ...

    async def supply(self, reference: str, submission: Submission, office: httpx.AsyncClient) -> Outcome:
        """Gives the office facts that came later, for what it knows by its reference. Raises as `follow_up`."""
        ...

    async def follow_up(self, reference: str, office: httpx.AsyncClient) -> Outcome:
        """Asks the office how far it is. Raises as `submit`, and OfficeLost."""
        ...

    async def find(self, key: str, office: httpx.AsyncClient) -> Outcome:
        """Asks how far the office is with what was submitted or supplied under a key. Raises as `follow_up`."""
        ...

    def hear(self, body: bytes) -> Outcome:
        """Reads what the office sent to the callback address. Raises OfficeMisbehaved."""
        ...


__all__ = [
    "Accepted",
    "Adapter",
    "BatchAdapter",
    "DeclaredAdapter",
    "Declined",
    "Envelope",
    "Field",
    "Joined",
    "JsonAdapter",
    "OfficeError",
    "OfficeLost",
    "OfficeMisbehaved",
    "OfficeUnavailable",
    "Outcome",
    "PaperAdapter",
    "Pending",
    "Posted",
    "RecordAdapter",
    "Submission",
    "XmlAdapter",
]
