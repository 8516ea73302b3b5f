"""The last steps: declare, send, and keep the reference with its secret."""

from __future__ import annotations

from starlette.responses import Response

from frontdoor.cases.models import Case, CaseFact, Draft
from frontdoor.cases.store import DRAFT_DAYS
from frontdoor.errors import Conflict, Refused
from frontdoor.handoffs.intake import CaseRequest
from frontdoor.journey.plan import Plan
from frontdoor.journey.planner import CITIZEN
from frontdoor.pages.citizen.checking import answers_page
from frontdoor.pages.citizen.forecast import forecast
from frontdoor.pages.citizen.offices import plan_of
from frontdoor.pages.citizen.questions import journey_of, next_path
from frontdoor.pages.citizen.visits import Visit

SENT = "/journey/sent"


async def declare(visit: Visit) -> Response:
    """Asks for the declaration, after the offices were looked at."""
    draft = await visit.draft()
    journey = journey_of(visit, draft)
    if not journey.complete:
        return visit.go(next_path(journey))
    if not visit.session.get("looked"):
        return visit.go("/journey/offices")
    plan = plan_of(visit.registry, journey, draft)
    return visit.render(
        "declaration.html",
        event=journey.event,
        told=len(plan.active),
        withheld=[visit.registry.services[each.service].title for each in plan.services if each.withheld],
    )


async def send(visit: Visit) -> Response:
    """Sends the request, once: a second press finds that it was sent, and leads to the same page."""
    if visit.session.get("case"):
        return visit.go(SENT)
    number = str(visit.session.get("draft") or "")
    sent_before = await Case.get_or_none(idempotency_key=_key(number)) if number else None
    if sent_before is not None:
        return _sent(visit, sent_before)
    draft = await visit.draft()
    journey = journey_of(visit, draft)
    if not journey.complete:
        return visit.go(next_path(journey))
    if not visit.session.get("looked"):
        return visit.go("/journey/offices")
    request = CaseRequest(
        life_event=draft.life_event,
        facts=journey.facts,
        scenario=visit.portal.settings.scenario,
        withheld=tuple(draft.withheld),
        idempotency_key=_key(number),
        channel="web",
    )
    try:
        accepted = await visit.portal.submit(request, draft)
    except Refused as error:
        return answers_page(visit, draft, error.problems)
    except Conflict:
        sent_before = await Case.get_or_none(idempotency_key=_key(number))
        if sent_before is None:
            raise
        return _sent(visit, sent_before)
    return _sent(visit, accepted.case)


async def sent(visit: Visit) -> Response:
    """Confirms: the reference, the secret as long as this page has not been left, and what happens next."""
    case = await visit.case()
    given = await CaseFact.filter(case_id=case.id, source=CITIZEN, service="").values_list("fact", flat=True)
    return visit.render(
        "sent.html",
        event=visit.registry.life_events[case.life_event],
        reference=case.reference,
        secret=visit.session.get("secret"),
        forecast=forecast(visit.registry, Plan.model_validate(case.plan), list(map(str, given)), case.submitted_at),
    )


async def save(visit: Visit) -> Response:
    """Shows the reference and the secret of a journey that is to go on later."""
    draft: Draft = await visit.draft()
    journey = journey_of(visit, draft)
    return visit.render(
        "save.html",
        event=journey.event,
        reference=draft.reference,
        secret=visit.session.get("secret"),
        expires=draft.expires_at.date(),
        days=DRAFT_DAYS,
        back=next_path(journey),
    )


def _key(draft: str) -> str:
    """One draft can be sent once, however often the button is pressed."""
    return f"draft-{draft}"


def _sent(visit: Visit, case: Case) -> Response:
    visit.session.put(draft=None, looked=None, case=str(case.id))
    return visit.go(SENT)
