"""An adapter made of declarations: class attributes, and a method to override when the office is odd.

Which language the office speaks is a class of its own: `JsonAdapter`, `XmlAdapter` and so on say how a message is
written and read, and nothing else.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote

import httpx

from backoffice_adapters.asking import LONGEST, ask
from backoffice_adapters.formats import AS_IS, Format, NotAgreed, Plain, text
from backoffice_adapters.messages import (
    Accepted,
    Declined,
    OfficeLost,
    OfficeMisbehaved,
    Outcome,
    Pending,
    Posted,
    Submission,
)

LONGEST_REFERENCE, LONGEST_REASON = 200, 500  # characters
A_CLERK_LOOKS = "A clerk has to look at it."
NOTHING_THERE = {404, 410}


@dataclass(frozen=True)
class Field:
    """A fact in an office's own form: which fact, and how the office writes it."""

    fact: str
    form: Format = AS_IS

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts behind the field."""
        return (self.fact,)

    def write(self, facts: Mapping[str, str]) -> Plain:
        """Returns the fact in the office's form, or None where it is not held."""
        value = facts.get(self.fact)
        return None if value is None else self.form.write(value)


@dataclass(frozen=True)
class Joined:
    """Several facts that an office keeps in one field, in its own order and with its own separator."""

    facts: tuple[str, ...]
    separator: str = " "
    form: Format = AS_IS

    def write(self, facts: Mapping[str, str]) -> Plain:
        """Returns the facts that are held, joined, or None where none is."""
        held = [facts[name] for name in self.facts if name in facts]
        return self.form.write(self.separator.join(held)) if held else None


class DeclaredAdapter(ABC):
    """What every such adapter declares.

    key            the service it reaches, `<agency>.<verb_object>`
    path           where the office takes requests; `{path}/{reference}` is the request's own address
    sends          the office's field name: a fact's name, or a Field or Joined where the office writes it its own way
    learns         the office's field name: the fact's name (or a Field) that the office produces
    reference      the field in which the office gives its own reference
    state          the field in which the office says how far it is
    done, refused, under_way    the office's own words for the three; any other word is an OfficeMisbehaved
    on_the_way     a carrier's words for what it has, and the office has not yet
    reason, code   the fields in which the office says why not
    reasons        what its codes mean, where it says why not in codes alone
    faults         the codes of a no that is about how the request was written: an OfficeMisbehaved, and nobody's no
    missing        the field in which the office lists what it still waits for, in its own field names
    clerk          the field in which the office says what its clerk has to look at before it can go on
    clerical       the office's words, for an office that says by its state that its clerk has to look
    supplies       the HTTP method with which later facts are sent to `{path}/{reference}`
    follow_up_days working days between questions, for an office that has to be asked; None where it calls back
    honours_key    sending twice with one key has one effect
    asked_by_key   it can be asked what it holds under a key, at `path` itself

    A language sets `language`, its name for people, `media_type`, `medium`: by what a request travels (measurement
    a.3), and `longest`: how many bytes an answer may have.
    """

    language: ClassVar[str]
    media_type: ClassVar[str]
    medium: ClassVar[str] = "api"
    longest: ClassVar[int] = LONGEST

    key: ClassVar[str]
    path: ClassVar[str]
    sends: ClassVar[Mapping[str, str | Field | Joined]]
    learns: ClassVar[Mapping[str, str | Field]] = {}
    reference: ClassVar[str] = "reference"
    state: ClassVar[str] = "state"
    done: ClassVar[tuple[str, ...]] = ("done",)
    refused: ClassVar[tuple[str, ...]] = ("refused",)
    under_way: ClassVar[tuple[str, ...]] = ("received",)
    on_the_way: ClassVar[tuple[str, ...]] = ()
    reason: ClassVar[str] = "reason"
    code: ClassVar[str] = "code"
    reasons: ClassVar[Mapping[str, str]] = {}
    faults: ClassVar[tuple[str, ...]] = ()
    missing: ClassVar[str] = "missing"
    clerk: ClassVar[str] = "clerk"
    clerical: ClassVar[tuple[str, ...]] = ()
    supplies: ClassVar[str] = "PATCH"
    follow_up_days: ClassVar[int | None] = None
    honours_key: ClassVar[bool] = True
    asked_by_key: ClassVar[bool] = True

    @abstractmethod
    def encode(self, body: Mapping[str, Plain], about: str) -> bytes:
        """Returns a message to the office: its fields, a null for what will not come, and what it is about.

        `about` is the office's reference, empty in a new request.
        """

    @abstractmethod
    def decode(self, content: bytes, about: str) -> Mapping[str, Any]:
        """Returns the fields of an answer that is about a request, empty for a new one. Raises NotAgreed."""

    @property
    def agency(self) -> str:
        """The part of the key before the dot."""
        return self.key.partition(".")[0]

    @cached_property
    def needs(self) -> frozenset[str]:
        """Every fact named in `sends`."""
        return frozenset(fact for name in self.sends for fact in self.sent(name).facts)

    @property
    def gives(self) -> frozenset[str]:
        """Every fact named in `learns`."""
        return frozenset(self.learned(name).fact for name in self.learns)

    def sent(self, name: str) -> Field | Joined:
        """Returns what stands behind one of the office's field names."""
        entry = self.sends[name]
        return Field(entry) if isinstance(entry, str) else entry

    def learned(self, name: str) -> Field:
        """Returns what stands behind one of the field names in which the office says what it produced."""
        entry = self.learns[name]
        return Field(entry) if isinstance(entry, str) else entry

    def preview(self, facts: Mapping[str, str]) -> dict[str, Plain]:
        """Returns exactly what the office would receive for these facts, in its own words."""
        written = {name: self.sent(name).write(facts) for name in self.sends}
        return {name: self.fit(name, value) for name, value in written.items() if value is not None}

    def fit(self, name: str, value: Plain) -> Plain:
        """Returns the value of a field as the office's language can carry it."""
        return value

    async def submit(self, submission: Submission, office: httpx.AsyncClient) -> Outcome:
        """Posts the request to the office and says which fields will come later; see Adapter.submit."""
        return await self._ask("POST", self.path, office, submission, self.preview(submission.facts))

    async def supply(self, reference: str, submission: Submission, office: httpx.AsyncClient) -> Outcome:
        """Sends later facts to the request's own address; a fact that will not come is sent as null."""
        held = self.preview(submission.facts)
        nothing = {name for name in self.sends if set(self.sent(name).facts) <= set(submission.withheld)}
        body = {name: held.get(name) for name in self.sends if name in held or name in nothing}
        return await self._ask(self.supplies, self.address(reference), office, submission, body, reference)

    async def follow_up(self, reference: str, office: httpx.AsyncClient) -> Outcome:
        """Asks the request's own address how far it is."""
        return await self._ask("GET", self.address(reference), office, about=reference)

    async def find(self, key: str, office: httpx.AsyncClient) -> Outcome:
        """Asks the address for new requests what is held under a key."""
        return await self._ask("GET", self.path, office, more={"Idempotency-Key": key})

    def address(self, reference: str) -> str:
        """Returns the address of one request at the office."""
        return f"{self.path}/{quote(reference, safe='')}"

    def announced(self, submission: Submission) -> list[str]:
        """Returns the office's fields that will come later."""
        return [name for name in self.sends if set(self.sent(name).facts).intersection(submission.to_come)]

    def hear(self, body: bytes) -> Outcome:
        """Reads a callback, which says the same as an answer to a question would."""
        return self._understand(200, body, None, "")

    def read(self, status: int, body: Mapping[str, Any]) -> Outcome:
        """Turns the office's answer into an outcome; override it for an office with verdicts of its own.

        ValueError, KeyError, TypeError and AttributeError raised here become OfficeMisbehaved.
        """
        word = body[self.state]
        known = {name: self.learned(name) for name in self.learns if body.get(name) is not None}
        learned = {each.fact: each.form.read(body[name]) for name, each in known.items()}
        if word in self.refused:
            code = _code(body.get(self.code, word))
            if code in self.faults:
                raise NotAgreed("it says that the request was not written as agreed")
            return Declined(code, self._why(code, body))
        reference = _plain(body[self.reference], LONGEST_REFERENCE)
        if word in self.done:
            return Accepted(reference, learned)
        if word in self.on_the_way:
            return Posted(reference)
        if word in (*self.under_way, *self.clerical):
            waiting = {fact for name in body.get(self.missing) or () for fact in self.sent(name).facts}
            clerk = A_CLERK_LOOKS if word in self.clerical else ""
            if body.get(self.clerk) is not None:
                clerk = _plain(body[self.clerk], LONGEST_REASON)
            return Pending(reference, tuple(sorted(waiting)), learned, clerk=clerk)
        raise NotAgreed("a word for its state was used that was never agreed")

    def _why(self, code: str, body: Mapping[str, Any]) -> str:
        if not self.reasons:
            return _plain(body[self.reason], LONGEST_REASON)
        if code not in self.reasons:
            raise NotAgreed("a code for its reason was used that was never agreed")
        return self.reasons[code]

    async def _ask(
        self,
        method: str,
        path: str,
        office: httpx.AsyncClient,
        submission: Submission | None = None,
        body: Mapping[str, Plain] | None = None,
        about: str = "",
        more: Mapping[str, str] | None = None,
    ) -> Outcome:
        headers = dict(more or {}) if submission is None else self._headers(submission)
        content = None if body is None else self.encode(body, about)
        if content is not None:
            headers["Content-Type"] = self.media_type
        answer = await ask(office, self.agency, method, path, content, headers, self.longest)
        if answer.status in NOTHING_THERE and (about or method == "GET"):
            raise OfficeLost(f"{self.agency} has nothing of what it was asked about")
        return self._understand(answer.status, answer.content, answer.office_time, about)

    def _headers(self, submission: Submission) -> dict[str, str]:
        headers = {
            "Idempotency-Key": submission.key,
            "Handoff-Id": submission.handoff_id,
            "Case-Envelope": f"{submission.envelope.case}:{submission.envelope.salt}",
        }
        if submission.callback_url:
            headers["Callback-Url"] = submission.callback_url
        if coming := self.announced(submission):
            headers["Facts-To-Come"] = ", ".join(coming)
        return headers

    def _understand(self, status: int, content: bytes, office_time: str | None, about: str) -> Outcome:
        try:
            if len(content) > self.longest:
                raise NotAgreed("it is longer than any answer")
            outcome = self.read(status, self.decode(content, about))
            return outcome if office_time is None else replace(outcome, office_time=_moment(office_time))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            # the error's own text may quote the answer, and the answer may hold facts: only its type is safe to keep
            said = str(error) if isinstance(error, NotAgreed) else type(error).__name__
            raise OfficeMisbehaved(f"{self.agency} answered {status} in a way not agreed: {said}") from None


def _plain(value: object, longest: int) -> str:
    """Returns a text that can be kept and shown: on one line, of readable characters, and not too long."""
    plain = " ".join(text(value).split())
    if not plain.isprintable() or len(plain) > longest:
        raise NotAgreed(f"a plain text of at most {longest} characters was agreed")
    return plain


def _code(value: object) -> str:
    return _plain(str(value) if isinstance(value, int) else value, LONGEST_REFERENCE)


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise NotAgreed("a moment with its time zone was agreed")
    return moment
