from datetime import date
from random import Random

import pytest

from backoffice_adapters.agencies.pension_scheme_start_pension import StartPension
from backoffice_adapters.simulated.offices.pension_scheme_start_pension import DESK, benefits_from, pay
from backoffice_adapters.simulated.procedures import Filed, Form, Refused
from frontdoor.testing import AdapterContract

DAY = date(2026, 4, 20)


class TestStartPension(AdapterContract):
    adapter = StartPension
    bad = {"retiree.date_of_birth": "1985-03-28"}


def filed(**form: str) -> Filed:
    whole: Form = {**form}
    return Filed(whole, {}, "RT1", DAY, Random(1))


@pytest.mark.parametrize(("form", "coded"), [({"tax_code": "217L"}, "217L"), ({}, "1257L M1")])
def test_without_a_code_the_pension_is_paid_by_the_emergency_code(form: dict[str, str], coded: str) -> None:
    """Domain C-R5: pensions are taxed on the emergency month-1 code, and the citizen reclaims."""
    made = pay(filed(**form))
    assert not isinstance(made, Refused)
    assert made["coded"] == coded


def test_a_possible_match_takes_longer_because_the_member_has_to_be_asked() -> None:
    """Domain RT13 -> RT12: a possible match needs contact with the citizen."""
    quotation = DESK.procedures[0].stages[0]
    assert quotation.pace_of(filed(traced="full")) == "pension_scheme.quotation"
    assert quotation.pace_of(filed(traced="partial")) == "pension_scheme.possible_match"


@pytest.mark.parametrize(
    ("form", "due_from"),
    [
        ({"retires_on": "20-Mar-2026", "left_service": "31-Mar-2026"}, date(2026, 4, 1)),
        ({"retires_on": "20-Mar-2026"}, date(2026, 3, 21)),
        ({}, DAY),
    ],
    ids=["as the employer says", "as the member says", "nobody leaves a job"],
)
def test_the_pension_is_due_from_the_day_after_leaving(form: dict[str, str], due_from: date) -> None:
    """Domain C-R4: last day at work, leaving date and benefit date are three days."""
    assert benefits_from(filed(**form)) == due_from
