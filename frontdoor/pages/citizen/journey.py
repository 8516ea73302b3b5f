"""Where somebody is in a journey: which questions their answers lead through, and which comes next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from frontdoor.journey.planner import asked_facts, missing_facts, route
from life_events.model import LifeEvent, Question, Section


@dataclass(frozen=True)
class Journey:
    """A life event and the answers so far. An empty answer: the question was asked, and this part left out.

    Answers to questions that are not asked any more stay among `answers`, so that changing back loses nothing; `facts`
    has only those that count.
    """

    event: LifeEvent
    answers: Mapping[str, str]
    today: date

    @cached_property
    def facts(self) -> dict[str, str]:
        """The facts that the questions on the way have yielded: what would be sent."""
        return asked_facts(self.event, {name: value for name, value in self.answers.items() if value}, self.today)

    @cached_property
    def route(self) -> tuple[Question, ...]:
        """The questions that these answers lead through."""
        return route(self.event, self.facts, self.today)

    @property
    def complete(self) -> bool:
        """Whether everything has been asked and everything that must be given is given."""
        return self.next_open() is None and not missing_facts(self.event, self.facts, self.today)

    def question(self, key: str) -> Question | None:
        """Returns a question on the way, if it may be asked already: none before it is still open."""
        for each in self.route:
            if each.key == key:
                return each
            if not self.is_done(each):
                return None
        return None

    def is_done(self, question: Question) -> bool:
        """Says whether a question was asked, and answered where it must be."""
        return all(
            fact in self.answers and (self.answers[fact] or fact in question.optional) for fact in question.facts
        )

    def next_open(self) -> Question | None:
        """Returns the first question on the way that is still open."""
        return next((each for each in self.route if not self.is_done(each)), None)

    def before(self, question: Question) -> Question | None:
        """Returns the question before one on the way."""
        at = self.route.index(question)
        return self.route[at - 1] if at else None

    def after(self, question: Question) -> Question | None:
        """Returns the question after one on the way; None when the answers are to be checked."""
        at = self.route.index(question) + 1
        return self.route[at] if at < len(self.route) else None

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The parts that have a question on the way."""
        return tuple(each for each in self.event.sections if any(question in self.route for question in each.questions))

    def part(self, question: Question) -> tuple[int, Section]:
        """Returns the part that a question belongs to, counted from 1."""
        found = [(number, each) for number, each in enumerate(self.sections, 1) if question in each.questions]
        return found[0]
