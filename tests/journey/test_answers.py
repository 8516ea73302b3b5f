"""Answers of every kind: what is taken, what is refused and what is said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.discovery import registry
from frontdoor.journey.answers import PARSERS, InvalidAnswer, display, parse
from life_events.facts import Choice, FactType, Kind

TODAY = date(2026, 3, 5)


def fact(kind: Kind, **more: object) -> FactType:
    return FactType("test.fact", kind, "the thing", **more)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        (Kind.NINO, " ab 37 07 73 a ", "AB370773A"),
        (Kind.NHS_NUMBER, "943-476-5919", "9434765919"),
        (Kind.UTR, "19558 39661", "1955839661"),
        (Kind.POSTCODE, "ex46pl", "EX4 6PL"),
        (Kind.SORT_CODE, "20-45-45", "204545"),
        (Kind.MONEY, "£612,500", "612500.00"),
        (Kind.MONEY, 12, "12.00"),
        (Kind.YES_NO, True, "yes"),
        (Kind.YES_NO, "No", "no"),
        (Kind.DATE, "2026-3-2", "2026-03-02"),
        (Kind.DATE, {"day": "2", "month": "March", "year": "2026"}, "2026-03-02"),
        (Kind.DATE, {"day": "2", "month": "3", "year": "2026"}, "2026-03-02"),
        (Kind.ADDRESS, "14 Larkspur Road\r\n Exampleton ", "14 Larkspur Road, Exampleton"),
        (Kind.NAME, "  Margaret   Anne ", "Margaret Anne"),
        (Kind.NAME, "Siân O’Dea", "Siân O'Dea"),
        (Kind.VEHICLE, "ex12 abc", "EX12ABC"),
        (Kind.PHONE, "+44 808 157 0192", "+44 808 157 0192"),
    ],
)
def test_an_answer_is_kept_in_one_form(kind: Kind, written: object, kept: str) -> None:
    assert parse(fact(kind), written, TODAY) == kept


@pytest.mark.parametrize(
    ("kind", "written", "said"),
    [
        (Kind.NINO, "BG 12 34 56 A", "must be 2 letters"),
        (Kind.NINO, "QQ 12 34 56 C", "must be 2 letters"),
        (Kind.NHS_NUMBER, "943 476 5918", "pass the NHS check"),
        (Kind.UTR, "1955839662", "pass HMRC's check"),
        (Kind.DATE, "2026-02-30", "must be a real date"),
        (Kind.DATE, {"day": "30", "month": "2", "year": "2026"}, "must be a real date"),
        (Kind.DATE, {"day": "", "month": "2", "year": ""}, "must include a day and year"),
        (Kind.DATE, {"day": "1", "month": "1", "year": "26"}, "must be a real date"),
        (Kind.DATE, {}, "Enter the thing"),
        (Kind.MONEY, "lots", "amount in pounds"),
        (Kind.MONEY, "1.234", "2 digits for pence"),
        (Kind.MONEY, "nan", "amount in pounds"),
        (Kind.POSTCODE, "nowhere", "full UK postcode"),
        (Kind.EMAIL, "ada at example", "name@example.com"),
        (Kind.YES_NO, "perhaps", "yes or no"),
        (Kind.TEXT, "a\x00b", "special characters"),
        (Kind.TEXT, "x" * 301, "300 characters or less"),
        (Kind.TEXT, ["a"], "as text"),
        (Kind.DRIVER_NUMBER, "ASHWO", "16 letters and numbers"),
    ],
)
def test_a_wrong_answer_gets_a_sentence(kind: Kind, written: object, said: str) -> None:
    with pytest.raises(InvalidAnswer, match=said):
        parse(fact(kind), written, TODAY)


def test_a_date_in_the_future_is_refused_where_it_must_be_past() -> None:
    with pytest.raises(InvalidAnswer, match="today or in the past"):
        parse(fact(Kind.DATE, past=True), "2026-03-06", TODAY)
    assert parse(fact(Kind.DATE), "2026-03-06", TODAY) == "2026-03-06"


def test_every_kind_has_a_parser() -> None:
    assert set(PARSERS) == set(Kind)


@given(st.sampled_from(sorted(registry().facts)), st.one_of(st.text(max_size=400), st.booleans(), st.integers()))
def test_anything_is_taken_or_refused_without_being_repeated(name: str, raw: object) -> None:
    known = registry().facts[name]
    refusal = ""
    try:
        value = parse(known, raw, TODAY)
    except InvalidAnswer as error:
        refusal = str(error)
    else:
        assert parse(known, value, TODAY) == value
        assert display(known, value)
    # short texts may stand in any sentence by chance
    assert not (isinstance(raw, str) and len(raw.strip()) > 20 and raw.strip() in refusal)


def test_a_choice_is_shown_by_its_label() -> None:
    kind = fact(Kind.CHOICE, choices=(Choice("single", "Never married"),))
    assert display(kind, parse(kind, "single", TODAY)) == "Never married"
    with pytest.raises(InvalidAnswer, match="Select one"):
        parse(kind, "married", TODAY)


def test_values_are_shown_as_people_write_them() -> None:
    assert display(fact(Kind.DATE), "2026-03-02") == "2 March 2026"
    assert display(fact(Kind.MONEY), "612500.00") == "£612,500"
    assert display(fact(Kind.MONEY), "587250.50") == "£587,250.50"
    assert display(fact(Kind.NINO), "AB370773A") == "AB 37 07 73 A"
    assert display(fact(Kind.SORT_CODE), "204545") == "20-45-45"
