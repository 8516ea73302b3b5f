"""Puts the portal together: routes, error pages, middleware, and the worker that runs inside on SQLite."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware

from frontdoor.discovery import Registry
from frontdoor.discovery import registry as found_registry
from frontdoor.handoffs.offices import network
from frontdoor.handoffs.portal import opened_portal
from frontdoor.middleware import Guard
from frontdoor.pages import api, citizen, design, desk, evaluate
from frontdoor.pages.evaluate.onrecord import Reader
from frontdoor.pages.problems import handlers
from frontdoor.rendering import static_files
from frontdoor.security.limits import Limits
from frontdoor.settings import Settings


def create_app(
    settings: Settings,
    registry: Registry | None = None,
    transport: Callable[[], httpx.AsyncBaseTransport] = network,
    *,
    work: bool = True,
) -> Starlette:
    """Returns the portal as an ASGI application.

    `transport` replaces the network to the offices in tests; `work=False` leaves the worker out, so that nothing is
    sent until a test says so.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with opened_portal(settings, registry or found_registry(), transport, work=work) as portal:
            app.state.portal = portal
            app.state.limits = Limits(settings.guesses)
            app.state.on_record = Reader(portal.registry)
            yield

    return Starlette(
        routes=[*citizen.routes, *design.routes, *desk.routes, *evaluate.routes, *api.routes, static_files()],
        exception_handlers=handlers,
        middleware=[Middleware(Guard, settings=settings)],
        lifespan=lifespan,
    )
