from datetime import date
from random import Random

import pytest

from backoffice_adapters.agencies.dwp_pay_pension_credit import PayPensionCredit
from backoffice_adapters.simulated.offices.dwp_pay_pension_credit import decide
from backoffice_adapters.simulated.procedures import Filed, Form, Refused
from frontdoor.testing import AdapterContract


class TestPayPensionCredit(AdapterContract):
    adapter = PayPensionCredit
    bad = {"household.weekly_income": "912.00"}


@pytest.mark.parametrize(
    ("form", "made"),
    [
        ({"B1": "couple", "B3": "02/11/1957"}, "TWO"),
        ({"B1": "couple", "B3": "02/11/1971"}, "PC-MIXED"),
        ({"B1": "alone"}, "ONE"),
        ({"B1": "alone", "C1": "250.00"}, "PC-NIL"),
    ],
)
def test_it_is_for_one_or_for_two_who_are_both_of_state_pension_age(form: dict[str, str], made: str) -> None:
    """Domain 2d: a couple can be of working age to one office and pensioners to another."""
    whole: Form = {"C1": "12.00", "C2": "6400.00", "C5": "180.00", **form}
    decided = decide(Filed(whole, {}, "PC1/1", date(2026, 6, 2), Random(1)))
    assert made == (decided.code if isinstance(decided, Refused) else decided["FOR"])


def test_savings_above_the_limit_count_a_pound_for_every_500_and_for_a_part_of_it() -> None:
    def topped_up(savings: str) -> object:
        form: Form = {"B1": "alone", "C1": "12.00", "C2": savings, "C5": "180.00"}
        decided = decide(Filed(form, {}, "PC1/1", date(2025, 6, 2), Random(1)))
        return decided if isinstance(decided, Refused) else decided["WEEKLY"]

    assert topped_up("10000.00") == "£35.10", "£227.10 in 2025 to 2026, less £192"
    assert topped_up("10000.01") == "£34.10"
    assert topped_up("10500.00") == "£34.10"
    assert topped_up("10500.01") == "£33.10"
