"""The only module of the town that sends anything: what offices have to say to callback addresses."""

from __future__ import annotations

import httpx

from backoffice_adapters.simulated.store import Message

SECONDS = 10.0


class Post:
    """Carries messages from offices to whoever asked to be called back."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False)

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def deliver(self, message: Message) -> bool:
        """Sends one message; True when it was acknowledged, or refused for good (gone, unknown)."""
        headers = {
            "Content-Type": "application/json",
            "Message-Id": message.message_id,
            "Office-Time": message.office_time,
        }
        try:
            response = await self._client.post(message.url, content=message.body, headers=headers)
        except httpx.TransportError:
            return False
        # what is refused for good is not said again: the portal has it on record
        return response.status_code < 500 and response.status_code not in (408, 425, 429)
