"""Starts the town of simulated offices: `python -m backoffice_adapters.simulated --port 8100`."""

from __future__ import annotations

import argparse
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from backoffice_adapters.simulated.calendar import opening
from backoffice_adapters.simulated.town import Town, TownSettings
from backoffice_adapters.simulated.wire import Severed


def main(arguments: list[str] | None = None) -> None:
    """Serves the town on the loopback address until it is told to stop."""
    parser = argparse.ArgumentParser(
        prog="frontdoor town",
        description="Runs the town of simulated offices.",
        epilog="Example: frontdoor town --port 8100 --day 2s --only dvla",
    )
    parser.add_argument("--port", type=int, default=8100, help="port on the loopback address (default 8100)")
    parser.add_argument("--only", metavar="AGENCY", help="run one agency's office alone")
    parser.add_argument(
        "--day",
        type=seconds,
        default=2.0,
        help="how long a working day takes: 2s, 0.5s; 0 jumps from event to event (default 2s)",
    )
    parser.add_argument("--folder", type=Path, default=Path("var/town"), help="where the offices keep their records")
    parser.add_argument("--seed", type=int, default=1999, help="seed of the town's chance (default 1999)")
    chosen = parser.parse_args(arguments)
    try:
        town = Town(TownSettings(chosen.folder, chosen.day, chosen.seed, chosen.only))
    except LookupError as error:
        parser.error(str(error))
    _ = opening(datetime.now(UTC))  # reads the bank holidays before the first request waits for them
    uvicorn.run(breaking(town.app), host="127.0.0.1", port=chosen.port, log_level="warning", access_log=False)


def breaking(app: ASGIApp) -> ASGIApp:
    """Lets a connection that a fault breaks end as it is: the server closes what is left unanswered."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        with suppress(Severed):
            await app(scope, receive, send)

    return answer


def seconds(written: str) -> float:
    """Reads a duration like 2s, 500ms or 0. Raises ArgumentTypeError."""
    unit = 1000.0 if written.endswith("ms") else 1.0
    try:
        value = float(written.removesuffix("ms").removesuffix("s")) / unit
    except ValueError:
        raise argparse.ArgumentTypeError("write a duration in seconds, like 2s, 0.5s or 0") from None
    if not 0 <= value < 86400:
        raise argparse.ArgumentTypeError("a day takes from 0 to 86400 seconds")
    return value


if __name__ == "__main__":
    main()
