"""How a request is handed to a hub, which carries it unopened to the office that it is for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Protocol

import httpx

from backoffice_adapters.asking import ask
from backoffice_adapters.messages import OfficeMisbehaved, Submission

PARCELS = "/~parcels"


class Packs(Protocol):
    """What is needed of an adapter: the request as its office would receive it, and what it is told will come."""

    @property
    def key(self) -> str:
        """The service."""
        ...

    def preview(self, facts: Mapping[str, str]) -> Mapping[str, object]:
        """Returns the request in the office's own words."""
        ...

    def announced(self, submission: Submission) -> list[str]:
        """Returns the office's fields that will come later."""
        ...


async def carry(adapter: Packs, submission: Submission, hub: str, office: httpx.AsyncClient) -> None:
    """Gives a request to a hub's office. Raises OfficeUnavailable or OfficeMisbehaved.

    Idempotent on the request's key, as every office is that the hub carries it to.
    """
    envelope = f"{submission.envelope.case}:{submission.envelope.salt}"
    parcel = {
        "service": adapter.key,
        "key": submission.key,
        "body": dict(adapter.preview(submission.facts)),
        "handoff_id": submission.handoff_id,
        "callback": submission.callback_url or "",
        "envelope": envelope,
        "coming": adapter.announced(submission),
    }
    headers = {"Content-Type": "application/json", "Case-Envelope": envelope, "Hub": hub}
    answer = await ask(office, hub, "POST", PARCELS, json.dumps(parcel).encode(), headers)
    if answer.status >= 400:
        raise OfficeMisbehaved(f"{hub} answered {answer.status} in a way not agreed")
