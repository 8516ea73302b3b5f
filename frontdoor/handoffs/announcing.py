"""Tells a town what a case concerns and how its offices stand to one another, before the first of them is asked."""

from __future__ import annotations

from backoffice_adapters.api import OfficeMisbehaved, OfficeUnavailable
from frontdoor.cases.models import Case
from frontdoor.handoffs.clock import TownUnreachable
from frontdoor.handoffs.models import RelationsTable
from frontdoor.handoffs.offices import Offices
from frontdoor.journey.plan import Plan
from frontdoor.settings import Settings

REPORTS = "/api/office-events"


class Announcer:
    """Announces each case once in a process's life; the town takes the same announcement as often as it comes."""

    def __init__(self, offices: Offices, settings: Settings) -> None:
        self._offices = offices
        self._settings = settings
        self._announced: set[str] = set()

    async def announce(self, case: Case) -> None:
        """Announces a case to its town, where it has one. Raises OfficeUnavailable or OfficeMisbehaved."""
        if not case.relations or case.id.hex in self._announced:
            return
        table = await RelationsTable.get(version=case.relations)
        wish = {
            "case": case.id.hex,
            "services": [each.service for each in Plan.model_validate(case.plan).active],
            "table": table.document,
            "reports_to": f"{self._settings.public_url}{REPORTS}",
        }
        try:
            answer = await self._offices.ask_town("POST", f"/_town/worlds/{case.world}/cases", wish)
        except TownUnreachable:
            raise OfficeUnavailable("The town of offices does not answer", sent=False) from None
        if answer.status >= 400:
            raise OfficeMisbehaved(f"The town did not take how offices stand to one another: {answer.status}")
        self._announced.add(case.id.hex)
