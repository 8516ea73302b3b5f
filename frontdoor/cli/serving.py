"""The commands that run something: the portal, the town, or both together."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import uvicorn

from frontdoor.app import create_app
from frontdoor.database.address import SQLITE, DatabaseRefused, kind_of
from frontdoor.database.migrating import check_schema, migrate
from frontdoor.database.opening import only_process
from frontdoor.discovery import registry
from frontdoor.garbage import collect_seldom
from frontdoor.handoffs.clock import working_days_after
from frontdoor.handoffs.portal import opened_portal
from frontdoor.security.operator import operator_key
from frontdoor.settings import DEFAULT_TOWN_PORT, Settings, read_settings

LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(chosen: argparse.Namespace) -> int:
    """Runs the portal until it is told to stop."""
    settings = _with_address(read_settings(), chosen.port, chosen.host)
    if chosen.town:
        settings = replace(settings, town_url=chosen.town.rstrip("/"))
    if settings.host not in LOOPBACK:
        print(f"Listening on {settings.host}: anybody who can reach this machine can reach it.", file=sys.stderr)
    try:
        if chosen.no_worker and kind_of(settings.database) == SQLITE:
            raise DatabaseRefused("On SQLite the worker is in the serving process: leave out --no-worker.")
        asyncio.run(_check(settings.database))
    except DatabaseRefused as refused:
        print(f"frontdoor: {refused}", file=sys.stderr)
        return 1
    if not _can_listen(settings):
        return 1
    _run(settings, work=not chosen.no_worker)
    return 0


def worker(chosen: argparse.Namespace) -> int:
    """Hands over what is ready, beside other workers and portals, until it is told to stop."""
    settings = read_settings()
    if chosen.town:
        settings = replace(settings, town_url=chosen.town.rstrip("/"))
    try:
        if kind_of(settings.database) == SQLITE:
            raise DatabaseRefused(
                "A SQLite database has one process, and frontdoor serve works in it. For workers of their own, name a "
                "PostgreSQL database in FRONTDOOR_DATABASE (frontdoor db copy moves everything there)."
            )
        asyncio.run(_check(settings.database))
    except DatabaseRefused as refused:
        print(f"frontdoor: {refused}", file=sys.stderr)
        return 1
    logging.basicConfig(level=logging.WARNING, format=LINE)
    asyncio.run(_work(settings))
    return 0


async def _check(url: str) -> None:
    await check_schema(url)
    async with only_process(url):
        pass


async def _work(settings: Settings) -> None:
    told = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, told.set)
    async with opened_portal(settings, registry()):
        collect_seldom()
        _ = await told.wait()


def town(chosen: argparse.Namespace) -> int:
    """Runs the town in this process's place, with the options that were given."""
    given = {name: getattr(chosen, name) for name in ("port", "only", "day", "folder", "seed")}
    options = [word for name, value in given.items() if value is not None for word in (f"--{name}", value)]
    os.execv(sys.executable, [sys.executable, "-m", "backoffice_adapters.simulated", *options])  # noqa: S606 our own


def demo(chosen: argparse.Namespace) -> int:
    """Runs the town in a process of its own, and the portal; `/` answers when the town is ready."""
    settings = _with_address(read_settings(), chosen.port, None)
    port = chosen.town_port or int(os.environ.get("TOWN_PORT", DEFAULT_TOWN_PORT))
    day = chosen.day or os.environ.get("DAY", "2s")
    settings = replace(settings, town_url=f"http://127.0.0.1:{port}", renews=True)
    if not _can_listen(settings):
        return 1
    try:
        asyncio.run(migrate(settings.database))
    except DatabaseRefused as refused:
        print(f"frontdoor: {refused}", file=sys.stderr)
        return 1
    # the server raises the signal again when it has closed down; it must not end us before the town is ended too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with _town(port, day, settings) as ready, contextlib.suppress(KeyboardInterrupt):
        if not ready:
            print(f"The town did not start on port {port}. Is the port taken? Set TOWN_PORT.", file=sys.stderr)
            return 1
        print("SIMULATION: these offices are not real, and nothing leaves this machine.")
        print(f"  Portal  {settings.public_url}/")
        print(f"  Town    {settings.town_url}/   (a working day takes {day}; the clerks’ desks)")
        print("  Stop    Ctrl+C", flush=True)
        _run(settings)
    return 0


def _with_address(settings: Settings, port: int | None, host: str | None) -> Settings:
    changed = replace(settings, port=port or settings.port, host=host or settings.host, public_url="")
    own = os.environ.get("FRONTDOOR_PUBLIC_URL", "").rstrip("/")
    return replace(changed, public_url=own) if own else changed


def _can_listen(settings: Settings) -> bool:
    """Says whether the portal's address is free, and if not, in a sentence, what to do: before anything is begun."""
    try:
        family, *_, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        socket.create_server(address[:2], family=family).close()
    except OSError as error:
        print(
            f"frontdoor: The portal cannot listen on {settings.host}:{settings.port} ({error.strerror}), so it was not "
            "started. Stop what listens there, or name another port: --port 8001, or PORT=8001 with make demo.",
            file=sys.stderr,
        )
        return False
    return True


def _run(settings: Settings, *, work: bool = True) -> None:
    logging.basicConfig(level=logging.WARNING, format=LINE)
    operator_key(settings.operator_key_file)
    app = create_app(settings, work=work)
    _ = working_days_after(datetime.now(UTC), 1)  # reads the bank holidays before the first citizen waits for them
    collect_seldom()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


@contextlib.contextmanager
def _town(port: int, day: str, settings: Settings) -> Iterator[bool]:
    """Starts the town, or uses the one that already runs there; says whether it is ready."""
    if _is_town(port):
        print(f"A town already runs on port {port}; using it.")
        yield True
        return
    folder = str(settings.var / "town")
    command = [sys.executable, "-m", "backoffice_adapters.simulated", "--port", str(port), "--day", day]
    child = subprocess.Popen([*command, "--folder", folder])
    try:
        yield _wait_for(child, port)
    finally:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5)
        child.kill()


def _wait_for(child: subprocess.Popen[bytes], port: int) -> bool:
    end = time.monotonic() + 30
    while time.monotonic() < end and child.poll() is None:
        if _is_town(port):
            return True
        time.sleep(0.05)
    return False


def _is_town(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_town", timeout=2) as answer:
            return "offices" in json.loads(answer.read())
    except (urllib.error.URLError, OSError, ValueError):
        return False
