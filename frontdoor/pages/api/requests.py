"""What the API takes in: JSON of a known shape, refused with every mistake named when it is another."""

from __future__ import annotations

import json
from datetime import date
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from frontdoor.errors import Problem, Refused

Model = TypeVar("Model", bound=BaseModel)


class NewCase(BaseModel):
    """POST /api/cases: a request for one life event. `as_of` is the day in the simulation, YYYY-MM-DD."""

    model_config = ConfigDict(extra="forbid")

    life_event: str = Field(max_length=60)
    facts: dict[str, str | bool | int | float | None]
    as_of: date | None = None
    scenario: str | None = Field(default=None, max_length=60)
    withheld: tuple[str, ...] = ()


class GivenFacts(BaseModel):
    """POST /api/cases/{reference}/facts: what an office asked the citizen for."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[str, str | bool | int | float | None]


class FaultWish(BaseModel):
    """POST /api/simulation/faults: a fault of a simulated office, or its end (`clear`)."""

    model_config = ConfigDict(extra="forbid")

    agency: str
    kind: str | None = None
    world: str | None = None
    rate: float = Field(default=1.0, gt=0, le=1)
    seed: int = 0
    clear: bool = False


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
