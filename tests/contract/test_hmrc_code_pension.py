from datetime import date
from random import Random

import pytest

from backoffice_adapters.agencies.hmrc_code_pension import CodePension
from backoffice_adapters.simulated.offices.hmrc_code_pension import code
from backoffice_adapters.simulated.procedures import Filed, Form
from frontdoor.testing import AdapterContract


class TestCodePension(AdapterContract):
    adapter = CodePension
    bad = {"retiree.date_of_birth": "1989-03-28"}


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 5, 27), "217L"), (date(2026, 5, 29), "277L"), (date(2026, 4, 1), "217L")],
    ids=["within a month", "later", "before the first payment"],
)
def test_the_code_depends_on_when_hmrc_hears_of_the_first_payment(today: date, expected: str) -> None:
    """Domain C-R3: a year of State Pension counts, or what is actually paid in the tax year if it was told late."""
    form: Form = {"TXPDOB": "28031960", "SPSTART": "27042026", "SPWKLY": 20_000}
    assert code(Filed(form, {}, "CD1", today, Random(1))) == {"CODE": expected}
