from datetime import date
from random import Random

import pytest

from backoffice_adapters.agencies.council_issue_bus_pass import IssueBusPass
from backoffice_adapters.simulated.offices.council_issue_bus_pass import print_card, printed_from
from backoffice_adapters.simulated.procedures import Filed, Form, Refused
from frontdoor.testing import AdapterContract


class TestIssueBusPass(AdapterContract):
    adapter = IssueBusPass
    bad = {"retiree.postcode": "YO1 7HH"}


@pytest.mark.parametrize(
    ("eligible", "printed_on", "said"),
    [
        ("28 March 2026", date(2026, 3, 28), "Card"),
        ("14 September 2029", date(2026, 3, 5), "early"),
        ("01 January 2026", date(2026, 3, 5), "age"),
    ],
    ids=["in time", "years too early", "before State Pension age"],
)
def test_the_card_is_printed_from_state_pension_age_on(eligible: str, printed_on: date, said: str) -> None:
    form: Form = {"Home postcode": "EX2 8QF", "Date of birth": "28 March 1960", "Eligible from": eligible}
    came = date(2026, 3, 5)
    assert max(printed_from(Filed(form, {}, "TC-1", came, Random(1))), came) == printed_on
    printed = print_card(Filed(form, {}, "TC-1", printed_on, Random(1)))
    assert said in ({printed.code} if isinstance(printed, Refused) else printed)
