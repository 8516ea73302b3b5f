"""The only module of the town that sends anything: offices' messages to callback addresses, and their reports."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

import httpx
from httpx_aiohttp import AiohttpTransport

from backoffice_adapters.simulated.papers import Report
from backoffice_adapters.simulated.store import Message

SECONDS = 10.0


def signed(message: Message, now: int) -> tuple[str, dict[str, str]]:
    """Returns where a message goes and with which headers: signed as Standard Webhooks has it, where there is a key.

    The key came as the fragment of the callback address. `now`: seconds of the wall clock, not of a calendar.
    """
    address, _, key = message.url.partition("#")
    # in what language the body is written is agreed between the office and whoever hears it
    headers = {"webhook-id": message.message_id, "Office-Time": message.office_time}
    if key:
        said = f"{message.message_id}.{now}.{message.body}".encode()
        mac = hmac.new(base64.b64decode(key.partition("_")[2]), said, hashlib.sha256).digest()
        headers |= {"webhook-timestamp": str(now), "webhook-signature": f"v1,{base64.b64encode(mac).decode()}"}
    return address, headers


class Post:
    """Carries messages from offices to whoever asked to be called back."""

    def __init__(self) -> None:
        network = AiohttpTransport(trust_env=False)
        self._client = httpx.AsyncClient(transport=network, timeout=SECONDS, follow_redirects=False, trust_env=False)

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def report(self, url: str, reports: list[Report]) -> bool:
        """Hands in reports; True when they were taken, or refused for good."""
        return await self._send(url, json.dumps([each.body for each in reports]), {"Content-Type": "application/json"})

    async def deliver(self, message: Message) -> bool:
        """Sends one message; True when it was acknowledged, or refused for good (gone, unknown)."""
        address, headers = signed(message, int(time.time()))
        return await self._send(address, message.body, headers)

    async def _send(self, url: str, body: str, headers: dict[str, str]) -> bool:
        try:
            response = await self._client.post(url, content=body, headers=headers)
        except httpx.TransportError:
            return False
        # what is refused for good is not said again: the portal has it on record
        return response.status_code < 500 and response.status_code not in (408, 425, 429)
