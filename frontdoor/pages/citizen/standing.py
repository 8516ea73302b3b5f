"""How one office stands in a case, in sentences: what it has, who waits for whom, in time or late, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdoor.discovery import Registry
from frontdoor.handoffs.casefile import CaseDocument, HandoffView, WaitingView
from frontdoor.handoffs.events import Status
from frontdoor.handoffs.ledger import SUPPLY
from frontdoor.journey.planner import CITIZEN
from frontdoor.pages.citizen.organisations import any_of_them, called
from frontdoor.pages.citizen.words import Word, said, word_for
from frontdoor.rendering import count, day, listed

STUCK = (Status.FAILED, Status.UNCERTAIN, Status.NEEDS_CLERK)
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
    sentences: tuple[str, ...]
    time: str
    late: bool
    reference: str
    owner: str
    fallback: str
    do_nothing: str

    @property
    def id(self) -> str:
        """Its id on the page."""
        return self.key.replace(".", "-").replace("_", "-")


def standing(document: CaseDocument, acting: HandoffView, registry: Registry) -> Standing:
    """Returns how the service of an acting handoff stands."""
    agency = registry.agency_of(acting.to)
    supplies = [each for each in document.handoffs if each.kind == SUPPLY and each.to == acting.to and not each.final]
    # what got stuck on its way to the office matters more than what the office waits for
    stuck = next((each for each in supplies if each.status in STUCK), None)
    matters = stuck if stuck and not acting.final else acting
    waits = [each for each in document.waiting if each.service == acting.to] if matters is acting else []
    waits_for = {provider for each in waits for provider in each.for_}
    names = " and ".join(dict.fromkeys(filter(None, (any_of_them(registry, each.for_) for each in waits))))
    word = word_for(matters.status, waits_for)
    late = _is_late(acting, document.now)
    return Standing(
        key=acting.to,
        title=registry.services[acting.to].title,
        name=agency.title,
        word=word,
        label=said(matters.status, waits_for, names or "another office", agency.owner),
        good=acting.status is Status.COMPLETED,
        sentences=tuple(
            filter(
                None,
                (
                    *_what_happened(document, acting, matters, registry),
                    *(_wait(each, document, registry) for each in waits),
                    *(_supply(each, registry) for each in supplies if each is not matters),
                ),
            )
        ),
        time=_time(acting, document.now),
        late=late,
        reference=acting.office_reference or "",
        owner=agency.owner,
        fallback=agency.fallback,
        do_nothing=_do_nothing(word, matters.status),
    )


def ago(moment: datetime, now: datetime) -> str:
    """Returns a day and how long ago it was: "5 March 2026 (3 days ago)"."""
    days = (now.date() - moment.date()).days
    return f"{day(moment)} ({'today' if days <= 0 else count(days, 'day') + ' ago'})"


def _what_happened(
    document: CaseDocument, acting: HandoffView, matters: HandoffView, registry: Registry
) -> tuple[str, ...]:
    now, agency = document.now, registry.agency_of(acting.to)
    name, since = called(registry, acting.to), ago(matters.since or document.submitted, document.now)
    match matters.status:
        case _ if matters.unreachable and matters.status not in STUCK:
            return (f"We cannot reach {name} at the moment. We keep trying; you need do nothing.",)
        case Status.PLANNED | Status.READY | Status.SENT:
            return (f"We are passing your request on, since {since}.",)
        case Status.BLOCKED:
            return (f"We will tell {name} as soon as what they need is here.",)
        case Status.ACKNOWLEDGED | Status.IN_PROGRESS | Status.NEEDS_CITIZEN:
            return (f"They have it since {ago(acting.received or acting.since or document.submitted, now)}.",)
        case Status.NEEDS_CLERK:
            return (f"It needs a person. The {agency.owner} is looking into it, since {since}.",)
        case Status.UNCERTAIN:
            return (
                f"We cannot tell whether it reached {name}. The {agency.owner} is finding out, since {since}.",
                f"If it cannot wait: {agency.fallback}.",
            )
        case Status.FAILED:
            return (
                f"We could not tell {name}. {matters.reason}",
                f"The {agency.owner} is looking into it, since {since}.",
                f"If it cannot wait: {agency.fallback}.",
            )
        case Status.COMPLETED:
            return (f"Done on {day(acting.ended or now)}.{_took(acting)}",)
        case Status.DECLINED:
            return (f"They said no on {day(acting.ended or now)}: {acting.reason}",)
        case _:
            return (acting.reason,)


def _took(acting: HandoffView) -> str:
    if acting.sent is None or acting.ended is None:
        return ""
    days = (acting.ended.date() - acting.sent.date()).days
    return f" It took them {count(days, 'day')}." if days else " They did it the same day."


def _wait(wait: WaitingView, document: CaseDocument, registry: Registry) -> str:
    """Says who waits for whom, for what, since when and until when."""
    waiter = called(registry, wait.service)
    labels = listed([registry.facts[fact].label for fact in wait.facts], "or")
    since = f" since {ago(wait.since, document.now)}" if wait.since else ""
    if CITIZEN in wait.for_:
        return f"{waiter} waits for you{since}. It needs: {labels}."
    until = f" They usually have it by {day(wait.until)}." if wait.until else " We cannot say yet until when."
    return f"{waiter} waits for {any_of_them(registry, wait.for_)}{since}. It needs: {labels}.{until}"


def _supply(supply: HandoffView, registry: Registry) -> str:
    """Says what is on its way to an office besides the request itself."""
    name = called(registry, supply.to)
    what = listed([registry.facts[fact].label for fact in supply.facts]) or "what will not come any more"
    if supply.status in STUCK:
        owner = registry.agency_of(supply.to).owner
        return f"We could not pass on to {name}: {what}. The {owner} is looking into it."
    if supply.unreachable:
        return f"We cannot reach {name} at the moment to pass on: {what}. We keep trying; you need do nothing."
    return f"We are passing on to {name}: {what}."


def _is_late(acting: HandoffView, now: datetime) -> bool:
    if acting.deadline is None or acting.status in ASIDE:
        return False
    return (acting.ended or now).date() > acting.deadline.date()


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
    over = ((acting.ended or now).date() - deadline.date()).days
    if acting.final:
        kept = f"{count(over, 'day')} late" if over > 0 else "in time"
        return f"Legal deadline {day(deadline)}: {kept}."
    if over > 0:
        return f"Late: the legal deadline was {day(deadline)}, {count(over, 'day')} ago."
    return f"Legal deadline: {day(deadline)}, {'today' if over == 0 else 'in ' + count(-over, 'day')}."


def _do_nothing(word: Word, status: Status) -> str:
    """Says what the citizen need not do."""
    if status in STUCK:
        return "You need not send it again: we will, once we know that it is safe."
    match word:
        case Word.TELLING | Word.HAVE:
            return "You need not phone, write or send this again."
        case Word.WAITING:
            return "You need not chase them: we pass on what they wait for as soon as it is there."
        case _:
            return ""
