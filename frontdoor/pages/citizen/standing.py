"""How one office stands in a case, in sentences: what it has, who waits for whom, in time or late, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from frontdoor.discovery import Registry
from frontdoor.handoffs.casedocument import CaseDocument, HandoffView, WaitingView
from frontdoor.handoffs.events import STUCK, Status, Step
from frontdoor.handoffs.state import PART, SUPPLY
from frontdoor.journey.planner import CITIZEN
from frontdoor.pages.citizen.history import MEDIA
from frontdoor.pages.citizen.organisations import any_of_them, called, same_agency, two_parties
from frontdoor.pages.citizen.words import Word, said, word_for
from frontdoor.rendering import ago, count, day, listed, sentence, the

ASIDE = (Status.NOT_NEEDED, Status.WITHHELD)


@dataclass(frozen=True)
class Standing:
    """One service of the case as its page shows it."""

    key: str
    title: str
    name: str
    word: Word
    label: str
    good: bool
    is_stuck: bool
    happened: str
    more: tuple[str, ...]
    time: str
    late: bool
    reference: str
    owner: str
    fallback: str

    @property
    def id(self) -> str:
        """Its id on the page."""
        return self.key.replace(".", "-").replace("_", "-")


def standing(document: CaseDocument, acting: HandoffView, registry: Registry) -> Standing:
    """Returns how a service stands, by the handoff that asks for it: its own, or its part of another's work."""
    agency = registry.agency_of(acting.to)
    key = acting.about or acting.to
    supplies = [
        each for each in document.handoffs if each.kind == SUPPLY and (each.about or each.to) == key and not each.final
    ]
    # what got stuck on its way to the office matters more than what the office waits for
    stuck = next((each for each in supplies if each.status in STUCK), None)
    matters = stuck if stuck and not acting.final else acting
    waits = _waits(document, key) if matters is acting else {}
    waits_for = {provider for providers in waits for provider in providers}
    names = " and ".join(dict.fromkeys(filter(None, (any_of_them(registry, providers) for providers in waits))))
    word = word_for(matters.status, waits_for, unconfirmed=matters.unconfirmed)
    on_its_way = [_supply(each, registry) for each in supplies if each is not matters]
    merged = (_merged(acting, registry),) if acting.kind == PART else ()
    return Standing(
        key=key,
        title=registry.services[key].title,
        name=agency.title,
        word=word,
        label=said(
            matters.status,
            word,
            agency.title if matters.unconfirmed else names or "another office",
            agency.owner,
            front_door=document.front_door,
        ),
        good=acting.status is Status.COMPLETED,
        is_stuck=matters.status in STUCK,
        happened=_what_happened(document, matters, registry),
        more=(*merged, *(_wait(each, document, registry) for each in waits.values()), *on_its_way),
        time=_time(acting, document.now),
        late=_is_late(acting, document.now),
        reference="" if _is_in_the_post(acting) else acting.office_reference or "",
        owner=agency.owner,
        fallback=agency.fallback,
    )


def _what_happened(document: CaseDocument, handoff: HandoffView, registry: Registry) -> str:
    """Says in a sentence or two what happened last to what we hand over to an office."""
    agency, name = registry.agency_of(handoff.to), called(registry, handoff.to)
    since = ago(handoff.since or document.submitted, document.now)
    ended = day(handoff.ended or document.now)
    looking = f"The {agency.owner} has been looking into it since {since}."
    had = f"They have had it since {ago(handoff.received or document.submitted, document.now)}."
    if handoff.paused and handoff.status in (Status.PLANNED, Status.READY, Status.SENT):
        return f"We pass nothing on to {name} for the moment. Nothing is lost: we go on as soon as we can."
    if handoff.unconfirmed:
        told = ago(handoff.received or document.submitted, document.now)
        if handoff.paused:
            cannot = "ask them nothing for the moment. We ask as soon as we can"
        else:
            cannot = "cannot reach them. We keep trying"
        return (
            f"They said {told} that they have it. We want to know whether they still do, and {cannot}; "
            "you need do nothing."
        )
    if handoff.unreachable and handoff.status not in STUCK:
        return f"We cannot reach {name} at the moment. We keep trying; you need do nothing."
    if _is_in_the_post(handoff):
        who = "We have" if document.front_door else "You have"
        on = day(handoff.sent or document.now)
        return f"{who} posted it to {name} on {on} (item {handoff.office_reference}). They write when they have it."
    if not document.front_door and handoff.status in (Status.PLANNED, Status.READY, Status.SENT, Status.BLOCKED):
        blocked = handoff.status is Status.BLOCKED
        return f"You go to {name} when you have what they need." if blocked else f"You are on your way to {name}."
    match handoff.status:
        case Status.PLANNED | Status.READY | Status.SENT:
            again = " They said that they had it, and lost it: we tell them once more." if handoff.lost else ""
            return f"We have been passing your request on since {since}.{again}"
        case Status.BLOCKED if handoff.from_ in registry.services:
            return f"They are told through {called(registry, handoff.from_)}."
        case Status.BLOCKED:
            return f"We will tell {name} as soon as what they need is here."
        case Status.ACKNOWLEDGED | Status.IN_PROGRESS | Status.NEEDS_CITIZEN:
            return had
        case Status.NEEDS_CLERK:
            if handoff.stuck_by == Step.LEFT_TO_CLERK:
                return f"It needs a person there. They say: “{handoff.reason}” {looking}"
            return f"It needs a person. {handoff.reason} {looking} If it cannot wait: {agency.fallback}."
        case Status.UNCERTAIN if handoff.stuck_by == Step.UNCONFIRMED:
            return f"{name} said yes, and cannot be asked whether that still holds. {looking}"
        case Status.UNCERTAIN:
            return f"We cannot tell whether it reached {name}. {looking} If it cannot wait: {agency.fallback}."
        case Status.FAILED:
            return f"We could not tell {name}. {handoff.reason} {looking} If it cannot wait: {agency.fallback}."
        case Status.COMPLETED:
            return f"Done on {ended}.{_took(handoff)}"
        case Status.DECLINED:
            return f"They said no on {ended}: {handoff.reason}"
        case Status.RETRACTED:
            return f"They had said yes, and took it back on {ended}: {handoff.reason} To ask why: {agency.fallback}."
        case Status.WITHHELD | Status.NOT_NEEDED:
            return handoff.reason
        case _:
            assert_never(handoff.status)


def _is_in_the_post(handoff: HandoffView) -> bool:
    """Says whether a carrier has it: what an office is known by to us is the carrier's number until it writes."""
    return handoff.status is Status.SENT and handoff.office_reference is not None


def _took(acting: HandoffView) -> str:
    if acting.sent is None or acting.ended is None:
        return ""
    days = (acting.ended.date() - acting.sent.date()).days
    return f" It took them {count(days, 'day')}." if days else " They did it the same day."


def _waits(document: CaseDocument, service: str) -> dict[tuple[str, ...], list[WaitingView]]:
    """Returns what a service waits for, by those who could provide it."""
    found: dict[tuple[str, ...], list[WaitingView]] = {}
    for each in document.waiting:
        if each.service == service:
            found.setdefault(each.for_, []).append(each)
    return found


def _wait(waits: list[WaitingView], document: CaseDocument, registry: Registry) -> str:
    """Says who waits for whom, for what, since when and until when."""
    first = waits[0]
    if not first.facts:
        return f"{any_of_them(registry, first.for_)} tells them once it has done its own part."
    coming: dict[tuple[str, str, bool], list[WaitingView]] = {}
    for each in waits:
        if each.ready_at:
            coming.setdefault((each.ready_at, each.medium, each.by_letter), []).append(each)
    left = [each for each in waits if not each.ready_at]
    said = [_coming(some, registry) for some in coming.values()]
    return " ".join([*said, _wanted(left, document, registry)] if left else said)


def _coming(waits: list[WaitingView], registry: Registry) -> str:
    """Says that somebody has what is waited for, and how it gets here."""
    first = waits[0]
    giver, taker = two_parties(registry, first.ready_at, first.service)
    facts = listed([_any_of(each, registry) for each in waits])
    if first.by_letter:
        return f"{sentence(giver)} has posted a letter to you with {the(facts)}. It is in the post."
    how = f", {MEDIA[first.medium]}" if first.medium else ""
    return f"{sentence(_office(giver))} is telling {_office(taker)}{how}: {facts}. You need do nothing."


def _office(name: str) -> str:
    return name if name.lower().endswith("office") else f"{name}’s office"


def _wanted(waits: list[WaitingView], document: CaseDocument, registry: Registry) -> str:
    """Says who waits for whom, for what, since when and until when."""
    first = waits[0]
    within = [each for each in first.for_ if each in registry.services and same_agency(registry, each, first.service)]
    # one part of an agency waits for another
    waiter = two_parties(registry, within[0], first.service)[1] if within else called(registry, first.service)
    facts = listed([_any_of(each, registry) for each in waits])
    since = f" since {ago(first.since, document.now)}" if first.since else ""
    waits_for = f"{waiter} {'has waited' if since else 'waits'} for"
    if CITIZEN in first.for_:
        return f"{waits_for} you{since}. It needs: {facts}."
    expected = max((each.until for each in waits if each.until), default=None)
    until = f" Usually there by {day(expected)}." if expected else " Nobody can say yet when it will come."
    whom = two_parties(registry, within[0], first.service)[0] if within else any_of_them(registry, first.for_)
    return f"{waits_for} {whom}{since}. It needs: {facts}.{until}"


def _any_of(wait: WaitingView, registry: Registry) -> str:
    """Returns what is waited for: of several that would do, those that somebody in this case may bring."""
    made = {fact for each in wait.for_ if each in registry.services for fact in registry.services[each].writes_facts()}
    facts = [fact for fact in wait.facts if fact in made] or wait.facts
    return listed([registry.facts[fact].label for fact in facts], "or")


def _merged(part: HandoffView, registry: Registry) -> str:
    """Says who does the work of a service that is no longer one of its own."""
    into = registry.services[part.to]
    return f"Merged into {called(registry, part.to)}: they do it as part of “{into.title}”."


def _supply(supply: HandoffView, registry: Registry) -> str:
    """Says what is on its way to an office besides the request itself."""
    name = called(registry, supply.to)
    what = listed([registry.facts[fact].label for fact in supply.facts]) or "what will not come any more"
    if supply.status in STUCK:
        owner = registry.agency_of(supply.to).owner
        return f"We could not pass on to {name}: {what}. The {owner} is looking into it."
    if supply.unreachable:
        return f"We cannot reach {name} at the moment to pass on: {what}. We keep trying; you need do nothing."
    if _is_in_the_post(supply):
        return f"In the post to {name}: {what}."
    return f"We are passing on to {name}: {what}."


def _is_late(acting: HandoffView, now: datetime) -> bool:
    if acting.deadline is None or acting.status in ASIDE:
        return False
    return (acting.kept or now).date() > acting.deadline.date()


def _time(acting: HandoffView, now: datetime) -> str:
    """Says until when an answer is expected, what the law's deadline is, and whether it was kept."""
    if acting.status in ASIDE:
        return ""
    parts = []
    if not acting.final and acting.expected_by:
        passed = acting.expected_by.date() < now.date()
        parts.append(
            f"We expected an answer by {day(acting.expected_by)}: it takes longer than usual."
            if passed
            else f"Expected by {day(acting.expected_by)}."
        )
    if acting.deadline:
        parts.append(_deadline(acting, acting.deadline, now))
    return " ".join(parts)


def _deadline(acting: HandoffView, deadline: datetime, now: datetime) -> str:
    over = ((acting.kept or now).date() - deadline.date()).days
    if acting.kept:
        kept = f"{count(over, 'day')} late" if over > 0 else "in time"
        return f"Legal deadline {day(deadline)}: {kept}."
    if over > 0:
        return f"Late: the legal deadline was {day(deadline)}, {count(over, 'day')} ago."
    return f"Legal deadline: {day(deadline)}, {'today' if over == 0 else 'in ' + count(-over, 'day')}."
