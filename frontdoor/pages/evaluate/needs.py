"""Needs, listed: what a number counted, need by need, with how each was met, by which way, and in which case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.errors import NotFound
from frontdoor.evaluation.accounts import Account, How, accounts
from frontdoor.pages.citizen.history import MEDIA
from frontdoor.pages.evaluate.looking import Look, worked_out
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.tables import Cell, Table, table
from frontdoor.pages.evaluate.words import RUNGS, WAYS, fact, party

PAGE = 100
DAYS = "/evaluate/days"


@dataclass(frozen=True)
class Wanted:
    """Which needs are wanted; whatever is empty leaves all."""

    side: str = ""
    how: tuple[str, ...] = ()
    provider: str = ""
    consumer: str = ""
    case: str = ""

    def fits(self, account: Account, reference: str) -> bool:
        """Says whether a need is one of those."""
        return (
            self.side in ("", "front" if account.need.front else "back")
            and (not self.how or account.how in self.how)
            and self.provider in ("", account.need.provider)
            and self.consumer in ("", account.need.consumer)
            and self.case in ("", reference)
        )

    def in_words(self, registry: Registry) -> str:
        """Says which needs these are."""
        what = {
            "front": "What offices needed of what citizens told",
            "back": "What offices needed from one another",
        }.get(self.side, "What offices needed")
        ways = " or ".join(WAYS[How(each)] for each in self.how)
        ends = [
            f"from {party(registry, self.provider)}" if self.provider else "",
            f"for {party(registry, self.consumer)}" if self.consumer else "",
            f"in case {self.case}" if self.case else "",
        ]
        return ", ".join(part for part in (what, *ends, ways) if part)


async def show_needs(look: Look) -> Response:
    """Lists the needs that were asked for."""
    group = look.group()
    if group is None:
        return look.nothing()
    wanted = _wanted(look)
    found = await worked_out(lambda: [each for each in accounts(group.evidence) if wanted.fits(each, _ref(look, each))])
    made = _table(look, group, found)
    if look.wants_csv:
        return look.answer("needs.html", group, made)
    shown, pages = paged(look, len(found))
    part = table(made.name, made.caption, made.heads, made.rows[shown])
    return look.render(
        "needs.html", group, table=part, number=len(found), words=wanted.in_words(look.registry), pages=pages
    )


def paged(look: Look, length: int) -> tuple[slice, list[tuple[int, str, bool]]]:
    """Returns which rows of a list are shown, and the way to the others. Raises NotFound for a page that is not."""
    last = max(1, -(-length // PAGE))
    asked = look.query.get("page", "1")
    page = int(asked) if asked.isdigit() and len(asked) < 7 else 0
    if not 1 <= page <= last:
        raise NotFound("The list has no such page.")
    others = [(name, value) for name, value in look.query.multi_items() if name != "page"]
    near = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    links = [(each, f"{look.path}?{urlencode([*others, ('page', each)])}", each == page) for each in near]
    return slice((page - 1) * PAGE, page * PAGE), links if last > 1 else []


def _wanted(look: Look) -> Wanted:
    ways = tuple(each for each in look.query.get("how", "").split(",") if each)
    if not {*ways} <= {str(how) for how in How} or look.query.get("side", "") not in ("", "front", "back"):
        raise NotFound("Needs are not told apart in this way.")
    return Wanted(
        look.query.get("side", ""), ways, *(look.query.get(name, "") for name in ("provider", "consumer", "case"))
    )


def _ref(look: Look, account: Account) -> str:
    return look.record.reference(account.case_id)


def _table(look: Look, group: Group, found: list[Account]) -> Table:
    heads = ("Case", "What", "Needed by", "From", "How it was met", "Its way", "Rung", "Right", "In time")
    rows = [[*_row(look, each)] for each in found]
    return table(f"needs-{group.scenario}", "Needs, one a row", heads, rows)


def _row(look: Look, account: Account) -> Iterator[Cell]:
    known, verdict = look.registry, account.verdict
    reference = look.record.reference(account.case_id)
    yield Cell(reference, f"{DAYS}?{urlencode({'case': reference})}")
    yield Cell(fact(known, account.need.fact), value=account.need.fact)
    yield Cell(str(party(known, account.need.consumer)), value=account.need.consumer)
    yield Cell(str(party(known, account.need.provider)), value=account.need.provider)
    yield Cell(WAYS[account.how], value=str(account.how))
    medium = MEDIA.get(account.last.medium, account.last.medium) if account.last else ""
    way = " → ".join(party(known, each).who for each in account.chain)
    yield Cell(way or "it did not go", note=f"last hop {medium}".replace("by you", "by the citizen") if medium else "")
    yield Cell(f"{verdict.ladder}: {RUNGS[verdict.ladder]}", value=verdict.ladder)
    came = bool(verdict.ladder)
    yield Cell("yes" if verdict.correct else "no" if came else "–")
    yield Cell("yes" if verdict.on_time else "no" if came else "–")
