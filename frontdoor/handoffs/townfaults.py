"""The faults of simulated offices, as operators switch them on and off in a town. A real installation has none."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from frontdoor.errors import NotFound, Problem, Refused
from frontdoor.handoffs.offices import Offices
from frontdoor.settings import Settings

FAULTS, KINDS = "/_town/faults", "/_town/fault-kinds"


class FaultWish(BaseModel):
    """POST /api/simulation/faults: a fault of a simulated office, or its end (`clear`)."""

    model_config = ConfigDict(extra="forbid")

    agency: str
    kind: str | None = None
    world: str | None = None
    rate: float = Field(default=1.0, gt=0, le=1)
    seed: int = 0
    clear: bool = False


class FaultOn(BaseModel):
    """A fault that is switched on: in one world or (`*`) in every world, in what share of cases, by what chance."""

    model_config = ConfigDict(frozen=True)

    world: str
    agency: str
    kind: str
    rate: float
    seed: int


class TownFaults:
    """What is wrong with the offices of a town, and switching it. All raise TownUnreachable."""

    def __init__(self, offices: Offices, settings: Settings) -> None:
        self._offices = offices
        self._settings = settings

    async def kinds(self) -> Mapping[str, str]:
        """Returns the kinds of fault that there are, and what an office does then; none where there is no town."""
        if not self._settings.town_url:
            return {}
        answer = await self._offices.ask_town("GET", KINDS, {})
        return {str(kind): str(does) for kind, does in answer.body.items()}

    async def switched_on(self, agency: str) -> list[FaultOn]:
        """Returns the faults of an agency's office that are on."""
        answer = await self._offices.ask_town("GET", FAULTS, {})
        return [found for each in answer.body if (found := FaultOn.model_validate(each)).agency == agency]

    async def switch(self, wish: FaultWish) -> list[FaultOn]:
        """Switches a fault on or off; returns all that are on. Raises NotFound without a town, and Refused."""
        if not self._settings.town_url:
            raise NotFound("There is no town of simulated offices here.")
        method = "DELETE" if wish.clear else "POST"
        answer = await self._offices.ask_town(method, FAULTS, wish.model_dump(exclude={"clear"}))
        if answer.status >= 400:
            raise Refused([Problem("fault", str(answer.body.get("error", "The town did not take it.")))])
        return [FaultOn.model_validate(each) for each in answer.body]
