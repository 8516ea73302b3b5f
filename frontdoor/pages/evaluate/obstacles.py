"""The obstacle that an evaluator heard of for a pair of offices: shown, and recorded with a small form (Figure 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, StringConstraints, ValidationError
from starlette.responses import Response

from frontdoor.errors import NotFound
from frontdoor.evaluation.accounts import How, accounts
from frontdoor.evaluation.obstacles import FIGURE_7, IMPOSSIBLE, LONGEST_NAME, LONGEST_NOTE, Code, Obstacle
from frontdoor.pages.evaluate.looking import Look, worked_out
from frontdoor.pages.evaluate.matrix import Pair, pairs_of
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.shown import NEEDS, address, written
from frontdoor.pages.evaluate.words import fact, party, relationship

MESSAGES = {
    "code": "Choose which obstacle it is",
    "note": f"Say in up to {LONGEST_NOTE} characters what was said, and by which office",
    "recorded_by": f"Enter who recorded it, in up to {LONGEST_NAME} characters",
}


class Heard(BaseModel):
    """What the form holds."""

    code: Code
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NOTE)]
    recorded_by: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]


@dataclass(frozen=True)
class Elsewhere:
    """The same fact, going from the same office to another one by the offices themselves: what an excuse meets."""

    fact: str
    to: str
    law: str
    same_law: bool
    href: str


async def show_obstacles(look: Look) -> Response:
    """Shows what was recorded for a pair, and the form."""
    return await _page(look, {}, {})


async def record_obstacle(look: Look) -> Response:
    """Records one obstacle; says what is missing where something is."""
    group, pair = await _pair(look)
    try:
        heard = Heard.model_validate({name: look.visit.form.get(name, "") for name in MESSAGES})
    except ValidationError as error:
        wrong = [str(each["loc"][0]) for each in error.errors(include_url=False)]
        return await _page(look, look.visit.form, {name: MESSAGES[name] for name in MESSAGES if name in wrong})
    obstacle = Obstacle(
        scenario=group.scenario,
        provider=pair.provider,
        consumer=pair.consumer,
        code=heard.code,
        note=heard.note,
        recorded_by=heard.recorded_by,
        recorded_at=datetime.now(UTC),
    )
    await obstacle.save()
    return look.visit.go(address(look.path, group, provider=pair.provider, consumer=pair.consumer))


async def _pair(look: Look) -> tuple[Group, Pair]:
    """Returns the pair that the page is about. Raises NotFound for one that needed nothing of one another."""
    group = look.group()
    ends = (look.query.get("provider", ""), look.query.get("consumer", ""))
    pairs = await worked_out(lambda: pairs_of(group)) if group else {}
    if group is None or ends not in pairs or not {*ends} <= look.registry.services.keys():
        raise NotFound("No case on record shows that one of these two needed anything of the other.")
    return group, pairs[ends]


async def _page(look: Look, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    group, pair = await _pair(look)
    known = look.registry
    recorded = await Obstacle.filter(
        scenario=group.scenario, provider=pair.provider, consumer=pair.consumer
    ).order_by("-id")  # fmt: skip
    return look.render(
        "obstacles.html",
        group,
        status=422 if errors else 200,
        provider=party(known, pair.provider),
        consumer=party(known, pair.consumer),
        pair=pair,
        done=written(pair.actual),
        needed=written(pair.required),
        declared=relationship(pair.declared),
        choices=[],
        needs=address(NEEDS, group, provider=pair.provider, consumer=pair.consumer),
        action=address(look.path, group, provider=pair.provider, consumer=pair.consumer),
        figure=FIGURE_7,
        recorded=[(FIGURE_7[Code(each.code)], each) for each in recorded],
        elsewhere=await worked_out(lambda: _elsewhere(look, group, pair)),
        doubtful=any(Code(each.code) in IMPOSSIBLE for each in recorded),
        typed=typed,
        wrong=errors,
        errors=[{"text": text, "href": f"#{'authority' if name == 'code' else name}"} for name, text in errors.items()],
        longest=(LONGEST_NOTE, LONGEST_NAME),
    )


def _elsewhere(look: Look, group: Group, pair: Pair) -> list[Elsewhere]:
    """Returns where a fact of the pair goes from the same office to another by itself (measurement e)."""
    every = list(accounts(group.evidence))
    mine = [each for each in every if (each.need.provider, each.need.consumer) == (pair.provider, pair.consumer)]
    wanted = {each.need.fact for each in mine if each.how is not How.OFFICES}
    law = look.registry.services[pair.consumer].purpose.law
    found: dict[tuple[str, str], Elsewhere] = {}
    for each in every:
        need = each.need
        other = look.registry.services.get(need.consumer)
        same = need.provider == pair.provider and need.fact in wanted and need.consumer != pair.consumer
        if same and each.how is How.OFFICES and other is not None:
            href = address(NEEDS, group, provider=need.provider, consumer=need.consumer)
            found[(need.fact, need.consumer)] = Elsewhere(
                fact(look.registry, need.fact),
                str(party(look.registry, need.consumer)),
                other.purpose.law,
                other.purpose.law == law,
                href,
            )
    return [found[key] for key in sorted(found)]
