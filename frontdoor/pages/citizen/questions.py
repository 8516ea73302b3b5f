"""One question on a page of its own: asked, answered, kept at once."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from frontdoor.cases.models import Draft
from frontdoor.cases.store import keep_draft
from frontdoor.errors import NotFound
from frontdoor.pages.citizen.fields import Field, as_typed, make_field, read_answers, sent_for
from frontdoor.pages.citizen.journey import Journey
from frontdoor.pages.citizen.visits import Visit
from life_events.model import Question

ANSWERS = "/journey/answers"
# In the address of a question that is changed from the list of answers; it says nothing about anybody.
CHANGE = "?change=1"


async def ask(visit: Visit) -> Response:
    """Asks a question, or leads to the one that comes first."""
    journey = journey_of(visit, await visit.draft())
    question = _question(visit, journey)
    if question is None:
        return visit.go(next_path(journey))
    facts = visit.registry.facts
    typed = {name: as_typed(facts[name], journey.answers.get(name, "")) for name in question.facts}
    return _page(visit, journey, question, _fields(visit, question, typed))


async def answer(visit: Visit) -> Response:
    """Takes an answer and goes on; what is wrong is asked again, as it was typed."""
    draft = await visit.draft()
    journey = journey_of(visit, draft)
    question = _question(visit, journey)
    if question is None:
        return visit.go(next_path(journey))
    facts = [visit.registry.facts[name] for name in question.facts]
    answers, errors = read_answers(facts, visit.form, visit.today, question.optional)
    if errors:
        typed = {fact.name: sent_for(fact, visit.form) for fact in facts}
        return _page(visit, journey, question, _fields(visit, question, typed, errors))
    changed = {**draft.answers, **answers}
    if changed != draft.answers:
        # what the offices will get is different now, so it has to be looked at once more
        visit.session.put(looked=None)
    draft.answers = changed
    await keep_draft(draft)
    after = journey_of(visit, draft)
    return visit.go(_onward(after, question, changing=_is_change(visit)))


def journey_of(visit: Visit, draft: Draft) -> Journey:
    """Returns where a draft is in its journey."""
    return Journey(visit.registry.life_events[draft.life_event], dict(draft.answers), visit.today)


def next_path(journey: Journey, *, changing: bool = False) -> str:
    """Returns where to go on: to the first question that is open, else to the list of answers."""
    question = journey.next_open()
    return f"/journey/{question.key}{CHANGE if changing else ''}" if question else ANSWERS


def _onward(journey: Journey, question: Question, *, changing: bool) -> str:
    """After a change: what it opened, then back to the list. Otherwise the next question, answered or not."""
    if changing or question not in journey.route:
        return next_path(journey, changing=changing)
    following = journey.after(question)
    return f"/journey/{following.key}" if following else next_path(journey)


def _is_change(visit: Visit) -> bool:
    return visit.request.query_params.get("change") == "1"


def _question(visit: Visit, journey: Journey) -> Question | None:
    """Returns the question of this page; None when it is not its turn. Raises NotFound."""
    key = visit.named("question")
    if all(each.key != key for each in journey.event.questions):
        raise NotFound("There is no such question.")
    return journey.question(key)


def _fields(
    visit: Visit, question: Question, typed: Mapping[str, object], errors: Mapping[str, str] | None = None
) -> list[Field]:
    alone = len(question.facts) == 1
    return [
        make_field(
            visit.registry.facts[name],
            typed=typed[name],
            optional=name in question.optional,
            title=question.title if alone else "",
            error=(errors or {}).get(name, ""),
        )
        for name in question.facts
    ]


def _page(visit: Visit, journey: Journey, question: Question, fields: list[Field]) -> Response:
    previous = journey.before(question)
    number, section = journey.part(question)
    changing = _is_change(visit)
    back = f"/journey/{previous.key}" if previous else f"/life-events/{journey.event.key}"
    wrong = [each for each in fields if each.error]
    return visit.render(
        "question.html",
        status=422 if wrong else 200,
        question=question,
        fields=fields,
        errors=[{"text": each.error, "href": f"#{each.error_target}"} for each in wrong],
        back=ANSWERS if changing and journey.complete else back,
        action=f"/journey/{question.key}{CHANGE if changing else ''}",
        part=number,
        parts=len(journey.sections),
        section=section.title,
    )
