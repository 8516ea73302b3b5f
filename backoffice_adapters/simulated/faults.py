"""What can be wrong with an office, and an ASGI wrapper that makes it so. Behaviour and faults are separate things."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

KINDS = {
    "down": "answers 503 and does no work",
    "slow": "answers three seconds late",
    "hangs": "takes the request and never answers",
    "garbled": "answers something that nobody can read",
    "mistaken": "writes down something wrong, and finds it out ten working days later",
}
SLOW_SECONDS = 3.0
EVERY_WORLD = "*"


@dataclass
class Fault:
    """One fault of one office: its kind, in what share of requests it shows, and the seed of that chance."""

    kind: str
    rate: float = 1.0
    seed: int = 0
    chance: Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 a simulation

    def shows(self) -> bool:
        """Draws whether the fault shows this time."""
        return self.rate >= 1 or self.chance.random() < self.rate


class Faults:
    """The faults that are switched on, by world (or every world) and agency."""

    def __init__(self) -> None:
        self._on: dict[tuple[str, str], Fault] = {}

    def set(self, agency: str, fault: Fault, world: str = EVERY_WORLD) -> None:
        """Switches a fault on, in one world or in every world, also those opened later."""
        self._on[world, agency] = fault

    def clear(self, agency: str, world: str = EVERY_WORLD) -> None:
        """Switches an agency's faults off; for every world also those set for single ones."""
        for place in [place for place in self._on if place[1] == agency and world in (EVERY_WORLD, place[0])]:
            del self._on[place]

    def of(self, world: str, agency: str) -> Fault | None:
        """Returns the fault of an agency's office in a world, if it has one."""
        return self._on.get((world, agency)) or self._on.get((EVERY_WORLD, agency))

    def is_down(self, world: str, agency: str) -> bool:
        """Says whether the office does no work at all."""
        fault = self.of(world, agency)
        return fault is not None and fault.kind == "down"

    def list(self) -> list[dict[str, object]]:
        """Returns every fault that is on, as plain rows."""
        return [
            {"world": world, "agency": agency, "kind": fault.kind, "rate": fault.rate, "seed": fault.seed}
            for (world, agency), fault in sorted(self._on.items())
        ]


async def through(fault: Fault | None, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Hands a request to the office's application, through its fault where that shows."""
    if fault is None or fault.kind == "mistaken" or not fault.shows():
        await app(scope, receive, send)
        return
    match fault.kind:
        case "down":
            await PlainTextResponse("The office is closed.", 503)(scope, receive, send)
        case "slow":
            await asyncio.sleep(SLOW_SECONDS)
            await app(scope, receive, send)
        case "hangs":
            while (await receive())["type"] != "http.disconnect":
                pass
        case "garbled":
            await PlainTextResponse("%%% \x07 <reply>", 200)(scope, receive, send)
        case _:
            raise ValueError(f"There is no fault '{fault.kind}'.")
