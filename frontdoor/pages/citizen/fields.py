"""How each kind of fact is asked on a page, and how the page's form is read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from frontdoor.journey.answers import InvalidAnswer, display, parse
from frontdoor.rendering import sentence
from life_events.facts import FactType, Kind

DATE_PARTS = ("day", "month", "year")
# For the facts about the person who fills the form in, the browser may offer what it knows (WCAG 1.3.5).
OF_THE_USER = "applicant."
AUTOCOMPLETE = {Kind.EMAIL: "email", Kind.PHONE: "tel", Kind.NAME: "name"}
TYPES = {Kind.EMAIL: "email", Kind.PHONE: "tel"}
INPUTMODES = {
    Kind.MONEY: "decimal",
    Kind.NHS_NUMBER: "numeric",
    Kind.UTR: "numeric",
    Kind.PASSPORT_NUMBER: "numeric",
    Kind.SORT_CODE: "numeric",
    Kind.ACCOUNT_NUMBER: "numeric",
}
WIDTHS = {
    Kind.POSTCODE: "10",
    Kind.PHONE: "20",
    Kind.NINO: "10",
    Kind.NHS_NUMBER: "10",
    Kind.UTR: "10",
    Kind.DRIVER_NUMBER: "20",
    Kind.VEHICLE: "10",
    Kind.PASSPORT_NUMBER: "10",
    Kind.SORT_CODE: "5",
    Kind.ACCOUNT_NUMBER: "10",
    Kind.REFERENCE: "20",
    Kind.MONEY: "10",
}
WORDS = {Kind.TEXT, Kind.ADDRESS}
# Codes that people read off a letter or a card, letter by letter.
CODES = {kind for kind in WIDTHS if kind not in (Kind.PHONE, Kind.MONEY, Kind.POSTCODE)}


@dataclass(frozen=True)
class Field:
    """One fact as a field of a form: what it is called, how it is typed, what was typed and what is wrong with it."""

    fact: FactType
    label: str
    component: str
    optional: bool = False
    typed: str = ""
    parts: tuple[tuple[str, str, bool], ...] = ()
    error: str = ""

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return self.fact.name

    @property
    def id(self) -> str:
        """The field's id on the page."""
        return self.fact.name.replace(".", "-").replace("_", "-")

    @property
    def hint(self) -> str:
        """What helps to fill it in."""
        return self.fact.hint or ("For example, 27 3 2026" if self.component == "date" else "")

    @property
    def choices(self) -> list[dict[str, object]]:
        """What can be chosen."""
        if self.fact.kind is Kind.YES_NO:
            offered = [("yes", "Yes"), ("no", "No")]
        else:
            offered = [(choice.value, choice.label) for choice in self.fact.choices]
        return [{"value": value, "text": text, "checked": value == self.typed} for value, text in offered]

    @property
    def input_type(self) -> str:
        """The type of its input."""
        return TYPES.get(self.fact.kind, "text")

    @property
    def inputmode(self) -> str:
        """The keyboard that a phone should show."""
        return INPUTMODES.get(self.fact.kind, "")

    @property
    def autocomplete(self) -> str:
        """What the browser may fill in: the user's own things, nobody else's."""
        return AUTOCOMPLETE.get(self.fact.kind, "off") if self.name.startswith(OF_THE_USER) else "off"

    @property
    def spellcheck(self) -> bool:
        """Whether it is made of words that can be misspelt; names and numbers are not."""
        return self.fact.kind in WORDS

    @property
    def classes(self) -> str:
        """How wide it is, and whether its letters stand apart."""
        width = WIDTHS.get(self.fact.kind)
        apart = " govuk-input--extra-letter-spacing" if self.fact.kind in CODES else ""
        return f"govuk-input--width-{width}{apart}" if width else "app-input--words"

    @property
    def error_target(self) -> str:
        """The id of what the error summary leads to."""
        wrong = next((name for name, _, is_wrong in self.parts if is_wrong), "")
        return f"{self.id}-{wrong}" if wrong else self.id


def make_field(
    fact: FactType, *, typed: object = "", optional: bool = False, title: str = "", error: str = ""
) -> Field:
    """Returns the field of a fact. `typed`: what stands in it already, as a canonical value or as it was sent."""
    label = title or sentence(fact.label) + (" (optional)" if optional else "")
    match fact.kind:
        case Kind.DATE:
            parts = _date_parts(typed)
            missing = [name for name in DATE_PARTS if not parts[name]]
            wrong = missing if 0 < len(missing) < len(DATE_PARTS) else DATE_PARTS
            shown = tuple((name, parts[name], bool(error) and name in wrong) for name in DATE_PARTS)
            return Field(fact, label, "date", optional, "", shown, error)
        case Kind.YES_NO | Kind.CHOICE:
            return Field(fact, label, "radios", optional, str(typed), (), error)
        case Kind.ADDRESS:
            return Field(fact, label, "textarea", optional, str(typed), (), error)
        case _:
            return Field(fact, label, "input", optional, str(typed), (), error)


def as_typed(fact: FactType, value: str) -> str:
    """Returns a canonical answer as somebody would type it, to be changed in its field."""
    if not value:
        return ""
    match fact.kind:
        case Kind.ADDRESS:
            return value.replace(", ", "\n")
        case Kind.MONEY:
            return display(fact, value).removeprefix("£")
        case Kind.DATE | Kind.YES_NO | Kind.CHOICE:
            return value
        case _:
            return display(fact, value)


def sent_for(fact: FactType, form: Mapping[str, str]) -> str | dict[str, str]:
    """Returns what a form holds for a fact, as it was typed: a date in its three parts."""
    if fact.kind is Kind.DATE:
        return {name: form.get(f"{fact.name}-{name}", "").strip() for name in DATE_PARTS}
    return form.get(fact.name, "")


def read_answers(
    facts: Iterable[FactType], form: Mapping[str, str], today: date, optional: Iterable[str] = ()
) -> tuple[dict[str, str], dict[str, str]]:
    """Returns the canonical answers of a form (empty: left out), and what is wrong, by fact."""
    answers: dict[str, str] = {}
    errors: dict[str, str] = {}
    for fact in facts:
        raw = sent_for(fact, form)
        is_blank = not any(raw.values()) if isinstance(raw, dict) else not raw.strip()
        try:
            answers[fact.name] = "" if is_blank and fact.name in optional else parse(fact, raw, today)
        except InvalidAnswer as error:
            errors[fact.name] = str(error)
    return answers, errors


def _date_parts(typed: object) -> dict[str, str]:
    """Returns a date's three parts, from a canonical date or from what was typed."""
    if isinstance(typed, Mapping):
        return {name: str(typed.get(name, "")) for name in DATE_PARTS}
    year, month, day = (part.lstrip("0") for part in str(typed).split("-")) if typed else ("", "", "")
    return {"day": day, "month": month, "year": year}
