"""The register of cracks: needs that fell between two parties, and into which kind of crack (design 2).

Five kinds are the book's (*Governing in the Round*, "People have joined-up problems"), two are our own. The rules, and
no others; the first that holds gives the kind:

    duplication       a front need: the citizen was asked again, or told another door what one had been told
    dumping           a back need: the citizen carried what an office had produced
    lost              somebody sent the fact and it never came
    exclusivity       nobody sent it, though its provider held it
    inaccessibility   nobody sent it, because it was not to be had: its provider never produced it
    conflict          what came is not what the provider held to be true
    late              it came, and after the decision that needed it

A value that its writer corrected after it had reached others is a conflict too. A fact that came by weak means is no
crack: it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from frontdoor.evaluation.accounts import Account, How, case_accounts
from frontdoor.evaluation.effort import asks
from frontdoor.evaluation.evidence import Evidence
from frontdoor.evaluation.privacy import wrong_values
from frontdoor.evaluation.traces import Trace
from frontdoor.evaluation.transfers import DAY
from frontdoor.evaluation.verdicts import Assessed
from life_events.coordination import CITIZEN, FRONT_DOOR


class Kind(StrEnum):
    """Into what kind of crack a need fell."""

    DUMPING = "dumping"
    DUPLICATION = "duplication"
    CONFLICT = "conflict"
    EXCLUSIVITY = "exclusivity"
    INACCESSIBILITY = "inaccessibility"
    LOST = "lost"
    LATE = "late"


class Crack(NamedTuple):
    """One crack: between whom, about which fact, the event that shows it; `days` late or wrong, how far it `spread`."""

    case_id: str
    kind: Kind
    provider: str
    consumer: str
    fact: str
    event: str
    days: float | None = None
    spread: int | None = None


def cracks(evidence: Evidence) -> Iterator[Crack]:
    """Yields every crack of every case.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> [(each.kind.value, each.provider, each.consumer) for each in cracks(worked_example().evidence())]
    [('conflict', 'front_door', 'pens'), ('inaccessibility', 'pens', 'ctax'), ('dumping', 'reg', 'pens'), \
('inaccessibility', 'ctax', 'prob'), ('late', 'reg', 'prob')]
    """
    for assessed in evidence.cases:
        yield from case_cracks(assessed)


def case_cracks(assessed: Assessed) -> Iterator[Crack]:
    """Yields every crack of one case."""
    case = assessed.case
    told_again = _told_again(case)
    for account in case_accounts(assessed):
        need = account.need
        kind = _kind(account, case, (need.consumer, need.fact) in told_again)
        if kind is not None:
            yield Crack(
                case.case_id, kind, need.provider, need.consumer, need.fact, account.event, _late(account, case)
            )
    about = {each.event: fact for (_, fact), written in case.written.items() for each in written}
    about |= {item.event: item.fact for item in case.items}
    for wrong in wrong_values(case):
        if wrong.spread and wrong.by not in (CITIZEN, FRONT_DOOR):
            days = ((case.end if wrong.corrected is None else wrong.corrected) - wrong.since) / DAY
            fact = about.get(wrong.event, "")
            yield Crack(case.case_id, Kind.CONFLICT, wrong.by, "", fact, wrong.event, days, len(wrong.spread))


def _told_again(case: Trace) -> frozenset[tuple[str, str]]:
    """Returns the (service, fact) pairs for which the citizen was asked for what had been told before."""
    seen: set[str] = set()
    found: set[tuple[str, str]] = set()
    for each in asks(case, frozenset()):
        if each.fact in seen:
            found.add((each.by, each.fact))
        seen.add(each.fact)
    return frozenset(found)


def _kind(account: Account, case: Trace, told_again: bool) -> Kind | None:
    need, verdict = account.need, account.verdict
    if need.front and told_again:
        return Kind.DUPLICATION
    if not need.front and account.how is How.CITIZEN:
        return Kind.DUMPING
    if not verdict.ladder:
        return _not_sent(account, case)
    if verdict.good:
        return None
    return Kind.LATE if verdict.correct else Kind.CONFLICT


def _not_sent(account: Account, case: Trace) -> Kind:
    need = account.need
    sent = [item for item in case.by_fact.get(need.fact, ()) if item.to == need.consumer]
    if sent:
        return Kind.LOST
    held = (CITIZEN if need.front else need.provider, need.fact) in case.written
    return Kind.EXCLUSIVITY if held else Kind.INACCESSIBILITY


def _late(account: Account, case: Trace) -> float | None:
    decided = case.decided.get(account.need.consumer)
    if account.verdict.good or account.last is None or account.last.received is None or decided is None:
        return None
    return max(0.0, (account.last.received - decided[0]) / DAY) or None
