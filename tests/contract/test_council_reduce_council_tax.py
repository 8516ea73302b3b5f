from datetime import date
from decimal import Decimal
from random import Random

from backoffice_adapters.agencies.council_reduce_council_tax import ReduceCouncilTax
from backoffice_adapters.simulated.offices.council_reduce_council_tax import reduce, state_pension, taken_for_a_couple
from backoffice_adapters.simulated.procedures import Filed, Form, Refused
from frontdoor.testing import AdapterContract


class TestReduceCouncilTax(AdapterContract):
    adapter = ReduceCouncilTax
    bad = {"household.savings": "43000.00", "pension_credit.guarantee": "no"}


def filed(form: dict[str, str]) -> Filed:
    """An application of somebody of State Pension age who lives with another adult."""
    whole: Form = {
        "claimant_dob": "28/03/1960",
        "household": "1 adult",
        "non_deps": "Y",
        "income_pw": "12.00",
        "capital": "6400.00",
        **form,
    }
    return Filed(whole, {}, "CTR-1", date(2026, 7, 1), Random(1))


def reduction(application: Filed) -> Decimal:
    decided = reduce(application)
    assert not isinstance(decided, Refused)
    return Decimal(str(decided["reduction_pa"]).strip("£").replace(",", ""))


def test_a_council_that_goes_by_its_own_file_takes_a_lodger_for_a_partner() -> None:
    """Domain C-R8: its own file has two adults in the home; what the claimant says of it does not count."""
    award = {"guarantee_credit": "Yes", "state_pension_pw": "184.20", "pension_credit_pw": "41.80"}
    believed, overlooked = filed(award), filed({**award, "household": ""})
    assert (taken_for_a_couple(believed), taken_for_a_couple(overlooked)) == (False, True)
    assert reduction(overlooked) < reduction(believed)
    assert not taken_for_a_couple(filed({"household": "", "non_deps": "N"}))
    assert not taken_for_a_couple(filed({"household": "", "ptnr": "Alan Whitlock"})), "that is a couple"


def test_what_the_dwp_has_not_said_is_assumed() -> None:
    """RT07: the council's own means test; nobody below State Pension age is taken to have State Pension."""
    assert state_pension(filed({"state_pension_pw": "184.20"}), couple=False) == Decimal("184.20")
    assert state_pension(filed({}), couple=False) == Decimal("241.30")
    assert state_pension(filed({}), couple=True) == 2 * Decimal("241.30")
    assert state_pension(filed({"claimant_dob": "14/09/1963"}), couple=True) == 0
