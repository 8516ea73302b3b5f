"""The catalogue of services: whose each is, why it may be told what, how its office is met, how it stands to others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.handoffs.forms import Counter, counter
from frontdoor.handoffs.reach import reachable
from frontdoor.handoffs.relationships import PairView, relationships
from frontdoor.pages.citizen.organisations import KINDS, full_name
from frontdoor.pages.design.board import BASE, SERVICES, Board
from frontdoor.pages.design.contract_tests import contract_test, results
from frontdoor.pages.design.words import BASES, RECOGNISED, RELEASED, WHEN, agency, deadline, kept, label, name
from frontdoor.pages.evaluate.looking import worked_out
from frontdoor.pages.evaluate.matrix import Pair, pairs_of
from frontdoor.pages.evaluate.tables import Cell, Table, table
from frontdoor.pages.evaluate.words import relationship
from frontdoor.rendering import count, listed
from life_events.coordination import Medium
from life_events.model import Agency, Service

Pairs = Mapping[tuple[str, str], Pair]


@dataclass(frozen=True)
class Entry:
    """A service with all that people ask about it, in words."""

    service: Service
    agency: Agency
    counter: Counter | None
    href: str
    tier: str
    answers: str
    deadline: str
    kept: str
    basis: str
    reachable: bool
    test: str
    contract: str

    @property
    def health(self) -> str:
        """Whether its office is there now."""
        return "answers" if self.reachable else "cannot be reached"


async def show_services(board: Board) -> Response:
    """Shows every service."""
    registry = board.registry
    found = await _entries(board, registry.services.values())
    now = await relationships(board.visit.portal.settings.scenario, registry)
    made = _table(found, now.pairs, await _seen(board), registry)
    agencies = {each.agency.key: each.agency for each in found}
    return board.answer(
        "services.html",
        made,
        agencies=[(owner, [each for each in found if each.agency is owner]) for owner in agencies.values()],
        title=now.title,
        away=[each for each in found if not each.reachable],
    )


async def show_service(board: Board) -> Response:
    """Shows one service."""
    service, registry = board.service, board.registry
    (entry,) = await _entries(board, [service])
    now = await relationships(board.visit.portal.settings.scenario, registry)
    mine = [each for each in now.pairs if service.key in (each.provider, each.consumer)]
    fields = {(each.fact, each.sent): each for each in (entry.counter.fields if entry.counter else ())}
    return board.answer(
        "service.html",
        _partners(service, mine, await _seen(board), registry),
        entry=entry,
        title=now.title,
        who=agency(registry, service.key),
        full=full_name(entry.agency.title),
        reads=[(label(registry, fact), WHEN[read.when], read.optional, RECOGNISED[read.recognises],
                fields.get((fact, True))) for read in service.reads for fact in read.any_of],
        writes=[(label(registry, each.fact), RELEASED[each.release], each.optional, fields.get((each.fact, False)))
                for each in service.writes],
        again=[label(registry, fact) for fact in service.asks_again],
        events=[(f"{BASE}/{key}", each.happened) for key, each in registry.life_events.items()
                if any(part.service == service.key for part in each.services)],
    )  # fmt: skip


async def _entries(board: Board, services: Iterable[Service]) -> list[Entry]:
    registry, portal = board.registry, board.visit.portal
    every = sorted(services, key=lambda each: (list(KINDS).index(registry.agencies[each.agency].tier), each.key))
    up = await reachable(portal.offices, portal.settings.scenario, {each.agency for each in every})
    came_to = results(portal.settings.var)
    return [_entry(each, registry, up[each.agency], came_to.get(each.key, "not run here")) for each in every]


def _entry(service: Service, registry: Registry, is_up: bool, contract: str) -> Entry:
    met = counter(service.key, registry)
    owner = registry.agency_of(service.key)
    return Entry(
        service=service,
        agency=owner,
        counter=met,
        href=f"{SERVICES}/{service.key}",
        tier=KINDS[owner.tier],
        answers=_answers(met),
        deadline=deadline(registry, service),
        kept=kept(service.purpose.retention_days),
        basis=BASES[service.purpose.basis],
        reachable=is_up,
        test=contract_test(met.adapter) if met else "",
        contract=contract,
    )


def _answers(met: Counter | None) -> str:
    if met is None:
        return "no adapter yet"
    speaks = f"takes {met.language or 'requests of a form of its own'}"
    if met.follow_up_days is None:
        return f"{speaks} and {'writes' if met.medium == Medium.POST else 'calls'} back"
    every = count(met.follow_up_days, "working day").removeprefix("1 ")
    return f"{speaks} and is asked every {every}"


async def _seen(board: Board) -> Pairs:
    """Returns every pair of the usual scenario as the log shows it, over all life events."""
    usual = board.visit.portal.settings.scenario
    groups = [group for (_, scenario), group in (await board.record()).groups.items() if scenario == usual]
    return await worked_out(lambda: {ends: pair for group in groups for ends, pair in pairs_of(group).items()})


def _table(found: Iterable[Entry], pairs: Sequence[PairView], seen: Pairs, registry: Registry) -> Table:
    heads = (
        "Service", "Agency", "Tier", "Owner", "Fallback", "Purpose", "Legal basis", "Ground", "Kept", "Deadline",
        "Answers", "Reads", "Writes", "Declared", "Observed", "Office now", "Contract test", "Contract",
    )  # fmt: skip
    return table("services", "Every service", heads, [_row(each, pairs, seen, registry) for each in found])


def _row(entry: Entry, pairs: Sequence[PairView], seen: Pairs, registry: Registry) -> list[Cell]:
    service, key = entry.service, entry.service.key
    into = [each for each in pairs if each.consumer == key and each.facts]
    shown = [(each, seen[each.provider, key]) for each in into if (each.provider, key) in seen]
    return [
        Cell(service.title, entry.href, key),
        Cell(agency(registry, key), value=entry.agency.title),
        Cell(entry.tier),
        Cell(entry.agency.owner),
        Cell(entry.agency.fallback),
        Cell(service.purpose.why),
        Cell(entry.basis, value=str(service.purpose.basis)),
        Cell(service.purpose.law),
        Cell(entry.kept, value=service.purpose.retention_days),
        Cell(entry.deadline),
        Cell(entry.answers),
        Cell(count(len(service.reads_facts()), "fact"), value=" ".join(sorted(service.reads_facts()))),
        Cell(count(len(service.writes_facts()), "fact"), value=" ".join(sorted(service.writes_facts()))),
        Cell("; ".join(f"{agency(registry, each.provider)}: {relationship(each.level)}" for each in into) or "–"),
        Cell("; ".join(f"{agency(registry, each.provider)}: {pair.seen}" for each, pair in shown) or "–"),
        Cell(entry.health),
        Cell(entry.test or "none found"),
        Cell(entry.contract),
    ]


def _partners(service: Service, pairs: Iterable[PairView], seen: Pairs, registry: Registry) -> Table:
    """Returns with whom a service has to do, which way, how the two are declared to stand and were seen to."""
    rows = []
    for each in pairs:
        gives = each.provider == service.key
        other = each.consumer if gives else each.provider
        pair = seen.get((each.provider, each.consumer))
        facts = listed([label(registry, fact) for fact in each.facts])
        again = listed([label(registry, fact) for fact in each.asks_again])
        note = f"asks again for the {again}, unless the other is taken into account" if again else ""
        rows.append(
            [
                Cell(name(registry, other), f"{SERVICES}/{other}", other),
                Cell("gives to it" if gives else "needs of it"),
                Cell(facts or "nothing", note=note, value=" ".join(each.facts)),
                Cell(relationship(each.level), value=str(each.level), note=each.source),
                Cell(pair.seen if pair else "–", note=pair.agrees if pair else "not in the log"),
            ]
        )
    heads = ("Service", "This one", "Facts", "Declared", "Observed")
    return table(f"partners-{service.key}", "Pair by pair", heads, rows)
