"""What the API takes in: JSON of a known shape, refused with every mistake named when it is another."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.requests import Request

from frontdoor.errors import Problem, Refused
from frontdoor.handoffs.intake import ScriptedCitizen
from frontdoor.handoffs.reports import MOST, OfficeReport
from frontdoor.handoffs.scripted import Habit

WORLD = r"^[a-z0-9][a-z0-9_.-]{0,59}$"
REPORTS = TypeAdapter(Annotated[list[OfficeReport], Field(max_length=MOST)])
Model = TypeVar("Model", bound=BaseModel)


class CitizenWish(BaseModel):
    """A scripted citizen: how soon they act, and what they can say besides what the request says."""

    model_config = ConfigDict(extra="forbid")

    habit: Habit = Habit.ATTENTIVE
    knows: dict[str, str | bool | int | float] = {}


class NewCase(BaseModel):
    """POST /api/cases: a request for one life event. `as_of` is the day in the simulation, YYYY-MM-DD."""

    model_config = ConfigDict(extra="forbid")

    life_event: str = Field(max_length=60)
    facts: dict[str, str | bool | int | float | None]
    as_of: date | None = None
    scenario: str | None = Field(default=None, max_length=60)
    world: str | None = Field(default=None, pattern=WORLD)
    withheld: tuple[str, ...] = ()
    citizen: Habit | CitizenWish | None = None

    @property
    def scripted(self) -> ScriptedCitizen | None:
        """The scripted citizen, if one was asked for."""
        match self.citizen:
            case None:
                return None
            case CitizenWish():
                return ScriptedCitizen(self.citizen.habit, self.citizen.knows)
            case habit:
                return ScriptedCitizen(habit)


class NewComparison(BaseModel):
    """POST /api/comparisons: one request, made in a fresh world of each scenario."""

    model_config = ConfigDict(extra="forbid")

    life_event: str = Field(max_length=60)
    facts: dict[str, str | bool | int | float | None]
    as_of: date | None = None
    withheld: tuple[str, ...] = ()
    citizen: Habit | CitizenWish = Habit.ATTENTIVE
    scenarios: tuple[Annotated[str, Field(max_length=60)], ...]
    seed: int = Field(default=0, ge=0, le=999_999)

    @property
    def scripted(self) -> ScriptedCitizen:
        """The scripted citizen, the same in every world."""
        wish = self.citizen
        return ScriptedCitizen(wish.habit, wish.knows) if isinstance(wish, CitizenWish) else ScriptedCitizen(wish)


class GivenFacts(BaseModel):
    """POST /api/cases/{reference}/facts: what an office asked the citizen for; `service`: for that office only."""

    model_config = ConfigDict(extra="forbid")

    service: str | None = Field(default=None, max_length=100)

    facts: dict[str, str | bool | int | float | None]


async def read_body(request: Request, model: type[Model]) -> Model:
    """Returns the request's JSON body as a model. Raises Refused with every mistake; values are never repeated."""
    content = await request.body()
    try:
        return model.model_validate(json.loads(content))
    except ValidationError as error:
        problems = [
            Problem(".".join(str(part) for part in each["loc"])[:100] or "body", f"{each['msg']}.")
            for each in error.errors(include_input=False, include_url=False, include_context=False)
        ]
        raise Refused(problems, "The request is not of the form that we take") from None
    except (ValueError, RecursionError):
        raise Refused([Problem("body", "Send one JSON object.")], "The request is not JSON") from None


async def read_reports(request: Request) -> list[OfficeReport]:
    """Returns the reports of offices in a request's body. Raises Refused."""
    try:
        return REPORTS.validate_json(await request.body())
    except ValidationError:
        raise Refused(
            [Problem("body", "Send a list of reports.")], "The reports are not of the form that we take"
        ) from None
