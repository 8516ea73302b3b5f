"""The matrix: who needed whom, who got what they needed, and how each pair is said to stand (figure 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from frontdoor.discovery import Registry
from frontdoor.evaluation.accounts import How, accounts
from frontdoor.evaluation.evidence import LINEAR
from frontdoor.evaluation.matrix import unasked
from frontdoor.pages.citizen.history import MEDIA
from frontdoor.pages.evaluate.looking import Look, worked_out
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.shown import EVENTS, NEEDS, address, show_all, written
from frontdoor.pages.evaluate.tables import Cell, Table, number, table
from frontdoor.pages.evaluate.words import RUNGS, WAYS, Party, party, relationship
from life_events.coordination import CITIZEN, FRONT_DOOR, Relationship

ABOUT = ("R", "Act", "U", "G", "C4", "C5")
BESIDE = ("F", "B", "Phi", "promise_gap", "rho", "kappa_back", "P3", "P1")
# Up to which rung of the ladder one would expect a pair at each level to come by itself (design 5.3).
EXPECTED = {Relationship.NONE: 1, Relationship.TAKING_INTO_ACCOUNT: 1, Relationship.DIALOGUE: 3}
TONES = ("none", "little", "half", "most", "all")


@dataclass
class Pair:
    """What one party needed of another in a group of cases, and what came of it."""

    provider: str
    consumer: str
    required: float = 0.0
    actual: float = 0.0
    needs: int = 0
    excess: int = 0
    ways: Counter[How] = field(default_factory=Counter)
    rungs: Counter[int] = field(default_factory=Counter)
    media: Counter[str] = field(default_factory=Counter)
    declared: str = ""
    via: str = ""

    @property
    def gap(self) -> float:
        """What was needed and not done."""
        return self.required - self.actual

    @property
    def tone(self) -> str:
        """The colour of its cell: how much of what was needed was done, in five steps."""
        share = self.actual / self.required if self.required else 0.0
        return TONES[0 if share < 0.01 else 4 if share > 0.99 else 1 if share < 1 / 3 else 2 if share < 2 / 3 else 3]

    @property
    def seen(self) -> str:
        """What the record shows of the pair, in words: by whom most of it came, and by what."""
        if not self.needs:
            return "nothing was needed"
        how, rung = self.ways.most_common(1)[0][0], self.rungs.most_common(1)[0][0]
        return f"by the offices, {RUNGS[rung]}" if how in (How.OFFICES, How.WEAKLY) else WAYS[how]

    @property
    def agrees(self) -> str:
        """How what the record shows stands to what is declared."""
        if not self.declared or not self.needs:
            return ""
        expected = EXPECTED.get(Relationship(self.declared), 5)
        own = self.ways[How.OFFICES] + self.ways[How.WEAKLY]
        rung = self.rungs.most_common(1)[0][0] if own * 2 > self.needs else 1
        if rung == expected or (expected == 1 and rung < 3):
            return "as declared"
        return "closer than declared" if rung > expected else "less than declared"


@dataclass(frozen=True)
class Square:
    """One cell of the matrix."""

    kind: str
    done: str = ""
    needed: str = ""
    href: str = ""
    says: str = ""


async def show_matrix(look: Look) -> Response:
    """Shows the matrix of one group of cases."""
    group = look.group()
    if group is None:
        return look.nothing()
    pairs = await worked_out(lambda: pairs_of(group))
    made = _table(pairs, group, look.registry)
    if look.wants_csv:
        return look.answer("matrix.html", group, made)
    providers, consumers = _order(pairs, look.registry)
    rows = [(each, [_square(pairs.get((each.key, other.key)), group, each, other) for other in consumers])
            for each in providers]  # fmt: skip
    about = await worked_out(lambda: (show_all(group, ABOUT), show_all(group, BESIDE)))
    return look.render(
        "matrix.html", group, table=made, rows=rows, consumers=consumers, about=about[0], beside=about[1]
    )


def pairs_of(group: Group) -> Mapping[tuple[str, str], Pair]:
    """Returns every pair that had a need, or that handed over what nobody's need asked for."""
    found: dict[tuple[str, str], Pair] = {}

    def pair(provider: str, consumer: str) -> Pair:
        return found.setdefault((provider, consumer), Pair(provider, consumer))

    for each in accounts(group.evidence):
        at = pair(each.need.provider, each.need.consumer)
        at.required += each.need.weight
        at.actual += each.need.weight * LINEAR[each.verdict.good]
        at.needs += 1
        at.ways[each.how] += 1
        at.rungs[each.verdict.ladder] += 1
        if each.last is not None:
            at.media[each.last.medium] += 1
    for assessed in group.evidence.cases:
        for item in unasked(assessed):
            if item.to not in (CITIZEN, FRONT_DOOR):
                pair(item.sender, item.to).excess += 1
    for row in group.log.scenarios.get(group.scenario, {}).get("relations", ()):
        known = found.get((row["provider"], row["consumer"]))
        if known is not None:
            known.declared, known.via = row["relationship"], row["via"]
    return found


def _order(pairs: Mapping[tuple[str, str], Pair], registry: Registry) -> tuple[list[Party], list[Party]]:
    """Returns who stands in the rows and who in the columns, services in one order in both."""
    services = {each for ends in pairs for each in ends if each in registry.services}
    ordered = sorted(services, key=lambda key: (str(registry.agency_of(key).tier), str(party(registry, key))))
    others = sorted({each for ends in pairs for each in ends} - services)
    rows = [each for each in (*others, *ordered) if any(one == each for one, _ in pairs)]
    columns = [each for each in (*ordered, *others) if any(other == each for _, other in pairs)]
    return [party(registry, each) for each in rows], [party(registry, each) for each in columns]


def _square(pair: Pair | None, group: Group, provider: Party, consumer: Party) -> Square:
    if provider.key == consumer.key:
        return Square("self")
    if pair is None:
        return Square("empty")
    if not pair.needs:
        says = f"{pair.excess} handed over by {provider} to {consumer} that no need asked for"
        return Square("excess", str(pair.excess), href=_beyond(group, pair), says=says)
    says = f"{consumer} needed {pair.needs} of {provider}: {written(pair.actual)} of {written(pair.required)} done"
    href = address(NEEDS, group, provider=provider.key, consumer=consumer.key)
    return Square(pair.tone, written(pair.actual), written(pair.required), href, says)


def _beyond(group: Group, pair: Pair) -> str:
    """Returns where the events are by which a pair handed over what no need asked for."""
    return address(EVENTS, group, measure="C5", from_service=pair.provider, to_service=pair.consumer)


def _table(pairs: Mapping[tuple[str, str], Pair], group: Group, registry: Registry) -> Table:
    heads = (
        "From", "To", "Required", "Actual", "Gap", "Declared", "What the record shows", "Most used", "Beyond need",
    )  # fmt: skip
    rows = []
    # in the matrix's own order, and never by how well somebody did
    providers, consumers = _order(pairs, registry)
    ordered = [pairs[key] for one in providers for other in consumers if (key := (one.key, other.key)) in pairs]
    for pair in ordered:
        one, other = party(registry, pair.provider), party(registry, pair.consumer)
        href = address(NEEDS, group, provider=pair.provider, consumer=pair.consumer) if pair.needs else ""
        medium = pair.media.most_common(1)[0][0] if pair.media else ""
        via = f"through {party(registry, pair.via).who}" if pair.via else ""
        rows.append(
            [
                Cell(str(one), value=pair.provider),
                Cell(str(other), value=pair.consumer),
                number(written(pair.required), pair.required, href),
                number(written(pair.actual), pair.actual),
                number(written(pair.gap), pair.gap),
                Cell(relationship(pair.declared) if pair.declared else "–", value=pair.declared, note=via),
                Cell(pair.seen, note=pair.agrees),
                Cell(MEDIA.get(medium, medium).replace("by you", "by the citizen") or "–", value=medium),
                number(str(pair.excess), pair.excess, _beyond(group, pair) if pair.excess else ""),
            ]
        )
    return table(f"matrix-{group.scenario}", "Pair by pair", heads, rows)
