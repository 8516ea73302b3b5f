"""The document of a case, as pages, the API and the command line show it: its handoffs, letters, tasks and waiting."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from frontdoor.handoffs.events import FINAL, Status
from frontdoor.handoffs.frictions import FrictionView
from frontdoor.handoffs.state import ACTING, PART, Errand


class WaitView(BaseModel):
    """What is waited for and who could provide it: service keys, or `citizen`."""

    facts: tuple[str, ...]
    providers: tuple[str, ...]


class HandoffView(BaseModel):
    """One handoff. Times are on the office calendar; facts are names, never values.

    `kept`: when what has to be done by the deadline was done. `unreachable`: its office did not answer when it was last
    tried; `unconfirmed`: so it has not said within its promise time that it still has it. `paused`: an operator hands
    nothing over there for the moment. `lost`: how often its office has lost it. `stuck_by`: the step by which a person
    has to look at it.
    """

    model_config = ConfigDict(populate_by_name=True)

    handoff_id: str
    kind: str
    service: str | None
    agency: str
    from_: str = Field(alias="from")
    to: str
    facts: tuple[str, ...]
    medium: str
    status: Status
    reason: str
    since: datetime | None
    sent: datetime | None
    received: datetime | None
    ended: datetime | None
    expected_by: datetime | None
    deadline: datetime | None
    kept: datetime | None = None
    attempts: int
    unreachable: bool
    unconfirmed: bool = False
    paused: bool = False
    lost: int = 0
    stuck_by: str = ""
    office_reference: str | None
    about: str = ""
    source: str | None = None
    waits: tuple[WaitView, ...] = ()

    @property
    def final(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in FINAL


class LetterView(BaseModel):
    """A letter that lies in the citizen's letterbox: from whom, when it came, which facts it is about, where it is.

    `asks`: facts that its office wants to be told again. `offers`: facts that it will post, by consumer, when asked.
    `addressed_to`: the fact whose address stands on it, where its office says so.
    """

    model_config = ConfigDict(populate_by_name=True)

    letter: str
    from_: str = Field(alias="from")
    arrived: datetime
    facts: tuple[str, ...]
    asks: tuple[str, ...]
    offers: dict[str, tuple[str, ...]]
    address: str
    addressed_to: str = ""


class TaskView(BaseModel):
    """Something that only the citizen can do: for which service, which facts, since when.

    `errand` says what it is: tell, tell_again, carry (off a letter) or ask_to_post (the provider, to send it).
    """

    service: str
    agency: str
    errand: Errand
    facts: tuple[str, ...]
    since: datetime | None
    provider: str = ""
    letter: str = ""
    address: str = ""


class WaitingView(BaseModel):
    """Who waits for whom: a service, the facts it lacks, who is to provide them, since when and until when.

    No facts: it waits for its hub. `ready_at` has them already, so that they are only on their way: by `medium` from
    office to office, or `by_letter` to the citizen.
    """

    model_config = ConfigDict(populate_by_name=True)

    service: str
    for_: tuple[str, ...] = Field(alias="for")
    facts: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    ready_at: str = ""
    medium: str = ""
    by_letter: bool = False


class CaseDocument(BaseModel):
    """A case with all its handoffs (design 6): what `frontdoor case --json` and GET /api/cases/{reference} give."""

    reference: str
    life_event: str
    scenario: str
    world: str = ""
    front_door: bool = True
    relations: str = ""
    as_of: date
    asked_as_of: date
    submitted: datetime
    now: datetime
    closed: datetime | None
    calendar_days: int
    finished: bool
    definitions: str
    citizen: str = ""
    handoffs: tuple[HandoffView, ...]
    letters: tuple[LetterView, ...] = ()
    letterbox: str = ""
    tasks: tuple[TaskView, ...]
    waiting: tuple[WaitingView, ...]
    frictions: tuple[FrictionView, ...] = ()
    measures: dict[str, Any] = {}
    standing_still: str = ""

    @property
    def acting(self) -> tuple[HandoffView, ...]:
        """The acting handoff of each service, in the order of the plan."""
        return tuple(each for each in self.handoffs if each.kind == ACTING)

    @property
    def asked(self) -> tuple[HandoffView, ...]:
        """What asks each service's office to act: its acting handoff, or its part of the work it was merged into."""
        parts = {each.about: each for each in self.handoffs if each.kind == PART}
        return tuple(parts.get(each.to, each) for each in self.acting)
